package motifs

import (
	"bufio"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/shared"
)

func openPortal(t testing.TB, elem ...string) *connectome.Connectome {
	t.Helper()
	c, err := portal.Open(context.Background(), shared.Path(t, elem...), portal.Options{})
	if err != nil && strings.Contains(err.Error(), "cgo") {
		t.Skip(err)
	}
	require.NoError(t, err)
	return c
}

// Simplices of mc2's L5_TTPC2 → L5_TTPC2, published with Betti numbers.
func TestSimplicesTTPC2(t *testing.T) {
	c := openPortal(t, "data", "portal", "mc2_L5_TTPC2.h5")
	s, err := CountSimplices(context.Background(), c.Graph, SimplexOptions{})
	require.NoError(t, err)
	assert.Equal(t, []uint64{2003, 102732, 319940, 91073, 2964, 6}, s.Counts)
	chi, ok := s.Euler()
	assert.True(t, ok)
	assert.EqualValues(t, 131096, chi)
	census, err := CountTriads(context.Background(), c.Graph, Options{})
	require.NoError(t, err)
	assert.Equal(t, census.Counts.TransitiveTriangles(), s.Counts[2])
}

// The SSCx column r0c10: all, maximal ones, and 2-simplices by class; two
// independent programs.
func TestSimplicesSSCx(t *testing.T) {
	c := openPortal(t, "data", "sscx", "r0c10.h5")
	ctx := context.Background()
	s, err := CountSimplices(ctx, c.Graph, SimplexOptions{Maximal: true})
	require.NoError(t, err)
	assert.Equal(t, []uint64{6719, 836167, 5146702, 2691553, 171035, 1667, 1}, s.Counts)
	assert.Equal(t, []uint64{0, 1486, 1077150, 2029003, 162121, 1660, 1}, s.Maximal)

	by, err := CountSimplicesBy(ctx, c.Graph, classesFrom(t, c.Cells, shared.Path(t, "data", "sscx", "cell_types.csv")), SimplexOptions{})
	require.NoError(t, err)
	assert.Equal(t, [][]uint64{{4414028, 304223}, {404677, 23774}}, by.Counts[2])

	neurons, err := CountSimplicesPerNeuron(ctx, c.Graph, SimplexOptions{})
	require.NoError(t, err)
	edges, err := CountSimplicesPerEdge(ctx, c.Graph, SimplexOptions{})
	require.NoError(t, err)
	for k, n := range s.Counts {
		assert.Equal(t, n*uint64(k+1), total(neurons.Counts[k]))
		if k > 0 {
			assert.Equal(t, n*uint64(k*(k+1)/2), total(edges.Counts[k]))
		}
	}
}

// classesFrom labels cells E (0) or I (1) by the table of cell types.
func classesFrom(t *testing.T, cells *connectome.Cells, path string) connectome.Labels {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	class := make(map[string]uint32)
	for _, row := range rows[1:] {
		if strings.HasPrefix(row[1], "I") {
			class[row[0]] = 1
		} else {
			class[row[0]] = 0
		}
	}
	l := connectome.Labels{Names: []string{"E", "I"}}
	for v := range uint32(cells.N()) {
		k, ok := class[cells.MTypes().Name(v)]
		require.True(t, ok, cells.MTypes().Name(v))
		l.Of = append(l.Of, k)
	}
	return l
}

// Graphs with known cells that come with flagser.
func TestSimplicesFlagser(t *testing.T) {
	for name, want := range map[string][]uint64{
		"a": {5, 7, 1}, "b": {4, 6, 3}, "c": {8, 12}, "d": {5, 9, 6}, "e": {5, 9, 7, 2}, "f": {3, 5, 3},
		"d2": {2, 2}, "d3": {3, 6, 6}, "double-d3": {4, 10, 12}, "d4": {4, 12, 24, 24}, "d5": {5, 20, 60, 120, 120},
		"d7":               {7, 42, 210, 840, 2520, 5040, 5040},
		"d10":              {10, 90, 720, 5040, 30240, 151200, 604800, 1814400, 3628800, 3628800},
		"medium-test-data": {31346, 68652, 12694, 250},
	} {
		t.Run(name, func(t *testing.T) {
			g := readFlag(t, shared.Path(t, "data", "flagser", name+".flag"))
			s, err := CountSimplices(context.Background(), g, SimplexOptions{})
			require.NoError(t, err)
			assert.Equal(t, want, s.Counts)
		})
	}
}

// readFlag reads flagser's format: a line "dim 0:", the vertices' weights, a line
// "dim 1:", and the connections.
func readFlag(t *testing.T, path string) *connectome.Graph {
	f, err := os.Open(path)
	require.NoError(t, err, filepath.Base(path))
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	var b *connectome.Builder
	dim := -1
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "dim"):
			dim++
		case dim == 0:
			b, err = connectome.NewBuilder(len(strings.Fields(line)))
			require.NoError(t, err)
		case dim == 1:
			fields := strings.Fields(line)
			if len(fields) < 2 {
				continue
			}
			u, err := strconv.ParseUint(fields[0], 10, 32)
			require.NoError(t, err)
			v, err := strconv.ParseUint(fields[1], 10, 32)
			require.NoError(t, err)
			require.NoError(t, b.Add(uint32(u), uint32(v)))
		}
	}
	require.NoError(t, lines.Err())
	g, _ := b.Build()
	return g
}
