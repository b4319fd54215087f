package figure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// contrasted is two reconstructions and two controls.
var contrasted = Meta{File: "set", Circuits: []Circuit{{"a", Reconstruction, 9, 9}, {"b", Reconstruction, 9, 9}, {"c", Control, 9, 9}, {"d", Control, 9, 9}}}

// TestRatioOfPathways: the ratio is that of the means of the groups, and grey where both
// have few connections.
func TestRatioOfPathways(t *testing.T) {
	f, err := Pathways(tableOf(t, "pathways",
		"a A A 5 5 10 0.5 0 0", "b A A 5 5 6 0.3 0 0", "c A A 5 5 40 0.1 0 0", "d A A 5 5 40 0.1 0 0",
		"a A B 5 5 9 0.4 0 0", "b A B 5 5 9 0.4 0 0", "c A B 5 5 2 0.1 0 0", "d A B 5 5 2 0.1 0 0"), connectome.Table{}, contrasted)
	require.NoError(t, err)
	svg := svgOf(t, f)
	for _, want := range []string{">0.4</text>", ">0.1</text>", ">2</text>", ">reconstruction (n = 2)</text>", ">control (n = 2)</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.Contains(t, f.Caption, "Means over the circuits of a group.")
	assert.Contains(t, f.Caption, "grey where both have fewer than 10 connections")
	red, grey := diverging(1), faint
	assert.Contains(t, svg, fmt.Sprintf("#%02x%02x%02x", red.R, red.G, red.B), "0.4 over 0.1 is two doublings, the end of the scale")
	assert.Contains(t, svg, fmt.Sprintf("#%02x%02x%02x", grey.R, grey.G, grey.B))
}

// TestEqualPathways: the ratio says so where all numbers are equal.
func TestEqualPathways(t *testing.T) {
	f, err := PathwayConnections(tableOf(t, "pathways", "a A A 5 5 20 0.5 0 0", "b A A 5 5 20 0.5 0 0", "c A A 5 5 20 0.5 0 0", "d A A 5 5 20 0.5 0 0"), connectome.Table{}, contrasted)
	require.NoError(t, err)
	assert.Contains(t, f.Caption, "Both have equal numbers there.")
}

// TestPathwaysOfAnimals: groups without controls have a panel each, and no ratio.
func TestPathwaysOfAnimals(t *testing.T) {
	m, rows := Meta{}, []string{}
	for k := range 11 {
		name := fmt.Sprintf("i%d", k)
		m.Circuits = append(m.Circuits, Circuit{name, fmt.Sprintf("P14-%02d", k), 9, 9})
		rows = append(rows, name+" A A 5 5 20 0.5 0 0", name+" A B 5 5 20 0.25 0 0")
	}
	f, err := Pathways(tableOf(t, "pathways", rows...), connectome.Table{}, m)
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, mostPanels, marks(svg, "heat"))
	assert.Contains(t, svg, ">P14-00</text>")
	assert.Contains(t, f.Caption, "Shown: 8 of 11 groups of circuits.")
	assert.NotContains(t, f.Caption, "Ratio")
	f.Resize(85)
	assert.Equal(t, mostPanels, marks(svgOf(t, f), "heat"))
}

// TestReciprocityOfGroups: the ratio of the two ratios, as a difference of logarithms.
func TestReciprocityOfGroups(t *testing.T) {
	f, err := PathwayReciprocity(tableOf(t, "reciprocity", "a A A 16 2 8 0.1", "b A A 16 2 8 0.1", "c A A 4 2 2 0.1", "d A A 4 2 2 0.1"), connectome.Table{}, contrasted)
	require.NoError(t, err)
	svg := svgOf(t, f)
	values := svg[strings.Index(svg, `class="values"`):]
	for _, want := range []string{">3</text>", ">1</text>", ">2</text>"} { // 16/2, 4/2 and 16/4
		assert.Contains(t, values, want)
	}
}

// TestCommonNeighboursOfGroups: each group has curves of its own, means over its circuits.
func TestCommonNeighboursOfGroups(t *testing.T) {
	var common, control, pathways []string
	for k, name := range []string{"a", "b", "c", "d"} {
		pairs := []int{900, 700, 400, 200}[k]
		for _, direction := range commonDirections {
			common = append(common, fmt.Sprintf("%s %s _ _ 0 %d 40", name, direction, pairs))
			control = append(control, fmt.Sprintf("%s %s 0 10", name, direction), fmt.Sprintf("%s %s 1 10", name, direction))
			for p := range 6 {
				pathways = append(pathways, fmt.Sprintf("%s %s L5_PC L%d_PC 90 30 1 2 0.%d 2 2", name, direction, p, p+1))
			}
		}
	}
	f, err := CommonNeighbours(tableOf(t, "common_neighbours", common...), tableOf(t, "common_neighbours_pathways", pathways...), tableOf(t, "common_neighbours_control", control...), connectome.Table{}, contrasted)
	require.NoError(t, err)
	svg := svgOf(t, f)
	assert.Equal(t, 8, marks(svg, "pairs"), "two groups and their random circuits, both ways")
	assert.Equal(t, 2, marks(svg, "cloud"), "reconstruction against control, both ways")
	assert.Contains(t, svg, ">connected / unconnected, control</text>")
	assert.NotContains(t, f.Caption, "the first of")

	v := newCommonNeighbours(rowsOf(f.Table), rowsOf(connectome.Table{}), contrasted)
	assert.Equal(t, []commonBin{{0, 1600, 80}}, v.bins[0]["efferent"])
	assert.Equal(t, []commonBin{{0, 600, 80}}, v.bins[1]["afferent"])
	h := v.histograms()
	assert.Equal(t, []string{"Pairs of neurons, efferent", "Pairs of neurons, afferent"}, []string{h[0].title, h[1].title})
}
