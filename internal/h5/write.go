//go:build cgo

package h5

// #include "ext.h"
// #include <stdlib.h>
import "C"

import (
	"unsafe"

	"gonum.org/v1/hdf5"
)

// Writer is an HDF5 file being written. Its objects carry no times, so that the
// same calls give the same bytes.
type Writer struct{ f *hdf5.File }

// Create makes an empty file, in place of what was there. Its groups and chunk
// indices are laid out for many groups and datasets of few members and chunks.
func Create(path string) (*Writer, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if C.h5x_create_file(name) < 0 {
		return nil, failure("create", "the file")
	}
	f, err := hdf5.OpenFile(path, hdf5.F_ACC_RDWR)
	if err != nil {
		return nil, failure("create", "the file")
	}
	return &Writer{f}, nil
}

// Close writes what is left and closes the file.
func (w *Writer) Close() error {
	if w.f.Close() != nil {
		return failure("write", "the file")
	}
	return nil
}

// Group makes a group; the group that it lies in must exist.
func (w *Writer) Group(path string) error {
	g, err := w.f.CreateGroup(path)
	if err != nil {
		return failure("make group", path)
	}
	if g.Close() != nil {
		return failure("write", path)
	}
	return nil
}

// Text gives the file an attribute of text.
func (w *Writer) Text(name, text string) error {
	n, t := C.CString(name), C.CString(text)
	defer C.free(unsafe.Pointer(n))
	defer C.free(unsafe.Pointer(t))
	if C.h5x_write_text(C.hid_t(w.f.ID()), n, t, C.size_t(len(text))) < 0 {
		return failure("write attribute", name)
	}
	return nil
}

// Float64s writes a rows×cols dataset of float64 in one piece.
func (w *Writer) Float64s(path string, rows, cols int, data []float64) error {
	if len(data) != rows*cols {
		panic("h5: Float64s: data of the wrong size")
	}
	d, err := w.create(path, hdf5.T_NATIVE_DOUBLE, rows, cols, nil, 0)
	if err != nil {
		return err
	}
	if len(data) > 0 && d.Write(&data) != nil {
		err = failure("write", path)
		d.Close()
		return err
	}
	return closed(d, path)
}

// closed closes a dataset that was written, which may write what is left of it.
func closed(d *hdf5.Dataset, path string) error {
	if d.Close() != nil {
		return failure("write", path)
	}
	return nil
}

// ChunkWriter is a chunked and deflated dataset of bytes being written.
type ChunkWriter struct {
	d    *hdf5.Dataset
	path string
}

// Bytes makes a rows×cols dataset of uint8 in deflated chunks. With no elements
// it has no chunks either.
func (w *Writer) Bytes(path string, rows, cols, chunkRows, chunkCols, level int) (*ChunkWriter, error) {
	chunk := []uint{uint(chunkRows), uint(chunkCols)}
	if rows == 0 || cols == 0 {
		chunk = nil
	}
	d, err := w.create(path, hdf5.T_NATIVE_UINT8, rows, cols, chunk, level)
	if err != nil {
		return nil, err
	}
	return &ChunkWriter{d, path}, nil
}

// WriteChunk stores a chunk that is deflated already (a zlib stream). Chunks that
// are never written are zero.
func (c *ChunkWriter) WriteChunk(row, col int, stored []byte) error {
	if C.h5x_write_chunk(C.hid_t(c.d.ID()), C.hsize_t(row), C.hsize_t(col),
		unsafe.Pointer(unsafe.SliceData(stored)), C.size_t(len(stored))) < 0 {
		return failure("write a chunk of", c.path)
	}
	return nil
}

// Close closes the dataset.
func (c *ChunkWriter) Close() error { return closed(c.d, c.path) }

func (w *Writer) create(path string, dtype *hdf5.Datatype, rows, cols int, chunk []uint, level int) (*hdf5.Dataset, error) {
	space, err := hdf5.CreateSimpleDataspace([]uint{uint(rows), uint(cols)}, nil)
	if err != nil {
		return nil, failure("make", path)
	}
	defer space.Close()
	props, err := hdf5.NewPropList(hdf5.P_DATASET_CREATE)
	if err != nil {
		return nil, failure("make", path)
	}
	defer props.Close()
	if C.h5x_no_times(C.hid_t(props.ID())) < 0 {
		return nil, failure("make", path)
	}
	if chunk != nil && (props.SetChunk(chunk) != nil || props.SetDeflate(level) != nil) {
		return nil, failure("make", path)
	}
	d, err := w.f.CreateDatasetWith(path, dtype, space, props)
	if err != nil {
		return nil, failure("make", path)
	}
	return d, nil
}
