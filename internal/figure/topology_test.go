package figure

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// topologyColumns are the columns of the tables that figures are drawn from: text, and
// numbers, which begin with #.
var topologyColumns = map[string]string{
	"pathways":                   "instance pre post #pre_cells #post_cells #connections #density #mutual_pairs #mutual_expected",
	"reciprocity":                "instance pre post #mutual_pairs #expected_blocks #ratio #fraction",
	"degrees":                    "instance neuron mtype layer class #in #out #total #mutual #in_E #in_I",
	"innervation":                "instance neuron mtype #k_E #k_I #ratio",
	"layers":                     "instance pre_layer post_layer #connections #density",
	"paths":                      "instance pre post #length #pairs #sources",
	"hubs":                       "instance kind neuron mtype layer class #in #out #total #rank",
	"richclub":                   "instance degree_kind pre post #k #neurons #connections #phi #null_mean #null_sd #ratio #z",
	"distance":                   "instance pre post geometry #bin_low_um #bin_high_um #pairs #connections #probability #reciprocated",
	"common_neighbours":          "instance direction type0 type1 #common #pairs #connections",
	"common_neighbours_pathways": "instance direction pre post #pairs #connections #mean #connected_mean #unconnected_mean #bias #bias_unconnected",
	"common_neighbours_control":  "instance direction #common #pairs",
}

// tableOf makes a table of such rows, fields divided by spaces: _ is empty.
func tableOf(t testing.TB, name string, rows ...string) connectome.Table {
	t.Helper()
	names := strings.Fields(topologyColumns[name])
	text, numbers := make([][]string, len(names)), make([][]float64, len(names))
	for _, row := range rows {
		fields := strings.Fields(row)
		require.Len(t, fields, len(names), "%s: %s", name, row)
		for k, field := range fields {
			x := math.NaN()
			if field != "_" {
				_, err := fmt.Sscan(field, &x)
				require.True(t, err == nil || names[k][0] != '#', field)
			}
			text[k], numbers[k] = append(text[k], strings.TrimPrefix(field, "_")), append(numbers[k], x)
		}
	}
	columns := make([]connectome.Column, len(names))
	for k, column := range names {
		if rest, ok := strings.CutPrefix(column, "#"); ok {
			columns[k] = connectome.Floats(rest, numbers[k])
		} else {
			columns[k] = connectome.Strings(column, text[k])
		}
	}
	return connectome.NewTable(name, columns...)
}

// topologyFigure returns one of the figures of topology.
func topologyFigure(t testing.TB, name string, tables ...connectome.Table) *Figure {
	t.Helper()
	for _, d := range Topology() {
		if d.Name == name {
			for len(tables) < len(d.Tables)+len(d.Optional) {
				tables = append(tables, connectome.Table{})
			}
			f, err := d.Draw(tables, Meta{File: "file.h5"})
			require.NoError(t, err)
			assert.Equal(t, name, f.Name)
			return f
		}
	}
	t.Fatal(name)
	return nil
}

// svgOf draws a figure, twice, and checks what holds for all.
func svgOf(t testing.TB, f *Figure) string {
	t.Helper()
	var first, second bytes.Buffer
	require.NoError(t, f.Write(&first, "svg"))
	require.NoError(t, f.Write(&second, "svg"))
	assert.True(t, bytes.Equal(first.Bytes(), second.Bytes()), "%s: other bytes the second time", f.Name)
	for _, bad := range []string{"NaN", "Inf", "undefined</text>"} {
		if i := strings.Index(first.String(), bad); i >= 0 {
			t.Fatalf("%s: …%s…", f.Name, first.String()[max(0, i-200):i+20])
		}
	}
	return first.String()
}

// marks counts the marks of a class.
func marks(svg, class string) int { return strings.Count(svg, `class="mark `+class+`"`) }

// TestTopologyFiguresOfAnything draws figures of tables with anything in them.
func TestTopologyFiguresOfAnything(t *testing.T) {
	values := []float64{0, 0, 1, 2, 3, 75, 150, 1e3, 0.5, -1, 1e9, 1e-9, math.NaN(), math.Inf(1), math.Inf(-1)}
	words := map[string][]string{
		"instance": {"a", "b", "c"}, "layer": {"L1", "L5", ""}, "class": {"E", "I", ""}, "kind": {"layer", "total", "in", "out", "mtype"},
		"degree_kind": {"total", "in", "out"}, "geometry": {"euclidean", "horizontal", "above", "below"}, "direction": {"efferent", "afferent"},
		"pre": {"", "all", "class=E", "class=I", "L5_PC", "x"}, "post": {"", "all", "class=E", "class=I", "L5_PC", "L1_MC"},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	anything := func(name string, rows int) connectome.Table {
		var columns []connectome.Column
		for _, column := range strings.Fields(topologyColumns[name]) {
			if rest, ok := strings.CutPrefix(column, "#"); ok {
				x := make([]float64, rows)
				for i := range x {
					x[i] = values[rng.IntN(len(values))]
					if low := 75 * float64(rng.IntN(3)); rest == "bin_low_um" {
						x[i] = low
					} else if rest == "bin_high_um" {
						x[i] = low + 75
					}
				}
				columns = append(columns, connectome.Floats(rest, x))
				continue
			}
			from := words[column]
			if from == nil {
				from = []string{"L1_MC", "L5_PC", "", "a b_{c}", "<x&y>", strings.Repeat("long", 30)}
			}
			s := make([]string, rows)
			for i := range s {
				s[i] = from[rng.IntN(len(from))]
			}
			columns = append(columns, connectome.Strings(column, s))
		}
		return connectome.NewTable(name, columns...)
	}
	groups := []Meta{{File: "x"}, {Circuits: []Circuit{{"a", Reconstruction, 5, 6}, {"b", Control, 5, 6}, {"c", Control, 5, 6}}}, {Circuits: []Circuit{{"a", "P14-13", 1, 0}, {"b", "P14-13", 1, 0}, {"c", "P14-13", 1, 0}}}}
	times := map[string]int{}
	for _, d := range Topology() {
		for _, rows := range []int{0, 1, 3, 40} {
			for round, m := range groups {
				var tables []connectome.Table
				for _, name := range d.Tables {
					tables = append(tables, anything(name, rows))
				}
				for _, name := range d.Optional {
					optional := connectome.Table{}
					if round > 0 {
						optional = anything(name, rows)
					}
					tables = append(tables, optional)
				}
				f, err := d.Draw(tables, m)
				if err != nil {
					require.True(t, errors.Is(err, ErrNothing), "%s: %v", d.Name, err)
					require.True(t, strings.HasPrefix(err.Error(), "figure: "+d.Name+": "), err.Error())
					continue
				}
				times[d.Name]++
				svgOf(t, f)
				if round == 1 {
					f.Resize(85)
					svgOf(t, f)
				}
			}
		}
		assert.Positive(t, times[d.Name], "%s was never drawn", d.Name)
		_, err := d.Draw(make([]connectome.Table, len(d.Tables)+len(d.Optional)), Meta{})
		assert.ErrorIs(t, err, ErrNothing, "%s: a table without columns", d.Name)
	}
}

func TestPathwayMaps(t *testing.T) {
	pathways := tableOf(t, "pathways",
		"a L5_PC L5_PC 4 4 6 0.5 1 1", "a L5_PC L1_MC 4 1 0 0 0 0",
		"a L1_MC L5_PC 1 4 2 0.5 0 0", "a L1_MC L1_MC 1 1 0 _ 0 _")
	svg := svgOf(t, topologyFigure(t, "pathways", pathways))
	assert.Contains(t, svg, ">L5_PC</text>")
	assert.Contains(t, svg, ">0.5</text>")
	assert.Contains(t, svg, ">no connections</text>")
	assert.Equal(t, 2, strings.Count(svg, ">L5</text>")+strings.Count(svg, ">L1</text>"), "layers are named")
	at := func(text string) int { return strings.Index(svg, ">"+text+"</text>") }
	assert.Less(t, at("L1"), at("L5"))
	assert.Contains(t, svgOf(t, topologyFigure(t, "pathway_connections", pathways)), ">6</text>")

	// 0.5, nothing, 0.5 and undefined: a colour, grey, the colour, white.
	types := typesOf([]string{"L5_PC", "L1_MC"}, rowsOf(connectome.Table{}))
	assert.Equal(t, []string{"L1_MC", "L5_PC"}, types.names)
	v := pathwayMeans(rowsOf(pathways), groupsShown(rowsOf(pathways), Meta{}).groups, types, "density")[0]
	assert.True(t, math.IsNaN(v.mean(0, 0)))
	assert.Equal(t, []float64{0.5, 0, 0.5}, []float64{v.mean(0, 1), v.mean(1, 0), v.mean(1, 1)})
}

func TestPathwayMapIsMeanOverCircuits(t *testing.T) {
	pathways := tableOf(t, "pathways", "a L5_PC L5_PC 4 4 6 0.5 1 1", "b L5_PC L5_PC 4 4 3 0.25 1 1")
	m := Meta{Circuits: []Circuit{{"a", Reconstruction, 4, 6}, {"b", Reconstruction, 4, 3}}}
	f, err := Pathways(pathways, connectome.Table{}, m)
	require.NoError(t, err)
	assert.Contains(t, svgOf(t, f), ">0.38</text>")
	assert.Contains(t, f.Caption, "Mean of 2 circuits.")
	m.Circuits[1].Group = Control
	f, err = Pathways(pathways, connectome.Table{}, m)
	require.NoError(t, err)
	svg := svgOf(t, f)
	for _, want := range []string{">0.5</text>", ">0.25</text>", ">reconstruction</text>", ">control</text>", ">reconstruction / control</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.Equal(t, 3, marks(svg, "heat"))
	assert.Equal(t, 2, marks(svg, "colour-bar"), "one of the probabilities, one of their ratio")
}

// TestManyTypes: names do not overlap, and long ones are cut.
func TestManyTypes(t *testing.T) {
	var rows []string
	const n = 150
	for a := range n {
		for b := range n {
			rows = append(rows, fmt.Sprintf("a type%d_%s type%d_%s 2 2 1 0.25 0 0", a, strings.Repeat("long", 20), b, strings.Repeat("long", 20)))
		}
	}
	f := topologyFigure(t, "pathways", tableOf(t, "pathways", rows...))
	assert.Contains(t, f.Caption, "One in ")
	svg := svgOf(t, f)
	assert.Less(t, strings.Count(svg, "…"), 2*70)
	assert.Greater(t, strings.Count(svg, "…"), 40)
}

func TestReciprocityMap(t *testing.T) {
	f := topologyFigure(t, "pathway_reciprocity", tableOf(t, "reciprocity",
		"a A A 8 2 4 0.1", "a A B 3 6 0.5 0.1", "a B A 3 6 0.5 0.1", "a B B 1 0.2 5 0.1"))
	svg := svgOf(t, f)
	for _, want := range []string{">2</text>", ">−1</text>", ">fewer than one pair expected</text>"} {
		assert.Contains(t, svg, want)
	}
}

// cells are four neurons of two m-types whose names tell nothing.
func cells(t testing.TB) connectome.Table {
	return tableOf(t, "degrees",
		"a 0 x L6 E 0 3 3 0 0 0", "a 1 x L6 E 1 1 2 0 1 0", "a 2 y L2 I 2 0 2 0 1 1", "a 3 y L2 I 1 0 1 0 1 0")
}

func TestDegreeFigures(t *testing.T) {
	svg := svgOf(t, topologyFigure(t, "degrees", cells(t)))
	assert.Equal(t, 2, marks(svg, "histogram"))
	assert.Equal(t, 2, marks(svg, "tail"))
	assert.Contains(t, svg, "<title>in-degree: mean 1 ± 0.82</title>")

	svg = svgOf(t, topologyFigure(t, "degrees_by_mtype", cells(t)))
	assert.Equal(t, 6, marks(svg, "box"), "two m-types, three quantities")
	assert.Contains(t, svg, "<title>x, a: median 0.5, quartiles 0.25 and 0.75, n = 2</title>")
	assert.Less(t, strings.Index(svg, ">y</text>"), strings.LastIndex(svg, ">x</text>"), "by layer")
	for _, want := range []string{">excitatory</text>", ">inhibitory</text>", ">L2</text>", ">L6</text>"} {
		assert.Contains(t, svg, want)
	}
}

// TestGroupsOfCircuits: groups are side by side, as many as there is room for, the controls among
// them; many m-types go in two lines.
func TestGroupsOfCircuits(t *testing.T) {
	table := tableOf(t, "degrees", "a 0 x L6 E 0 3 3 0 0 0", "b 0 x L6 E 1 1 2 0 1 0", "c 0 x L6 E 1 1 2 0 1 0")
	f, err := DegreesByType(table, Meta{Circuits: []Circuit{{"a", Reconstruction, 1, 0}, {"b", Control, 1, 0}, {"c", "P14-13", 1, 0}}})
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 9, marks(svg, "box"))
	assert.NotContains(t, f.Caption, "Shown")
	assert.NotContains(t, svg, ">excitatory</text>")
	assert.NotContains(t, svg, "continued")
	for types, want := range map[int]int{55: 8, 150: 2} {
		m, rows := Meta{}, []string{}
		for g := range 9 {
			name := fmt.Sprintf("i%d", g)
			m.Circuits = append(m.Circuits, Circuit{name, []string{Reconstruction, Control, fmt.Sprintf("P14-%02d", g)}[min(g, 2)], 1, 0})
			for k := range types {
				rows = append(rows, fmt.Sprintf("%s %d t%03d L6 E %d 1 2 0 1 0", name, k, k, k))
			}
		}
		f, err := DegreesByType(tableOf(t, "degrees", rows...), m)
		require.NoError(t, err)
		svg := svgOf(t, f)
		assert.Equal(t, 3*want*types, marks(svg, "box"))
		assert.Contains(t, f.Caption, fmt.Sprintf("Shown: %d of 9 groups", want))
		assert.Contains(t, svg, ">control</text>")
		assert.Equal(t, want > 2, strings.Contains(svg, ">Inputs, continued</text>"))
	}
}

func TestInnervationFigure(t *testing.T) {
	f := topologyFigure(t, "innervation", tableOf(t, "innervation", "a 0 x 3 1 3", "a 1 x 1 1 1", "a 2 y 0 0 _"), cells(t))
	svg := svgOf(t, f)
	assert.Equal(t, 5, marks(svg, "box"), "y has no share")
	assert.Contains(t, svg, "x, a: median 62.5, quartiles 56.25 and 68.75, n = 2")
	assert.Contains(t, f.Caption, "undefined for 1 neuron without inputs")
}

func TestLayerFlowIsOfTopology(t *testing.T) {
	f := topologyFigure(t, "layer_flow", tableOf(t, "layers", "a L1 L1 2 0.5", "a L1 L5 3 0.5", "a L5 L1 1 0.1"))
	assert.Contains(t, svgOf(t, f), ">L5</text>")
}

func TestPathsFigure(t *testing.T) {
	f := topologyFigure(t, "paths", tableOf(t, "paths", "a _ _ 1 6 4", "a _ _ 2 3 4", "a _ _ _ 3 4", "a x x 1 99 4"))
	svg := svgOf(t, f)
	assert.Equal(t, 6, marks(svg, "bar"))
	for _, want := range []string{"<title>length 1, a: 50 %</title>", "<title>length ∞, a: 25 %</title>", ">∞</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.Contains(t, f.Caption, "Mean over pairs with a path: 1.333.")
	f, err := Paths(f.Table, Meta{Circuits: []Circuit{{Instance: "a", Neurons: 9}}})
	require.NoError(t, err)
	assert.Contains(t, f.Caption, "start at the neurons drawn")
}

func TestHubsFigure(t *testing.T) {
	table := tableOf(t, "hubs", "a total 0 x L6 E 0 3 3 1", "a in 2 y L2 I 2 0 2 1", "a out 0 x L6 E 0 3 3 1")
	svg := svgOf(t, topologyFigure(t, "hubs", table, cells(t)))
	assert.Equal(t, 6, marks(svg, "bar"))
	assert.Equal(t, 6, marks(svg, "expected"))
	assert.Contains(t, svg, "<title>x, a: 100 %</title>")
	assert.Contains(t, svg, "<title>y among all neurons: 50 %</title>")
	assert.Zero(t, marks(svgOf(t, topologyFigure(t, "hubs", table)), "expected"), "not known without the degrees")
	_, err := Hubs(tableOf(t, "hubs", "a total 0 x L6 E 0 3 3 1"), connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing, "one m-type")
}

func TestRichClubFigure(t *testing.T) {
	rows := []string{"a total _ _ 0 200 100 0.5 0.5 0 1 _", "a total _ _ 1 100 60 0.6 0.5 0.1 1.2 1", "a total _ _ 2 1 0 _ _ _ _ _",
		"a in _ _ 0 200 100 0.5 0.5 0 1 _", "a out _ _ 0 200 100 0.5 0.5 0 1 _", "a total x x 0 9 9 0.9 _ _ _ _"}
	f := topologyFigure(t, "richclub", tableOf(t, "richclub", rows...))
	svg := svgOf(t, f)
	assert.Equal(t, 6, marks(svg, "null-band"))
	assert.Equal(t, 6, marks(svg, "phi"), "clubs of 1 % and smaller ones")
	assert.Equal(t, 6, marks(svg, "ratio"))
	for i := range rows {
		fields := strings.Fields(rows[i])
		rows[i] = strings.Join(append(fields[:8], "_", "_", "_", "_"), " ")
	}
	f = topologyFigure(t, "richclub", tableOf(t, "richclub", rows...))
	assert.Contains(t, f.Caption, "No circuits were drawn to compare with.")
	assert.Zero(t, marks(svgOf(t, f), "ratio"))
}

func TestDistanceFigure(t *testing.T) {
	var rows []string
	for _, pathway := range []string{"all all", "class=E class=E", "class=E class=I", "class=I class=E", "class=I class=I", "L5_PC L5_PC"} {
		for _, geometry := range []string{"euclidean", "horizontal", "above", "below"} {
			rows = append(rows, "a "+pathway+" "+geometry+" 0 75 1000 100 0.1 30", "a "+pathway+" "+geometry+" 75 150 1000 10 0.01 0", "a "+pathway+" "+geometry+" 0 100 9999 1 0.1 0",
				"a "+pathway+" "+geometry+" 150 225 3 0 0 0")
		}
	}
	f := topologyFigure(t, "distance", tableOf(t, "distance", rows...))
	svg := svgOf(t, f)
	assert.Contains(t, svg, "<title>0 to 75 µm: 10</title>", "in %")
	assert.Contains(t, svg, "<title>0 to 75 µm: 3</title>", "of 1,000 pairs 30 are connected both ways")
	assert.Equal(t, 2, strings.Count(svg, "150 to 225 µm"), "three pairs are too few for a probability, but are pairs")
	for _, want := range []string{">E → I</text>", ">target above</text>", ">mutual</text>", ">expected</text>", ">distance of somata (µm)</text>"} {
		assert.Contains(t, svg, want)
	}
}

// TestWilson: the interval of 0 of 10 and of 5 of 10, as in Wilson's formula.
func TestWilson(t *testing.T) {
	low, high := wilson(0, 10)
	assert.Zero(t, low)
	assert.InDelta(t, 0.277533, high, 1e-6)
	low, _ = wilson(0, 7e8)
	assert.Zero(t, low, "exactly, for a logarithmic axis")
	low, high = wilson(5, 10)
	assert.InDelta(t, 0.236593, low, 1e-6)
	assert.InDelta(t, 0.763407, high, 1e-6)
}

func TestCommonNeighboursFigure(t *testing.T) {
	common := tableOf(t, "common_neighbours",
		"a efferent _ _ 0 900 36", "a efferent _ _ 1 300 60", "a afferent _ _ 0 1200 96", "a efferent x x 0 5 _")
	var pathways []string
	for k := range 6 {
		pathways = append(pathways, fmt.Sprintf("a efferent L5_PC L%d_PC 90 30 1 2 0.%d 2 2", k, k+1))
	}
	f := topologyFigure(t, "common_neighbours", common, tableOf(t, "common_neighbours_pathways", pathways...), tableOf(t, "common_neighbours_control", "a efferent 0 1000", "a efferent 1 200"))
	svg := svgOf(t, f)
	assert.Contains(t, svg, "<title>efferent, 0 in common: 2 %</title>")
	assert.Contains(t, svg, "<title>efferent, 1 in common: 10 %</title>")
	assert.Equal(t, 1, marks(svg, "cloud"))
	assert.Contains(t, svg, ">efferent of random circuits</text>")
	assert.Contains(t, f.Caption, "Random circuits: ")
	svg = svgOf(t, topologyFigure(t, "common_neighbours", common))
	assert.Zero(t, marks(svg, "cloud"))
	assert.NotContains(t, svg, "random")
}

// TestTakenTogether: bins of few pairs are taken together, at the mean of their numbers.
func TestTakenTogether(t *testing.T) {
	got := takenTogether([]commonBin{{0, 500, 5}, {1, 150, 3}, {2, 50, 3}, {3, 10, 1}})
	assert.Equal(t, []commonBin{{0, 500, 5}, {1.25, 200, 6}}, got)
	assert.Len(t, takenTogether([]commonBin{{0, 5, 5}, {1, 2, 3}}), 2, "a small circuit's as they are")
}

// TestTextIsLargeEnough: no text is below 7 points, but what is raised or lowered.
func TestTextIsLargeEnough(t *testing.T) {
	svg := svgOf(t, topologyFigure(t, "degrees_by_mtype", cells(t)))
	for _, part := range strings.Split(svg, `font-size="`)[1:] {
		var size float64
		_, err := fmt.Sscanf(part, "%g", &size)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, vg.Length(size), smallSize)
	}
}

// TestLongNames: names that begin alike are told apart by their ends.
func TestLongNames(t *testing.T) {
	sty := style(tickSize, false)
	assert.Equal(t, "L5_TTPC1", shortenMiddle("L5_TTPC1", sty, longestName))
	a, b := shortenMiddle("a very long name of a type of neurons, number 1", sty, longestName), shortenMiddle("a very long name of a type of neurons, number 2", sty, longestName)
	assert.NotEqual(t, a, b)
	assert.Contains(t, a, "…")
	assert.LessOrEqual(t, textWidth(a, sty), longestName)
}
