package figure

import (
	"math"

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
	shown := shownOf(r, m)
	types := typesOf(typesIn(r, shown), rowsOf(degrees))
	v := sumPathways(r, shown, types, of.column)
	h := heatMap{types: types, value: v.mean, label: of.label, said: of.zero}
	h.grey = func(a, b int) bool { return v.mean(a, b) == 0 }
	h.scale = logColours(h.values())
	f := h.figure(of.name, of.title, func(every int) string {
		return m.caption(of.what+", "+types.count()+".", of.white, named(every), shown.String())
	})
	f.Table = t
	return f, nil
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
	shown := shownOf(r, m)
	types := typesOf(typesIn(r, shown), rowsOf(degrees))
	found, expected := sumPathways(r, shown, types, "mutual_pairs"), sumPathways(r, shown, types, "expected_blocks")
	h := heatMap{types: types, label: "log_{2}(mutual pairs / expected)", said: "fewer than one pair expected"}
	h.value = func(a, b int) float64 { return math.Log2(found.mean(a, b) / expected.mean(a, b)) }
	h.grey = func(a, b int) bool { return expected.mean(a, b) < 1 }
	h.scale = evenColours(h.values(), 1, 4)
	f := h.figure(of.name, "Mutual pairs over expectation between m-types", func(every int) string {
		return m.caption("Pairs of neurons that connect both ways, over their expectation if the pairs of each pathway connected independently with its probability, "+
			types.count()+", as a logarithm: 1 is twice as many.", "White: no connections.", beyond(h.values(), h.scale), named(every), shown.String())
	})
	f.Table = reciprocity
	return f, nil
}

// beyond says that what lies beyond the scale has the colours of its ends, if there is
// such a value.
func beyond(values []float64, s colourScale) string {
	for _, x := range values {
		if x < s.low || x > s.high {
			return "What lies beyond the scale, and no pairs at all, has the colour of its end."
		}
	}
	return ""
}

// typesIn lists the m-types of the pathways of the circuits shown.
func typesIn(r rows, shown shown) []string {
	var names []string
	seen := make(map[string]bool)
	for _, column := range []string{"pre", "post"} {
		for i := range r.Rows() {
			if name := r.text(column, i); shown.has(r, i) && !seen[name] {
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

func sumPathways(r rows, shown shown, types cellTypes, column string) pathwaySums {
	k := len(types.names)
	v := pathwaySums{types, make([]float64, k*k), make([]int, k*k)}
	for i := range r.Rows() {
		if !shown.has(r, i) {
			continue
		}
		at := types.place[r.text("pre", i)]*k + types.place[r.text("post", i)]
		if x := r.number(column, i); finite(x) {
			v.sum[at] += x
			v.n[at]++
		}
	}
	return v
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
