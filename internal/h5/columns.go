//go:build cgo

package h5

// #include <stdlib.h>
// #include "columns.h"
import "C"

import (
	"strings"
	"unsafe"
)

func element(c *C.h5x_elem) Element {
	e := Element{Size: int(c.size), Signed: c.is_signed != 0, Variable: c.vlen != 0, Odd: c.odd != 0, Count: uint64(c.count)}
	switch c.class_id {
	case C.H5T_INTEGER:
		e.Class = ClassInteger
	case C.H5T_ENUM:
		e.Class = ClassEnum
	case C.H5T_FLOAT:
		e.Class = ClassFloat
	case C.H5T_STRING:
		e.Text, e.ClassName = true, "text"
	default:
		e.ClassName = otherClass(c.class_id)
	}
	return e
}

func optional(name string) (*C.char, func()) {
	if name == "" {
		return nil, func() {}
	}
	c := C.CString(name)
	return c, func() { C.free(unsafe.Pointer(c)) }
}

// Element describes the elements of the dataset; with a member's name, those of
// that member of a compound dataset.
func (d *Dataset) Element(member string) (Element, error) {
	name, free := optional(member)
	defer free()
	var e C.h5x_elem
	if C.h5x_elem_of(d.id, name, &e) < 0 {
		return Element{}, failure("read the type of", d.name)
	}
	return element(&e), nil
}

// Members returns the names of the members of a compound dataset.
func (d *Dataset) Members() ([]string, error) {
	var names *C.char
	var size C.size_t
	if C.h5x_members(d.id, &names, &size) < 0 {
		return nil, failure("list the members of", d.name)
	}
	return takeTexts(names, size), nil
}

// takeTexts splits texts that each end with a zero byte, and frees them.
func takeTexts(text *C.char, size C.size_t) []string {
	defer C.free(unsafe.Pointer(text))
	if size == 0 {
		return nil
	}
	all := string(unsafe.Slice((*byte)(unsafe.Pointer(text)), int(size)))
	return strings.Split(strings.TrimSuffix(all, "\x00"), "\x00")
}

// ReadColumn reads rows [row, row+rows) of a dataset of one dimension, or of a
// member of it, into buf: rows × e.Count numbers of the kind, or texts of e.Size
// bytes. e is what [Dataset.Element] told of the same member, neither odd nor of
// any length.
func (d *Dataset) ReadColumn(member string, e Element, row, rows uint64, kind Kind, buf []byte) error {
	size := uint64(e.Size)
	if kind != Text {
		size = uint64(kind.Size())
	}
	if e.Odd || e.Variable || e.Text != (kind == Text) || !e.Text && !e.Number() || rows*e.Count*size != uint64(len(buf)) {
		panic("h5: ReadColumn: the buffer or the kind does not fit")
	}
	if len(buf) == 0 {
		return nil
	}
	name, free := optional(member)
	defer free()
	c := C.h5x_elem{size: C.size_t(e.Size), is_signed: boolInt(e.Signed), count: C.hsize_t(e.Count)}
	if C.h5x_read_column(d.id, name, &c, C.hsize_t(row), C.hsize_t(rows), C.int(kind), unsafe.Pointer(unsafe.SliceData(buf))) < 0 {
		return failure("read", d.name)
	}
	return nil
}

// ReadTexts reads rows of a dataset of one dimension of texts of any length.
func (d *Dataset) ReadTexts(row, rows uint64) ([]string, error) {
	if rows == 0 {
		return nil, nil
	}
	var text *C.char
	var size C.size_t
	if C.h5x_read_texts(d.id, C.hsize_t(row), C.hsize_t(rows), &text, &size) < 0 {
		return nil, failure("read", d.name)
	}
	return takeTexts(text, size), nil
}

// Attributes are those of a group or dataset.
type Attributes struct {
	id   C.hid_t
	name string
}

// Attributes returns those of the group.
func (g *Group) Attributes() Attributes { return Attributes{g.id, g.name} }

// Attributes returns those of the dataset.
func (d *Dataset) Attributes() Attributes { return Attributes{d.id, d.name} }

// Element describes an attribute, if it is there.
func (a Attributes) Element(name string) (e Element, there bool, err error) {
	var c C.h5x_elem
	r := withName(name, func(n *C.char) C.int { return C.h5x_attr_elem(a.id, n, &c) })
	if r < 0 {
		return e, false, failure("read attribute "+name+" of", a.name)
	}
	return element(&c), r > 0, nil
}

// Int64s reads an attribute of integers or booleans, of any shape.
func (a Attributes) Int64s(name string) (x []int64, there bool, err error) {
	e, there, err := a.Element(name)
	if err != nil || !there || !e.Number() || e.Class == ClassFloat {
		return nil, false, err
	}
	x = make([]int64, e.Count)
	if len(x) == 0 {
		return x, true, nil
	}
	c := C.h5x_elem{size: C.size_t(e.Size), is_signed: boolInt(e.Signed)}
	if withName(name, func(n *C.char) C.int {
		return C.h5x_attr_read(a.id, n, &c, C.int(Int64), unsafe.Pointer(unsafe.SliceData(x)))
	}) < 0 {
		return nil, false, failure("read attribute "+name+" of", a.name)
	}
	return x, true, nil
}

// Text reads an attribute that is one text; there is false if it is something
// else.
func (a Attributes) Text(name string) (text string, there bool, err error) {
	e, there, err := a.Element(name)
	if err != nil || !there || !e.Text || e.Odd || e.Count != 1 || e.Size > MaxText {
		return "", false, err
	}
	if e.Variable {
		var t *C.char
		var size C.size_t
		if withName(name, func(n *C.char) C.int { return C.h5x_attr_text(a.id, n, &t, &size) }) < 0 {
			return "", false, failure("read attribute "+name+" of", a.name)
		}
		return strings.Join(takeTexts(t, size), ""), true, nil
	}
	buf := make([]byte, e.Size)
	c := C.h5x_elem{size: C.size_t(e.Size)}
	if withName(name, func(n *C.char) C.int {
		return C.h5x_attr_read(a.id, n, &c, C.int(Text), unsafe.Pointer(unsafe.SliceData(buf)))
	}) < 0 {
		return "", false, failure("read attribute "+name+" of", a.name)
	}
	return CutText(buf), true, nil
}
