//go:build cgo

package h5test

// #cgo LDFLAGS: -lhdf5
// #cgo darwin CFLAGS: -I/usr/local/include
// #cgo darwin LDFLAGS: -L/usr/local/lib
// #cgo linux,!arm64 CFLAGS: -I/usr/local/include -I/usr/lib/x86_64-linux-gnu/hdf5/serial/include
// #cgo linux,!arm64 LDFLAGS: -L/usr/local/lib -L/usr/lib/x86_64-linux-gnu/hdf5/serial
// #cgo linux,arm64 CFLAGS: -I/usr/local/include -I/usr/lib/aarch64-linux-gnu/hdf5/serial/include
// #cgo linux,arm64 LDFLAGS: -L/usr/local/lib -L/usr/lib/aarch64-linux-gnu/hdf5/serial
// #include <stdlib.h>
// #include "make.h"
import "C"

import (
	"context"
	"fmt"
	"unsafe"

	"github.com/ctopo/ctopo/internal/h5"
)

// Spec describes a dataset. The zero value of everything but Dims is a contiguous
// dataset of uint8, never written.
type Spec struct {
	Type     string // u1 (default), i1, u2, … i8; with b behind: big-endian; e1, e4: enumerations of FALSE and TRUE; f2, f4, f8; p4: a few bits of an uint32; s4: text; b1: bits; c: a compound
	Dims     []int
	Data     []float64 // row by row; nil: never written
	Chunk    []int     // nil: contiguous
	Grows    bool      // no limit to its dims
	Compact  bool
	Shuffle  bool
	Deflate  int // level
	Fletcher bool
	Strange  bool     // a filter that the library does not have
	Fill     *float64 // the fill value

	SkipFilters uint32 // write the first chunk once more, as it is, with this filter mask

	External                    string // the file that holds its bytes
	VirtualFile, VirtualDataset string // where its bytes are taken from
}

// Options says how the file is written.
type Options struct {
	Latest    bool // in the newest version of the format
	UserBlock int  // bytes of somebody else's before it
}

// File is a file being written. The first error sticks.
type File struct {
	id  C.hid_t
	err error
}

// Make writes a file.
func Make(path string, opt Options, fill func(f *File)) error {
	return h5.Do(context.Background(), func() error {
		f := &File{}
		c, free := cString(path)
		defer free()
		latest := C.int(0)
		if opt.Latest {
			latest = 1
		}
		if f.id = C.h5t_create(c, latest, C.hsize_t(opt.UserBlock)); f.id < 0 {
			return fmt.Errorf("h5test: cannot create %s", path)
		}
		fill(f)
		if C.h5t_close(f.id) < 0 && f.err == nil {
			f.err = fmt.Errorf("h5test: cannot close %s", path)
		}
		return f.err
	})
}

func cString(s string) (*C.char, func()) {
	if s == "" {
		return nil, func() {}
	}
	c := C.CString(s)
	return c, func() { C.free(unsafe.Pointer(c)) }
}

func (f *File) check(r C.int, what, path string) {
	if r < 0 && f.err == nil {
		f.err = fmt.Errorf("h5test: cannot make %s %s", what, path)
	}
}

// Group makes a group and those that it lies in.
func (f *File) Group(path string) {
	c, free := cString(path)
	defer free()
	f.check(C.h5t_group(f.id, c), "group", path)
}

// Soft makes a soft link.
func (f *File) Soft(path, target string) {
	c, free := cString(path)
	defer free()
	t, freeTarget := cString(target)
	defer freeTarget()
	f.check(C.h5t_soft(f.id, c, t), "link", path)
}

// Hard makes another name for an object.
func (f *File) Hard(path, target string) {
	c, free := cString(path)
	defer free()
	t, freeTarget := cString(target)
	defer freeTarget()
	f.check(C.h5t_hard(f.id, c, t), "link", path)
}

// External makes a link to an object of another file.
func (f *File) External(path, file, target string) {
	c, free := cString(path)
	defer free()
	o, freeFile := cString(file)
	defer freeFile()
	t, freeTarget := cString(target)
	defer freeTarget()
	f.check(C.h5t_external(f.id, c, o, t), "link", path)
}

// Dataset makes a dataset and the groups that it lies in.
func (f *File) Dataset(path string, s Spec) {
	if s.Type == "" {
		s.Type = "u1"
	}
	var c C.h5t_spec
	var frees []func()
	keep := func(s string) *C.char {
		p, free := cString(s)
		frees = append(frees, free)
		return p
	}
	defer func() {
		for _, free := range frees {
			free()
		}
	}()
	c._type = keep(s.Type)
	c.external, c.virtual_file, c.virtual_dataset = keep(s.External), keep(s.VirtualFile), keep(s.VirtualDataset)
	c.rank = C.int(len(s.Dims))
	for i, d := range s.Dims {
		c.dims[i] = C.hsize_t(d)
		if s.Grows {
			c.max[i] = ^C.hsize_t(0) // H5S_UNLIMITED
		}
	}
	for i, d := range s.Chunk {
		c.chunk[i] = C.hsize_t(d)
	}
	c.chunked, c.compact, c.shuffle, c.fletcher, c.strange_filter =
		flag(s.Chunk != nil), flag(s.Compact), flag(s.Shuffle), flag(s.Fletcher), flag(s.Strange)
	c.deflate, c.skip_filters = C.int(s.Deflate), C.int(s.SkipFilters)
	if s.Fill != nil {
		c.has_fill, c.fill = 1, C.double(*s.Fill)
	}
	if len(s.Data) > 0 {
		// C memory: the struct that points to it is passed to C.
		p := C.malloc(C.size_t(8 * len(s.Data)))
		defer C.free(p)
		copy(unsafe.Slice((*float64)(p), len(s.Data)), s.Data)
		c.data = (*C.double)(p)
	}
	name := keep(path)
	f.check(C.h5t_dataset(f.id, name, &c), "dataset", path)
}

func flag(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
