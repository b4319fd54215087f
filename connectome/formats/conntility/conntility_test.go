//go:build cgo

package conntility

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// unpack unpacks a fixture.
func unpack(t testing.TB, name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	b, err := io.ReadAll(z)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, b, 0o600))
	return path
}

func TestOpen(t *testing.T) {
	ctx := context.Background()
	types := []connectome.CellType{{MType: "L23_PC", Class: connectome.Excitatory}, {MType: "L4_BTC", Class: connectome.Inhibitory, Layer: "L4"},
		{MType: "L5_TPC:Ä", Class: connectome.Excitatory, Layer: "L5"}, {MType: "L6_BPC", Class: connectome.Excitatory, Layer: "L6"}}
	for name, tc := range map[string]struct {
		group string
		first []float64 // weights of 0's connections, to 1 and 3; the latter is listed twice
		typed bool
		notes int
	}{
		"table.h5":    {"", []float64{1, 11}, true, 0},
		"columns.h5":  {"", []float64{1.5, 11}, true, 0},
		"category.h5": {"", []float64{1, 2}, true, 0},
		"fixed.h5":    {"", []float64{1, 11}, false, 1},
		"two.h5":      {"b", []float64{1.5, 11}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var notes []string
			path := unpack(t, name)
			c, err := Open(ctx, path, Options{Group: tc.group, Note: func(s string) { notes = append(notes, s) }})
			require.NoError(t, err)
			assert.Len(t, notes, tc.notes)
			ptr, idx := c.Graph.OutCSR()
			assert.Equal(t, []int64{0, 2, 3, 4, 5, 5, 5}, ptr)
			assert.Equal(t, []uint32{1, 3, 0, 4, 5}, idx)
			assert.Equal(t, tc.first, c.Graph.OutWeights(0))
			assert.Equal(t, int64(1), c.LoopsDropped)
			assert.Equal(t, int64(1), c.DuplicatesCollapsed)
			assert.Equal(t, "1152921504606846977", c.Cells.ID(0), "ids are exact")
			assert.Equal(t, "600", c.Cells.ID(5))
			assert.Equal(t, connectome.Position{X: 4.5, Y: 30, Z: 0.5}, c.Cells.Positions()[3])
			assert.Equal(t, []uint32{0, 3, 1, 2, 3, 4}, c.Cells.Layers().Of)
			assert.Equal(t, []string{"L2", "L3", "L4", "L5", "L6"}, c.Cells.Layers().Names)
			if tc.typed {
				assert.Equal(t, types, c.Cells.Types())
				assert.Equal(t, []uint32{0, 2, 0, 1, 2, 3}, c.Cells.MTypes().Of)
			}
			assert.Equal(t, "conntility", c.Source.Format)
			assert.Len(t, c.Source.SHA256, 64)
			ok, err := Recognises(ctx, path)
			require.NoError(t, err)
			assert.True(t, ok)
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	ctx := context.Background()
	for name, tc := range map[string]struct{ group, says string }{
		"two.h5":         {"", "/connectivity: it holds several matrices: a, b: name one of them as the population"},
		"table.h5":       {"x", `/connectivity: there is no matrix "x": there are full_matrix: name one of these`},
		"rectangular.h5": {"", "/connectivity/full_matrix: its shape is [6 7], and it has 6 vertices: give a square matrix"},
		"in_time.h5":     {"", `/connectivity/full_matrix: it is a "TimeDependentMatrix", want a ConnectivityMatrix`},
	} {
		path := unpack(t, name)
		_, err := Open(ctx, path, Options{Group: tc.group})
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), path+": "+tc.says)
	}
	path := unpack(t, "table.h5")
	_, err := Open(ctx, path, Options{MemoryLimit: 50})
	require.ErrorContains(t, err, "the memory limit must be raised")
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err = Open(stopped, path, Options{})
	require.ErrorIs(t, err, context.Canceled)
	portal := filepath.Join("..", "sonata", "testdata", "both.h5")
	ok, err := Recognises(ctx, portal)
	require.NoError(t, err)
	assert.False(t, ok)
	_, err = Open(ctx, portal, Options{})
	require.ErrorContains(t, err, "/connectivity: it holds no matrix: save one with ConnectomeUtilities")
}

func TestPickledTexts(t *testing.T) {
	for s, want := range map[string][]string{
		"(lp0\nVx\np1\naVy z\np2\na.": {"x", "y z"},
		"(lp1\nS'a'\np2\naS'b'\na.":   {"a", "b"},
		"(lp0\nV\\u00fc\"\np1\na.":    {"ü\""},
		"(lp0\nI1\na.":                nil,
		"(lp0\n.":                     nil,
		"N.":                          nil,
		"\x80\x02]q\x00.":             nil,
		"":                            nil,
	} {
		assert.Equal(t, want, pickledTexts(s), "%q", s)
	}
}
