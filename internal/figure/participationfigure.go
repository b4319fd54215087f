package figure

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// MotifRoles draws which types of neurons play which role in the thirteen motifs, from a
// table of [TallyTypedMotifs] and that of cell types, whose column by has the types.
func MotifRoles(t, cells connectome.Table, by string, m Meta) (*Figure, error) {
	v := participationFigure{name: t.Name, title: "Roles of " + typesAre(by) + " in the thirteen motifs", by: by, unit: "triads"}
	v.about = "Number of triads in which a neuron of " + articled(by) + " plays a role, told by its colour beneath, over the mean of all neurons"
	return v.figure(t, cells, m, rolePlaces())
}

// MotifsPerNeuron draws how the triads of each class are spread over the neurons, from a
// table of [TallyNeuronMotifs] and that of cell types.
func MotifsPerNeuron(t, cells connectome.Table, m Meta) (*Figure, error) {
	v := participationFigure{name: t.Name, title: "Triads by neuron and role", by: "mtype", unit: "triads", boxes: true}
	v.about = "Number of triads in which a neuron plays a role, told by its colour beneath: over all neurons; and its mean over the neurons of an m-type over that of all"
	return v.figure(t, cells, m, rolePlaces())
}

// SimplicesPerNeuron draws how the simplices of each dimension are spread over the
// neurons, from a table of [TallyNeuronSimplices] and that of cell types.
func SimplicesPerNeuron(t, cells connectome.Table, m Meta) (*Figure, error) {
	v := participationFigure{name: t.Name, title: "Directed simplices by neuron", by: "mtype", unit: "simplices", boxes: true, narrow: true}
	v.about = "Number of simplices that hold a neuron: over all neurons; and its mean over the neurons of an m-type over that of all"
	return v.figure(t, cells, m, dimensionPlaces(rowsOf(t), 1))
}

// typesAre and kindOf are what --by tells apart.
func typesAre(by string) string {
	return map[string]string{"layer": "layers", "class": "E and I neurons"}[by] + map[string]string{"mtype": "m-types"}[by]
}

func kindOf(by string) string {
	if by == "mtype" {
		return "m-type"
	}
	return by
}

// articled is kindOf with its article.
func articled(by string) string {
	if by == "mtype" {
		return "an m-type"
	}
	return "a " + by
}

// participationFigure is boxes over neurons above heat maps of types by place.
type participationFigure struct {
	name, title, by, unit, about string

	boxes  bool
	narrow bool // few places: the groups are side by side
}

func (v participationFigure) figure(t, cells connectome.Table, m Meta, places []place) (*Figure, error) {
	r := rowsOf(t)
	switch {
	case !r.has("instance", "key", "all", "type", "n"):
		return nil, nothing(v.name, "the table is not one of what neurons are part of")
	case t.Rows() == 0 || len(places) == 0:
		return nil, nothing(v.name, "there are no connections")
	}
	p := participationOf(r, rowsOf(cells), v.by, places, m)
	maps := v.maps(p)
	if len(p.types.names) < 2 {
		maps = nil
	}
	if len(maps) == 0 && !v.boxes {
		return nil, nothing(v.name, "there is one type of neurons only")
	}
	f := &Figure{Name: v.name, Title: v.title, Table: t, Width: Double}
	if len(p.groups) > 1 && v.boxes {
		for g, c := range groupColours(p.groups) {
			f.Legend = append(f.Legend, Key{Label: p.groups[g].label(), Colour: c})
		}
	}
	f.refit = func(f *Figure) {
		var every int
		f.Rows, every = v.rows(p, maps, f.Width-2*margin)
		f.Caption = m.caption(v.caption(p, maps, every)...)
	}
	f.refit(f)
	return f, nil
}

// caption is all sentences but the last.
func (v participationFigure) caption(p *participation, maps []participationMap, every int) []string {
	about := v.about
	if len(maps) == 0 {
		about, _, _ = strings.Cut(about, ";")
	} else {
		about += ", as a logarithm: 1 is twice as many"
	}
	said := []string{about + "."}
	if len(maps) > 0 {
		said = append(said, "What lies beyond the scale, and none at all, has the colour of its end.")
		if maps[len(maps)-1].grey != nil {
			said = append(said, "Ratio: grey where both have fewer than "+count(fewConnections)+" in the mean.")
		}
	}
	if v.boxes {
		said = append(said, "Boxes: quartiles and median; whiskers: 5th and 95th percentiles; dots: the largest; zero is at the lower end of the axis.")
	}
	several := p.groupsOf.String()
	if several != "" && len(maps) > 0 {
		several = strings.Replace(several, "Means over", "Means over all neurons of", 1)
	}
	return append(said, several, named(every))
}

// participationMap is a heat map of types by place.
type participationMap struct {
	title string
	value func(t, k int) float64
	grey  func(t, k int) bool // nil for none
}

// colour returns that of a cell.
func (m participationMap) colour(s colourScale, t, k int) colour {
	if m.grey != nil && m.grey(t, k) {
		return faint
	}
	return s.colour(m.value(t, k))
}

// maps returns one for each group and, of reconstructions and controls, one of their
// ratio.
func (v participationFigure) maps(p *participation) []participationMap {
	var out []participationMap
	for g, group := range p.groups {
		out = append(out, participationMap{group.label() + ": mean over the " + kindOf(v.by) + " / mean over all", func(t, k int) float64 { return p.enrichment(g, t, k) }, nil})
	}
	if len(out) == 1 {
		out[0].title = "Mean over the " + kindOf(v.by) + " / mean over all"
	}
	if a, b, ok := p.contrast(); ok {
		out = append(out, participationMap{Reconstruction + " / " + Control, func(t, k int) float64 { return math.Log2(p.perNeuron(a, t, k) / p.perNeuron(b, t, k)) },
			func(t, k int) bool {
				of := func(g int) float64 { return p.sum[g][t][k] / float64(len(p.groups[g].instances)) }
				return max(of(a), of(b)) < fewConnections
			}})
	}
	return out
}

// Sizes of heat maps of types by place.
const (
	mostMapHeight = vg.Length(330) // of all matrices together
	tallestMap    = vg.Length(370) // of a single one
	widestRow     = vg.Length(18)
	boxHeight     = vg.Length(100)
)

// rows lays the figure out.
func (v participationFigure) rows(p *participation, maps []participationMap, inner vg.Length) (rows []Row, every int) {
	every = 1
	var heats []*plot.Plot
	if n := len(p.types.names); len(maps) > 0 {
		down := len(maps)
		if v.narrow {
			down = (len(maps) + 2) / 3
		}
		most := mostMapHeight
		if down == 1 {
			most = tallestMap
		}
		cell := min(most/vg.Length(down*n), widestRow)
		bar := colourBar{evenColours(p.all(maps), 1, 3), "log_{2}(" + v.unit + " / mean)"}
		var ticks plot.ConstantTicks
		ticks, every = p.types.tickNames(cell)
		for _, one := range maps {
			heats = append(heats, v.heat(p, one, bar.scale, ticks))
		}
		before := inner - dataSize(heats[0], inner).X
		rows = barRows([]colourBar{bar}, inner, before)
		height := cell*vg.Length(n) + 4
		if v.narrow {
			return v.sideBySide(p, maps, heats, rows, height, inner), every
		}
		if v.boxes {
			rows = append(rows, Row{Height: boxHeight, Panels: []Panel{{Plot: v.boxPanel(p), Title: v.boxTitle()}}})
		}
		for i, one := range maps {
			rows = append(rows, Row{Height: height, Panels: []Panel{{Plot: heats[i], Title: one.title}}})
		}
		return append(rows, Row{Height: placeAxisHeight, Panels: []Panel{placeAxis{p.places}.panel()}}), every
	}
	rows = append(rows, Row{Height: boxHeight * 1.4, Panels: []Panel{{Plot: v.boxPanel(p), Title: v.boxTitle()}}})
	if !v.narrow {
		rows = append(rows, Row{Height: placeAxisHeight, Panels: []Panel{placeAxis{p.places}.panel()}})
	}
	return rows, every
}

// sideBySide lays out boxes, and below them matrices of few columns, three to a row, the
// first of which has the names.
func (v participationFigure) sideBySide(p *participation, maps []participationMap, heats []*plot.Plot, rows []Row, height, inner vg.Length) []Row {
	if v.boxes {
		rows = append(rows, Row{Height: boxHeight * 1.2, Panels: []Panel{{Plot: v.boxPanel(p), Title: v.boxTitle()}}})
	}
	across := min(len(heats), 3)
	before := inner - dataSize(heats[0], inner).X
	each := (inner - before - vg.Length(across-1)*(gap+2)) / vg.Length(across)
	for first := 0; first < len(heats); first += across {
		var panels []Panel
		for i := first; i < first+across; i++ {
			weight := float64(each + 2)
			if i == first {
				weight = float64(each + before)
			}
			if i >= len(heats) {
				panels = append(panels, Panel{Weight: weight})
				continue
			}
			if i > first {
				heats[i].Y.Tick.Marker, heats[i].Y.Label.Text, heats[i].Y.Padding = plot.ConstantTicks{}, "", 0
			}
			title, _, _ := strings.Cut(maps[i].title, ":")
			if len(p.groups) > 1 {
				title, _, _ = strings.Cut(title, " (n = ") // which the legend tells
			}
			heats[i].X.Tick.Marker = v.dimensionTicks(p, each)
			panels = append(panels, Panel{Plot: heats[i], Title: title, Weight: weight})
		}
		rows = append(rows, Row{Height: height + tickSize + labelSize + 12, Panels: panels})
	}
	return rows
}

// dimensionTicks names the dimensions below a matrix of a width, or some of them.
func (v participationFigure) dimensionTicks(p *participation, width vg.Length) plot.ConstantTicks {
	const pitch = vg.Length(11)
	every := 1
	for vg.Length(every)*width/vg.Length(len(p.places)) < pitch {
		every++
	}
	var ticks plot.ConstantTicks
	for k := 0; k < len(p.places); k += every {
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: p.places[k].key})
	}
	return ticks
}

func (v participationFigure) boxTitle() string {
	return strings.ToUpper(v.unit[:1]) + v.unit[1:] + " of a neuron"
}

// all lists the finite values of matrices.
func (p *participation) all(maps []participationMap) (all []float64) {
	for _, one := range maps {
		for t := range p.types.names {
			for k := range p.places {
				if one.grey == nil || !one.grey(t, k) {
					all = append(all, one.value(t, k))
				}
			}
		}
	}
	return all
}

// heat draws a matrix.
func (v participationFigure) heat(p *participation, one participationMap, scale colourScale, ticks plot.ConstantTicks) *plot.Plot {
	h := newPlot("", kindOf(v.by))
	columns := make([]string, len(p.places))
	if v.narrow {
		h.X.Label.Text = "dimension"
		for k := range columns {
			columns[k] = p.places[k].key
		}
	}
	heatAxes(h, p.types.names, columns)
	h.Y.Tick.Marker = ticks
	if !v.narrow {
		h.X.Tick.Marker = plot.ConstantTicks{}
	}
	for _, axis := range []*plot.Axis{&h.X, &h.Y} {
		axis.LineStyle.Width, axis.Tick.Length, axis.Padding = 0, 0, 3
	}
	h.X.Padding = 0
	h.Add(heat{rows: len(p.types.names), cols: len(p.places), colour: func(t, k int) color.RGBA { return one.colour(scale, t, k) }})
	for k := 1; k < len(p.places) && !v.narrow; k++ {
		if p.places[k].triad != p.places[k-1].triad {
			h.Add(rule{at: float64(k) - 0.5, vertical: true, style: draw.LineStyle{Color: ink, Width: gridWidth}})
		}
	}
	if p.types.layered() {
		for _, span := range p.types.spans()[1:] {
			h.Add(rule{at: float64(span.first) - 0.5, style: draw.LineStyle{Color: ink, Width: axisWidth}})
		}
	}
	return h
}

// boxPanel draws the distribution over neurons in each place.
func (v participationFigure) boxPanel(p *participation) *plot.Plot {
	b := newPlot("", v.unit+" per neuron")
	b.X.Min, b.X.Max = -0.5, float64(len(p.places))-0.5
	b.X.Tick.Marker, b.X.Padding = plot.ConstantTicks{}, 0
	if v.narrow {
		var keys []string
		for _, place := range p.places {
			keys = append(keys, place.key)
		}
		b.X.Tick.Marker, b.X.Label.Text = names(keys), "dimension"
	}
	data, tops, ends := p.boxData()
	setLog(&b.Y, ends...)
	b.Add(grid{}, boxes{data})
	for g := range tops {
		b.Add(points{data: tops[g], colour: p.boxColours()[g], radius: 1.2, class: "largest"})
	}
	return b
}

func (p *participation) boxColours() []colour {
	if len(p.groups) == 1 {
		return []colour{muted}
	}
	return groupColours(p.groups)
}

// boxData returns boxes, the largest numbers by group, and all ends of both.
func (p *participation) boxData() (data []box, tops [][]datum, ends []float64) {
	colours := p.boxColours()
	width := stripRoom / float64(len(p.groups))
	for g, group := range p.groups {
		var top []datum
		for k, place := range p.places {
			q := p.boxes[g][k]
			x := float64(k) - stripRoom/2 + width*(float64(g)+0.5)
			if q.n == 0 {
				continue
			}
			data = append(data, box{quantiles: q, x: x, width: width * 0.85, colour: colours[g], title: place.key + ", " + group.label() + ": " + q.String()})
			top = append(top, datum{x: x, y: p.top[g][k], low: math.NaN(), high: math.NaN(), title: place.key + ", " + group.label() + ": at most " + plainText(number(p.top[g][k], 4))})
			ends = append(ends, q.p5, q.p25, q.median, q.p75, q.p95, p.top[g][k])
		}
		tops = append(tops, top)
	}
	return data, tops, ends
}
