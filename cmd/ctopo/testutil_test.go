package main

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
)

// tiny is a circuit that can be counted by hand. Neurons 0 to 3 are a transitive
// tournament (each connects to those after it), 3 and 4 a mutual pair, 5 is
// alone. 0 is L23_PC, 1 and 2 are L5_MC, 3 to 5 L5_TTPC1.
func tiny(t *testing.T) *connectome.Connectome {
	t.Helper()
	b, err := connectome.NewBuilder(6)
	require.NoError(t, err)
	for _, e := range [][2]uint32{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {3, 4}, {4, 3}} {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	labels := connectome.NewLabels([]string{"L23_PC", "L5_MC", "L5_MC", "L5_TTPC1", "L5_TTPC1", "L5_TTPC1"})
	cells, err := connectome.NewCells(labels, connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	return c
}

// tinyFile writes tiny under the given path elements below a new folder, and
// returns the file's path.
func tinyFile(t *testing.T, elem ...string) string {
	t.Helper()
	if h5.LibVersion() == "" {
		t.Skip("built without HDF5")
	}
	if len(elem) == 0 {
		elem = []string{"tiny.h5"}
	}
	path := filepath.Join(append([]string{t.TempDir()}, elem...)...)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, portal.Write(context.Background(), path, tiny(t), portal.WriteOptions{}))
	return path
}

// rows reads a CSV table: a map a row, by column.
func rows(t *testing.T, text string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.NotEmpty(t, records)
	var out []map[string]string
	for _, r := range records[1:] {
		row := make(map[string]string)
		for k, name := range records[0] {
			row[name] = r[k]
		}
		out = append(out, row)
	}
	return out
}

// files lists the names in a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// read returns a file's contents.
func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

// denseFile writes a random digraph of n neurons of one m-type, in which each
// neuron connects to each other with probability p.
func denseFile(t *testing.T, n int, p float64) string {
	t.Helper()
	if h5.LibVersion() == "" {
		t.Skip("built without HDF5")
	}
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	r := run.Rand(1)
	names := make([]string, n)
	for u := range n {
		names[u] = "L5_TTPC2"
		for v := range n {
			if r.Float64() >= p {
				continue
			}
			require.NoError(t, b.Add(uint32(u), uint32(v)))
		}
	}
	g, _ := b.Build()
	cells, err := connectome.NewCells(connectome.NewLabels(names), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "dense.h5")
	require.NoError(t, portal.Write(context.Background(), path, c, portal.WriteOptions{}))
	return path
}
