package npz

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// maxRatio is how many bytes one deflated byte can stand for at most.
const maxRatio = 1032

// chunk is the number of elements that are converted at a time.
const chunk = 1 << 13

// archive is a file of arrays.
type archive struct {
	ctx      context.Context
	members  map[string]*zip.File
	lim      infile.Limits
	progress connectome.Progress
	done     int64 // bytes of arrays that have been read
	total    int64
	told     time.Time
}

// array is an array whose header has been read.
type array struct {
	header
	a    *archive
	name string
	n    int64 // elements
	r    io.ReadCloser
}

// fail is an error about one array.
func fail(name, format string, args ...any) error {
	return &infile.Error{Got: name + ".npy: " + fmt.Sprintf(format, args...)}
}

// failRead is the error of an array whose bytes cannot be had.
func (a *archive) failRead(name string, err error) error {
	switch {
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case errors.As(err, new(*infile.Error)):
		return err
	case errors.Is(err, zip.ErrAlgorithm):
		return &infile.Error{Got: name + ".npy: packed in a way that is not known here", Want: "stored or deflated", Err: err, Cure: "write it again by scipy.sparse.save_npz"}
	}
	return &infile.Error{Got: fmt.Sprintf("%s.npy: its bytes are cut short or damaged (%v)", name, err), Err: err, Cure: infile.CureFetch}
}

// open opens an array, whose size must be what both its header and the archive
// say, and no more than what most allows.
func (a *archive) open(name string, most int64) (*array, error) {
	f, ok := a.members[name]
	if !ok {
		return nil, &infile.Error{Got: fmt.Sprintf("there is no %s.npy in it", name), Want: "a sparse matrix", Cure: "write it by scipy.sparse.save_npz"}
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.failRead(name, err)
	}
	h, taken, err := readHeader(r)
	if err != nil {
		r.Close()
		return nil, fail(name, "%v", err)
	}
	n, err := h.elements()
	if err == nil && n > most {
		err = fmt.Errorf("it claims %d elements, want at most %d: the file is damaged, or the memory limit must be raised", n, most)
	}
	if held := int64(min(f.UncompressedSize64, math.MaxInt64)); err == nil && held != taken+n*int64(h.size) {
		err = fmt.Errorf("it claims %d elements of %d bytes, but holds %d bytes: %s", n, h.size, held-taken, infile.CureFetch)
	}
	if err == nil && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		err = fmt.Errorf("%d packed bytes cannot hold the %d that it claims: %s", f.CompressedSize64, f.UncompressedSize64, infile.CureFetch)
	}
	if err != nil {
		r.Close()
		return nil, fail(name, "%v", err)
	}
	return &array{header: h, a: a, name: name, n: n, r: r}, nil
}

// chunks reads all elements, some at a time, as bytes.
func (x *array) chunks(do func(raw []byte) error) error {
	defer x.r.Close()
	buf := make([]byte, chunk*x.size)
	for left := x.n; left > 0; {
		if err := x.a.ctx.Err(); err != nil {
			return err
		}
		raw := buf[:min(left, chunk)*int64(x.size)]
		if _, err := io.ReadFull(x.r, raw); err != nil {
			return x.a.failRead(x.name, err)
		}
		if err := do(raw); err != nil {
			return err
		}
		left -= int64(len(raw) / x.size)
		x.a.tell(int64(len(raw)))
	}
	// The archive's checksum is looked at at the end.
	if n, err := x.r.Read(buf[:1]); n > 0 || !errors.Is(err, io.EOF) {
		return x.a.failRead(x.name, cmpErr(err, "there is more of it than its header says"))
	}
	return nil
}

func cmpErr(err error, text string) error {
	if err == nil {
		return errors.New(text)
	}
	return err
}

func (a *archive) tell(bytes int64) {
	a.done += bytes
	if a.progress != nil && time.Since(a.told) > 100*time.Millisecond {
		a.told = time.Now()
		a.progress(min(a.done, a.total), a.total)
	}
}

// integers reads all elements, some at a time, as integers.
func (x *array) integers(do func([]int64) error) error {
	if x.kind != 'i' && x.kind != 'u' || x.size > 8 || x.size&(x.size-1) != 0 {
		x.r.Close()
		return fail(x.name, "elements of type %s, want integers", x.dtype())
	}
	values := make([]int64, chunk)
	return x.chunks(func(raw []byte) error {
		n := len(raw) / x.size
		if !x.convert(values, raw) {
			return fail(x.name, "a number of %d or more", uint64(1)<<63)
		}
		return do(values[:n])
	})
}

// convert turns the bytes of integers into numbers; false if one does not fit.
func (x *array) convert(values []int64, raw []byte) bool {
	order, signed := x.order(), x.kind == 'i'
	switch x.size {
	case 1:
		for i, b := range raw {
			values[i] = int64(b)
			if signed {
				values[i] = int64(int8(b))
			}
		}
	case 2:
		for i := range len(raw) / 2 {
			u := order.Uint16(raw[2*i:])
			values[i] = int64(u)
			if signed {
				values[i] = int64(int16(u))
			}
		}
	case 4:
		for i := range len(raw) / 4 {
			u := order.Uint32(raw[4*i:])
			values[i] = int64(u)
			if signed {
				values[i] = int64(int32(u))
			}
		}
	case 8:
		for i := range len(raw) / 8 {
			values[i] = int64(order.Uint64(raw[8*i:]))
			if !signed && values[i] < 0 {
				return false
			}
		}
	}
	return true
}

// floats reads all elements, some at a time, as floats, which must be finite and
// hold them exactly.
func (x *array) floats(do func([]float64) error) error {
	values := make([]float64, chunk)
	switch {
	case x.kind == 'b' && x.size == 1:
		return x.chunks(func(raw []byte) error {
			for i, b := range raw {
				values[i] = 0
				if b != 0 {
					values[i] = 1
				}
			}
			return do(values[:len(raw)])
		})
	case x.kind == 'i' || x.kind == 'u':
		return x.integers(func(whole []int64) error {
			for i, n := range whole {
				if n > 1<<53 || n < -1<<53 {
					return fail(x.name, "an entry of %d, which is beyond 2⁵³ and has no exact weight", n)
				}
				values[i] = float64(n)
			}
			return do(values[:len(whole)])
		})
	case x.kind == 'f' && (x.size == 4 || x.size == 8):
		return x.chunks(func(raw []byte) error {
			n, order := len(raw)/x.size, x.order()
			for i := range n {
				if x.size == 4 {
					values[i] = float64(math.Float32frombits(order.Uint32(raw[4*i:])))
				} else {
					values[i] = math.Float64frombits(order.Uint64(raw[8*i:]))
				}
				if values[i]-values[i] != 0 {
					return fail(x.name, "an entry of %v, want finite numbers: replace those that are not, as by numpy.nan_to_num(m.data, copy=False)", values[i])
				}
			}
			return do(values[:n])
		})
	}
	x.r.Close()
	return fail(x.name, "elements of type %s, want bool, integers, or floats of 4 or 8 bytes", x.dtype())
}

// text reads an array of one string.
func (x *array) text() (string, error) {
	if x.kind != 'S' && x.kind != 'U' || x.n != 1 {
		x.r.Close()
		return "", fail(x.name, "%d elements of type %s, want one text", x.n, x.dtype())
	}
	var text []byte
	err := x.chunks(func(raw []byte) error {
		for _, b := range raw {
			if b != 0 { // padding, or the rest of a wide character
				text = append(text, b)
			}
		}
		return nil
	})
	return string(text), err
}
