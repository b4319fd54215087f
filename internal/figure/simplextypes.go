package figure

import (
	"fmt"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// mostDimensions is up to which dimension sources and sinks of a single group are drawn,
// and fewDimensions of several.
const (
	mostDimensions = 6
	fewDimensions  = 3
)

// SimplexTypes draws between which m-types the simplices of each dimension begin and end,
// from the table of ctopo simplices --by mtype and that of cell types, which may be empty:
// a matrix of sources and sinks for each dimension and group of circuits and, of
// reconstructions and controls, their ratio.
func SimplexTypes(t, cells connectome.Table, m Meta) (*Figure, error) {
	const name = "simplices_by_mtype"
	r := rowsOf(t)
	switch {
	case !r.has("instance", "dim", "source", "sink", "count"):
		return nil, nothing(name, "the table is not one of simplices by source and sink")
	case len(dimensions(r)) < 2:
		return nil, nothing(name, "there are no connections")
	}
	v := newSimplexTypes(r, cells, m)
	h := heatFigure{types: v.types, greyed: "none", rowsAre: "source m-type", colsAre: "sink m-type"}
	said := []string{"Number of directed simplices by the m-types of their first neuron, the source, and their last, the sink, " + v.types.count() + ", in parts of all simplices of the dimension.", v.String()}
	if k := len(dimensions(r)) - 1; k > v.last {
		said = append(said, fmt.Sprintf("Dimensions %d to %d are left out.", v.last+1, k))
		if k == v.last+1 {
			said[len(said)-1] = fmt.Sprintf("Dimension %d is left out.", k)
		}
	}
	a, b, both := v.contrast()
	var ratios []int // places of the matrices of ratios
	for k := 1; k <= v.last; k++ {
		for g, group := range v.groups {
			title := fmt.Sprintf("Dimension %d", k)
			if len(v.groups) > 1 {
				title = fmt.Sprintf("Dim. %d, %s", k, group.label())
			}
			h.maps = append(h.maps, heatMap{title: title, value: v.share(g, k), grey: func(i, j int) bool { return !(v.mean(g, k, i, j) > 0) }})
		}
		if both {
			ratios = append(ratios, len(h.maps))
			h.maps = append(h.maps, heatMap{title: fmt.Sprintf("Dim. %d, ratio", k), bar: 1,
				value: func(i, j int) float64 { return math.Log2(v.mean(a, k, i, j) / v.mean(b, k, i, j)) },
				grey:  func(i, j int) bool { return !(max(v.mean(a, k, i, j), v.mean(b, k, i, j)) >= fewConnections) }})
		}
	}
	n := len(v.types.names)
	var shares []float64
	for _, one := range h.maps {
		if one.bar == 0 {
			shares = append(shares, one.values(n)...)
		}
	}
	scale := logColours(shares)
	const decades = 1e4
	if scale.low < scale.high/decades {
		scale.low = scale.high / decades
		said = append(said, "Smaller parts than the scale shows have the colour of its end.")
	}
	h.bars = []colourBar{{scale, "part of the dimension's simplices"}}
	if both {
		var all []float64
		for _, i := range ratios {
			all = append(all, h.maps[i].values(n)...)
		}
		h.bars = append(h.bars, colourBar{evenColours(all, 1, 4), "log_{2}(reconstruction / control)"})
		said = append(said, "Ratio: that of the numbers; grey where both have fewer than "+count(fewConnections)+".", beyond(all, h.bars[1].scale))
	}
	if len(v.groups) > 1 {
		h.across = min(len(h.maps)/v.last, 4)
	}
	f := h.figure(name, "Where directed simplices begin and end", func(every int) string { return m.caption(append(said, named(every))...) })
	f.Table = t
	return f, nil
}

// simplexTypes is numbers of simplices by group, dimension, source and sink.
type simplexTypes struct {
	groupsOf
	types cellTypes
	last  int // dimension
	sum   [][][]float64
	total [][]float64
}

func newSimplexTypes(r rows, cells connectome.Table, m Meta) *simplexTypes {
	v := &simplexTypes{groupsOf: groupsShown(r, m)}
	names := r.distinct("source")
	for _, name := range r.distinct("sink") {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	v.types = typesOf(names, rowsOf(cells))
	v.last = min(len(dimensions(r))-1, mostDimensions)
	if len(v.groups) > 1 {
		v.last = min(v.last, fewDimensions)
		v.groups = someGroups(v.groups, 3) // beside which there is room for a ratio
	}
	n := len(names)
	of := make(map[string]int)
	for g, group := range v.groups {
		for _, name := range group.instances {
			of[name] = g
		}
		v.sum, v.total = append(v.sum, nil), append(v.total, make([]float64, v.last+1))
		for range v.last + 1 {
			v.sum[g] = append(v.sum[g], make([]float64, n*n))
		}
	}
	for i := range r.Rows() {
		g, ok := of[r.text("instance", i)]
		k := int(r.number("dim", i))
		if !ok || k < 1 || k > v.last {
			continue
		}
		x := r.number("count", i)
		v.sum[g][k][v.types.place[r.text("source", i)]*n+v.types.place[r.text("sink", i)]] += x
		v.total[g][k] += x
	}
	return v
}

// mean returns the mean number over the circuits of a group.
func (v *simplexTypes) mean(g, k, i, j int) float64 {
	return v.sum[g][k][i*len(v.types.names)+j] / float64(len(v.groups[g].instances))
}

// share returns the share of source i and sink j in the simplices of a group and
// dimension.
func (v *simplexTypes) share(g, k int) func(i, j int) float64 {
	return func(i, j int) float64 { return v.sum[g][k][i*len(v.types.names)+j] / v.total[g][k] }
}
