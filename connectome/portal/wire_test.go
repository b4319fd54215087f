package portal

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/guard"
)

// sent is a whole conversation: two m-types, three neurons, positions.
func sent(t testing.TB, loops int64, err error) []byte {
	var b bytes.Buffer
	w := newWireWriter(&b)
	l, lerr := newLayout([]string{"A", "B\xff"}, []int{2, 1}, limits{memory: 1 << 20})
	require.NoError(t, lerr)
	require.NoError(t, w.hello())
	require.NoError(t, w.layout(l))
	require.NoError(t, w.strip([]uint32{1, 2}, []uint32{1, 0, 2}))
	w.progress(6, 9)
	require.NoError(t, w.strip([]uint32{0}, nil))
	require.NoError(t, w.positions([]connectome.Position{{X: 1}, {Y: 2}, {Z: 3}}))
	require.NoError(t, w.finish(loops, err))
	return b.Bytes()
}

var wireLimits = limits{memory: 1 << 20, fileSize: 1 << 20}

func TestWireCarriesAConnectome(t *testing.T) {
	var c collector
	var told []int64
	loops, err := decodeWire(bytes.NewReader(sent(t, 5, nil)), wireLimits, func(done, total int64) { told = append(told, done, total) }, &c)
	require.NoError(t, err)
	assert.Equal(t, int64(5), loops)
	assert.Equal(t, []int64{6, 9}, told)
	got, err := c.connectome(connectome.Source{Path: "p"}, loops)
	require.NoError(t, err)
	assert.Equal(t, []uint32{0, 2}, got.Graph.Out(1))
	assert.Equal(t, []string{"A", "B\xff"}, got.Cells.MTypes().Names)
	assert.Equal(t, connectome.Position{Z: 3}, got.Cells.Positions()[2])
}

func TestWireCarriesErrors(t *testing.T) {
	f := &FormatError{Dataset: "/a\xff", Want: "w", Got: "g", Cure: "c"}
	_, err := decodeWire(bytes.NewReader(sent(t, 0, f)), wireLimits, nil, &collector{})
	got, ok := errors.AsType[*FormatError](err)
	require.True(t, ok)
	assert.Equal(t, f, got)
	_, err = decodeWire(bytes.NewReader(sent(t, 0, errors.New("plain"))), wireLimits, nil, &collector{})
	require.EqualError(t, err, "plain")
	require.True(t, errors.As(err, new(guard.Reported)))
}

func TestWireThatEndsEarly(t *testing.T) {
	whole := sent(t, 0, nil)
	for n := range whole {
		_, err := decodeWire(bytes.NewReader(whole[:n]), wireLimits, nil, &collector{})
		require.Error(t, err, "after %d bytes", n)
		require.True(t, guard.Ended(err), "after %d bytes: %v", n, err)
	}
}

func TestWireRefusesLies(t *testing.T) {
	frames := func(f func(w *wireWriter)) []byte {
		var b bytes.Buffer
		w := newWireWriter(&b)
		require.NoError(t, w.hello())
		f(w)
		require.NoError(t, w.w.Flush())
		return b.Bytes()
	}
	l, err := newLayout([]string{"A"}, []int{2}, wireLimits)
	require.NoError(t, err)
	huge := &layout{names: []string{"A"}, sizes: []int{1 << 40}, first: []int{0, 1 << 40}}
	for name, lie := range map[string]func(w *wireWriter){
		"no layout":    func(w *wireWriter) { _ = w.strip([]uint32{0}, nil) },
		"two layouts":  func(w *wireWriter) { _ = w.layout(l); _ = w.layout(l) },
		"too few rows": func(w *wireWriter) { _ = w.layout(l); _ = w.strip([]uint32{0}, nil) },
		"too many strips": func(w *wireWriter) {
			_ = w.layout(l)
			_ = w.strip([]uint32{0, 0}, nil)
			_ = w.strip([]uint32{0, 0}, nil)
		},
		"degrees":             func(w *wireWriter) { _ = w.layout(l); _ = w.strip([]uint32{0, 1}, nil) },
		"connections":         func(w *wireWriter) { _ = w.layout(l); _ = w.numbers(frameStrip, 2, 1<<60) },
		"end before strips":   func(w *wireWriter) { _ = w.layout(l); _ = w.finish(0, nil) },
		"positions of others": func(w *wireWriter) { _ = w.layout(l); _ = w.positions(make([]connectome.Position, 3)) },
		"positions of some": func(w *wireWriter) {
			_ = w.layout(l)
			_ = w.strip([]uint32{0, 0}, nil)
			_ = w.positions(make([]connectome.Position, 1))
			_ = w.finish(0, nil)
		},
		"negative loops": func(w *wireWriter) { _ = w.layout(l); _ = w.strip([]uint32{0, 0}, nil); _ = w.finish(-1, nil) },
		"strange frame":  func(w *wireWriter) { _ = w.frame('?', nil) },
		"huge frame":     func(w *wireWriter) { _, _ = w.w.Write([]byte{frameLayout, 0xff, 0xff, 0xff, 0xff}) },
		"layout cut":     func(w *wireWriter) { _ = w.frame(frameLayout, []byte{9, 0, 0, 0, 1}) },
		"error garbled":  func(w *wireWriter) { _ = w.frame(frameError, []byte("{")) },
	} {
		_, err := decodeWire(bytes.NewReader(frames(lie)), wireLimits, nil, &collector{})
		require.ErrorIs(t, err, errProtocol, name)
	}
	_, err = decodeWire(bytes.NewReader(frames(func(w *wireWriter) { _ = w.layout(huge) })), wireLimits, nil, &collector{})
	require.ErrorContains(t, err, "claims 1099511627776 neurons")
}

func FuzzWire(f *testing.F) {
	f.Add(sent(f, 0, nil))
	f.Add(sent(f, 0, &FormatError{Got: "g"}))
	f.Fuzz(func(t *testing.T, stream []byte) {
		var c collector
		loops, err := decodeWire(bytes.NewReader(stream), wireLimits, func(int64, int64) {}, &c)
		if err != nil {
			return
		}
		got, err := c.connectome(connectome.Source{}, loops)
		if err != nil {
			return // rows that do not ascend are for the graph to refuse
		}
		assert.Equal(t, got.Graph.N(), got.Cells.N())
		assert.LessOrEqual(t, got.Graph.Connections(), wireLimits.connections())
	})
}
