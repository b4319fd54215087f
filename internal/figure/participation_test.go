package figure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func init() {
	for name, columns := range map[string]string{
		"cell_types":           "instance mtype layer class #cells",
		"motifs_per_neuron":    "instance #neuron mtype man motif #role #count",
		"motifs_by_mtype":      "instance man motif type0 type1 type2 #count #expected #sd #z #ratio #log2_ratio #difference null source",
		"simplices_per_neuron": "instance #neuron mtype #dim #count",
		"simplices_per_edge":   "instance #pre #post #dim #count",
		"simplices_by_mtype":   "instance #dim source sink #count",
	} {
		topologyColumns[name] = columns
	}
}

// twoTypes are two cells of A and six of B.
func twoTypes(t testing.TB, instances ...string) connectome.Table {
	var rows []string
	for _, name := range instances {
		rows = append(rows, name+" A L1 I 2", name+" B L5 E 6")
	}
	return tableOf(t, "cell_types", rows...)
}

// TestMotifsPerNeuron: neurons that are not in the table have no triads, classes that do
// not hang together are left out, and A has four times the mean.
func TestMotifsPerNeuron(t *testing.T) {
	c := Circuit{Instance: "a", Neurons: 8}
	table := TallyNeuronMotifs(tableOf(t, "motifs_per_neuron", "a 0 A 012 _ 0 99", "a 0 A 021C 1 0 10", "a 1 A 021C 1 0 6", "a 2 B 021C 1 1 8", "a 0 A 300 13 0 3"), c)
	r := rowsOf(table)
	got := map[string][]float64{}
	for i := range r.Rows() {
		got[r.text("key", i)+" "+r.text("all", i)+" "+r.text("type", i)] = []float64{r.number("n", i), r.number("median", i), r.number("max", i)}
	}
	assert.Len(t, got, 6)
	assert.Equal(t, 16.0, got["021C/0 false A"][0])
	assert.Equal(t, []float64{8, 0, 10}, got["021C/0 true "])
	assert.NotContains(t, got, "012/0 true ")

	f, err := MotifsPerNeuron(table, twoTypes(t, "a"), Meta{File: "x", Circuits: []Circuit{c}})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 3, marks(svg, "box"))
	assert.Equal(t, 1, marks(svg, "heat"))
	assert.Equal(t, 30, strings.Count(svg, `<g class="role">`), "the roles of the thirteen motifs")
	assert.Contains(t, svg, "<title>021C/0, a: at most 10</title>")
	v := participationOf(r, rowsOf(twoTypes(t, "a")), "mtype", rolePlaces(), Meta{})
	assert.Equal(t, []string{"A", "B"}, v.types.names)
	assert.InDelta(t, 2, v.enrichment(0, 0, 0), 1e-12, "16 of 2 cells, 16 of 8")
	assert.Contains(t, f.Caption, "x: 8 neurons.")
}

// TestParticipationOfOneType: boxes alone, and no figure where there are none.
func TestParticipationOfOneType(t *testing.T) {
	c := Circuit{Instance: "a", Neurons: 4}
	cells := tableOf(t, "cell_types", "a _ _ _ 4")
	f, err := SimplicesPerNeuron(TallyNeuronSimplices(tableOf(t, "simplices_per_neuron", "a 0 _ 0 1", "a 0 _ 1 3", "a 1 _ 1 1", "a 2 _ 2 5"), c), cells, Meta{})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 2, marks(svg, "box"))
	assert.Zero(t, marks(svg, "heat"))
	assert.NotContains(t, f.Caption, "m-type")
	_, err = MotifRoles(TallyTypedMotifs(tableOf(t, "motifs_by_mtype", "a 300 13 _ _ _ 5 _ _ _ _ _ _ _ _"), c), cells, "mtype", Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

// TestMotifRoles: each triad counts for the type at each of its roles, and once more for
// each of two that can change places.
func TestMotifRoles(t *testing.T) {
	table := TallyTypedMotifs(tableOf(t, "motifs_by_mtype", "a 021D 3 A B B 5 _ _ _ _ _ _ _ _", "a 003 _ A A A 7 _ _ _ _ _ _ _ _", "a 021D 3 A A B 50 _ _ _ _ _ _ _ _", "b 021D 3 A A B 9 _ _ _ _ _ _ _ _"), Circuit{Instance: "a", Neurons: 8})
	v := participationOf(rowsOf(table), rowsOf(twoTypes(t, "a")), "mtype", rolePlaces(), Meta{})
	at := map[string]int{}
	for k, place := range v.places {
		at[place.key] = k
	}
	assert.Equal(t, 55.0, v.sum[0][0][at["021D/0"]])
	assert.Equal(t, 50.0, v.sum[0][0][at["021D/1"]])
	assert.Equal(t, 60.0, v.sum[0][1][at["021D/1"]])
	f, err := MotifRoles(table, twoTypes(t, "a"), "mtype", Meta{})
	require.NoError(t, err)
	assert.Equal(t, "motifs_by_mtype", f.Name)
	assert.Zero(t, marks(svgOf(t, f), "box"))
}

// TestParticipationOfGroups: reconstruction, control and their ratio, of one scale.
func TestParticipationOfGroups(t *testing.T) {
	var all []connectome.Table
	for k, name := range []string{"a", "b", "c", "d"} {
		n := []int{40, 40, 10, 10}[k]
		all = append(all, TallyNeuronSimplices(tableOf(t, "simplices_per_neuron",
			fmt.Sprintf("%s 0 A 1 %d", name, n), fmt.Sprintf("%s 3 B 1 %d", name, n), fmt.Sprintf("%s 3 B 2 4", name)), Circuit{Instance: name, Neurons: 8}))
	}
	table, err := connectome.Concat(all...)
	require.NoError(t, err)
	f, err := SimplicesPerNeuron(table, twoTypes(t, "a", "b", "c", "d"), contrasted)
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 3, marks(svg, "heat"))
	assert.Equal(t, 4, marks(svg, "box"))
	for _, want := range []string{">reconstruction (n = 2)</text>", ">control (n = 2)</text>", ">reconstruction</text>", ">control</text>", ">reconstruction / control</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.Contains(t, f.Caption, "grey where both have fewer than 10")
	v := participationOf(rowsOf(table), rowsOf(twoTypes(t, "a", "b", "c", "d")), "mtype", dimensionPlaces(rowsOf(table), 1), contrasted)
	ratio := participationFigure{by: "mtype"}.maps(v)[2]
	assert.InDelta(t, 2, ratio.value(0, 0), 1e-12, "four times as many")
	assert.False(t, ratio.grey(0, 0))
	assert.True(t, ratio.grey(1, 1), "four are few")
}

// TestTypedMotifs: the strongest come first and last, and those without z, or with less
// than one expected, are left out.
func TestTypedMotifs(t *testing.T) {
	rows := []string{"a 300 13 A A B 9 3 1 6 3 1.58 6 pathway exact", "a 030T 4 A B B 1 4 1 -3 0.25 -2 -3 pathway exact",
		"a 021C 1 A A A 7 0.5 1 99 2 1 1 pathway exact", "a 021C 1 A A B 7 5 0 _ 2 1 1 pathway exact", "a 012 _ A A B 7 5 1 77 2 1 1 pathway exact",
		"a 030C 7 B B B 0 9 1 -9 0 -Inf -9 pathway exact"}
	for k := range 20 {
		rows = append(rows, fmt.Sprintf("a 201 8 T%d A B 9 8 1 1.%d 1.1 0.2 1 pathway exact", k, k))
	}
	table := ConnectedTypedMotifs(tableOf(t, "motifs_by_mtype", rows...), Circuit{Instance: "a"})
	assert.Equal(t, len(rows)-2, table.Rows(), "neither what does not hang together nor what is hardly expected")
	f, err := TypedMotifs(table, Meta{File: "x"})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 17, marks(svg, "z"))
	assert.Equal(t, 16, marks(svg, "ratio"), "none of one motif is found")
	assert.Less(t, strings.Index(svg, ">A, A, B</text>"), strings.Index(svg, ">A, B, B</text>"))
	assert.NotContains(t, svg, ">A, A, A</text>")
	assert.Contains(t, svg, "<title>300, A, A, B, a: 6</title>")
	assert.Contains(t, f.Caption, "The 15 motifs furthest above and the 2 furthest below")
	assert.Contains(t, f.Caption, "Null model: pathway")
	f.Resize(85)
	svgOf(t, f)
}

// TestSimplexTypes: shares of the dimension, grey where there are none, and the ratio of
// the numbers.
func TestSimplexTypes(t *testing.T) {
	var rows []string
	for k, name := range []string{"a", "b", "c", "d"} {
		n := []int{30, 50, 10, 10}[k]
		rows = append(rows, name+" 0 A A 5", name+" 1 A B 12", fmt.Sprintf("%s 2 A B %d", name, n), fmt.Sprintf("%s 2 B B %d", name, n))
	}
	table := tableOf(t, "simplices_by_mtype", rows...)
	f, err := SimplexTypes(table, connectome.Table{}, contrasted)
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 6, marks(svg, "heat"), "two dimensions of two groups and their ratio")
	for _, want := range []string{">Dim. 2, reconstruction (n = 2)</text>", ">Dim. 2, ratio</text>", ">0.5</text>", ">2</text>", ">source m-type</text>", ">sink m-type</text>"} {
		assert.Contains(t, svg, want)
	}
	one, err := SimplexTypes(tableOf(t, "simplices_by_mtype", "a 0 A A 5", "a 1 A B 3", "a 2 A B 3", "a 3 A B 1"), connectome.Table{}, Meta{})
	require.NoError(t, err)
	assert.Equal(t, 3, marks(svgOf(t, one), "heat"))
	_, err = SimplexTypes(tableOf(t, "simplices_by_mtype", "a 0 A A 5"), connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

// TestSimplicesPerEdge: the tail begins with all connections that are in a simplex, over
// all connections.
func TestSimplicesPerEdge(t *testing.T) {
	part := tableOf(t, "simplices_per_edge", "a 0 1 1 1", "a 0 2 1 1", "a 1 2 1 1", "a 2 1 1 1", "a 0 1 2 3", "a 0 2 2 3", "a 1 2 2 1", "a 0 1 3 1")
	table := TallyEdges(part, Circuit{Instance: "a"})
	assert.Equal(t, 4, table.Rows())
	v := newEdgeTails(rowsOf(table), Meta{})
	tail := v.tail(0, 2)
	require.Len(t, tail, 2)
	assert.Equal(t, []float64{1, 0.75, 3, 0.5}, []float64{tail[0].x, tail[0].y, tail[1].x, tail[1].y})
	f, err := SimplicesPerEdge(table, Meta{File: "x"})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 3, marks(svg, "tail"), "a line each, and a dot for the dimension with one value")
	assert.Contains(t, svg, ">dimension 3</text>")
	_, err = SimplicesPerEdge(TallyEdges(tableOf(t, "simplices_per_edge", "a 0 1 1 1"), Circuit{Instance: "a"}), Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

func infoTables(t testing.TB, instances ...string) (cells, blocks, degrees connectome.Table) {
	topologyColumns["connections"] = "instance pre_mtype post_mtype pre_layer post_layer pre_class post_class #connections"
	topologyColumns["ends"] = "instance #in #out"
	var b, d []string
	for _, name := range instances {
		b = append(b, name+" A B L1 L5 I E 6", name+" B B L5 L5 E E 15")
		for k := range 8 {
			d = append(d, fmt.Sprintf("%s %d %d", name, k, 7-k))
		}
	}
	return twoTypes(t, instances...), tableOf(t, "connections", b...), tableOf(t, "ends", d...)
}

// TestInfo: neurons by m-type, probabilities between layers, degrees.
func TestInfo(t *testing.T) {
	cells, blocks, degrees := infoTables(t, "a")
	f, err := Info(cells, blocks, degrees, Meta{File: "x"})
	require.NoError(t, err)
	svg := svgOf(t, f)
	for _, want := range []string{"<title>L1 to L5: 50 %</title>", "<title>L5 to L5: 50 %</title>", "<title>L1 to L1: 0 %</title>", "<title>A, a: 2</title>", "<title>B, a: 6</title>", ">excitatory</text>", ">m-type</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.Equal(t, 2, marks(svg, "histogram"))

	cells, blocks, degrees = infoTables(t, "a", "b", "c", "d")
	f, err = Info(cells, blocks, degrees, contrasted)
	require.NoError(t, err)
	svg = svgOf(t, f)
	assert.Equal(t, 8, marks(svg, "cell"))
	assert.Equal(t, 4, marks(svg, "histogram"))
	assert.Equal(t, 4, marks(svg, "bar"))
	f.Resize(85)
	svgOf(t, f)
}

// TestInfoWithoutTypes: the degrees alone.
func TestInfoWithoutTypes(t *testing.T) {
	_, _, degrees := infoTables(t, "a")
	f, err := Info(tableOf(t, "cell_types", "a _ _ _ 8"), connectome.Table{}, degrees, Meta{})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, Single, f.Width)
	assert.Zero(t, marks(svg, "bar"))
	assert.Equal(t, 2, marks(svg, "histogram"))
	_, err = Info(connectome.Table{}, connectome.Table{}, connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

// TestOfStoredTables: the same from tables of several circuits and their neurons.
func TestOfStoredTables(t *testing.T) {
	degrees := tableOf(t, "degrees", "a 0 x L6 E 0 3 3 0 0 0", "a 1 x L6 E 1 1 2 0 1 0", "a 2 y L2 I 2 0 2 0 1 1", "b 0 x L6 E 0 3 3 0 0 0", "b 1 y L2 I 1 1 2 0 1 0")
	cells := rowsOf(cellsIn(degrees))
	assert.Equal(t, 4, cells.Rows())
	assert.Equal(t, 2.0, cells.number("cells", 0))
	m := Meta{File: "set", Circuits: []Circuit{{"a", Reconstruction, 3, 0}, {"b", Control, 2, 0}}}
	f, err := NeuronSimplices(tableOf(t, "simplices_per_neuron", "a 0 x 1 20", "b 0 x 1 10", "c 0 x 1 99"), degrees, m)
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 3, marks(svg, "heat"))
	assert.Contains(t, svg, "at most 20")
	assert.NotContains(t, svg, "at most 99")
	typed := tableOf(t, "motifs_by_mtype", "a 021D 3 L2 L6 L6 5 _ _ _ _ _ _ _ _", "b 021D 3 L6 L2 L2 5 _ _ _ _ _ _ _ _")
	typed.Name = "motifs_by_layer"
	f, err = LayerRoles(typed, degrees, m)
	require.NoError(t, err)
	assert.Equal(t, "motifs_by_layer", f.Name)
	assert.Contains(t, svgOf(t, f), ">L6</text>")
}
