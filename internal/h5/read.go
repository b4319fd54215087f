//go:build cgo

package h5

// #cgo LDFLAGS: -lhdf5
// #cgo darwin CFLAGS: -I/usr/local/include
// #cgo darwin LDFLAGS: -L/usr/local/lib
// #cgo linux,!arm64 CFLAGS: -I/usr/local/include -I/usr/lib/x86_64-linux-gnu/hdf5/serial/include
// #cgo linux,!arm64 LDFLAGS: -L/usr/local/lib -L/usr/lib/x86_64-linux-gnu/hdf5/serial
// #cgo linux,arm64 CFLAGS: -I/usr/local/include -I/usr/lib/aarch64-linux-gnu/hdf5/serial/include
// #cgo linux,arm64 LDFLAGS: -L/usr/local/lib -L/usr/lib/aarch64-linux-gnu/hdf5/serial
// #include <stdlib.h>
// #include "ext.h"
import "C"

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"gonum.org/v1/hdf5"
)

// LibVersion returns the version of the HDF5 library.
func LibVersion() string {
	v, err := hdf5.LibVersion()
	if err != nil {
		return ""
	}
	return v.String()
}

// failure takes what went wrong from the library's error stack.
func failure(op, name string) error {
	var buf [512]C.char
	C.h5x_error(&buf[0], C.size_t(len(buf)))
	if C.h5x_met_external_link() != 0 {
		return fmt.Errorf("cannot %s %s: %w", op, name, ErrExternalLink)
	}
	// The library's words may quote bytes of a damaged file.
	detail := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffd || r == 0x7f {
			return -1
		}
		return r
	}, C.GoString(&buf[0]))
	if m := systemError.FindStringSubmatch(detail); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			detail = syscall.Errno(n).Error() // rather than addresses and times
		}
	}
	return &Error{Op: op, Name: name, Detail: detail}
}

// systemError finds what the system said in what the library says of it.
var systemError = regexp.MustCompile(`\berrno = (\d+), error message = `)

func withName[T any](name string, f func(*C.char) T) T {
	c := C.CString(name)
	defer C.free(unsafe.Pointer(c))
	return f(c)
}

// File is an HDF5 file open for reading.
type File struct {
	Group
}

// Open opens a file for reading, without locking it.
func Open(path string) (*File, error) {
	id := withName(path, func(c *C.char) C.hid_t { return C.h5x_open_file(c) })
	if id < 0 {
		return nil, failure("open", "the file")
	}
	return &File{Group{id: id, name: "/"}}, nil
}

// Close closes the file and everything in it that is still open.
func (f *File) Close() error {
	if C.H5Fclose(f.id) < 0 {
		return failure("close", "the file")
	}
	return nil
}

// Group is a group of an open file.
type Group struct {
	id   C.hid_t
	name string
}

func (g *Group) child(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return strings.TrimSuffix(g.name, "/") + "/" + name
}

// Exists reports whether the group has a link of that name.
func (g *Group) Exists(name string) (bool, error) {
	r := withName(name, func(c *C.char) C.int { return C.h5x_exists(g.id, c) })
	if r < 0 {
		return false, failure("look up", g.child(name))
	}
	return r > 0, nil
}

// Group opens a group within the group.
func (g *Group) Group(name string) (*Group, error) {
	id := withName(name, func(c *C.char) C.hid_t { return C.h5x_open_group(g.id, c) })
	if id < 0 {
		return nil, failure("open", g.child(name))
	}
	return &Group{id: id, name: g.child(name)}, nil
}

// Close closes a group that [Group.Group] opened.
func (g *Group) Close() { C.H5Gclose(g.id) }

// Names returns the names of the group's links in name order (ASCII).
func (g *Group) Names() ([]string, error) {
	var names *C.char
	var size C.size_t
	if C.h5x_list(g.id, &names, &size) < 0 {
		return nil, failure("list", g.name)
	}
	if size == 0 {
		return nil, nil
	}
	defer C.free(unsafe.Pointer(names))
	all := string(unsafe.Slice((*byte)(unsafe.Pointer(names)), int(size)))
	return strings.Split(strings.TrimSuffix(all, "\x00"), "\x00"), nil
}

// Dataset is a dataset of an open file.
type Dataset struct {
	Info
	id   C.hid_t
	name string
}

// Dataset opens a dataset within the group; name may lead through groups.
func (g *Group) Dataset(name string) (*Dataset, error) {
	var info C.h5x_info
	id := withName(name, func(c *C.char) C.hid_t { return C.h5x_open_dataset(g.id, c, &info) })
	if id < 0 {
		return nil, failure("open", g.child(name))
	}
	return &Dataset{Info: describe(&info), id: id, name: g.child(name)}, nil
}

// otherClass names the classes of elements that are no numbers.
func otherClass(id C.int) string {
	return map[C.int]string{C.H5T_STRING: "string", C.H5T_COMPOUND: "compound", C.H5T_BITFIELD: "bit field",
		C.H5T_OPAQUE: "opaque", C.H5T_REFERENCE: "reference", C.H5T_VLEN: "variable-length", C.H5T_ARRAY: "array", C.H5T_TIME: "time"}[id]
}

func describe(c *C.h5x_info) Info {
	i := Info{
		Size: int(c.size), Signed: c.is_signed != 0, FullWidth: c.full_width != 0,
		IEEE: Order(c.ieee), Odd: c.odd != 0, PlainEdges: c.plain_edges != 0, External: c.external != 0, FillNotNil: c.fill_not_zero != 0, Layout: LayoutUnknown,
	}
	switch c.class_id {
	case C.H5T_INTEGER:
		i.Class = ClassInteger
	case C.H5T_ENUM:
		i.Class = ClassEnum
	case C.H5T_FLOAT:
		i.Class = ClassFloat
	default:
		i.ClassName = otherClass(c.class_id)
	}
	switch c.layout {
	case C.H5D_COMPACT:
		i.Layout = LayoutCompact
	case C.H5D_CONTIGUOUS:
		i.Layout = LayoutContiguous
	case C.H5D_CHUNKED:
		i.Layout = LayoutChunked
	case C.H5D_VIRTUAL:
		i.Layout = LayoutVirtual
	}
	i.Dims, i.Max = make([]uint64, int(c.rank)), make([]uint64, int(c.rank))
	for k := range min(len(i.Dims), C.H5X_RANK) {
		i.Dims[k], i.Max[k] = uint64(c.dims[k]), uint64(c.max[k])
	}
	for k := range min(int(c.chunk_rank), C.H5X_RANK) {
		i.Chunk = append(i.Chunk, uint64(c.chunk[k]))
	}
	for k := range int(c.nfilters) {
		i.Filters = append(i.Filters, Filter{ID: int(c.filter_id[k]), Available: c.filter_available[k] != 0, Params: int(c.filter_params[k]), Param: uint32(c.filter_param[k])})
	}
	return i
}

// Close closes the dataset.
func (d *Dataset) Close() { C.H5Dclose(d.id) }

// StorageSize returns the bytes that the dataset's elements take in the file:
// zero if none was ever written. It visits all chunks.
func (d *Dataset) StorageSize() (uint64, error) {
	var size C.hsize_t
	if C.h5x_storage_size(d.id, &size) < 0 {
		return 0, failure("measure", d.name)
	}
	return uint64(size), nil
}

// NumChunks returns how many chunks were written. It visits all of them.
func (d *Dataset) NumChunks() (uint64, error) {
	var n C.hsize_t
	if C.h5x_num_chunks(d.id, &n) < 0 {
		return 0, failure("count the chunks of", d.name)
	}
	return uint64(n), nil
}

// ChunkSize returns the bytes that the chunk which begins at (row, col) takes in
// the file: zero if it was never written. The dataset must be chunked, have two
// dimensions and at least one filter: without, the library tells what the size
// should be rather than what it is.
//
// notThere tells that other chunks were written but not this one.
func (d *Dataset) ChunkSize(row, col uint64) (bytes uint64, notThere bool, err error) {
	var size C.hsize_t
	r := C.h5x_chunk_size(d.id, C.hsize_t(row), C.hsize_t(col), &size)
	if r < 0 {
		return 0, false, failure("find a chunk of", d.name)
	}
	return uint64(size), r > 0, nil
}

// ReadChunk reads the stored bytes of the chunk which begins at (row, col) into
// buf, whose length must be what [Dataset.ChunkSize] told; the same conditions
// hold, and matter: the library writes as many bytes as are stored. mask has a bit for
// each filter that this chunk did not go through.
func (d *Dataset) ReadChunk(row, col uint64, buf []byte) (mask uint32, err error) {
	var m C.uint32_t
	if C.h5x_read_chunk(d.id, C.hsize_t(row), C.hsize_t(col), unsafe.Pointer(unsafe.SliceData(buf)), &m) < 0 {
		return 0, failure("read a chunk of", d.name)
	}
	return uint32(m), nil
}

// ReadBlock reads rows [row, row+rows) and columns [col, col+cols) into buf, row
// by row, each element as kind. A dataset of one dimension is read as one column.
func (d *Dataset) ReadBlock(row, col, rows, cols uint64, kind Kind, buf []byte) error {
	if rows*cols*uint64(kind.Size()) != uint64(len(buf)) {
		panic("h5: ReadBlock: buffer of the wrong size")
	}
	if len(buf) == 0 {
		return nil
	}
	if C.h5x_read(d.id, C.int(len(d.Dims)), C.hsize_t(row), C.hsize_t(col), C.hsize_t(rows), C.hsize_t(cols),
		boolInt(d.Signed), C.int(kind), unsafe.Pointer(unsafe.SliceData(buf))) < 0 {
		return failure("read", d.name)
	}
	return nil
}

func boolInt(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
