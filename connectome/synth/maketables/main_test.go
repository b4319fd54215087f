package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/shared"
)

// The tables in use are those that the published numbers make.
func TestTables(t *testing.T) {
	tables, err := makeTables(shared.Path(t, "."))
	require.NoError(t, err)
	require.Len(t, tables, 3)
	for name, content := range tables {
		committed, err := os.ReadFile(filepath.Join("..", "data", name))
		require.NoError(t, err)
		if filepath.Ext(name) == ".gz" { // compressors differ between versions
			content, committed = unpack(t, content), unpack(t, committed)
		}
		assert.Equal(t, string(committed), string(content), name)
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return text
}

func TestNoNumbers(t *testing.T) {
	_, err := makeTables(t.TempDir())
	assert.ErrorContains(t, err, "pathway_connections_mean.tsv")
}

func TestSpread(t *testing.T) {
	s := newSpread(10, 6, 0.1)
	assert.InDelta(t, (1+(36.0-9)/100)/placesBring-1, s.variance, 1e-12)
	assert.Equal(t, leastVariance, newSpread(10, 1, 0.1).variance)
	assert.Equal(t, mostVariance, newSpread(1, 10, 0.1).variance)
}

func TestFit(t *testing.T) {
	a, b := newSpread(10, 6, 0.1), newSpread(10, 12, 0.1)
	a.connections, b.connections = 400, 100
	weighted := math.Cbrt(a.variance * a.variance * b.variance) // roots of 400 and 100 are as 2 to 1
	assert.InDelta(t, weighted, fit([]spread{a, b}), 1e-9)
	a.large = true
	assert.InDelta(t, a.variance, fit([]spread{a, b}), 1e-9, "only large ones tell where there are any")
	b.large = true
	v := fit([]spread{a, b})
	assert.InDelta(t, 0, leaning([]spread{a, b}, v), 1e-9)
	assert.Greater(t, v, a.variance)
	assert.Less(t, v, b.variance)
}

func TestGroups(t *testing.T) {
	assert.Equal(t, "L5_TTPC1", cellGroup("L5_TTPC1"))
	assert.Equal(t, "L4_SS", cellGroup("L4_SS"))
	assert.Equal(t, "L5_IN", cellGroup("L5_MC"))
	assert.Equal(t, "L6_IPC", partnerGroup("L6_IPC"))
	assert.Equal(t, "L6", partnerGroup("L6_UTPC"))
	assert.Equal(t, "L23", partnerGroup("L23_MC"))
}
