#ifndef CTOPO_H5_COLUMNS_H
#define CTOPO_H5_COLUMNS_H

#include "ext.h"

/* What one element of a dataset, of one member of a compound dataset, or of an
 * attribute is. */
typedef struct {
    int     class_id; /* H5T_class_t; of an array that of what it holds, of an enum its own */
    size_t  size;     /* bytes of one */
    int     is_signed;
    int     vlen;  /* text of any length */
    int     odd;   /* a type that no writer makes */
    hsize_t count; /* how many an array holds; otherwise 1 */
} h5x_elem;

enum { H5X_TEXT = H5X_FLOAT64 + 1 }; /* one more memory type: text of the file's own size */

int h5x_elem_of(hid_t dset, const char *member, h5x_elem *e);
int h5x_members(hid_t dset, char **names, size_t *size);
int h5x_read_column(hid_t dset, const char *member, const h5x_elem *e, hsize_t row, hsize_t rows, int kind, void *buf);
int h5x_read_texts(hid_t dset, hsize_t row, hsize_t rows, char **text, size_t *size);
int h5x_attr_elem(hid_t obj, const char *name, h5x_elem *e);
int h5x_attr_read(hid_t obj, const char *name, const h5x_elem *e, int kind, void *buf);
int h5x_attr_text(hid_t obj, const char *name, char **text, size_t *size);

int h5x_write_column(hid_t file, const char *path, hsize_t n, hsize_t width, hsize_t chunk, int level, int is_signed, int kind, const void *buf);
int h5x_write_texts(hid_t file, const char *path, hsize_t n, const char *text);
int h5x_write_attr_text(hid_t file, const char *object, const char *name, const char *text);
int h5x_write_attr_uint32s(hid_t file, const char *object, const char *name, int n, const uint32_t *x);
hid_t h5x_memory_type(int is_signed, int kind);

#endif
