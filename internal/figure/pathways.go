package figure

import (
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Pathways draws the probability of connection of each pathway between m-types, ordered
// by layer, from the table pathways of ctopo topology. Layers are those of the table
// degrees, which may be empty: then those that the names tell.
func Pathways(pathways, degrees connectome.Table, m Meta) (*Figure, error) {
	return pathwayMap(pathways, degrees, m, pathwayFigure{
		name: "pathways", title: "Connection probability between m-types",
		column: "density", others: []string{"pre", "post", "connections"}, label: "connection probability", zero: "no connections",
		what:  "Fraction of the ordered pairs of a presynaptic and another, postsynaptic neuron that are connected",
		white: "White: no pairs of neurons.",
	})
}

// PathwayConnections is [Pathways] for the numbers of connections.
func PathwayConnections(pathways, degrees connectome.Table, m Meta) (*Figure, error) {
	return pathwayMap(pathways, degrees, m, pathwayFigure{
		name: "pathway_connections", title: "Connections between m-types",
		column: "connections", others: []string{"pre", "post", "density"}, label: "connections", zero: "none",
		what: "Number of connections from the neurons of one m-type to those of another",
	})
}

// pathwayFigure says what a figure of pathways shows.
type pathwayFigure struct {
	name, title string
	column      string   // the column shown
	others      []string // which its table has as well
	label, zero string   // of the colour bar, and of cells where nothing is
	what, white string   // for the caption
}

func (of pathwayFigure) check(r rows) error {
	switch {
	case !r.has("instance", of.column) || !r.has(of.others...):
		return nothing(of.name, "the table is not one of pathways")
	case r.Rows() == 0:
		return nothing(of.name, "there are no pathways")
	}
	return nil
}

func pathwayMap(t, degrees connectome.Table, m Meta, of pathwayFigure) (*Figure, error) {
	r := rowsOf(t)
	if err := of.check(r); err != nil {
		return nil, err
	}
	g := groupsShown(r, m)
	types := typesOf(typesIn(r), rowsOf(degrees))
	means := pathwayMeans(r, g.groups, types, of.column)
	h := heatFigure{types: types, greyed: of.zero, rowsAre: "presynaptic m-type", colsAre: "postsynaptic m-type"}
	for i, v := range means {
		h.maps = append(h.maps, heatMap{title: g.groups[i].label(), value: v.mean, grey: func(a, b int) bool { return v.mean(a, b) == 0 }})
	}
	h.bars = []colourBar{{logColours(allValues(h.maps, len(types.names))), of.label}}
	said := []string{of.what + ", " + types.count() + ".", of.white, g.String()}
	if a, b, ok := g.contrast(); ok {
		all := pathwayMeans(r, g.groups, types, "connections")
		h.addRatio(ratioOf(means[a], means[b]), func(i, j int) bool {
			return !(math.Max(all[a].mean(i, j), all[b].mean(i, j)) >= fewConnections)
		}, "log_{2}(reconstruction / control)")
		said = append(said, "Ratio: 1 is twice as much as in the controls; grey where both have fewer than "+count(fewConnections)+" connections.", h.aboutRatio())
	}
	f := h.figure(of.name, of.title, func(every int) string { return m.caption(append(said, named(every))...) })
	f.Table = t
	return f, nil
}

// fewConnections is from how many connections on, in one group or the other, a ratio is
// drawn: those of fewer are mostly chance.
const fewConnections = 10

// ratioOf returns the logarithm of the ratio of two means.
func ratioOf(over, under pathwaySums) func(a, b int) float64 {
	return func(a, b int) float64 { return math.Log2(over.mean(a, b) / under.mean(a, b)) }
}

// addRatio adds a matrix of logarithms of ratios, with a bar of its own from blue through
// white to red.
func (h *heatFigure) addRatio(value func(a, b int) float64, grey func(a, b int) bool, label string) {
	m := heatMap{title: Reconstruction + " / " + Control, value: value, grey: grey, bar: len(h.bars)}
	h.maps = append(h.maps, m)
	h.bars = append(h.bars, colourBar{evenColours(m.values(len(h.types.names)), 1, 3), label})
}

// aboutRatio says of the matrix that was added last what lies beyond its scale, or that
// all of it is the same.
func (h heatFigure) aboutRatio() string {
	m := h.maps[len(h.maps)-1]
	values := m.values(len(h.types.names))
	if len(values) > 0 && !slices.ContainsFunc(values, func(x float64) bool { return x != 0 }) {
		return "Both have equal numbers there."
	}
	return beyond(values, h.bars[m.bar].scale)
}

// count tells how many m-types there are, and their order.
func (t cellTypes) count() string {
	text := "of " + countOf(len(t.names), "m-type")
	if t.layered() {
		text += " by layer"
	}
	return text
}

// PathwayReciprocity draws how many more pairs of neurons connect both ways than
// independent connections of the pathways would make, from the table reciprocity of
// ctopo topology.
func PathwayReciprocity(reciprocity, degrees connectome.Table, m Meta) (*Figure, error) {
	of := pathwayFigure{name: "pathway_reciprocity", column: "mutual_pairs", others: []string{"pre", "post", "expected_blocks"}}
	r := rowsOf(reciprocity)
	if err := of.check(r); err != nil {
		return nil, err
	}
	g := groupsShown(r, m)
	types := typesOf(typesIn(r), rowsOf(degrees))
	found, expected := pathwayMeans(r, g.groups, types, "mutual_pairs"), pathwayMeans(r, g.groups, types, "expected_blocks")
	h := heatFigure{types: types, greyed: "fewer than one pair expected", rowsAre: "presynaptic m-type", colsAre: "postsynaptic m-type"}
	few := func(k, a, b int) bool { return expected[k].mean(a, b) < 1 }
	for k := range g.groups {
		h.maps = append(h.maps, heatMap{title: g.groups[k].label(), value: ratioOf(found[k], expected[k]), grey: func(a, b int) bool { return few(k, a, b) }})
	}
	h.bars = []colourBar{{evenColours(allValues(h.maps, len(types.names)), 1, 4), "log_{2}(mutual pairs / expected)"}}
	said := []string{"Pairs of neurons that connect both ways, over their expectation if the pairs of each pathway connected independently with its probability, " +
		types.count() + ", as a logarithm: 1 is twice as many.", "White: no connections.", beyond(allValues(h.maps, len(types.names)), h.bars[0].scale), g.String()}
	if a, b, ok := g.contrast(); ok {
		over, under := h.maps[a].value, h.maps[b].value
		h.addRatio(func(i, j int) float64 { return over(i, j) - under(i, j) },
			func(i, j int) bool { return few(a, i, j) || few(b, i, j) }, "log_{2}(reconstruction / control)")
		said = append(said, "Ratio: that of the two ratios.")
	}
	f := h.figure(of.name, "Mutual pairs over expectation between m-types", func(every int) string { return m.caption(append(said, named(every))...) })
	f.Table = reciprocity
	return f, nil
}

// beyond says that what lies beyond the scale has the colours of its ends, if there is
// such a value.
func beyond(values []float64, s colourScale) string {
	for _, x := range values {
		if x < s.low || x > s.high {
			return "What lies beyond a scale, and none at all, has the colour of its end."
		}
	}
	return ""
}

// typesIn lists the m-types of pathways.
func typesIn(r rows) []string {
	var names []string
	seen := make(map[string]bool)
	for _, column := range []string{"pre", "post"} {
		for _, name := range r.distinct(column) {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// pathwaySums adds up a column over circuits, by pathway.
type pathwaySums struct {
	types cellTypes
	sum   []float64
	n     []int
}

// pathwayMeans adds a column up by group and pathway.
func pathwayMeans(r rows, groups []group, types cellTypes, column string) []pathwaySums {
	k := len(types.names)
	out := make([]pathwaySums, len(groups))
	of := make(map[string]int)
	for g := range groups {
		out[g] = pathwaySums{types, make([]float64, k*k), make([]int, k*k)}
		for _, name := range groups[g].instances {
			of[name] = g
		}
	}
	for i := range r.Rows() {
		g, ok := of[r.text("instance", i)]
		if !ok {
			continue
		}
		at := types.place[r.text("pre", i)]*k + types.place[r.text("post", i)]
		if x := r.number(column, i); finite(x) {
			out[g].sum[at] += x
			out[g].n[at]++
		}
	}
	return out
}

// mean returns the mean over the circuits in which the value is defined, NaN if it is in
// none.
func (v pathwaySums) mean(a, b int) float64 {
	at := a*len(v.types.names) + b
	if v.n[at] == 0 {
		return math.NaN()
	}
	return v.sum[at] / float64(v.n[at])
}

// countOf returns "1 m-type" or "3 m-types".
func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return count(int64(n)) + " " + what + "s"
}
