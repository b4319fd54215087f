package portal

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"
	"sync"

	"github.com/ctopo/ctopo/connectome"
)

// What a guard sends is a sequence of frames: a byte that tells the kind, the
// payload's length as uint32, the payload; all numbers little-endian.
//
//	V  the protocol's name and version; first
//	L  uint32 m-types; for each: uint32 length, name, uint64 neurons
//	S  uint64 rows, uint64 connections of the next strip; then its
//	D  out-degrees, uint32 each, in as many frames as it takes, and its
//	I  targets, uint32 each, likewise
//	X  positions, 3 float64 each, in as many frames as it takes
//	P  uint64 done, uint64 total
//	E  what is wrong, in JSON; last
//	Z  uint64 loops dropped; last
const (
	frameVersion   = 'V'
	frameLayout    = 'L'
	frameStrip     = 'S'
	frameDegrees   = 'D'
	frameTargets   = 'I'
	framePositions = 'X'
	frameProgress  = 'P'
	frameError     = 'E'
	frameEnd       = 'Z'

	wireVersion = "ctopo portal 1"
	maxFrame    = 1 << 20
	pieceItems  = 1 << 16 // numbers sent in one frame
)

// wireWriter is the sink at the guard's end. Strips and progress come from
// different goroutines.
type wireWriter struct {
	mu  sync.Mutex
	w   *bufio.Writer
	buf []byte
}

func newWireWriter(w io.Writer) *wireWriter {
	return &wireWriter{w: bufio.NewWriterSize(w, 1<<18)}
}

func (w *wireWriter) frame(kind byte, payload []byte) error {
	if len(payload) > maxFrame {
		return &FormatError{Got: "names that are too long", Cure: cureFetch}
	}
	var head [5]byte
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(len(payload)))
	if _, err := w.w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.w.Write(payload)
	return err
}

func (w *wireWriter) numbers(kind byte, x ...uint64) error {
	w.buf = w.buf[:0]
	for _, v := range x {
		w.buf = binary.LittleEndian.AppendUint64(w.buf, v)
	}
	return w.frame(kind, w.buf)
}

func (w *wireWriter) uint32s(kind byte, x []uint32) error {
	for len(x) > 0 {
		n := min(len(x), pieceItems)
		w.buf = w.buf[:0]
		for _, v := range x[:n] {
			w.buf = binary.LittleEndian.AppendUint32(w.buf, v)
		}
		if err := w.frame(kind, w.buf); err != nil {
			return err
		}
		x = x[n:]
	}
	return nil
}

func (w *wireWriter) hello() error { return w.frame(frameVersion, []byte(wireVersion)) }

func (w *wireWriter) layout(l *layout) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(l.names)))
	for k, name := range l.names {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(name)))
		b = append(b, name...)
		b = binary.LittleEndian.AppendUint64(b, uint64(l.sizes[k]))
	}
	return w.frame(frameLayout, b)
}

func (w *wireWriter) strip(degrees, idx []uint32) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(
		w.numbers(frameStrip, uint64(len(degrees)), uint64(len(idx))),
		w.uint32s(frameDegrees, degrees),
		w.uint32s(frameTargets, idx))
}

func (w *wireWriter) positions(p []connectome.Position) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(p) > 0 {
		n := min(len(p), pieceItems/8)
		w.buf = w.buf[:0]
		for _, q := range p[:n] {
			for _, x := range [3]float64{q.X, q.Y, q.Z} {
				w.buf = binary.LittleEndian.AppendUint64(w.buf, math.Float64bits(x))
			}
		}
		if err := w.frame(framePositions, w.buf); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

func (w *wireWriter) progress(done, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.numbers(frameProgress, uint64(done), uint64(total)) == nil {
		_ = w.w.Flush() // a broken pipe shows at the next frame that matters
	}
}

// finish sends the last frame.
func (w *wireWriter) finish(loops int64, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		return errors.Join(w.numbers(frameEnd, uint64(loops)), w.w.Flush())
	}
	e := wireError{Message: err.Error()}
	if f, ok := errors.AsType[*FormatError](err); ok {
		e = wireError{Format: true, Dataset: []byte(f.Dataset), Want: f.Want, Got: f.Got, Cure: f.Cure}
		if f.Got == "" && f.Err != nil {
			e.Got = f.Err.Error()
		}
	}
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return errors.Join(w.frame(frameError, b), w.w.Flush())
}

// wireError is a FormatError on its way; names are bytes because a damaged file
// need not hold UTF-8.
type wireError struct {
	Format          bool
	Dataset         []byte
	Want, Got, Cure string
	Message         string
}

func (e wireError) err() error {
	if e.Format {
		return &FormatError{Dataset: string(e.Dataset), Want: e.Want, Got: e.Got, Cure: e.Cure}
	}
	return errors.New(e.Message)
}
