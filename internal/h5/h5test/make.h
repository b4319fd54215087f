#ifndef CTOPO_H5TEST_MAKE_H
#define CTOPO_H5TEST_MAKE_H

#include <hdf5.h>

typedef struct {
    const char *type; /* u1 i1 u2 i2 ... i8, a b at the end for big-endian; e1 e4 enumerations; f2 f4 f8; p4: 5 bits of an int32; s4; c; b1 */
    int         rank;
    hsize_t     dims[3], max[3], chunk[3];
    int         chunked, compact, shuffle, deflate, fletcher, strange_filter;
    int         has_fill;
    double      fill;
    const char *external; /* its bytes lie in this file */
    const char *virtual_file;
    const char *virtual_dataset;
    const double *data; /* NULL: never written */
    int         skip_filters; /* write the first chunk as it is, with this filter mask */
} h5t_spec;

hid_t h5t_create(const char *path, int latest, hsize_t user_block);
int   h5t_close(hid_t file);
int   h5t_group(hid_t file, const char *path);
int   h5t_dataset(hid_t file, const char *path, const h5t_spec *s);
int   h5t_soft(hid_t file, const char *path, const char *target);
int   h5t_external(hid_t file, const char *path, const char *other, const char *target);
int   h5t_hard(hid_t file, const char *path, const char *target);

#endif
