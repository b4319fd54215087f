//go:build cgo

#include "make.h"

#include <stdlib.h>
#include <string.h>

static size_t pass(unsigned flags, size_t n, const unsigned v[], size_t bytes, size_t *size, void **buf)
{
    (void)flags; (void)n; (void)v; (void)size; (void)buf;
    return bytes;
}

/* The number of LZF, with a filter that does nothing. */
static const H5Z_class2_t strange = {H5Z_CLASS_T_VERS, 32000, 1, 1, "strange", NULL, NULL, pass};

static hid_t lcpl(void)
{
    static hid_t p = -1;
    if (p < 0) {
        H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
        p = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(p, 1);
    }
    return p;
}

hid_t h5t_create(const char *path, int latest, hsize_t user_block)
{
    hid_t fapl = H5Pcreate(H5P_FILE_ACCESS), fcpl = H5Pcreate(H5P_FILE_CREATE), f;
    if (latest)
        H5Pset_libver_bounds(fapl, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    if (user_block)
        H5Pset_userblock(fcpl, user_block);
    f = H5Fcreate(path, H5F_ACC_TRUNC, fcpl, fapl);
    H5Pclose(fapl);
    H5Pclose(fcpl);
    return f;
}

int h5t_close(hid_t file) { return H5Fclose(file); }

int h5t_group(hid_t file, const char *path)
{
    hid_t g = H5Gcreate2(file, path, lcpl(), H5P_DEFAULT, H5P_DEFAULT);
    return g < 0 ? -1 : H5Gclose(g);
}

int h5t_soft(hid_t file, const char *path, const char *target)
{
    return H5Lcreate_soft(target, file, path, lcpl(), H5P_DEFAULT);
}

int h5t_external(hid_t file, const char *path, const char *other, const char *target)
{
    return H5Lcreate_external(other, target, file, path, lcpl(), H5P_DEFAULT);
}

int h5t_hard(hid_t file, const char *path, const char *target)
{
    return H5Lcreate_hard(file, target, file, path, lcpl(), H5P_DEFAULT);
}

static hid_t make_type(const char *t)
{
    int big = strlen(t) > 2 && t[2] == 'b';
    if (t[0] == 'u' || t[0] == 'i') {
        int   size = t[1] - '0', is_signed = t[0] == 'i';
        hid_t base = is_signed ? H5T_STD_I8LE : H5T_STD_U8LE;
        if (size == 2) base = is_signed ? H5T_STD_I16LE : H5T_STD_U16LE;
        if (size == 4) base = is_signed ? H5T_STD_I32LE : H5T_STD_U32LE;
        if (size == 8) base = is_signed ? H5T_STD_I64LE : H5T_STD_U64LE;
        hid_t type = H5Tcopy(base);
        if (big)
            H5Tset_order(type, H5T_ORDER_BE);
        return type;
    }
    if (t[0] == 'e') {
        hid_t type = H5Tenum_create(t[1] == '1' ? H5T_STD_I8LE : H5T_STD_I32LE);
        if (t[1] == '1') {
            signed char no = 0, yes = 1;
            H5Tenum_insert(type, "FALSE", &no);
            H5Tenum_insert(type, "TRUE", &yes);
        } else {
            int no = 0, yes = 256;
            H5Tenum_insert(type, "FALSE", &no);
            H5Tenum_insert(type, "TRUE", &yes);
        }
        return type;
    }
    if (t[0] == 'f') {
        hid_t type = H5Tcopy(t[1] == '4' ? H5T_IEEE_F32LE : H5T_IEEE_F64LE);
        if (t[1] == '2') {
            H5Tset_fields(type, 15, 10, 5, 0, 10);
            H5Tset_size(type, 2);
            H5Tset_ebias(type, 15);
        }
        if (big)
            H5Tset_order(type, H5T_ORDER_BE);
        return type;
    }
    if (t[0] == 'p') {
        hid_t type = H5Tcopy(H5T_STD_U32LE);
        H5Tset_precision(type, 5);
        H5Tset_offset(type, 3);
        return type;
    }
    if (t[0] == 's') {
        hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, 4);
        return type;
    }
    if (t[0] == 'b')
        return H5Tcopy(H5T_STD_B8LE);
    hid_t type = H5Tcreate(H5T_COMPOUND, 2);
    H5Tinsert(type, "a", 0, H5T_STD_U8LE);
    H5Tinsert(type, "b", 1, H5T_STD_U8LE);
    return type;
}

static int write_data(hid_t d, hid_t type, const h5t_spec *s)
{
    hsize_t n = 1;
    int     r;
    for (int i = 0; i < s->rank; i++)
        n *= s->dims[i];
    if (s->type[0] != 'e')
        return H5Dwrite(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, s->data);
    /* The library converts nothing to enumerations. */
    void *buf = calloc(n + 1, 4);
    for (hsize_t i = 0; i < n; i++) {
        if (s->type[1] == '1')
            ((signed char *)buf)[i] = (signed char)s->data[i];
        else
            ((int *)buf)[i] = s->data[i] != 0 ? 256 : 0;
    }
    r = H5Dwrite(d, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, buf);
    free(buf);
    return r;
}

static int write_unfiltered(hid_t d, const h5t_spec *s)
{
    hsize_t        n = s->chunk[0] * s->chunk[1], zero[2] = {0, 0};
    unsigned char *buf = calloc(n, 1);
    for (hsize_t r = 0; r < s->chunk[0] && r < s->dims[0]; r++)
        for (hsize_t c = 0; c < s->chunk[1] && c < s->dims[1]; c++)
            buf[r * s->chunk[1] + c] = (unsigned char)s->data[r * s->dims[1] + c];
    int r = H5Dwrite_chunk(d, H5P_DEFAULT, (uint32_t)s->skip_filters, zero, n, buf);
    free(buf);
    return r;
}

int h5t_dataset(hid_t file, const char *path, const h5t_spec *s)
{
    hid_t p = H5Pcreate(H5P_DATASET_CREATE), type = make_type(s->type), space, d;
    int   r = 0;
    H5Pset_obj_track_times(p, 0);
    if (s->chunked)
        H5Pset_chunk(p, s->rank, s->chunk);
    if (s->compact)
        H5Pset_layout(p, H5D_COMPACT);
    if (s->shuffle)
        H5Pset_shuffle(p);
    if (s->strange_filter) {
        H5Zregister(&strange);
        H5Pset_filter(p, 32000, 0, 0, NULL);
    }
    if (s->deflate)
        H5Pset_deflate(p, (unsigned)s->deflate);
    if (s->fletcher)
        H5Pset_fletcher32(p);
    if (s->has_fill)
        H5Pset_fill_value(p, H5T_NATIVE_DOUBLE, &s->fill);
    if (s->external)
        H5Pset_external(p, s->external, 0, H5F_UNLIMITED);
    space = H5Screate_simple(s->rank, s->dims, s->max[0] ? s->max : NULL);
    if (s->virtual_file)
        H5Pset_virtual(p, space, s->virtual_file, s->virtual_dataset, space);
    d = H5Dcreate2(file, path, type, space, lcpl(), p, H5P_DEFAULT);
    if (d < 0)
        r = -1;
    if (r >= 0 && s->data)
        r = write_data(d, type, s);
    if (r >= 0 && s->skip_filters)
        r = write_unfiltered(d, s);
    if (d >= 0 && H5Dclose(d) < 0)
        r = -1;
    if (s->strange_filter) {
        H5Fflush(file, H5F_SCOPE_LOCAL);
        H5Zunregister(32000);
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Pclose(p);
    return r;
}
