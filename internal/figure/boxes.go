package figure

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// quantiles are the percentiles that a box shows.
type quantiles struct {
	n                         int
	p5, p25, median, p75, p95 float64
}

// quantilesOf sorts values, which are finite, and returns their percentiles, of type 7 of
// Hyndman and Fan as in the tables; NaN without values.
func quantilesOf(values []float64) quantiles {
	slices.Sort(values)
	return quantiles{len(values), percentile(values, 5), percentile(values, 25), percentile(values, 50), percentile(values, 75), percentile(values, 95)}
}

// percentile returns the p-th of sorted values.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	h := float64(len(sorted)-1) * p / 100
	k := int(h)
	if k+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[k] + (h-float64(k))*(sorted[k+1]-sorted[k])
}

// String tells the quantiles.
func (q quantiles) String() string {
	if q.n == 0 {
		return "no neurons"
	}
	return plainText(fmt.Sprintf("median %s, quartiles %s and %s, n = %s", number(q.median, 4), number(q.p25, 4), number(q.p75, 4), count(int64(q.n))))
}

// boxText says in captions what boxes show.
const boxText = "Boxes: quartiles and median over neurons; whiskers: 5th and 95th percentiles."

// box is the quantiles of a group at a place of the horizontal axis.
type box struct {
	quantiles
	x, width float64
	colour   colour
	title    string
}

// boxes draws boxes from quartile to quartile with the median, and whiskers to the 5th
// and 95th percentiles.
type boxes struct{ data []box }

func (b boxes) Plot(c draw.Canvas, p *plot.Plot) {
	for _, d := range b.data {
		if d.n == 0 {
			continue
		}
		begin(c, "mark box", d.title)
		whisker := draw.LineStyle{Color: d.colour, Width: errWidth}
		for _, end := range [][2]float64{{d.p5, d.p25}, {d.p75, d.p95}} {
			from, to := at(c, p, d.x, inRange(&p.Y, end[0])), at(c, p, d.x, inRange(&p.Y, end[1]))
			c.StrokeLine2(whisker, from.X, from.Y, to.X, to.Y)
		}
		lower, upper := at(c, p, d.x-d.width/2, inRange(&p.Y, d.p25)), at(c, p, d.x+d.width/2, inRange(&p.Y, d.p75))
		c.SetColor(d.colour)
		c.Fill(vg.Rectangle{Min: lower, Max: upper}.Path())
		if within(&p.Y, d.median) {
			middle := at(c, p, d.x, d.median).Y
			if upper.Y-lower.Y < 2*medianWidth { // a box without height is its median
				c.StrokeLine2(draw.LineStyle{Color: d.colour, Width: 2 * medianWidth}, lower.X, middle, upper.X, middle)
			} else {
				c.StrokeLine2(draw.LineStyle{Color: paper, Width: medianWidth}, lower.X, middle, upper.X, middle)
			}
		}
		end(c)
	}
}

// medianWidth is the width of the line of a median, in points.
const medianWidth = vg.Length(0.9)

// inRange moves what is below the axis to its lower end, such as zero on a logarithmic
// one, and what is above to the upper one.
func inRange(a *plot.Axis, x float64) float64 { return min(max(x, a.Min), a.Max) }

// strip is a panel with m-types along its horizontal axis, and boxes.
type strip struct {
	types  cellTypes
	label  string // of the vertical axis
	series []stripSeries
	log    bool
	must   []float64 // what a linear axis has to hold
	named  bool      // name the m-types below
	pitch  vg.Length // of the m-types, as far as known
	part   layerSpan // the m-types that are shown, on an axis that all of them share
}

// stripSeries is values by m-type.
type stripSeries struct {
	values [][]float64
	name   string             // for what a browser shows
	colour func(i int) colour // of the box of an m-type
}

// panel draws the strip.
func (s strip) panel() *plot.Plot {
	part := s.types.part(s.part)
	n := len(part.names)
	p := newPlot("", s.label)
	p.X.Min, p.X.Max = -0.5, float64(n)-0.5
	p.X.Tick.Marker = plot.ConstantTicks{}
	p.X.Padding = 0
	if s.named {
		ticks, _ := part.tickNames(s.pitch)
		p.X.Tick.Marker, p.X.Tick.Length, p.X.Padding = ticks, 0, 0
		p.X.Label.Text = "m-type"
		upright(p)
		p.X.Padding = 4
		p.X.LineStyle.Width = 0
	}
	var data []box
	var ends []float64
	room := stripRoom
	switch {
	case len(s.series) > 2:
		room = crowdedRoom
	case n <= fewTypes:
		room = stripRoom / 2
	}
	width := room / float64(len(s.series))
	for k, series := range s.series {
		for i, values := range series.values {
			q := quantilesOf(values)
			if q.n == 0 {
				continue
			}
			ends = append(ends, q.p5, q.p25, q.p75, q.p95)
			if i < s.part.first || i > s.part.last {
				continue
			}
			data = append(data, box{quantiles: q, x: float64(i-s.part.first) - room/2 + width*(float64(k)+0.5), width: width * 0.9, colour: series.colour(i),
				title: typeName(s.types.names[i]) + ", " + series.name + ": " + q.String()})
		}
	}
	if s.log {
		setLog(&p.Y, ends...)
	} else {
		setLinear(&p.Y, s.must, ends...)
	}
	p.Add(grid{})
	if part.layered() {
		p.Add(separators{types: part, colour: muted})
	}
	if !s.log && p.Y.Min < 0 {
		p.Add(rule{at: 0, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	}
	p.Add(boxes{data})
	return p
}

// stripRoom is the share of the place of an m-type that its boxes take, and crowdedRoom
// that of more than two of them.
const (
	stripRoom   = 0.8
	crowdedRoom = 0.9
)

// stripLines is in how many lines the m-types may go where there are more than two groups
// of circuits, and narrowLines in a figure that is a single column wide.
const (
	stripLines  = 2
	narrowLines = 3
)

// stripHeight is the height of a strip without names.
const stripHeight = vg.Length(84)

// stripFigure is a figure of strips.
type stripFigure struct {
	types  cellTypes
	panels []strip
	titles []string
}

// figure lays strips out below each other, with the layers above and the names of the
// m-types below the last. The caption is told how many m-types go to one name.
func (s stripFigure) figure(name, title string, caption func(every int) string) *Figure {
	f := &Figure{Name: name, Title: title, Width: typesWidth(len(s.types.names))}
	f.refit = func(f *Figure) {
		var every int
		f.Rows, every = s.rows(f.Width - 2*margin)
		f.Caption = caption(every)
	}
	f.refit(f)
	return f
}

// rows lays the strips out in a figure with so much room across: one below the other, and
// those again for the next m-types where boxes would be too narrow in one line.
func (s stripFigure) rows(inner vg.Length) (rows []Row, every int) {
	every = 1
	for _, part := range s.lines(inner) {
		types := s.types.part(part)
		pitch := (inner - axisRoom) / vg.Length(len(types.names))
		ticks, n := types.tickNames(pitch)
		every = max(every, n)
		longest := vg.Length(0)
		for _, t := range ticks {
			longest = max(longest, textWidth(t.Label, style(tickSize, false)))
		}
		if s.types.layered() {
			rows = append(rows, Row{Height: layerStripHeight, Panels: []Panel{types.layerStrip()}})
		}
		for k, p := range s.panels {
			height := stripHeight
			if p.named = k == len(s.panels)-1; p.named {
				height += longest + labelSize + 10
			}
			p.types, p.pitch, p.part = s.types, pitch, part
			title := s.titles[k]
			if part.first > 0 {
				title += ", continued"
			}
			rows = append(rows, Row{Height: height, Panels: []Panel{{Plot: p.panel(), Title: title}}})
		}
	}
	return rows, every
}

// lines breaks the m-types into lines of about the same length, between layers where
// that is near.
func (s stripFigure) lines(inner vg.Length) []layerSpan {
	n, groups := len(s.types.names), len(s.panels[0].series)
	lines := 1
	if groups > 2 {
		most := stripLines
		if inner+2*margin <= narrow {
			most = narrowLines
		}
		each := max(int((inner-axisRoom)*crowdedRoom/leastBox)/groups, 1)
		lines = min((n+each-1)/each, most, n)
	}
	var out []layerSpan
	first := 0
	for k := range lines {
		end := (k + 1) * n / lines
		for _, span := range s.types.spans() {
			if d := span.first - (k+1)*n/lines; k+1 < lines && span.first > first && max(d, -d) <= max(n/(8*lines), 1) {
				end = span.first
			}
		}
		out = append(out, layerSpan{first: first, last: end - 1})
		first = end
	}
	return out
}

// typesWidth is the width of a figure with room for so many m-types.
func typesWidth(types int) vg.Length {
	if types <= fewTypes {
		return Single
	}
	return Double
}
