//go:build cgo

package h5

// #include <stdlib.h>
// #include "columns.h"
import "C"

import (
	"strings"
	"unsafe"
)

// columnChunk is the number of rows of a chunk of a column, and columnLevel how
// hard it is deflated.
const (
	columnChunk = 1 << 16
	columnLevel = 4
)

// Uint64s writes a dataset of one dimension, shuffled and deflated.
func (w *Writer) Uint64s(path string, x []uint64) error {
	return w.column(path, len(x), 1, 0, Int64, unsafe.Pointer(unsafe.SliceData(x)))
}

// Uint64Pairs writes a dataset of two dimensions, the second being 2, shuffled and
// deflated.
func (w *Writer) Uint64Pairs(path string, x [][2]uint64) error {
	return w.column(path, len(x), 2, 0, Int64, unsafe.Pointer(unsafe.SliceData(x)))
}

// Int64s writes a dataset of one dimension, shuffled and deflated.
func (w *Writer) Int64s(path string, x []int64) error {
	return w.column(path, len(x), 1, 1, Int64, unsafe.Pointer(unsafe.SliceData(x)))
}

// Uint32s writes a dataset of one dimension, shuffled and deflated.
func (w *Writer) Uint32s(path string, x []uint32) error {
	return w.column(path, len(x), 1, 0, Int32, unsafe.Pointer(unsafe.SliceData(x)))
}

// Floats writes a dataset of float64 of one dimension, shuffled and deflated.
func (w *Writer) Floats(path string, x []float64) error {
	return w.column(path, len(x), 1, 1, Float64, unsafe.Pointer(unsafe.SliceData(x)))
}

// Texts writes a dataset of UTF-8 texts of any length, which must not hold zero
// bytes.
func (w *Writer) Texts(path string, x []string) error {
	all := C.CString(strings.Join(append(x[:len(x):len(x)], ""), "\x00"))
	defer C.free(unsafe.Pointer(all))
	if withName(path, func(c *C.char) C.int {
		return C.h5x_write_texts(C.hid_t(w.f.ID()), c, C.hsize_t(len(x)), all)
	}) < 0 {
		return failure("write", path)
	}
	return nil
}

func (w *Writer) column(path string, n, width, signed int, kind Kind, data unsafe.Pointer) error {
	if withName(path, func(c *C.char) C.int {
		return C.h5x_write_column(C.hid_t(w.f.ID()), c, C.hsize_t(n), C.hsize_t(width), C.hsize_t(min(max(n, 1), columnChunk)), columnLevel, C.int(signed), C.int(kind), data)
	}) < 0 {
		return failure("write", path)
	}
	return nil
}

// TextAttribute gives a group or dataset an attribute of text of any length.
func (w *Writer) TextAttribute(object, name, text string) error {
	o, freeObject := optional(object)
	defer freeObject()
	n, freeName := optional(name)
	defer freeName()
	t := C.CString(text)
	defer C.free(unsafe.Pointer(t))
	if C.h5x_write_attr_text(C.hid_t(w.f.ID()), o, n, t) < 0 {
		return failure("write attribute "+name+" of", object)
	}
	return nil
}

// Uint32Attribute gives a group or dataset an attribute of one number, or of
// several.
func (w *Writer) Uint32Attribute(object, name string, x ...uint32) error {
	o, freeObject := optional(object)
	defer freeObject()
	n, freeName := optional(name)
	defer freeName()
	if C.h5x_write_attr_uint32s(C.hid_t(w.f.ID()), o, n, C.int(len(x)), (*C.uint32_t)(unsafe.Pointer(unsafe.SliceData(x)))) < 0 {
		return failure("write attribute "+name+" of", object)
	}
	return nil
}
