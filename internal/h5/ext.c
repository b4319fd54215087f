//go:build cgo

#include "columns.h"

#include <stdlib.h>
#include <string.h>

/* One thread owns the library, so plain statics will do. */
static hid_t fapl = -1, gapl = -1, dapl = -1;
static int   external_link_met = 0;

/* Called before an external link would be followed: a negative answer keeps the
 * library from opening the other file. */
static herr_t refuse_link(const char *parent_file, const char *parent_group, const char *child_file,
                          const char *child_object, unsigned *flags, hid_t fapl_id, void *data)
{
    (void)parent_file; (void)parent_group; (void)child_file; (void)child_object; (void)flags; (void)fapl_id; (void)data;
    external_link_met = 1;
    return -1;
}

int h5x_met_external_link(void)
{
    int met = external_link_met;
    external_link_met = 0;
    return met;
}

void h5x_quiet(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

typedef struct {
    char  *buf;
    size_t size;
    char   last[256];
    int    n;
} walk_state;

static herr_t walk(unsigned n, const H5E_error2_t *e, void *data)
{
    walk_state *w = data;
    (void)n;
    if (e->desc == NULL || e->desc[0] == 0)
        return 0;
    if (w->n++ == 0) {
        strncpy(w->buf, e->desc, w->size - 1);
        w->buf[w->size - 1] = 0;
    }
    return 0;
}

void h5x_error(char *buf, size_t size)
{
    walk_state w = {.buf = buf, .size = size};
    buf[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, walk, &w);
}

static int prepare(void)
{
    if (fapl >= 0)
        return 0;
    fapl = H5Pcreate(H5P_FILE_ACCESS);
    gapl = H5Pcreate(H5P_GROUP_ACCESS);
    dapl = H5Pcreate(H5P_DATASET_ACCESS);
    if (fapl < 0 || gapl < 0 || dapl < 0)
        return -1;
    /* Closing a file closes whatever was left open in it. */
    if (H5Pset_fclose_degree(fapl, H5F_CLOSE_STRONG) < 0)
        return -1;
#if H5_VERSION_GE(1, 12, 1) || (H5_VERS_MAJOR == 1 && H5_VERS_MINOR == 10 && H5_VERS_RELEASE >= 7)
    /* Locks fail on many network disks, and a reader needs none. */
    H5Pset_file_locking(fapl, 0, 1);
#endif
    if (H5Pset_elink_cb(gapl, refuse_link, NULL) < 0 || H5Pset_elink_cb(dapl, refuse_link, NULL) < 0)
        return -1;
    /* Large enough for one chunk of the largest size that is read through the
     * library, so that none is inflated twice. */
    return H5Pset_chunk_cache(dapl, 521, (size_t)64 << 20, 1.0);
}

hid_t h5x_open_file(const char *path)
{
    if (prepare() < 0)
        return -1;
    return H5Fopen(path, H5F_ACC_RDONLY, fapl);
}

hid_t h5x_open_group(hid_t loc, const char *name) { return H5Gopen2(loc, name, gapl); }

int h5x_exists(hid_t loc, const char *name) { return H5Lexists(loc, name, gapl); }

typedef struct {
    char  *buf;
    size_t len, cap;
} name_list;

static herr_t add_name(hid_t group, const char *name, const H5L_info_t *info, void *data)
{
    name_list *l = data;
    size_t     n = strlen(name) + 1;
    (void)group; (void)info;
    if (l->len + n > l->cap) {
        size_t cap = 2 * (l->len + n) + 1024;
        char  *buf = realloc(l->buf, cap);
        if (buf == NULL)
            return -1;
        l->buf = buf;
        l->cap = cap;
    }
    memcpy(l->buf + l->len, name, n);
    l->len += n;
    return 0;
}

/* Names of a group's links in name order, each ended by a zero byte. The caller
 * frees them. */
int h5x_list(hid_t group, char **names, size_t *size)
{
    name_list l = {NULL, 0, 0};
    int       r = H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, add_name, &l);
    if (r < 0) {
        free(l.buf);
        return r;
    }
    *names = l.buf;
    *size  = l.len;
    return 0;
}

static void describe_float(hid_t type, h5x_info *info)
{
    size_t bits = 8 * (size_t)info->size, sign, exp_at, exp, man_at, man;
    if (H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F64LE) > 0)
        info->ieee = 1;
    else if (H5Tequal(type, H5T_IEEE_F32BE) > 0 || H5Tequal(type, H5T_IEEE_F64BE) > 0)
        info->ieee = 2;
    info->odd = H5Tget_fields(type, &sign, &exp_at, &exp, &man_at, &man) < 0 || sign >= bits || exp_at >= bits ||
                man_at >= bits || exp == 0 || exp > 15 || man == 0 || exp > bits - exp_at || man > bits - man_at ||
                info->size > 16 || H5Tget_offset(type) != 0 || H5Tget_precision(type) > bits || H5Tget_ebias(type) != ((size_t)1 << (exp - 1)) - 1;
}

static int describe_type(hid_t type, h5x_info *info)
{
    hid_t base   = type;
    info->class_id = H5Tget_class(type);
    info->size     = (int)H5Tget_size(type);
    if (info->class_id < 0 || info->size <= 0)
        return -1;
    if (info->class_id == H5T_ENUM && (base = H5Tget_super(type)) < 0)
        return -1;
    if (info->class_id == H5T_ENUM || info->class_id == H5T_INTEGER) {
        size_t precision = H5Tget_precision(base), bits = 8 * (size_t)info->size;
        int    offset    = H5Tget_offset(base);
        info->is_signed  = H5Tget_sign(base) != H5T_SGN_NONE;
        info->full_width = offset == 0 && precision == bits;
        /* Machines have integers of 1, 2, 4 and 8 bytes. */
        info->odd = info->size > 8 || (info->size & (info->size - 1)) != 0 || (int)H5Tget_size(base) != info->size ||
                    offset < 0 || precision == 0 || precision > bits ||
                    (size_t)offset > bits - precision;
    }
    if (base != type)
        H5Tclose(base);
    if (info->class_id == H5T_FLOAT)
        describe_float(type, info);
    return 0;
}

static int describe_fill(hid_t dcpl, h5x_info *info)
{
    H5D_fill_value_t status;
    info->fill_not_zero = 0;
    if (H5Pfill_value_defined(dcpl, &status) < 0)
        return -1;
    if (status != H5D_FILL_VALUE_USER_DEFINED)
        return 0;
    if (info->class_id == H5T_FLOAT) {
        double v = 0;
        if (H5Pget_fill_value(dcpl, H5T_NATIVE_DOUBLE, &v) < 0)
            return -1;
        info->fill_not_zero = v != 0;
    } else if (info->class_id == H5T_INTEGER || info->class_id == H5T_ENUM) {
        long long v = 0;
        if (H5Pget_fill_value(dcpl, info->is_signed ? H5T_NATIVE_LLONG : H5T_NATIVE_ULLONG, &v) < 0)
            return -1;
        info->fill_not_zero = v != 0;
    }
    return 0;
}

static int describe_storage(hid_t dcpl, h5x_info *info)
{
    info->layout = H5Pget_layout(dcpl);
    if (info->layout < 0)
        return -1;
    if (info->layout == H5D_CHUNKED) {
        info->chunk_rank = H5Pget_chunk(dcpl, H5X_RANK, info->chunk);
        if (info->chunk_rank < 0)
            return -1;
#if H5_VERSION_GE(1, 10, 0)
        {
            unsigned opts = 0;
            if (H5Pget_chunk_opts(dcpl, &opts) < 0)
                return -1;
            info->plain_edges = opts != 0;
        }
#endif
    }
    if (info->layout == H5D_CONTIGUOUS) {
        int n = H5Pget_external_count(dcpl);
        if (n < 0)
            return -1;
        info->external = n > 0;
    }
    info->nfilters = H5Pget_nfilters(dcpl);
    if (info->nfilters < 0 || info->nfilters > H5X_FILTERS)
        return -1;
    for (int i = 0; i < info->nfilters; i++) {
        unsigned     flags, config, values[8] = {0};
        size_t       n = 8;
        H5Z_filter_t id = H5Pget_filter2(dcpl, (unsigned)i, &flags, &n, values, 0, NULL, &config);
        if (id < 0)
            return -1;
        info->filter_id[i]        = id;
        info->filter_params[i]    = (int)n;
        info->filter_param[i]     = n > 0 ? values[0] : 0;
        info->filter_available[i] = H5Zfilter_avail(id) > 0;
    }
    return 0;
}

hid_t h5x_open_dataset(hid_t loc, const char *name, h5x_info *info)
{
    hid_t dset, space = -1, type = -1, dcpl = -1;
    memset(info, 0, sizeof *info);
    if ((dset = H5Dopen2(loc, name, dapl)) < 0)
        return -1;
    if ((space = H5Dget_space(dset)) < 0 || (type = H5Dget_type(dset)) < 0 || (dcpl = H5Dget_create_plist(dset)) < 0)
        goto fail;
    if ((info->rank = H5Sget_simple_extent_ndims(space)) < 0)
        goto fail;
    if (info->rank <= H5X_RANK && H5Sget_simple_extent_dims(space, info->dims, info->max) < 0)
        goto fail;
    if (describe_type(type, info) < 0 || describe_storage(dcpl, info) < 0 || describe_fill(dcpl, info) < 0)
        goto fail;
    H5Pclose(dcpl);
    H5Tclose(type);
    H5Sclose(space);
    return dset;
fail:
    /* Closing what is open would empty the error stack. */
    {
        hid_t stack = H5Eget_current_stack();
        if (dcpl >= 0)
            H5Pclose(dcpl);
        if (type >= 0)
            H5Tclose(type);
        if (space >= 0)
            H5Sclose(space);
        H5Dclose(dset);
        if (stack >= 0)
            H5Eset_current_stack(stack);
    }
    return -1;
}

int h5x_storage_size(hid_t dset, hsize_t *size)
{
    /* Zero means both "nothing stored" and "failed"; the library offers no
     * other way to tell than its error stack. */
    H5Eclear2(H5E_DEFAULT);
    *size = H5Dget_storage_size(dset);
    return *size == 0 && H5Eget_num(H5E_DEFAULT) > 0 ? -1 : 0;
}

int h5x_num_chunks(hid_t dset, hsize_t *n)
{
    hid_t space = H5Dget_space(dset);
    int   r;
    if (space < 0)
        return -1;
    r = H5Dget_num_chunks(dset, space, n);
    H5Sclose(space);
    return r;
}

int h5x_chunk_size(hid_t dset, hsize_t row, hsize_t col, hsize_t *size)
{
    hsize_t  offset[2] = {row, col};
    unsigned mask;
    haddr_t  at = HADDR_UNDEF;
    char     why[64];
    *size = 0;
    if (H5Dget_chunk_storage_size(dset, offset, size) >= 0)
        return 0;
    /* It fails where other chunks were written but not this one. */
    *size = 0;
    h5x_error(why, sizeof why);
    H5Eclear2(H5E_DEFAULT);
    if (strcmp(why, "chunk storage is not allocated") == 0)
        return 1;
    /* Other versions may say it otherwise. This one visits all chunks to find
     * one, but tells a size of zero for one that is not there. */
    if (H5Dget_chunk_info_by_coord(dset, offset, &mask, &at, size) < 0)
        return -1;
    return at == HADDR_UNDEF;
}

int h5x_read_chunk(hid_t dset, hsize_t row, hsize_t col, void *buf, uint32_t *mask)
{
    hsize_t offset[2] = {row, col};
    return H5Dread_chunk(dset, H5P_DEFAULT, offset, mask, buf);
}

hid_t h5x_memory_type(int is_signed, int kind)
{
    switch (kind) {
    case H5X_INT8:
        return is_signed ? H5T_NATIVE_INT8 : H5T_NATIVE_UINT8;
    case H5X_INT16:
        return is_signed ? H5T_NATIVE_INT16 : H5T_NATIVE_UINT16;
    case H5X_INT32:
        return is_signed ? H5T_NATIVE_INT32 : H5T_NATIVE_UINT32;
    case H5X_INT64:
        return is_signed ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64;
    }
    return H5T_NATIVE_DOUBLE;
}

int h5x_read(hid_t dset, int rank, hsize_t row, hsize_t col, hsize_t rows, hsize_t cols, int is_signed, int kind, void *buf)
{
    hsize_t start[2] = {row, col}, count[2] = {rows, cols};
    hid_t   mem = -1, file = -1;
    int     r = -1;
    if (rank != 1 && rank != 2)
        return -1;
    if ((file = H5Dget_space(dset)) < 0)
        return -1;
    if (H5Sselect_hyperslab(file, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
        (mem = H5Screate_simple(rank, count, NULL)) >= 0)
        r = H5Dread(dset, h5x_memory_type(is_signed, kind), mem, file, H5P_DEFAULT, buf);
    {
        hid_t stack = r < 0 ? H5Eget_current_stack() : -1;
        if (mem >= 0)
            H5Sclose(mem);
        H5Sclose(file);
        if (stack >= 0)
            H5Eset_current_stack(stack);
    }
    return r;
}

/* A file of thousands of small datasets, each in a group of its own, is mostly
 * nodes of trees that stand all but empty if they have the default size. These
 * nodes hold up to 8 groups' nodes (544 bytes by default), 2 links (328) and 8
 * chunks (2.6 KB). The sizes stand in the superblock, where every version of the
 * library looks for them. */
int h5x_create_file(const char *path)
{
    hid_t fcpl = H5Pcreate(H5P_FILE_CREATE), file = -1;
    if (fcpl < 0)
        return -1;
    if (H5Pset_sym_k(fcpl, 4, 1) >= 0 && H5Pset_istore_k(fcpl, 4) >= 0)
        file = H5Fcreate(path, H5F_ACC_TRUNC, fcpl, H5P_DEFAULT);
    {
        hid_t stack = file < 0 ? H5Eget_current_stack() : -1;
        H5Pclose(fcpl);
        if (stack >= 0)
            H5Eset_current_stack(stack);
    }
    return file < 0 ? -1 : H5Fclose(file);
}

int h5x_no_times(hid_t dcpl) { return H5Pset_obj_track_times(dcpl, 0); }

int h5x_write_chunk(hid_t dset, hsize_t row, hsize_t col, const void *buf, size_t size)
{
    hsize_t offset[2] = {row, col};
#if H5_VERSION_GE(1, 10, 3)
    return H5Dwrite_chunk(dset, H5P_DEFAULT, 0, offset, size, buf);
#else
#error "HDF5 1.10.3 or later is needed"
#endif
}

/* h5x_write_text gives the root group an attribute of fixed-length UTF-8 text. */
int h5x_write_text(hid_t file, const char *name, const char *text, size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = -1, attr = -1;
    int ok = type >= 0 && H5Tset_size(type, size > 0 ? size : 1) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0 &&
             (space = H5Screate(H5S_SCALAR)) >= 0 &&
             (attr = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT)) >= 0 && H5Awrite(attr, type, text) >= 0;
    if (attr >= 0 && H5Aclose(attr) < 0) ok = 0;
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return ok ? 0 : -1;
}
