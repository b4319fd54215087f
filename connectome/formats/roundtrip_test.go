package formats

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
)

// circuits are such as strain formats: with everything that one can hold, with
// names for ids, with nothing but connections, and hardly those.
func circuits(t *testing.T) map[string]*connectome.Connectome {
	t.Helper()
	build := func(n int, p float64, weighted bool, types []string, opt connectome.CellOptions) *connectome.Connectome {
		b, err := connectome.NewBuilder(n)
		require.NoError(t, err)
		r := run.Rand(5)
		for u := range uint32(n) {
			for v := range uint32(n) {
				if u == v || r.Float64() >= p {
					continue
				}
				if weighted {
					require.NoError(t, b.AddWeighted(u, v, float64(1+r.IntN(40))/4))
				} else {
					require.NoError(t, b.Add(u, v))
				}
			}
		}
		g, _ := b.Build()
		cells, err := connectome.NewCells(connectome.NewLabels(types), opt)
		require.NoError(t, err)
		c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.NoIdentity})
		require.NoError(t, err)
		return c
	}
	const n = 20
	types, layers, classes := []string{}, []string{}, []connectome.Class{}
	var positions []connectome.Position
	var ids []int64
	var names []string
	for v := range n {
		types = append(types, []string{"PC", "MC", "PC <&> \"x\"", "BC"}[v*7%4])
		layers = append(layers, fmt.Sprintf("L%d", 1+v%3))
		classes = append(classes, connectome.Class(v%3))
		positions = append(positions, connectome.Position{X: float64(v) / 3, Y: -1e-7, Z: 1e6})
		ids = append(ids, 720575940600000000+int64((v*13)%n))
		names = append(names, fmt.Sprintf("N%02d é", (v*13)%n))
	}
	return map[string]*connectome.Connectome{
		"whole":       build(n, 0.2, true, types, connectome.CellOptions{IDs: ids, Layers: layers, Classes: classes, Positions: positions}),
		"named":       build(n, 0.2, false, types, connectome.CellOptions{Names: names}),
		"bare":        build(n, 0.3, false, slices.Repeat([]string{""}, n), connectome.CellOptions{}),
		"unconnected": build(3, 0, false, slices.Repeat([]string{""}, 3), connectome.CellOptions{}),
		"one":         build(1, 0, false, []string{""}, connectome.CellOptions{}),
	}
}

// again writes a connectome in a format, and reads it, with what was written beside it.
func again(t *testing.T, c *connectome.Connectome, f Format) *connectome.Connectome {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c"+f.Extensions()[0])
	require.NoError(t, Write(context.Background(), path, c, WriteOptions{Format: f}))
	opt := Options{}
	if beside := f.Beside(path); len(beside) > 0 {
		opt.Cells = beside[0]
	}
	detected, err := Detect(context.Background(), path, Options{})
	if err == nil {
		assert.Equal(t, f, detected)
	} else {
		require.ErrorContains(t, err, "the file is empty") // a list of no edges
		return nil
	}
	got, err := Open(context.Background(), path, opt)
	require.NoError(t, err)
	return got
}

// writable are the formats that are written in this build.
func writable() []Format {
	var all []Format
	for _, f := range table {
		if f.write != nil && (!f.hdf5 || h5.LibVersion() != "") {
			all = append(all, f.name)
		}
	}
	return all
}

// Every format keeps what it says that it holds, also after another one had it.
func TestRoundTrips(t *testing.T) {
	for name, c := range circuits(t) {
		for _, first := range writable() {
			t.Run(name+" "+string(first), func(t *testing.T) {
				once := again(t, c, first)
				if once == nil {
					return
				}
				same(t, c, once, first.Holds())
				for _, second := range writable() {
					if testing.Short() && second != Native {
						continue
					}
					if twice := again(t, once, second); twice != nil {
						h, g := first.Holds(), second.Holds()
						same(t, c, twice, Holds{h.IDs && g.IDs, h.Types && g.Types, h.Classes && g.Classes, h.Positions && g.Positions, h.Weights && g.Weights, h.Isolated && g.Isolated, h.Order && g.Order})
					}
				}
			})
		}
	}
}

// same compares two connectomes in what is held. Neurons in another order are told
// apart by their type and their connections: only counts are compared.
func same(t *testing.T, want, got *connectome.Connectome, h Holds) {
	t.Helper()
	assert.Equal(t, want.Graph.Connections(), got.Graph.Connections())
	assert.Equal(t, want.Graph.MutualPairs(), got.Graph.MutualPairs())
	if h.Isolated {
		require.Equal(t, want.Graph.N(), got.Graph.N())
	}
	if h.Types {
		assert.Equal(t, sortedTypes(want.Cells), sortedTypes(got.Cells))
	}
	if h.Positions {
		assert.ElementsMatch(t, want.Cells.Positions(), got.Cells.Positions())
	}
	if !h.Order {
		return
	}
	weighted := h.Weights && want.Graph.Weighted()
	assert.Equal(t, weighted, got.Graph.Weighted())
	for v := range uint32(got.Graph.N()) {
		require.Equal(t, want.Graph.Out(v), got.Graph.Out(v))
		if weighted {
			require.Equal(t, want.Graph.OutWeights(v), got.Graph.OutWeights(v))
		}
		if h.IDs {
			require.Equal(t, want.Cells.ID(v), got.Cells.ID(v))
		}
		if h.Types {
			require.Equal(t, want.Cells.MTypes().Name(v), got.Cells.MTypes().Name(v))
		}
		if h.Classes {
			require.Equal(t, want.Cells.Layers().Name(v), got.Cells.Layers().Name(v))
			require.Equal(t, want.Cells.Class(v), got.Cells.Class(v))
		}
		if h.Positions && want.Cells.Positions() != nil {
			require.Equal(t, want.Cells.Positions()[v], got.Cells.Positions()[v])
		}
	}
	if h.IDs {
		assert.Equal(t, want.Cells.Named(), got.Cells.Named())
	}
}

func sortedTypes(cells *connectome.Cells) []string {
	var all []string
	for v := range uint32(cells.N()) {
		all = append(all, cells.MTypes().Name(v))
	}
	slices.Sort(all)
	return all
}

func TestLost(t *testing.T) {
	c := circuits(t)
	for f, want := range map[Format]string{
		Portal:  "the neurons' ids; layers and synapse classes; the connections' weights; the order of neurons",
		NPZ:     "the neurons' ids; cell types; layers and synapse classes; positions",
		Flag:    "the neurons' ids; cell types; layers and synapse classes; positions",
		Edges:   "the neurons' ids; cell types; layers and synapse classes; positions",
		CSV:     "",
		GraphML: "",
		Native:  "",
	} {
		assert.Equal(t, want, strings.Join(Lost(c["whole"], f), "; "), f)
		wantBare := ""
		if f == Edges {
			wantBare = "3 neurons without connections"
		}
		assert.Equal(t, wantBare, strings.Join(Lost(c["unconnected"], f), "; "), f)
	}
	assert.Contains(t, Keepers(c["whole"]), GraphML)
	assert.NotContains(t, Keepers(c["whole"]), Portal)
}

func TestDiscover(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.flag": "dim 0\n0\ndim 1\n", "a/x.edges": "0 1\n", "a.h5": "\x89HDF\r\n\x1a\n", "c.csv": "pre,post\n1,2\n", "notes.txt": "", "._d.npz": "x", "e.graphml": "<graphml/>",
		"mc2.npz": "x",
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	found, skipped, err := Discover(context.Background(), dir)
	require.NoError(t, err)
	var names []string
	for _, in := range found {
		rel, err := filepath.Rel(dir, in.Path)
		require.NoError(t, err)
		names = append(names, filepath.ToSlash(rel)+" "+in.Format)
	}
	assert.Equal(t, []string{"a/x.edges edges", "a.h5 ", "b.flag flag", "e.graphml graphml", "mc2.npz npz"}, names)
	assert.Equal(t, 2, found[4].MC)
	var passed []string
	for _, s := range skipped {
		passed = append(passed, filepath.Base(s.Path))
	}
	assert.Equal(t, []string{"._d.npz", "c.csv", "notes.txt"}, passed)

	found, _, err = Discover(context.Background(), filepath.Join(dir, "c.csv"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	c, err := found[0].Load(context.Background(), Options{})
	require.NoError(t, err)
	assert.Equal(t, "csv", c.Source.Format)
	found, _, err = Discover(context.Background(), filepath.Join(dir, "a"))
	require.NoError(t, err, "no HDF5, and yet something")
	require.Len(t, found, 1)

	bare := t.TempDir()
	_, _, err = Discover(context.Background(), bare)
	require.EqualError(t, err, bare+": no connectome in it: name a folder of files that end in .tar, .h5, .ctopo, .npz, .flag, .edges, .graphml, or a CSV by its own name")
	_, _, err = Discover(context.Background(), filepath.Join(dir, "notes.txt"))
	require.ErrorContains(t, err, "the file is empty")
	_, _, err = Discover(context.Background(), filepath.Join(dir, "absent"))
	require.ErrorContains(t, err, "absent: no such file or directory")
	_, _, err = Discover(context.Background(), "")
	require.ErrorContains(t, err, "the path of an input is empty")
	_, _, err = Discover(context.Background(), file(t, "a.zip", "PK\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00a.txt"))
	require.ErrorContains(t, err, "compressed by zip: unpack it first by unzip")
	_, _, err = Discover(context.Background(), file(t, "a.txt", "nothing of the kind\n"))
	require.ErrorContains(t, err, "in none of the formats that are read")
}

func TestCellsOfFormatsWithoutAny(t *testing.T) {
	edges := file(t, "e.edges", "0 1\n1 2\n")
	var notes []string
	note := func(s string) { notes = append(notes, s) }
	table := file(t, "c.csv", "id,cell_type\n4,b\n0,a\n1,a\n2,b\n")
	c, err := Open(context.Background(), edges, Options{Cells: table, Note: note})
	require.NoError(t, err)
	assert.Equal(t, 5, c.Graph.N(), "a list of edges does not tell how many neurons there are; cells do")
	assert.Equal(t, "b", c.Cells.MTypes().Name(4))
	assert.Equal(t, "", c.Cells.MTypes().Name(3))
	assert.Equal(t, []string{"1 of 5 neurons are not in " + table + ": they are kept, of unknown cell type, and positions are not taken"}, notes)

	flag := file(t, "f.flag", "dim 0\n0 0 0\ndim 1\n0 1\n")
	_, err = Open(context.Background(), flag, Options{Cells: table})
	require.ErrorContains(t, err, "1 of its cells are not among the 3 neurons, which are numbered 0 to 2")
	c, err = Open(context.Background(), flag, Options{Cells: file(t, "c.csv", "type\nx\ny\nx\n")})
	require.NoError(t, err)
	assert.Equal(t, []int64{2, 1}, c.Cells.MTypes().Counts())

	// A file that tells its cells' types keeps them.
	typed := filepath.Join(t.TempDir(), "g.graphml")
	require.NoError(t, Write(context.Background(), typed, c, WriteOptions{}))
	notes = nil
	got, err := Open(context.Background(), typed, Options{Cells: table, Note: note})
	require.NoError(t, err)
	assert.Equal(t, []int64{2, 1}, got.Cells.MTypes().Counts())
	assert.Equal(t, []string{"the file tells the types of its cells itself: " + table + " is not used for it"}, notes)
	_, err = Open(context.Background(), edges, Options{Cells: file(t, "c.csv", "id,type\n9223372036854775807,x\n")})
	require.ErrorContains(t, err, "neurons, want at most")
}

func TestWriteNamesFormats(t *testing.T) {
	c := circuits(t)["bare"]
	require.ErrorContains(t, Write(context.Background(), "x.unknown", c, WriteOptions{}), "x.unknown: its ending stands for no format: there are .h5, ")
	require.ErrorContains(t, Write(context.Background(), "x.npz", c, WriteOptions{Format: "xml"}), `there is no format "xml": there are portal, `)
	_, err := Open(context.Background(), "x.npz", Options{Format: "xml"})
	require.ErrorContains(t, err, `there is no format "xml"`)
	f, err := ForWriting("a.GraphML.gz", "")
	require.NoError(t, err)
	assert.Equal(t, GraphML, f)
	_, err = Parse("x")
	require.Error(t, err)
}

// The portal's layout has to call cells without a type something, and a / in a name
// something else.
func TestNamesOfTypesInHDF5(t *testing.T) {
	if h5.LibVersion() == "" {
		t.Skip("built without HDF5")
	}
	g, err := connectome.FromCSR(3, []int64{0, 1, 1, 1}, []uint32{1}, nil)
	require.NoError(t, err)
	cells, err := connectome.NewCells(connectome.NewLabels([]string{"L2/3 IT", "", "."}), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	assert.Contains(t, Lost(c, Portal), "a / in the names of cell types, which becomes _")
	assert.Equal(t, []string{"", "L2_3 IT", "_"}, sortedTypes(again(t, c, Portal).Cells))
}

// FuzzDetect checks that the first bytes of a file never make detection fail in
// more than a line.
func FuzzDetect(f *testing.F) {
	f.Add("dim 0\n", "a.flag")
	f.Add("\x1f\x8b\x08", "x.csv.gz")
	f.Add("PK\x03\x04", "x")
	f.Fuzz(func(t *testing.T, text, name string) {
		path := file(t, "x", text)
		if ext := filepath.Ext(name); ext == filepath.Base(ext) && !strings.ContainsAny(ext, "\x00/") && len(ext) < 40 {
			renamed := path + ext
			if os.Rename(path, renamed) == nil {
				path = renamed
			}
		}
		if isHDF5([]byte(text), path) {
			return // what libhdf5 does with damaged files is what its guard is for
		}
		if _, err := Detect(context.Background(), path, Options{}); err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("an error of two lines: %q", err)
		}
	})
}
