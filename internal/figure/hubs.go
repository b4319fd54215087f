package figure

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// Hubs draws which m-types the neurons of the most connections are of, from the table
// hubs of ctopo topology, beside the share of each m-type among all neurons, which is
// that of the table degrees; that one may be empty.
func Hubs(hubs, degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "hubs"
	r := rowsOf(hubs)
	switch {
	case !r.has("instance", "kind", "neuron", "mtype", "rank"):
		return nil, nothing(name, "the table is not one of hubs")
	case r.Rows() == 0:
		return nil, nothing(name, "there are no hubs")
	}
	all := rowsOf(degrees)
	h := hubShares{typeGroups: newTypeGroups(r, all, m, 1)}
	if types := all.distinct("mtype"); len(h.types.names) < 2 && len(types) < 2 {
		return nil, nothing(name, "all neurons are of one m-type")
	}
	h.types = h.types.inOrderOf(all)
	if all.has("instance", "mtype") {
		h.everyone = h.shares(all, func(int) bool { return true })
	}
	f := &Figure{Name: name, Title: "Hubs by m-type", Table: hubs, Width: typesWidth(len(h.types.names)), Legend: h.legend(MarkBox)}
	if h.everyone != nil {
		f.Legend = append(f.Legend, Key{Label: "among all neurons", Colour: ink, Mark: MarkRing})
	}
	what := "Share of each m-type among the hubs, the neurons of the highest total, in- and out-degree"
	n := ""
	for k, kind := range clubKinds {
		hubs := 0
		for i := range r.Rows() {
			if r.text("kind", i) == kind && h.of[r.text("instance", i)] > 0 {
				hubs++
			}
		}
		n += []string{"", ", ", " and "}[k] + count(int64(hubs))
	}
	n += " neurons"
	if len(h.of) > 1 {
		n += " of all circuits together"
	}
	f.refit = func(f *Figure) {
		var every int
		f.Rows, every = h.rowsFor(f.Width - 2*margin)
		f.Caption = m.caption(what+" ("+n+").", "M-types without hubs are left out.", errorsOver(h.groups), named(every), leftOut(len(h.groups), h.all))
	}
	f.refit(f)
	return f, nil
}

// hubShares are the shares of m-types among hubs, by group of circuits.
type hubShares struct {
	typeGroups
	everyone [][]moments // among all neurons; nil if not known
}

// shares returns by group and m-type the share in % of the rows chosen, as moments over
// circuits.
func (h hubShares) shares(r rows, choose func(i int) bool) [][]moments {
	counts := make(map[string][]float64)
	total := make(map[string]float64)
	for i := range r.Rows() {
		instance := r.text("instance", i)
		if h.of[instance] == 0 || !choose(i) {
			continue
		}
		if counts[instance] == nil {
			counts[instance] = make([]float64, len(h.types.names))
		}
		total[instance]++
		if k, ok := h.types.place[r.text("mtype", i)]; ok {
			counts[instance][k]++
		}
	}
	values := make([][][]float64, len(h.groups))
	for g, group := range h.groups {
		values[g] = make([][]float64, len(h.types.names))
		for _, instance := range group.instances {
			for k, n := range counts[instance] {
				values[g][k] = append(values[g][k], 100*n/total[instance])
			}
		}
	}
	return allMoments(values)
}

// rowsFor lays out a panel for each kind of degree.
func (h hubShares) rowsFor(inner vg.Length) (rows []Row, every int) {
	pitch := (inner - axisRoom) / vg.Length(len(h.types.names))
	ticks, every := h.types.tickNames(pitch)
	longest := vg.Length(0)
	for _, t := range ticks {
		longest = max(longest, textWidth(t.Label, style(tickSize, false)))
	}
	if h.types.layered() {
		rows = append(rows, Row{Height: layerStripHeight, Panels: []Panel{h.types.layerStrip()}})
	}
	for k, kind := range clubKinds {
		p, height := h.panel(kind), stripHeight
		p.X.Tick.Marker, p.X.Tick.Length, p.X.LineStyle.Width, p.X.Padding = plot.ConstantTicks{}, 0, 0, 0
		if k == len(clubKinds)-1 {
			p.X.Tick.Marker, p.X.Padding, p.X.Label.Text = ticks, 4, "m-type"
			upright(p)
			height += longest + labelSize + 10
		}
		rows = append(rows, Row{Height: height, Panels: []Panel{{Plot: p, Title: "By " + degreeName(kind)}}})
	}
	return rows, every
}

// panel draws the shares among the hubs of one kind of degree.
func (h hubShares) panel(kind string) *plot.Plot {
	p := newPlot("", "hubs (%)")
	p.X.Min, p.X.Max = -0.5, float64(len(h.types.names))-0.5
	p.Add(grid{})
	if h.types.layered() {
		p.Add(separators{types: h.types, colour: muted})
	}
	width := barRoom / float64(len(h.groups))
	colours := groupColours(h.groups)
	var ends []float64
	for g, shares := range h.shares(h.rows, func(i int) bool { return h.text("kind", i) == kind }) {
		var data, expected []datum
		for k, mo := range shares {
			if !finite(mo.mean) {
				continue
			}
			x := float64(k) - barRoom/2 + width*(float64(g)+0.5)
			title := fmt.Sprintf("%s, %s: %s %%", typeName(h.types.names[k]), h.groups[g].label(), mo)
			data = append(data, mo.datum(x, title))
			ends = append(ends, mo.mean, mo.mean+mo.sd)
			if h.everyone != nil && finite(h.everyone[g][k].mean) {
				e := h.everyone[g][k]
				expected = append(expected, datum{x: x, y: e.mean, low: math.NaN(), high: math.NaN(), title: fmt.Sprintf("%s among all neurons: %s %%", typeName(h.types.names[k]), e)})
				ends = append(ends, e.mean)
			}
		}
		p.Add(bars{data: data, width: width * 0.9, class: "bar", colour: func(i int) color.Color {
			if len(h.groups) > 1 {
				return colours[g]
			}
			return h.types.colour(int(math.Round(data[i].x)))
		}})
		p.Add(points{data: expected, colour: ink, radius: 1.8, hollow: true, class: "expected"})
	}
	setLinear(&p.Y, []float64{0}, ends...)
	return p
}
