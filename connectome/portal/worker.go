package portal

import (
	"fmt"

	"github.com/ctopo/ctopo/internal/h5"
)

// decoder is what one worker needs to turn stored bytes into lists of columns.
type decoder struct {
	inflate h5.Inflater
	raw     []byte   // an inflated chunk
	cols    []uint32 // its columns
	slab    slab
}

func (r *blockReader) worker() {
	var d decoder
	defer d.inflate.Close()
	for b := range r.work {
		if r.ctx.Err() == nil {
			if err := r.decode(&d, b); err != nil {
				r.cancel(err)
			}
		}
		s := b.strip
		b.strip, b.result = nil, nil
		r.free <- b // never waits: there is room for every batch
		s.pending.Done()
	}
}

func (r *blockReader) decode(d *decoder, b *batch) error {
	b.result.parts = make([]part, 0, len(b.jobs))
	found, loops := 0, 0
	for i := range b.jobs {
		j := &b.jobs[i]
		bytes, err := d.elements(j, b.data[j.from:j.to])
		if err != nil {
			return err
		}
		if j.diagonal {
			loops += clearLoops(bytes, j)
		}
		counts := d.slab.take(j.rows)
		d.cols = scanRows(bytes, j.stride, j.cols, j.col, counts, d.cols[:0])
		found += len(d.cols)
		if len(d.cols) > 0 {
			b.result.parts = append(b.result.parts, part{row: j.row, counts: counts, cols: d.slab.copyOf(d.cols)})
		}
	}
	r.loops.Add(int64(loops))
	if n := r.connections.Add(int64(found)); n > r.lim.connections() {
		return &FormatError{Dataset: r.group, Got: fmt.Sprintf("more than %d connections", r.lim.connections()),
			Cure: "the file is damaged, or the memory limit must be raised"}
	}
	return nil
}

// elements returns one byte for each stored element, zero if and only if the
// element is.
func (d *decoder) elements(j *job, data []byte) ([]byte, error) {
	n := j.stored * j.stride * j.code.size
	if j.ones {
		n = j.stored * j.stride
	}
	if j.ones || j.code.deflate != 0 {
		if cap(d.raw) < n {
			d.raw = make([]byte, n)
		}
		d.raw = d.raw[:n]
	}
	if j.ones {
		for i := range d.raw {
			d.raw[i] = 1
		}
		return d.raw, nil
	}
	if j.code.fletcher != 0 {
		var right bool
		if data, right = checkFletcher(data); !right {
			return nil, &FormatError{Dataset: j.path, Got: "the Fletcher-32 checksum of a chunk is wrong", Cure: cureFetch}
		}
	}
	if j.code.deflate != 0 {
		if err := d.inflate.Inflate(d.raw, data); err != nil {
			return nil, damaged(j.path, err)
		}
		data = d.raw
	}
	switch {
	case j.code.size == 1:
		return data, nil
	case j.code.shuffle != 0:
		return mergePlanes(data, j.code.size, j.code.signAt), nil
	}
	return narrow(data, j.code.size, j.code.signAt), nil
}

// clearLoops sets the elements of a rectangle at which row and column are the
// same neuron to zero, and returns how many were not.
func clearLoops(bytes []byte, j *job) int {
	loops := 0
	for r := max(0, j.self); r < j.rows && r-j.self < j.cols; r++ {
		if at := r*j.stride + r - j.self; bytes[at] != 0 {
			bytes[at] = 0
			loops++
		}
	}
	return loops
}
