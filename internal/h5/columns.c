//go:build cgo

#include "columns.h"

#include <stdlib.h>
#include <string.h>

/* Closes an object and keeps what is on the error stack, which closing empties. */
static void close_quietly(hid_t id)
{
    hid_t stack;
    if (id < 0)
        return;
    stack = H5Eget_current_stack();
    H5Idec_ref(id);
    if (stack >= 0)
        H5Eset_current_stack(stack);
}

/* Describes a type; of an array, what it holds. */
static int describe(hid_t type, h5x_elem *e)
{
    hid_t base = -1, number = -1;
    int   r    = -1;
    memset(e, 0, sizeof *e);
    e->count    = 1;
    e->class_id = H5Tget_class(type);
    if (e->class_id == H5T_ARRAY) {
        hsize_t dims[H5S_MAX_RANK];
        int     rank = H5Tget_array_ndims(type);
        if (rank < 1 || rank > H5X_RANK || H5Tget_array_dims2(type, dims) < 0 || (base = H5Tget_super(type)) < 0)
            goto out;
        for (int i = 0; i < rank; i++) {
            if (dims[i] == 0 || e->count > ((hsize_t)1 << 32) / dims[i])
                e->odd = 1;
            else
                e->count *= dims[i];
        }
        type        = base;
        e->class_id = H5Tget_class(type);
    }
    e->size = H5Tget_size(type);
    if (e->class_id < 0 || e->size == 0)
        goto out;
    if (e->class_id == H5T_STRING) {
        htri_t v = H5Tis_variable_str(type);
        if (v < 0)
            goto out;
        e->vlen = v > 0;
    }
    if (e->class_id == H5T_ENUM && (number = H5Tget_super(type)) < 0)
        goto out;
    if (e->class_id == H5T_INTEGER || e->class_id == H5T_ENUM) {
        hid_t  t         = number >= 0 ? number : type;
        size_t precision = H5Tget_precision(t), bits = 8 * e->size;
        int    offset    = H5Tget_offset(t);
        e->is_signed = H5Tget_sign(t) != H5T_SGN_NONE;
        e->odd |= e->size > 8 || (e->size & (e->size - 1)) != 0 || H5Tget_size(t) != e->size || offset < 0 || precision == 0 ||
                  precision > bits || (size_t)offset > bits - precision;
    }
    if (e->class_id == H5T_FLOAT)
        e->odd |= H5Tequal(type, H5T_IEEE_F32LE) <= 0 && H5Tequal(type, H5T_IEEE_F64LE) <= 0 && H5Tequal(type, H5T_IEEE_F32BE) <= 0 &&
                  H5Tequal(type, H5T_IEEE_F64BE) <= 0;
    r = 0;
out:
    close_quietly(number);
    close_quietly(base);
    return r;
}

static hid_t type_of(hid_t dset, const char *member)
{
    hid_t type = H5Dget_type(dset), of = -1;
    int   i;
    if (type < 0 || member == NULL)
        return type;
    if (H5Tget_class(type) == H5T_COMPOUND && (i = H5Tget_member_index(type, member)) >= 0)
        of = H5Tget_member_type(type, (unsigned)i);
    close_quietly(type);
    return of;
}

int h5x_elem_of(hid_t dset, const char *member, h5x_elem *e)
{
    hid_t type = type_of(dset, member);
    int   r;
    if (type < 0)
        return -1;
    r = describe(type, e);
    close_quietly(type);
    return r;
}

/* Names of the members of a compound dataset, each ended by a zero byte. The
 * caller frees them. */
int h5x_members(hid_t dset, char **names, size_t *size)
{
    hid_t  type = H5Dget_type(dset);
    char  *buf  = NULL;
    size_t len  = 0;
    int    n    = -1;
    if (type >= 0 && H5Tget_class(type) == H5T_COMPOUND)
        n = H5Tget_nmembers(type);
    for (int i = 0; i < n; i++) {
        char  *name  = H5Tget_member_name(type, (unsigned)i), *grown = NULL;
        size_t more  = name == NULL ? 0 : strlen(name) + 1;
        if (name != NULL && (grown = realloc(buf, len + more)) != NULL) {
            memcpy(grown + len, name, more);
            buf = grown;
            len += more;
        }
        if (name != NULL)
            H5free_memory(name);
        if (grown == NULL)
            n = -1;
    }
    close_quietly(type);
    if (n < 0) {
        free(buf);
        return -1;
    }
    *names = buf;
    *size  = len;
    return 0;
}

/* The type in memory of an element, to be closed. */
static hid_t memory_of(const h5x_elem *e, int kind, const char *member, hid_t file_type)
{
    hid_t one = -1, all = -1, base = -1;
    if (kind == H5X_TEXT) {
        /* The file's own text, so that nothing is padded or cut. */
        if (H5Tget_class(file_type) == H5T_ARRAY)
            one = H5Tget_super(file_type);
        else
            one = H5Tcopy(file_type);
    } else {
        one = H5Tcopy(h5x_memory_type(e->is_signed, kind));
    }
    if (one < 0)
        return -1;
    if (H5Tget_class(file_type) == H5T_ARRAY) {
        base = one;
        one  = H5Tarray_create2(base, 1, &e->count);
        if (H5Tget_array_ndims(file_type) != 1) { /* conversion wants the same shape */
            hsize_t dims[H5S_MAX_RANK];
            close_quietly(one);
            H5Tget_array_dims2(file_type, dims);
            one = H5Tarray_create2(base, (unsigned)H5Tget_array_ndims(file_type), dims);
        }
        close_quietly(base);
        if (one < 0)
            return -1;
    }
    if (member == NULL)
        return one;
    all = H5Tcreate(H5T_COMPOUND, H5Tget_size(one));
    if (all >= 0 && H5Tinsert(all, member, 0, one) < 0) {
        close_quietly(all);
        all = -1;
    }
    close_quietly(one);
    return all;
}

/* Reads rows of a dataset of one dimension, or of one member of it. buf must hold
 * rows × count elements of the kind. */
int h5x_read_column(hid_t dset, const char *member, const h5x_elem *e, hsize_t row, hsize_t rows, int kind, void *buf)
{
    hid_t type = type_of(dset, member), mem_type = -1, mem = -1, file = -1;
    int   r = -1;
    if (type >= 0 && (mem_type = memory_of(e, kind, member, type)) >= 0 && (file = H5Dget_space(dset)) >= 0 &&
        H5Sget_simple_extent_ndims(file) == 1 && H5Sselect_hyperslab(file, H5S_SELECT_SET, &row, NULL, &rows, NULL) >= 0 &&
        (mem = H5Screate_simple(1, &rows, NULL)) >= 0)
        r = H5Dread(dset, mem_type, mem, file, H5P_DEFAULT, buf);
    close_quietly(mem);
    close_quietly(file);
    close_quietly(mem_type);
    close_quietly(type);
    return r;
}

/* Appends texts, each ended by a zero byte. */
static int gather(char **texts, hsize_t n, char **text, size_t *size)
{
    size_t len = 0;
    char  *out, *at;
    for (hsize_t i = 0; i < n; i++)
        len += (texts[i] == NULL ? 0 : strlen(texts[i])) + 1;
    if ((out = malloc(len + 1)) == NULL)
        return -1;
    at = out;
    for (hsize_t i = 0; i < n; i++) {
        size_t k = texts[i] == NULL ? 0 : strlen(texts[i]);
        if (k > 0)
            memcpy(at, texts[i], k);
        at[k] = 0;
        at += k + 1;
    }
    *text = out;
    *size = len;
    return 0;
}

/* Reads rows of a dataset of texts of any length. The caller frees them. */
int h5x_read_texts(hid_t dset, hsize_t row, hsize_t rows, char **text, size_t *size)
{
    hid_t  type = H5Dget_type(dset), mem_type = -1, mem = -1, file = -1;
    char **texts = calloc(rows > 0 ? rows : 1, sizeof *texts);
    int    r     = -1;
    if (texts != NULL && type >= 0 && (mem_type = H5Tcopy(type)) >= 0 && (file = H5Dget_space(dset)) >= 0 &&
        H5Sget_simple_extent_ndims(file) == 1 && H5Sselect_hyperslab(file, H5S_SELECT_SET, &row, NULL, &rows, NULL) >= 0 &&
        (mem = H5Screate_simple(1, &rows, NULL)) >= 0 && H5Dread(dset, mem_type, mem, file, H5P_DEFAULT, texts) >= 0) {
        r = gather(texts, rows, text, size);
        H5Dvlen_reclaim(mem_type, mem, H5P_DEFAULT, texts);
    }
    free(texts);
    close_quietly(mem);
    close_quietly(file);
    close_quietly(mem_type);
    close_quietly(type);
    return r;
}

/* Tells whether an object has an attribute, and what it holds, of any shape. */
int h5x_attr_elem(hid_t obj, const char *name, h5x_elem *e)
{
    htri_t   there = H5Aexists(obj, name);
    hid_t    attr = -1, type = -1, space = -1;
    hssize_t n;
    int      r = -1;
    if (there <= 0)
        return there < 0 ? -1 : 0;
    if ((attr = H5Aopen(obj, name, H5P_DEFAULT)) >= 0 && (type = H5Aget_type(attr)) >= 0 && (space = H5Aget_space(attr)) >= 0 &&
        (n = H5Sget_simple_extent_npoints(space)) >= 0 && describe(type, e) >= 0) {
        if (e->count != 1 || n > 1 << 20)
            e->odd = 1;
        e->count = (hsize_t)n;
        r        = 1;
    }
    close_quietly(space);
    close_quietly(type);
    close_quietly(attr);
    return r;
}

int h5x_attr_read(hid_t obj, const char *name, const h5x_elem *e, int kind, void *buf)
{
    hid_t attr = H5Aopen(obj, name, H5P_DEFAULT), type = -1, mem = -1;
    int   r = -1;
    if (attr >= 0 && (type = H5Aget_type(attr)) >= 0 &&
        (mem = kind == H5X_TEXT ? H5Tcopy(type) : H5Tcopy(h5x_memory_type(e->is_signed, kind))) >= 0)
        r = H5Aread(attr, mem, buf);
    close_quietly(mem);
    close_quietly(type);
    close_quietly(attr);
    return r;
}

/* Reads an attribute that is one text of any length. The caller frees it. */
int h5x_attr_text(hid_t obj, const char *name, char **text, size_t *size)
{
    hid_t attr = H5Aopen(obj, name, H5P_DEFAULT), type = -1, space = -1;
    char *one = NULL;
    int   r   = -1;
    if (attr >= 0 && (type = H5Aget_type(attr)) >= 0 && (space = H5Aget_space(attr)) >= 0 &&
        H5Sget_simple_extent_npoints(space) == 1 && H5Aread(attr, type, &one) >= 0) {
        r = gather(&one, 1, text, size);
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, &one);
    }
    close_quietly(space);
    close_quietly(type);
    close_quietly(attr);
    return r;
}

/* Text of any length: libsonata, for one, reads no other. */
static hid_t text_type(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type >= 0 && (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0)) {
        close_quietly(type);
        return -1;
    }
    return type;
}

static hid_t little_endian(int is_signed, int kind)
{
    switch (kind) {
    case H5X_INT8:
        return is_signed ? H5T_STD_I8LE : H5T_STD_U8LE;
    case H5X_INT16:
        return is_signed ? H5T_STD_I16LE : H5T_STD_U16LE;
    case H5X_INT32:
        return is_signed ? H5T_STD_I32LE : H5T_STD_U32LE;
    case H5X_INT64:
        return is_signed ? H5T_STD_I64LE : H5T_STD_U64LE;
    }
    return H5T_IEEE_F64LE;
}

/* Writes a dataset of n numbers, shuffled and deflated, in one piece. */
int h5x_write_column(hid_t file, const char *path, hsize_t n, hsize_t width, hsize_t chunk, int level, int is_signed, int kind, const void *buf)
{
    hsize_t dims[2] = {n, width}, chunks[2] = {chunk, width};
    int     rank = width == 1 ? 1 : 2;
    hid_t space = H5Screate_simple(rank, dims, NULL), dcpl = H5Pcreate(H5P_DATASET_CREATE), dset = -1;
    int   r = -1;
    if (space >= 0 && dcpl >= 0 && H5Pset_obj_track_times(dcpl, 0) >= 0 &&
        (n == 0 || (H5Pset_chunk(dcpl, rank, chunks) >= 0 && H5Pset_shuffle(dcpl) >= 0 && H5Pset_deflate(dcpl, (unsigned)level) >= 0)) &&
        (dset = H5Dcreate2(file, path, little_endian(is_signed, kind), space, H5P_DEFAULT, dcpl, H5P_DEFAULT)) >= 0)
        r = n == 0 ? 0 : H5Dwrite(dset, h5x_memory_type(is_signed, kind), H5S_ALL, H5S_ALL, H5P_DEFAULT, buf);
    close_quietly(dset);
    close_quietly(dcpl);
    close_quietly(space);
    return r;
}

/* Writes n texts, each ended by a zero byte. */
int h5x_write_texts(hid_t file, const char *path, hsize_t n, const char *text)
{
    hid_t        type = text_type(), space = H5Screate_simple(1, &n, NULL), dcpl = H5Pcreate(H5P_DATASET_CREATE), dset = -1;
    const char **each = calloc(n > 0 ? n : 1, sizeof *each);
    int          r    = -1;
    if (each != NULL && type >= 0 && space >= 0 && dcpl >= 0 && H5Pset_obj_track_times(dcpl, 0) >= 0 &&
        (dset = H5Dcreate2(file, path, type, space, H5P_DEFAULT, dcpl, H5P_DEFAULT)) >= 0) {
        for (hsize_t i = 0; i < n; i++) {
            each[i] = text;
            text += strlen(text) + 1;
        }
        r = n == 0 ? 0 : H5Dwrite(dset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, each);
    }
    free(each);
    close_quietly(dset);
    close_quietly(dcpl);
    close_quietly(space);
    close_quietly(type);
    return r;
}

static int write_attr(hid_t file, const char *object, const char *name, hid_t type, hid_t space, hid_t mem, const void *buf)
{
    hid_t obj = H5Oopen(file, object, H5P_DEFAULT), attr = -1;
    int   r = -1;
    if (obj >= 0 && type >= 0 && space >= 0 && (attr = H5Acreate2(obj, name, type, space, H5P_DEFAULT, H5P_DEFAULT)) >= 0)
        r = H5Awrite(attr, mem, buf);
    close_quietly(attr);
    close_quietly(obj);
    return r;
}

int h5x_write_attr_text(hid_t file, const char *object, const char *name, const char *text)
{
    hid_t type = text_type(), space = H5Screate(H5S_SCALAR);
    int   r    = write_attr(file, object, name, type, space, type, &text);
    close_quietly(space);
    close_quietly(type);
    return r;
}

int h5x_write_attr_uint32s(hid_t file, const char *object, const char *name, int n, const uint32_t *x)
{
    hsize_t dims[1] = {(hsize_t)n};
    hid_t   space   = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, dims, NULL);
    int     r       = write_attr(file, object, name, H5T_STD_U32LE, space, H5T_NATIVE_UINT32, x);
    close_quietly(space);
    return r;
}
