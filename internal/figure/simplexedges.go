package figure

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"

	"github.com/ctopo/ctopo/connectome"
)

// TallyEdges condenses a part of the table of ctopo simplices --per-edge to how many
// connections are in how many simplices of each dimension.
func TallyEdges(t connectome.Table, c Circuit) connectome.Table {
	r := rowsOf(t)
	type key struct{ dim, simplices float64 }
	n := make(map[key]float64)
	for i := range r.Rows() {
		n[key{r.number("dim", i), r.number("count", i)}]++
	}
	keys := make([]key, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.dim != b.dim {
			return int(math.Copysign(1, a.dim-b.dim))
		}
		return int(math.Copysign(1, a.simplices-b.simplices))
	})
	columns := make([][]float64, 3)
	for _, k := range keys {
		for c, x := range []float64{k.dim, k.simplices, n[k]} {
			columns[c] = append(columns[c], x)
		}
	}
	return connectome.NewTable(t.Name, connectome.Constant("instance", c.Instance, len(keys)),
		connectome.Floats("dim", columns[0]), connectome.Floats("simplices", columns[1]), connectome.Floats("connections", columns[2]))
}

// SimplicesPerEdge draws how the simplices of each dimension are spread over the
// connections, from tables of [TallyEdges].
func SimplicesPerEdge(t connectome.Table, m Meta) (*Figure, error) {
	const name = "simplices_per_edge"
	r := rowsOf(t)
	switch {
	case !r.has("instance", "dim", "simplices", "connections"):
		return nil, nothing(name, "the table is not one of simplices by connection")
	case t.Rows() == 0:
		return nil, nothing(name, "there are no connections")
	}
	v := newEdgeTails(r, m)
	if v.last < 2 {
		return nil, nothing(name, "there are no simplices of dimension 2")
	}
	f := &Figure{Name: name, Title: "Directed simplices by connection", Table: t, Width: Double}
	var panels []Panel
	for g, group := range v.groups {
		p := Panel{Plot: v.panel(g)}
		if len(v.groups) > 1 {
			p.Title = group.label()
		}
		panels = append(panels, p)
	}
	for k := 2; k <= v.last; k++ {
		f.Legend = append(f.Legend, Key{Label: "dimension " + strconv.Itoa(k), Colour: v.colour(k), Mark: MarkLine})
	}
	if len(panels) == 1 {
		f.Width = Single
	}
	for i := 0; i < len(panels); i += 2 {
		row := panels[i:min(i+2, len(panels))]
		if len(row) == 1 && len(panels) > 1 {
			row = append(row, Panel{})
		}
		f.Rows = append(f.Rows, Row{Height: squarePanel, Panels: row, Stack: true})
	}
	pooled := ""
	if slices.ContainsFunc(v.groups, func(g group) bool { return len(g.instances) > 1 }) {
		pooled = "Connections of all circuits of a group together."
	}
	f.Caption = m.caption("Share of the connections that are in so many simplices of a dimension or more; both axes are logarithmic. Connections in none are counted, but not drawn.", pooled)
	return f, nil
}

// edgeTails are distributions over connections by group and dimension.
type edgeTails struct {
	groupsOf
	last int
	bins [][]map[float64]float64 // connections by number of simplices
	all  []float64               // connections by group
}

func newEdgeTails(r rows, m Meta) *edgeTails {
	v := &edgeTails{groupsOf: groupsShown(r, m), last: len(dimensions(r)) - 1}
	of := make(map[string]int)
	for g, group := range v.groups {
		v.bins, v.all = append(v.bins, make([]map[float64]float64, v.last+1)), append(v.all, 0)
		for k := range v.bins[g] {
			v.bins[g][k] = make(map[float64]float64)
		}
		for _, name := range group.instances {
			of[name] = g
		}
	}
	for i := range r.Rows() {
		g, ok := of[r.text("instance", i)]
		if k := r.number("dim", i); ok && k >= 1 && k <= float64(v.last) {
			v.bins[g][int(k)][r.number("simplices", i)] += r.number("connections", i)
		}
	}
	for g := range v.groups {
		for _, n := range v.bins[g][1] { // each connection is one simplex of dimension 1
			v.all[g] += n
		}
	}
	return v
}

// colour returns that of a dimension.
func (v *edgeTails) colour(k int) colour {
	return sequential(0.9 * float64(k-2) / math.Max(float64(v.last-2), 1))
}

// tail returns the share of connections in x simplices or more.
func (v *edgeTails) tail(g, k int) []datum {
	var at []float64
	for x := range v.bins[g][k] {
		at = append(at, x)
	}
	slices.Sort(at)
	out := make([]datum, len(at))
	sum := 0.0
	for i := len(at) - 1; i >= 0; i-- {
		sum += v.bins[g][k][at[i]]
		out[i] = datum{x: at[i], y: sum / v.all[g], low: math.NaN(), high: math.NaN()}
	}
	return spaced(out)
}

// spaced leaves out points of a curve that lie within 1 % of the last one kept along
// both axes.
func spaced(data []datum) []datum {
	var out []datum
	for i, d := range data {
		if n := len(out); n > 0 && i < len(data)-1 && d.x < out[n-1].x*1.01 && d.y > out[n-1].y*0.99 {
			continue
		}
		out = append(out, d)
	}
	return out
}

// panel draws the tails of a group.
func (v *edgeTails) panel(g int) *plot.Plot {
	p := newPlot("simplices of a connection", "share of the connections")
	p.Add(grid{}, grid{vertical: true})
	var xs, ys []float64
	for other := range v.groups { // the same axes for all
		for k := 2; k <= v.last; k++ {
			for _, d := range v.tail(other, k) {
				xs, ys = append(xs, d.x), append(ys, d.y)
			}
		}
	}
	for k := 2; k <= v.last; k++ {
		data := v.tail(g, k)
		curve{data: data, name: "dimension " + strconv.Itoa(k), colour: v.colour(k), class: "tail", dots: len(data) == 1}.add(p)
	}
	setLog(&p.X, xs...)
	setLog(&p.Y, ys...)
	return p
}
