package graphml

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
	"github.com/ctopo/ctopo/internal/infile"
)

// fixture is what testdata/expected.json says of a file.
type fixture struct {
	N          int
	Edges      [][]float64
	Loops      int64
	Duplicates int64
	IDs        []string
	Types      []string
	Positions  [][3]float64
}

func TestOpenOthers(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "testdata", "expected.json"))
	require.NoError(t, err)
	var all map[string]fixture
	require.NoError(t, json.Unmarshal(b, &all))
	read := 0
	for name, want := range all {
		if filepath.Ext(name) != ".graphml" {
			continue
		}
		read++
		t.Run(name, func(t *testing.T) {
			c, err := Open(context.Background(), filepath.Join("..", "testdata", name), Options{})
			require.NoError(t, err)
			check(t, want, c)
			out := filepath.Join(t.TempDir(), "out.graphml")
			require.NoError(t, Write(context.Background(), out, c, WriteOptions{}))
			again, err := Open(context.Background(), out, Options{})
			require.NoError(t, err)
			want.Loops, want.Duplicates = 0, 0
			check(t, want, again)
		})
	}
	assert.Equal(t, 4, read)
	_, err = Open(context.Background(), filepath.Join("..", "testdata", "networkx_undirected.graphml"), Options{})
	require.ErrorContains(t, err, "the graph is undirected, and connections have a direction: make it directed")
}

func check(t *testing.T, want fixture, c *connectome.Connectome) {
	t.Helper()
	require.Equal(t, want.N, c.Graph.N())
	assert.Equal(t, want.Edges, formattest.Edges(c.Graph))
	assert.Equal(t, want.Loops, c.LoopsDropped)
	assert.Equal(t, want.Duplicates, c.DuplicatesCollapsed)
	for v, id := range want.IDs {
		assert.Equal(t, id, c.Cells.ID(uint32(v)))
	}
	for v, kind := range want.Types {
		assert.Equal(t, kind, c.Cells.MTypes().Name(uint32(v)))
	}
	for v, p := range want.Positions {
		assert.Equal(t, connectome.Position{X: p[0], Y: p[1], Z: p[2]}, c.Cells.Positions()[v])
	}
}

// document wraps keys and a graph.
func document(keys, graph string) string {
	return `<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + keys + `<graph edgedefault="directed">` + graph + `</graph></graphml>`
}

func TestOpen(t *testing.T) {
	const keys = `<key id="k" for="node" attr.name="Cell Type" attr.type="string"><default>none</default></key>` +
		`<key id="c" for="node" attr.name="synapse_class"/><key id="l" for="node" attr.name="layer"/><key id="x" for="node" attr.name="x_nm"/>` +
		`<key id="y" for="node" attr.name="y_nm"/><key id="z" for="all" attr.name="z_nm"/><key id="w" for="edge" attr.name="syn_count"/><key id="w2" for="edge" attr.name="weight"/>`
	var notes []string
	c, err := Open(context.Background(), formattest.File(t, "g.graphml", document(keys,
		`<desc>x</desc><edge source="b" target="a"><data key="w">5</data></edge>
		<node id="a"><data key="k">PC &amp; <![CDATA[<b>]]></data><data key="c">EXC</data><data key="l">5</data><data key="x">1000</data><data key="y">2000</data><data key="z">-500</data></node>
		<node id="b"><port name="p"/><data key="c">inh</data><data key="unknown"><deep><er>1</er></deep></data></node>
		<edge id="e1" source="a" target="b" directed="true"><data key="w">3</data><data key="w2">0.5</data></edge>
		<edge source="a" target="a"/><edge source="b" target="a"/>`)), Options{Note: func(s string) { notes = append(notes, s) }})
	require.NoError(t, err)
	assert.Equal(t, [][]float64{{0, 1, 0.5}, {1, 0, 6}}, formattest.Edges(c.Graph))
	assert.EqualValues(t, 1, c.LoopsDropped)
	assert.EqualValues(t, 1, c.DuplicatesCollapsed)
	assert.Equal(t, "PC & <b>", c.Cells.MTypes().Name(0))
	assert.Equal(t, "none", c.Cells.MTypes().Name(1))
	assert.Equal(t, connectome.Excitatory, c.Cells.Class(0))
	assert.Equal(t, connectome.Inhibitory, c.Cells.Class(1))
	assert.Equal(t, "L5", c.Cells.Layers().Name(0))
	assert.Nil(t, c.Cells.Positions())
	assert.Equal(t, []string{"2 edges have no weight, as others have, and weigh 1", "1 of 2 nodes lack a position: positions are not taken"}, notes)
}

func TestNamesOfIgraph(t *testing.T) {
	const key = `<key id="v_name" for="node" attr.name="name"/>`
	for name, c := range map[string]struct {
		nodes string
		want  []string
	}{
		"names":       {`<node id="n0"><data key="v_name">x</data></node><node id="n1"><data key="v_name">7</data></node>`, []string{"x", "7"}},
		"alike":       {`<node id="n0"><data key="v_name">x</data></node><node id="n1"><data key="v_name">x</data></node>`, []string{"0", "1"}},
		"not all":     {`<node id="n0"><data key="v_name">x</data></node><node id="n1"/>`, []string{"0", "1"}},
		"ids of note": {`<node id="N0"><data key="v_name">x</data></node><node id="n1"/>`, []string{"N0", "n1"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Open(context.Background(), formattest.File(t, "g.graphml", document(key, c.nodes)), Options{})
			require.NoError(t, err)
			for v, id := range c.want {
				assert.Equal(t, id, got.Cells.ID(uint32(v)))
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"not XML":        {"pre,post\n", "there is no graph in it"},
		"other XML":      {"<html/>", `line 1: its first element is "html", want graphml`},
		"no graph":       {"<graphml/>", "there is no graph in it"},
		"cut short":      {document("", `<node id="a"/>`)[:130], "not XML: unexpected EOF: the file is damaged"},
		"undirected":     {"<graphml><graph edgedefault='undirected'/></graphml>", "line 1: the graph is undirected"},
		"unsaid":         {"<graphml><graph/></graphml>", "the graph is not said to be directed"},
		"one undirected": {document("", `<node id="a"/><node id="b"/><edge source="a" target="b" directed="false"/>`), "an edge without a direction"},
		"nested":         {document("", `<node id="a"><graph edgedefault="directed"/></node>`), "a graph within a node"},
		"two graphs":     {"<graphml><graph edgedefault='directed'/><graph edgedefault='directed'/></graphml>", "more than one graph"},
		"hyperedge":      {document("", `<hyperedge/>`), "a hyperedge"},
		"twice":          {document("", `<node id="a"/><node id="a"/>`), `the node "a" is declared before`},
		"no id":          {document("", `<node/>`), "an id is empty"},
		"undeclared":     {document("", `<node id="a"/><edge source="a" target="b"/>`), `an edge names the node "b", which is not declared`},
		"weight":         {document(`<key id="w" attr.name="weight" for="edge"/>`, `<node id="a"/><edge source="a" target="a"><data key="w">x</data></edge>`), `the weight "x" is no finite number`},
		"class":          {document(`<key id="c" attr.name="ei" for="node"/>`, `<node id="a"><data key="c">x</data></node>`), `synapse class "x": want E or EXC`},
		"coordinate":     {document(`<key id="x" attr.name="x" for="node"/>`, `<node id="a"><data key="x">x</data></node>`), `"x" is no coordinate`},
		"entity":         {document("", `<node id="&lol;"/>`), "not XML: invalid character entity &lol;"},
		"another text":   {`<?xml version="1.0" encoding="ISO-8859-1"?><graphml/>`, "text in ISO-8859-1, want UTF-8: save it as that"},
		"deep":           {"<graphml>" + strings.Repeat("<a>", 100), "more than 64 elements within each other"},
		"deep in a node": {document("", "<node id='a'>"+strings.Repeat("<a>", 100)), "more than 64 elements within each other"},
		"a long comment": {"<graphml><!--" + strings.Repeat("x>", 1<<20), "a tag, text or comment of more than 1048576 bytes"},
		"float id":       {document("", `<node id="7.2e17"/>`), "the id 7.2e17 is a float"},
	} {
		t.Run(name, func(t *testing.T) {
			path := formattest.File(t, "g.graphml", c.text)
			_, err := Open(context.Background(), path, Options{})
			var typed *infile.Error
			require.ErrorAs(t, err, &typed)
			assert.ErrorContains(t, err, path+": ")
			assert.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	var many strings.Builder
	for v := range 50 {
		fmt.Fprintf(&many, `<node id="n%d"/>`, v)
	}
	_, err := Open(context.Background(), formattest.File(t, "g.graphml", document("", many.String())), Options{MemoryLimit: 1000})
	require.ErrorContains(t, err, "neurons, want at most 10: the file is damaged, or the memory limit must be raised")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, formattest.File(t, "g.graphml", "<graphml/>"), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	for want, opt := range map[string]connectome.CellOptions{
		"two neurons have the id 4":                      {IDs: []int64{4, 4}},
		"has characters that XML cannot hold: rename it": {Names: []string{"a", "\x01"}},
	} {
		g, err := connectome.FromCSR(2, []int64{0, 1, 1}, []uint32{1}, nil)
		require.NoError(t, err)
		cells, err := connectome.NewCells(connectome.NewLabels([]string{"", ""}), opt)
		require.NoError(t, err)
		c, err := connectome.New(g, cells, connectome.Source{})
		require.NoError(t, err)
		require.ErrorContains(t, Write(context.Background(), filepath.Join(dir, "g.graphml"), c, WriteOptions{}), want)
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// FuzzOpen checks that any bytes give either a connectome that survives being
// written and read again, or an error of one line.
func FuzzOpen(f *testing.F) {
	for _, name := range []string{"networkx.graphml", "igraph.graphml", "networkx_multi.graphml", "igraph_bare.graphml"} {
		b, err := os.ReadFile(filepath.Join("..", "testdata", name))
		require.NoError(f, err)
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Open(context.Background(), formattest.File(t, "g.graphml", text), Options{MemoryLimit: 1 << 20})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of two lines: %q", err)
			}
			return
		}
		out := filepath.Join(t.TempDir(), "out.graphml")
		if err := Write(context.Background(), out, c, WriteOptions{}); err != nil {
			require.ErrorContains(t, err, "characters that XML cannot hold")
			return
		}
		again, err := Open(context.Background(), out, Options{MemoryLimit: 4 << 20})
		require.NoError(t, err)
		assert.True(t, c.Graph.Equal(again.Graph))
		for v := range uint32(c.Graph.N()) {
			assert.Equal(t, c.Cells.ID(v), again.Cells.ID(v))
			assert.Equal(t, c.Cells.MTypes().Name(v), again.Cells.MTypes().Name(v))
		}
	})
}
