//go:build cgo

package sonata

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
	"github.com/ctopo/ctopo/internal/shared"
)

func data(name string) string { return filepath.Join("testdata", name) }

func pairs(g *connectome.Graph) (all [][2]uint32, weights []float64) {
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			all = append(all, [2]uint32{u, v})
		}
		weights = append(weights, g.OutWeights(u)...)
	}
	return all, weights
}

func TestBothInOneFile(t *testing.T) {
	c, err := Open(context.Background(), data("both.h5"), Options{})
	require.NoError(t, err)
	all, weights := pairs(c.Graph)
	assert.Equal(t, [][2]uint32{{0, 1}, {1, 0}, {3, 2}}, all)
	assert.Equal(t, []float64{5, 1, 1}, weights, "contacts add up")
	assert.Equal(t, int64(1), c.LoopsDropped)
	assert.Equal(t, int64(1), c.DuplicatesCollapsed)
	assert.Equal(t, []string{"L2_BC", "L2_PC", "L4_MC", "L5_PC"}, c.Cells.MTypes().Names)
	assert.Equal(t, []uint32{3, 1, 2, 0, 3}, c.Cells.MTypes().Of)
	assert.Equal(t, []string{"L2", "L4", "L5"}, c.Cells.Layers().Names)
	assert.Equal(t, connectome.Inhibitory, c.Cells.Class(3))
	assert.Equal(t, []connectome.Position{{X: 0, Y: 10, Z: 20}, {X: 0, Y: 10, Z: 20}, {X: 1, Y: 11, Z: 21}, {X: 1, Y: 11, Z: 21}, {X: 2, Y: 12, Z: 22}}, c.Cells.Positions())
	assert.False(t, c.Cells.Numbered())
	assert.Equal(t, "sonata", c.Source.Format)
	assert.Len(t, c.Source.SHA256, 64)
	st, err := os.Stat(data("both.h5"))
	require.NoError(t, err)
	assert.Equal(t, st.Size(), c.Source.Size)
}

func TestNodesApart(t *testing.T) {
	ctx := context.Background()
	c, err := Open(ctx, data("edges.h5"), Options{Nodes: data("nodes.h5"), NodeTypes: data("node_types.csv")})
	require.NoError(t, err)
	all, weights := pairs(c.Graph)
	assert.Equal(t, [][2]uint32{{0, 1}, {1, 0}, {1, 2}, {2, 0}}, all)
	assert.Equal(t, []float64{1, 2, 1, 1}, weights)
	assert.Equal(t, []string{"", "'e23'", "PV basket"}, c.Cells.MTypes().Names)
	assert.Equal(t, []uint32{1, 2, 1, 0}, c.Cells.MTypes().Of)
	assert.Equal(t, []connectome.Class{1, 2, 1, 1}, []connectome.Class{c.Cells.Class(0), c.Cells.Class(1), c.Cells.Class(2), c.Cells.Class(3)})
	assert.Equal(t, connectome.Position{X: 9, Y: 10, Z: 11}, c.Cells.Positions()[0])
	assert.Equal(t, []string{"10", "70", "30", "4611686018427387904"}, []string{c.Cells.ID(0), c.Cells.ID(1), c.Cells.ID(2), c.Cells.ID(3)})

	c, err = Open(ctx, data("edges.h5"), Options{Nodes: data("nodes.h5")})
	require.NoError(t, err)
	assert.Equal(t, []string{"type 100", "type 101", "type 102"}, c.Cells.MTypes().Names, "without a table, types go by their ids")

	table := filepath.Join(t.TempDir(), "cells.csv")
	require.NoError(t, os.WriteFile(table, []byte("id,mtype\n70,L5_PC\n10,L5_MC\n30,L5_PC\n"), 0o600))
	var notes []string
	c, err = Open(ctx, data("edges.h5"), Options{Nodes: table, Note: func(s string) { notes = append(notes, s) }})
	require.NoError(t, err)
	assert.Equal(t, 71, c.Graph.N(), "ids are numbers")
	assert.Equal(t, "L5_MC", c.Cells.MTypes().Name(10))
	assert.Len(t, notes, 2)
}

func TestPopulations(t *testing.T) {
	ctx := context.Background()
	for want, n := range map[string]int{"a_a": 3, "a": 3, "b": 2, "b_b": 2} {
		c, err := Open(ctx, data("several.h5"), Options{Population: want})
		require.NoError(t, err)
		assert.Equal(t, n, c.Graph.N(), want)
	}
	var notes []string
	c, err := Open(ctx, data("bare.h5"), Options{Note: func(s string) { notes = append(notes, s) }})
	require.NoError(t, err)
	assert.Equal(t, 3, c.Graph.N())
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0], "nothing is known of its nodes")
	for name, tc := range map[string]struct {
		file, says string
		opt        Options
	}{
		"several":      {"several.h5", "/edges: it holds several populations of edges: a_a, b_b: name one of them as the population", Options{}},
		"between":      {"several.h5", "/edges/a_b: it leads from nodes of a to those of b: name a population of edges within one", Options{Population: "a_b"}},
		"unknown":      {"several.h5", `there is no population "c": there are a_a (a to a), a_b (a to b), b_b (b to b): name one of these`, Options{Population: "c"}},
		"nodes only":   {"nodes.h5", "it holds nodes, and no edges: read the file of edges, and give this one by --cells", Options{}},
		"other nodes":  {"several.h5", "nodes.h5: /nodes/a: there are no such nodes, but other, v1: name the file that holds them", Options{Population: "a", Nodes: data("nodes.h5")}},
		"foreign ids":  {"both.h5", "many.h5: no such file", Options{Nodes: data("many.h5")}},
		"no such type": {"edges.h5", "bad.csv: no such file or directory", Options{Nodes: data("nodes.h5"), NodeTypes: data("bad.csv")}},
		"no HDF5":      {"node_types.csv", "node_types.csv: ", Options{}},
		"absent":       {"absent.h5", "absent.h5: no such file or directory: check the path", Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(ctx, data(tc.file), tc.opt)
			require.Error(t, err)
			assert.Contains(t, err.Error(), tc.says)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	for file, is := range map[string]bool{"both.h5": true, "nodes.h5": true} {
		ok, err := Recognises(ctx, data(file))
		require.NoError(t, err)
		assert.Equal(t, is, ok)
	}
}

func TestNodeTypeTables(t *testing.T) {
	for name, text := range map[string]string{
		"blanks": "node_type_id  ei \"pop name\"\n1  e \"a b\" \n2 i NULL\n",
		"commas": "node_type_id,ei,pop name\n1,e,a b\n2,i,\n",
		"tabs":   "node_type_id\tei\tpop name\n1\te\ta b\n2\ti\tNULL\n",
	} {
		types, err := parseNodeTypes(text, "x")
		require.NoError(t, err, name)
		assert.Equal(t, map[int64]map[string]string{
			1: {"node_type_id": "1", "ei": "e", "pop name": "a b"}, 2: {"node_type_id": "2", "ei": "i"},
		}, types, name)
	}
	for text, says := range map[string]string{
		"":                                "line 1: not a table of node types",
		"ei\ne\n":                         "line 2: no number in a column node_type_id",
		"node_type_id ei\n1 e\n1 i\n":     "line 3: node type 1 is listed twice",
		"node_type_id ei\n1 e x\n":        "line 2: a row of another number of fields than the header",
		"node_type_id ei\n1\n":            "line 2: a row of another number of fields than the header",
		"node_type_id population\nx v1\n": "line 2: no number",
	} {
		_, err := parseNodeTypes(text, "v1")
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), says)
	}
}

// sample makes a connectome with all that the format has room for.
func sample(t testing.TB, weights []float64, opt connectome.CellOptions) *connectome.Connectome {
	t.Helper()
	b, err := connectome.NewBuilder(4)
	require.NoError(t, err)
	for i, e := range [][2]uint32{{0, 1}, {1, 0}, {0, 3}, {2, 3}} {
		if weights != nil {
			require.NoError(t, b.AddWeighted(e[0], e[1], weights[i]))
		} else {
			require.NoError(t, b.Add(e[0], e[1]))
		}
	}
	g, _ := b.Build()
	cells, err := connectome.NewCells(connectome.Labels{Names: []string{"L2_PC", "L5_MC:ü"}, Of: []uint32{0, 1, 1, 0}}, opt)
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.NoIdentity})
	require.NoError(t, err)
	return c
}

func TestWriteAndReadAgain(t *testing.T) {
	ctx := context.Background()
	full := connectome.CellOptions{
		Layers:    []string{"L2", "L5", "L4", "L2"},
		Classes:   []connectome.Class{connectome.Excitatory, connectome.Inhibitory, connectome.ClassUnknown, connectome.Excitatory},
		Positions: []connectome.Position{{X: 1, Y: math.Pi, Z: -2}, {}, {X: 3}, {Y: 1e300}},
	}
	ids, names := full, full
	ids.IDs = []int64{math.MaxInt64, -1, 0, 7}
	names.Names = []string{"AVAL", "", "x y", "ü"}
	for name, c := range map[string]*connectome.Connectome{
		"plain":    sample(t, nil, connectome.CellOptions{}),
		"full":     sample(t, nil, full),
		"contacts": sample(t, []float64{1, 2, 3, 4e9}, ids),
		"weights":  sample(t, []float64{1, 0.5, -3, 4}, names),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.sonata.h5")
			require.NoError(t, Write(ctx, path, c, WriteOptions{}))
			got, err := Open(ctx, path, Options{})
			require.NoError(t, err)
			assert.True(t, c.Graph.Equal(got.Graph))
			assert.Equal(t, c.Cells.MTypes(), got.Cells.MTypes())
			assert.Equal(t, c.Cells.Layers(), got.Cells.Layers())
			assert.Equal(t, c.Cells.Classes(), got.Cells.Classes())
			assert.Equal(t, c.Cells.Positions(), got.Cells.Positions())
			assert.Equal(t, c.Cells.Named(), got.Cells.Named())
			for v := range uint32(4) {
				assert.Equal(t, c.Cells.ID(v), got.Cells.ID(v))
			}
			// The same bytes once more.
			first, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, Write(ctx, path, c, WriteOptions{}))
			again, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, first, again)
		})
	}
	dir := t.TempDir()
	bad, err := connectome.NewCells(connectome.NewLabels([]string{"a\x00b", "", "", ""}), connectome.CellOptions{})
	require.NoError(t, err)
	c := sample(t, nil, connectome.CellOptions{})
	c.Cells = bad
	require.ErrorContains(t, Write(ctx, filepath.Join(dir, "x.h5"), c, WriteOptions{}), "holds a zero byte")
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, Write(stopped, filepath.Join(dir, "x.h5"), c, WriteOptions{}), context.Canceled)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
	require.Error(t, Write(ctx, filepath.Join(dir, "no", "x.h5"), c, WriteOptions{}))
}

// TestH5pyReadsWhatIsWritten reads a written file as SONATA's own readers do.
func TestH5pyReadsWhatIsWritten(t *testing.T) {
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import h5py").Run() != nil {
		t.Skip("h5py is not there")
	}
	path := filepath.Join(t.TempDir(), "x.sonata.h5")
	require.NoError(t, Write(context.Background(), path, sample(t, []float64{1, 2, 3, 4}, connectome.CellOptions{}), WriteOptions{Nodes: "v1"}))
	out, err := exec.Command(python, "-c", `
import h5py, sys
f = h5py.File(sys.argv[1])
print(f.attrs["magic"], list(f.attrs["version"]))
e = f["edges/v1__v1__chemical"]
for name in "source_node_id", "target_node_id":
    print(name, e[name].dtype, list(e[name]), e[name].attrs["node_population"])
print(list(e["edge_type_id"]), list(e["edge_group_id"]), list(e["edge_group_index"]), list(e["0/nsyns"]))
n = f["nodes/v1"]
print(list(n["node_id"]), list(n["node_type_id"]), list(n["node_group_id"]), list(n["node_group_index"]))
print([n["0/@library/mtype"].asstr()[k] for k in n["0/mtype"]], [n["0/@library/model_type"].asstr()[k] for k in n["0/model_type"]])
`, path).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, strings.TrimLeft(`
2682 [0, 1]
source_node_id uint64 [0, 0, 1, 2] v1
target_node_id uint64 [1, 3, 0, 3] v1
[-1, -1, -1, -1] [0, 0, 0, 0] [0, 1, 2, 3] [1, 3, 2, 4]
[0, 1, 2, 3] [-1, -1, -1, -1] [0, 0, 0, 0] [0, 1, 2, 3]
['L2_PC', 'L5_MC:ü', 'L5_MC:ü', 'L2_PC'] ['virtual', 'virtual', 'virtual', 'virtual']
`, "\n"), string(out))
}

func TestExampleNetwork(t *testing.T) {
	dir := shared.Path(t, "data", "sonata")
	nodes, types := filepath.Join(dir, "internal_nodes.h5"), filepath.Join(dir, "internal_node_types.csv")
	c, err := Open(context.Background(), filepath.Join(dir, "internal_internal_edges.h5"), Options{Nodes: nodes, NodeTypes: types})
	require.NoError(t, err)
	assert.Equal(t, 300, c.Graph.N())
	assert.Equal(t, int64(27502), c.Graph.Connections())
	assert.Equal(t, int64(86), c.LoopsDropped)
	assert.Equal(t, []string{"Nr5a1", "PV1", "PV2", "Rorb", "Scnn1a"}, c.Cells.MTypes().Names)
	assert.Equal(t, []string{"E", "I"}, c.Cells.Classes().Names)
	_, err = Open(context.Background(), filepath.Join(dir, "external_internal_edges.h5"), Options{})
	require.ErrorContains(t, err, "all its edges lead from one population of nodes to another: external_to_internal (external to internal)")
}

func TestLimitsAndContext(t *testing.T) {
	_, err := Open(context.Background(), data("both.h5"), Options{MemoryLimit: 64})
	require.ErrorAs(t, err, new(*infile.Error))
	require.ErrorContains(t, err, "the memory limit must be raised")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, data("both.h5"), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
