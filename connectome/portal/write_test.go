//go:build cgo

package portal

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// randomConnectome draws connections among cells whose m-types are names[of(v)].
func randomConnectome(t testing.TB, n, edges int, names []string, of func(v int) uint32, positions bool) *connectome.Connectome {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	r := run.Rand(uint64(n), uint64(edges))
	for range edges {
		require.NoError(t, b.Add(uint32(r.IntN(n)), uint32(r.IntN(n))))
	}
	g, _ := b.Build()
	mtypes := connectome.Labels{Names: names, Of: make([]uint32, n)}
	opt := connectome.CellOptions{}
	for v := range n {
		mtypes.Of[v] = of(v)
		if positions {
			opt.Positions = append(opt.Positions, position(v))
		}
	}
	cells, err := connectome.NewCells(mtypes, opt)
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	return c
}

func TestWriteAndReadBack(t *testing.T) {
	third := func(v int) uint32 { return uint32(v / 200) }
	for _, tc := range []struct {
		name string
		c    *connectome.Connectome
	}{
		{"sparse", randomConnectome(t, 600, 2000, []string{"L1_A", "L23_B", "L4_C"}, third, true)},
		{"dense", randomConnectome(t, 600, 400_000, []string{"L1_A", "L23_B", "L4_C"}, third, true)},
		{"empty", randomConnectome(t, 600, 0, []string{"L1_A", "L23_B", "L4_C"}, third, true)},
		{"without positions", randomConnectome(t, 600, 2000, []string{"L1_A", "L23_B", "L4_C"}, third, false)},
		{"an m-type without neurons", randomConnectome(t, 600, 2000, []string{"A", "B", "C", "D"}, third, true)},
		{"one neuron", randomConnectome(t, 1, 0, []string{"A"}, func(int) uint32 { return 0 }, true)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "x.h5")
			require.NoError(t, Write(context.Background(), path, tc.c, WriteOptions{}))
			got, err := Open(context.Background(), path, Options{})
			require.NoError(t, err)
			assert.True(t, tc.c.Graph.Equal(got.Graph))
			assert.Equal(t, tc.c.Cells.MTypes(), got.Cells.MTypes())
			assert.Equal(t, tc.c.Cells.Positions(), got.Cells.Positions())
			first, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, threads := range []int{1, 2, 7} {
				again := filepath.Join(dir, "another name.h5")
				require.NoError(t, Write(context.Background(), again, got, WriteOptions{Threads: threads}))
				second, err := os.ReadFile(again)
				require.NoError(t, err)
				assert.Equal(t, first, second, "bytes with %d threads", threads)
			}
		})
	}
}

func TestWriteMovesNeuronsIntoTheOrderOfTheFile(t *testing.T) {
	c := randomConnectome(t, 500, 6000, []string{"Z", "A", "M"}, func(v int) uint32 { return uint32(v % 3) }, true)
	path := filepath.Join(t.TempDir(), "x.h5")
	require.NoError(t, Write(context.Background(), path, c, WriteOptions{}))
	got, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	var order []uint32 // A, M, Z: types 1, 2, 0
	for _, k := range []uint32{1, 2, 0} {
		for v, of := range c.Cells.MTypes().Of {
			if of == k {
				order = append(order, uint32(v))
			}
		}
	}
	want, err := c.Graph.Induced(order)
	require.NoError(t, err)
	assert.True(t, want.Equal(got.Graph))
	assert.Equal(t, []string{"A", "M", "Z"}, got.Cells.MTypes().Names)
	for at, v := range order {
		require.Equal(t, c.Cells.Positions()[v], got.Cells.Positions()[at])
	}
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]*connectome.Connectome{
		"a slash":     randomConnectome(t, 2, 1, []string{"L5/TTPC"}, func(int) uint32 { return 0 }, false),
		"no name":     randomConnectome(t, 2, 1, []string{""}, func(int) uint32 { return 0 }, false),
		"a full stop": randomConnectome(t, 2, 1, []string{"."}, func(int) uint32 { return 0 }, false),
		"twice":       randomConnectome(t, 2, 1, []string{"A", "A"}, func(v int) uint32 { return uint32(v) }, false),
	} {
		err := Write(context.Background(), filepath.Join(dir, "x.h5"), c, WriteOptions{})
		require.Error(t, err, name)
	}
	c := randomConnectome(t, 900, 90000, []string{"A"}, func(int) uint32 { return 0 }, false)
	require.Error(t, Write(context.Background(), filepath.Join(dir, "x.h5"), c, WriteOptions{Level: 10}))
	require.Error(t, Write(context.Background(), filepath.Join(dir, "absent", "x.h5"), c, WriteOptions{}))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, Write(ctx, filepath.Join(dir, "x.h5"), c, WriteOptions{}), context.Canceled)
	requireEmpty(t, dir)
}

func TestWriteLeavesWhatWasThereIfItFails(t *testing.T) {
	dir := t.TempDir()
	path := save(t, []byte("precious"), dir, "x.h5")
	c := randomConnectome(t, 900, 90_000, []string{"A"}, func(int) uint32 { return 0 }, false)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, Write(ctx, path, c, WriteOptions{}), context.Canceled)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "precious", string(b))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1)
}

// Of a small circuit of many m-types, most of a file would be trees' empty nodes.
func TestWriteKeepsSmallBlocksSmall(t *testing.T) {
	const types = 40
	names := make([]string, types)
	for k := range names {
		names[k] = "L1_" + string(rune('A'+k/26)) + string(rune('A'+k%26))
	}
	c := randomConnectome(t, 8*types, 12_000, names, func(v int) uint32 { return uint32(v / 8) }, true)
	path := filepath.Join(t.TempDir(), "x.h5")
	require.NoError(t, Write(context.Background(), path, c, WriteOptions{}))
	got, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	assert.True(t, c.Graph.Equal(got.Graph))
	st, err := os.Stat(path)
	require.NoError(t, err)
	assert.Less(t, st.Size(), int64(1500*types*types), "1,500 bytes a block")
}

// An index of more chunks than a node of it holds is a tree.
func TestWriteAnIndexOfManyChunks(t *testing.T) {
	c := randomConnectome(t, 2600, 200_000, []string{"A"}, func(int) uint32 { return 0 }, false)
	path := filepath.Join(t.TempDir(), "x.h5")
	require.NoError(t, Write(context.Background(), path, c, WriteOptions{}))
	got, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	assert.True(t, c.Graph.Equal(got.Graph))
}
