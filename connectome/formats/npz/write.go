package npz

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// WriteOptions says how to write. Its zero value deflates.
type WriteOptions struct {
	Stored   bool                // arrays as they are: larger, and faster to read
	Progress connectome.Progress // in connections
}

// Write writes the matrix of a connectome as scipy.sparse.save_npz writes a csr
// matrix: connections are True, or their weights, as integers where all of them
// are, as floats otherwise. The file appears whole or not at all, and the same
// connectome gives the same bytes.
//
// Errors: a connection of weight 0, which would be none when it is read; whatever
// keeps the file from being written; the context's error.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	return run.WriteFile(path, func(w io.Writer) error {
		return (&writer{ctx: ctx, z: zip.NewWriter(w), g: c.Graph, opt: opt}).write()
	})
}

type writer struct {
	ctx context.Context
	z   *zip.Writer
	g   *connectome.Graph
	opt WriteOptions
}

func (w *writer) write() error {
	kind, err := w.dataKind()
	if err != nil {
		return err
	}
	ptr, idx := w.g.OutCSR()
	index := "<i4"
	if w.g.N() > math.MaxInt32 || len(idx) > math.MaxInt32 {
		index = "<i8"
	}
	appendIndex := func(b []byte, n int64) []byte {
		if index == "<i4" {
			return binary.LittleEndian.AppendUint32(b, uint32(n))
		}
		return binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	shape := []int64{int64(w.g.N()), int64(w.g.N())}
	steps := []func() error{
		func() error {
			return w.array("indices", index, len(idx), true, func(b []byte, e int) []byte { return appendIndex(b, int64(idx[e])) })
		},
		func() error {
			return w.array("indptr", index, len(ptr), false, func(b []byte, v int) []byte { return appendIndex(b, ptr[v]) })
		},
		func() error {
			return w.array("format", "|S3", -1, false, func(b []byte, _ int) []byte { return append(b, "csr"...) })
		},
		func() error {
			return w.array("shape", "<i8", 2, false, func(b []byte, k int) []byte { return binary.LittleEndian.AppendUint64(b, uint64(shape[k])) })
		},
		func() error { return w.data(kind, len(idx)) },
		w.z.Close,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if w.opt.Progress != nil {
		w.opt.Progress(int64(len(idx)), int64(len(idx)))
	}
	return nil
}

// dataKind returns the type of the entries.
func (w *writer) dataKind() (string, error) {
	if !w.g.Weighted() {
		return "|b1", nil
	}
	kind := "<i8"
	for v := range w.g.N() {
		for i, x := range w.g.OutWeights(uint32(v)) {
			if x == 0 {
				return "", fmt.Errorf("the connection of neuron %d to %d weighs 0, which is none in a sparse matrix: write another format, or leave the weights out", v, w.g.Out(uint32(v))[i])
			}
			if x != math.Trunc(x) || math.Abs(x) > 1<<53 {
				kind = "<f8"
			}
		}
	}
	return kind, nil
}

func (w *writer) data(kind string, n int) error {
	if !w.g.Weighted() {
		return w.array("data", kind, n, false, func(b []byte, _ int) []byte { return append(b, 1) })
	}
	row, left := -1, []float64(nil)
	return w.array("data", kind, n, false, func(b []byte, _ int) []byte {
		for len(left) == 0 {
			row++
			left = w.g.OutWeights(uint32(row))
		}
		x := left[0]
		left = left[1:]
		if kind == "<i8" {
			return binary.LittleEndian.AppendUint64(b, uint64(int64(x)))
		}
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	})
}

// array writes an array of n elements, -1 standing for a single one without
// dimensions. add appends the bytes of one.
func (w *writer) array(name, dtype string, n int, tell bool, add func(b []byte, i int) []byte) error {
	// A time of its own would make the same matrix other bytes each time.
	h := &zip.FileHeader{Name: name + ".npy", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	if w.opt.Stored {
		h.Method = zip.Store
	}
	member, err := w.z.CreateHeader(h)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(member, 1<<16)
	shape := fmt.Sprintf("(%d,)", n)
	if n < 0 {
		shape, n = "()", 1
	}
	if _, err := out.WriteString(npyHeader(dtype, shape)); err != nil {
		return err
	}
	var buf []byte
	var told time.Time
	for i := range n {
		buf = add(buf, i)
		if len(buf) < 1<<15 && i < n-1 {
			continue
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
		if tell && w.opt.Progress != nil && time.Since(told) > 100*time.Millisecond {
			told = time.Now()
			w.opt.Progress(int64(i), int64(n))
		}
	}
	return out.Flush()
}

// npyHeader returns what an array begins with: it ends at a multiple of 64 bytes.
func npyHeader(dtype, shape string) string {
	dict := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", dtype, shape)
	for (10+len(dict)+1)%64 != 0 {
		dict += " "
	}
	dict += "\n"
	return "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(dict)))) + dict
}
