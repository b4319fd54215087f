package formats

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/ctopo/ctopo/internal/guard"
	"github.com/ctopo/ctopo/internal/infile"
)

// What a guard sends is a sequence of frames: a byte that tells the kind, the
// payload's length as uint32, little-endian, the payload.
//
//	V  the protocol's name and version; first
//	N  a note, text
//	F  the format's name
//	D  the next bytes of the connectome as a .ctopo file
//	P  uint64 done, uint64 total, little-endian: how far it is
//	E  what is wrong, in JSON; last
//	Z  nothing; last
const (
	frameVersion  = 'V'
	frameNote     = 'N'
	frameFormat   = 'F'
	frameData     = 'D'
	frameProgress = 'P'
	frameError    = 'E'
	frameEnd      = 'Z'

	wireVersion = "ctopo hdf5 2"
	maxFrame    = 1 << 20
	maxNotes    = 100
)

// answerWriter is the guard's end. The first error sticks. Progress comes from
// another goroutine than the rest.
type answerWriter struct {
	mu  sync.Mutex
	w   *bufio.Writer
	err error
}

func newAnswerWriter(w io.Writer) *answerWriter {
	a := &answerWriter{w: bufio.NewWriterSize(w, 1<<18)}
	a.frame(frameVersion, []byte(wireVersion))
	return a
}

func (w *answerWriter) frame(kind byte, payload []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.put(kind, payload)
}

func (w *answerWriter) put(kind byte, payload []byte) {
	if w.err != nil {
		return
	}
	head := binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(payload)))
	if _, w.err = w.w.Write(head); w.err == nil {
		_, w.err = w.w.Write(payload)
	}
}

func (w *answerWriter) note(text string)   { w.frame(frameNote, []byte(text[:min(len(text), maxFrame)])) }
func (w *answerWriter) format(name Format) { w.frame(frameFormat, []byte(name)) }

// progress sends how far reading is, at once. What there is to be done beyond, putting
// the connectome together in the other process, is about an eighth as much.
func (w *answerWriter) progress(done, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.put(frameProgress, binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(done)), uint64(total+total/8)))
	if w.err == nil {
		w.err = w.w.Flush()
	}
}

// Write sends bytes of the connectome.
func (w *answerWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), maxFrame)
		w.frame(frameData, rest[:n])
		rest = rest[n:]
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(p), w.err
}

// finish sends the last frame.
func (w *answerWriter) finish(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		w.put(frameEnd, nil)
	} else {
		e := wireError{Got: err.Error()}
		if f, ok := errors.AsType[*infile.Error](err); ok {
			e = wireError{File: []byte(f.File), Line: f.Line, Got: f.Got, Want: f.Want, Cure: f.Cure}
			e.NoConnectome = errors.Is(err, ErrNoConnectome)
			if f.Got == "" && f.Err != nil {
				e.Got = f.Err.Error()
			}
		}
		b, err := json.Marshal(e)
		if err != nil {
			return err
		}
		w.put(frameError, b)
	}
	return errors.Join(w.err, w.w.Flush())
}

// wireError is an infile.Error on its way.
type wireError struct {
	File            []byte
	Line            int64
	Got, Want, Cure string
	NoConnectome    bool
}

// answer is what the one who asks takes in. Nothing of it is believed: memory
// grows with what has arrived, and what has arrived is bounded.
type answer struct {
	opt    Options
	names  map[string]string
	format Format
	pieces [][]byte
	left   int64 // bytes that may still come
	notes  int
	total  int64 // of what the guard tells the progress
}

func newAnswer(opt Options, names map[string]string) *answer {
	return &answer{opt: opt, names: names, left: opt.memory()}
}

func protocolErrorf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", guard.ErrProtocol, fmt.Sprintf(format, args...))
}

// receive takes in frames until the last one.
func (a *answer) receive(r io.Reader) error {
	in := bufio.NewReaderSize(r, 1<<18)
	for first := true; ; first = false {
		kind, payload, err := readFrame(in)
		if err != nil {
			return err
		}
		if first != (kind == frameVersion) || first && string(payload) != wireVersion {
			return protocolErrorf("it is another version of ctopo")
		}
		switch kind {
		case frameVersion:
		case frameEnd:
			return nil
		case frameError:
			return a.reported(payload)
		case frameNote:
			if a.notes++; a.opt.Note != nil && a.notes <= maxNotes {
				a.opt.Note(infile.OneLine(string(payload)))
			}
		case frameFormat:
			a.format = Format(payload)
		case frameProgress:
			if len(payload) != 16 {
				return protocolErrorf("%d bytes where two numbers belong", len(payload))
			}
			a.told(binary.LittleEndian.Uint64(payload), binary.LittleEndian.Uint64(payload[8:]))
		case frameData:
			if a.left -= int64(len(payload)); a.left < 0 {
				return protocolErrorf("it sends more than the memory limit allows")
			}
			a.pieces = append(a.pieces, payload)
		default:
			return protocolErrorf("a frame of kind %q", kind)
		}
	}
}

// told passes on how far the guard is.
func (a *answer) told(done, total uint64) {
	if a.opt.Progress != nil && total <= math.MaxInt64 && done <= total {
		a.total = int64(total)
		a.opt.Progress(int64(done), a.total)
	}
}

// over tells that the work ended well.
func (a *answer) over() {
	if a.opt.Progress != nil && a.total > 0 {
		a.opt.Progress(a.total, a.total)
	}
}

func readFrame(r io.Reader) (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, protocolErrorf("a frame of %d bytes", n)
	}
	payload = make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return head[0], payload, nil
}

// reported is the error that the guard sent, files called as they were.
func (a *answer) reported(payload []byte) error {
	var e wireError
	if err := json.Unmarshal(payload, &e); err != nil {
		return protocolErrorf("an error frame: %v", err)
	}
	file, ok := a.names[string(e.File)]
	if !ok {
		return guard.Report(errors.New(infile.OneLine(e.Got)))
	}
	report := &infile.Error{File: file, Line: e.Line, Got: e.Got, Want: e.Want, Cure: e.Cure}
	if e.NoConnectome {
		report.Err = ErrNoConnectome
	}
	return guard.Report(report)
}

// bytes puts together what has arrived.
func (a *answer) bytes() []byte {
	size := 0
	for _, p := range a.pieces {
		size += len(p)
	}
	all := make([]byte, 0, max(size, 64)) // large enough to be laid out for numbers
	for i, p := range a.pieces {
		all = append(all, p...)
		a.pieces[i] = nil
	}
	return all
}
