#ifndef CTOPO_H5_EXT_H
#define CTOPO_H5_EXT_H

#include <hdf5.h>
#include <stddef.h>
#include <stdint.h>

#define H5X_RANK 4     /* the most dimensions that are looked at */
#define H5X_FILTERS 32 /* H5Z_MAX_NFILTERS */

typedef struct {
    int      rank;
    hsize_t  dims[H5X_RANK];
    hsize_t  max[H5X_RANK];
    int      class_id; /* H5T_class_t; of an enum its own class */
    int      size;
    int      is_signed;
    int      full_width;
    int      odd;  /* a type that no writer makes: fields outside its bytes and the like */
    int      ieee; /* 1: IEEE 754 binary32 or binary64, little-endian; 2: big-endian */
    int      layout;
    int      chunk_rank;
    hsize_t  chunk[H5X_RANK];
    int      nfilters;
    int      filter_id[H5X_FILTERS];
    int      filter_available[H5X_FILTERS];
    int      filter_params[H5X_FILTERS];
    unsigned filter_param[H5X_FILTERS];
    int      plain_edges; /* chunks at the edge are not filtered */
    int      external;
    int      fill_not_zero;
} h5x_info;

/* Memory types, in the order of Kind. */
enum { H5X_INT8, H5X_INT16, H5X_INT32, H5X_INT64, H5X_FLOAT64 };

/* All return a negative number on failure; h5x_error then tells why. */
void   h5x_quiet(void);
void   h5x_error(char *buf, size_t size);
int    h5x_met_external_link(void);
hid_t  h5x_open_file(const char *path);
hid_t  h5x_open_group(hid_t loc, const char *name);
int    h5x_exists(hid_t loc, const char *name);
int    h5x_list(hid_t group, char **names, size_t *size);
hid_t  h5x_open_dataset(hid_t loc, const char *name, h5x_info *info);
int    h5x_storage_size(hid_t dset, hsize_t *size);
int    h5x_num_chunks(hid_t dset, hsize_t *n);
int    h5x_chunk_size(hid_t dset, hsize_t row, hsize_t col, hsize_t *size);
int    h5x_read_chunk(hid_t dset, hsize_t row, hsize_t col, void *buf, uint32_t *mask);
int    h5x_read(hid_t dset, int rank, hsize_t row, hsize_t col, hsize_t rows, hsize_t cols, int is_signed, int kind, void *buf);
int    h5x_create_file(const char *path);
int    h5x_no_times(hid_t dcpl);
int    h5x_write_chunk(hid_t dset, hsize_t row, hsize_t col, const void *buf, size_t size);
int    h5x_write_text(hid_t file, const char *name, const char *text, size_t size);

#endif
