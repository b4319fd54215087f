package portal

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/guard"
)

// errProtocol is wrapped by errors about frames that a guard should not send.
var errProtocol = guard.ErrProtocol

func protocolErrorf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errProtocol, fmt.Sprintf(format, args...))
}

// wireReader takes in what a guard sends. Nothing of it is believed: lengths are
// bounded before anything is allocated, and memory grows with what has arrived.
type wireReader struct {
	r        *bufio.Reader
	lim      limits
	out      sink
	progress connectome.Progress

	buf         []byte
	l           *layout
	strips      int
	connections int64
	pos         []connectome.Position
}

// decodeWire passes what a guard sends on to out, as readFile does. It returns a
// guard.Reported for what the guard found wrong, io.ErrUnexpectedEOF or io.EOF if the
// stream ends early, and an errProtocol for anything else.
func decodeWire(r io.Reader, lim limits, progress connectome.Progress, out sink) (loops int64, err error) {
	w := &wireReader{r: bufio.NewReaderSize(r, 1<<18), lim: lim, progress: progress, out: out}
	kind, payload, err := w.frame()
	if err != nil {
		return 0, err
	}
	if kind != frameVersion || string(payload) != wireVersion {
		return 0, protocolErrorf("it is another version of ctopo")
	}
	for {
		kind, payload, err := w.frame()
		if err != nil {
			return 0, err
		}
		switch kind {
		case frameEnd:
			return w.end(payload)
		case frameError:
			var e wireError
			if err := json.Unmarshal(payload, &e); err != nil {
				return 0, protocolErrorf("an error frame: %v", err)
			}
			return 0, guard.Report(e.err())
		}
		if err := w.take(kind, payload); err != nil {
			return 0, err
		}
	}
}

// frame reads a frame; the payload is valid until the next one.
func (w *wireReader) frame() (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(w.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, protocolErrorf("a frame of %d bytes", n)
	}
	if cap(w.buf) < int(n) {
		w.buf = make([]byte, n)
	}
	w.buf = w.buf[:n]
	if _, err := io.ReadFull(w.r, w.buf); err != nil {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return head[0], w.buf, nil
}

func (w *wireReader) take(kind byte, payload []byte) error {
	switch kind {
	case frameLayout:
		return w.takeLayout(payload)
	case frameProgress:
		done, total, err := twoNumbers(payload)
		if err == nil && w.progress != nil {
			w.progress(int64(done), int64(total))
		}
		return err
	case frameStrip:
		return w.takeStrip(payload)
	case framePositions:
		return w.takePositions(payload)
	}
	return protocolErrorf("a frame of kind %q here", kind)
}

func twoNumbers(payload []byte) (a, b uint64, err error) {
	if len(payload) != 16 {
		return 0, 0, protocolErrorf("%d bytes where two numbers belong", len(payload))
	}
	a, b = binary.LittleEndian.Uint64(payload), binary.LittleEndian.Uint64(payload[8:])
	if a > math.MaxInt64 || b > math.MaxInt64 {
		return 0, 0, protocolErrorf("numbers %d, %d", a, b)
	}
	return a, b, nil
}

func (w *wireReader) takeLayout(p []byte) error {
	if w.l != nil {
		return protocolErrorf("a second layout")
	}
	if len(p) < 4 {
		return protocolErrorf("a layout of %d bytes", len(p))
	}
	count, p := binary.LittleEndian.Uint32(p), p[4:]
	var names []string
	var sizes []int
	for range count {
		if len(p) < 4 || uint64(len(p)) < 12+uint64(binary.LittleEndian.Uint32(p)) {
			return protocolErrorf("a layout that ends early")
		}
		n := binary.LittleEndian.Uint32(p)
		names = append(names, string(p[4:4+n]))
		size := binary.LittleEndian.Uint64(p[4+n:])
		sizes = append(sizes, int(min(size, math.MaxInt64)))
		p = p[12+n:]
	}
	if len(p) > 0 {
		return protocolErrorf("a layout with %d bytes left over", len(p))
	}
	l, err := newLayout(names, sizes, w.lim)
	if err != nil {
		return err
	}
	w.l = l
	return w.out.layout(l)
}

func (w *wireReader) takeStrip(p []byte) error {
	rows, connections, err := twoNumbers(p)
	if err != nil {
		return err
	}
	if w.l == nil || w.strips == len(w.l.names) || rows != uint64(w.l.sizes[w.strips]) {
		return protocolErrorf("a strip of %d rows", rows)
	}
	if connections > uint64(w.lim.connections()-w.connections) {
		return protocolErrorf("a strip of %d connections", connections)
	}
	degrees, err := w.uint32s(frameDegrees, rows)
	if err != nil {
		return err
	}
	sum := uint64(0)
	for _, k := range degrees {
		sum += uint64(k)
	}
	if sum != connections {
		return protocolErrorf("degrees add up to %d, want %d", sum, connections)
	}
	idx, err := w.uint32s(frameTargets, connections)
	if err != nil {
		return err
	}
	w.strips++
	w.connections += int64(connections)
	return w.out.strip(degrees, idx)
}

// uint32s reads frames of a kind until n numbers have come.
func (w *wireReader) uint32s(kind byte, n uint64) ([]uint32, error) {
	out := make([]uint32, 0, min(n, pieceItems))
	for uint64(len(out)) < n {
		got, p, err := w.frame()
		if err != nil {
			return nil, err
		}
		if got == frameProgress { // may come at any time
			if err := w.take(got, p); err != nil {
				return nil, err
			}
			continue
		}
		if got != kind || len(p) == 0 || len(p)%4 != 0 || uint64(len(p)/4) > n-uint64(len(out)) {
			return nil, protocolErrorf("a frame %q of %d bytes where %d numbers are missing", got, len(p), n-uint64(len(out)))
		}
		if cap(out) < len(out)+len(p)/4 {
			grown := make([]uint32, len(out), min(n, uint64(4*cap(out))))
			copy(grown, out)
			out = grown
		}
		for ; len(p) > 0; p = p[4:] {
			out = append(out, binary.LittleEndian.Uint32(p))
		}
	}
	return out, nil
}

func (w *wireReader) takePositions(p []byte) error {
	if w.l == nil || len(p)%24 != 0 || len(p)/24 > w.l.n()-len(w.pos) {
		return protocolErrorf("%d bytes of positions", len(p))
	}
	f := func(p []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(p)) }
	for ; len(p) > 0; p = p[24:] {
		w.pos = append(w.pos, connectome.Position{X: f(p), Y: f(p[8:]), Z: f(p[16:])})
	}
	return nil
}

func (w *wireReader) end(p []byte) (loops int64, err error) {
	if len(p) != 8 || binary.LittleEndian.Uint64(p) > math.MaxInt64 {
		return 0, protocolErrorf("an end of %d bytes", len(p))
	}
	if w.l == nil || w.strips != len(w.l.names) || len(w.pos) != 0 && len(w.pos) != w.l.n() {
		return 0, protocolErrorf("it ended early")
	}
	return int64(binary.LittleEndian.Uint64(p)), w.out.positions(w.pos)
}
