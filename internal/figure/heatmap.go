package figure

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// heatMap is a matrix of pathways between m-types: rows presynaptic, columns
// postsynaptic.
type heatMap struct {
	types cellTypes
	// value is what cell (a, b) shows; NaN where it is undefined, which is left white.
	value func(a, b int) float64
	grey  func(a, b int) bool // cells that are grey instead; nil for none
	scale colourScale
	label string // of the colour bar, with its unit
	said  string // what grey cells are, for the legend
	of    string // what rows and columns are; empty is m-type
}

// colour returns the colour of a cell.
func (h heatMap) colour(a, b int) colour {
	if h.grey != nil && h.grey(a, b) {
		return faint
	}
	return h.scale.colour(h.value(a, b))
}

// values returns those of all cells that have a colour.
func (h heatMap) values() []float64 {
	var out []float64
	for a := range h.types.names {
		for b := range h.types.names {
			if x := h.value(a, b); !math.IsNaN(x) && !(h.grey != nil && h.grey(a, b)) {
				out = append(out, x)
			}
		}
	}
	return out
}

var white = colour{R: 0xff, G: 0xff, B: 0xff, A: 0xff}

// colourScale maps values to colours.
type colourScale struct {
	low, high float64
	log       bool
	colours   func(t float64) colour // of 0 to 1
}

// colour returns the colour of a value: white if it is undefined.
func (s colourScale) colour(x float64) colour {
	switch {
	case math.IsNaN(x):
		return white
	case s.log:
		return s.colours(logScale{}.Normalize(s.low, s.high, x))
	}
	return s.colours((x - s.low) / (s.high - s.low))
}

// logColours is the scale of the positive ones among the values.
func logColours(values []float64) colourScale {
	s := colourScale{low: math.Inf(1), log: true, colours: sequential}
	for _, x := range values {
		if x > 0 && finite(x) {
			s.low, s.high = min(s.low, x), max(s.high, x)
		}
	}
	switch {
	case s.high == 0:
		s.low, s.high = 1, 10
	case s.low == s.high:
		s.low, s.high = s.low/1.5, s.high*1.5
	}
	return s
}

// evenColours is a scale from -most to most, for logarithms of ratios: the largest size
// among the values that are finite, rounded up and within limits.
func evenColours(values []float64, least, most float64) colourScale {
	size := 0.0
	for _, x := range values {
		if finite(x) {
			size = max(size, math.Abs(x))
		}
	}
	size = min(max(math.Ceil(size), least), most)
	return colourScale{low: -size, high: size, colours: func(t float64) colour { return diverging(2*t - 1) }}
}

// Sizes of heat maps.
const (
	largestCell = vg.Length(34)
	leastSide   = vg.Length(110) // of the whole matrix; room for the labels of its axes
	textCell    = vg.Length(24)  // from this size on values are written into cells
	barHeight   = vg.Length(8)
	fewTypes    = 8 // up to so many the figure has the width of a single column
)

// figure lays the matrix out, square, below its colour bar. The caption is told how many
// m-types go to one name.
func (h heatMap) figure(name, title string, caption func(every int) string) *Figure {
	f := &Figure{Name: name, Title: title, Width: typesWidth(len(h.types.names))}
	if h.hasGrey() {
		f.Legend = []Key{{Label: h.said, Colour: faint}}
	}
	f.refit = func(f *Figure) {
		var every int
		f.Rows, every = h.rows(f.Width - 2*margin)
		f.Caption = caption(every)
	}
	f.refit(f)
	return f
}

// rows lays the matrix out in a figure with so much room across.
func (h heatMap) rows(inner vg.Length) (rows []Row, every int) {
	n := len(h.types.names)
	p := newPlot("postsynaptic "+h.kind(), "presynaptic "+h.kind())
	upright(p)
	heatAxes(p, h.types.names, h.types.names)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Width, axis.Tick.Length, axis.Padding = 0, 0, 5
	}
	largest := max(largestCell, leastSide/vg.Length(n))
	cell, room := largest, vg.Point{}
	for range 2 { // fewer names leave more room
		var ticks plot.ConstantTicks
		ticks, every = h.types.tickNames(cell)
		p.X.Tick.Marker, p.Y.Tick.Marker = ticks, ticks
		room = dataSize(p, inner)
		cell = min(room.X/vg.Length(n), largest)
	}
	p.Add(heat{rows: n, cols: n, colour: h.colour})
	if cell >= textCell {
		p.Add(cellTexts{h})
	}
	if h.types.layered() {
		p.Add(separators{types: h.types, across: true, colour: ink})
	}
	side := cell * vg.Length(n)
	height := side + bigCanvas - room.Y
	share := float64((side + inner - room.X) / inner) // of the width
	beside := func(p Panel) []Panel {
		if share > 0.98 {
			return []Panel{p}
		}
		p.Weight = share
		return []Panel{p, {Weight: 1 - share}}
	}
	rows = []Row{{Height: barHeight + tickSize + labelSize + 16, Panels: h.barPanels(inner, inner-room.X)}}
	if h.types.layered() {
		rows = append(rows, Row{Height: layerStripHeight, Panels: beside(h.types.layerStrip())})
	}
	return append(rows, Row{Height: height, Panels: beside(Panel{Plot: p, Plain: true})}), every
}

// kind is what rows and columns are.
func (h heatMap) kind() string {
	if h.of != "" {
		return h.of
	}
	return "m-type"
}

func (h heatMap) hasGrey() bool {
	for a := range h.types.names {
		for b := range h.types.names {
			if h.grey != nil && h.grey(a, b) {
				return true
			}
		}
	}
	return false
}

// barPanels is the colour bar, which begins where the data area does.
func (h heatMap) barPanels(inner, before vg.Length) []Panel {
	p := newPlot(h.label, "")
	p.X.Min, p.X.Max = h.scale.low, h.scale.high
	if h.scale.log {
		p.X.Scale, p.X.Tick.Marker = logScale{}, logTicks{}
	}
	p.HideY()
	p.X.Padding = 0
	p.Add(horizontalGradient{h.scale.colours})
	const share = 0.5
	start := float64(before / inner)
	return []Panel{{Weight: start}, {Plot: p, Weight: share, Plain: true}, {Weight: max(1-share-start, 0.01)}}
}

// horizontalGradient draws a colour map from left to right along the lower edge of a
// panel.
type horizontalGradient struct{ of func(t float64) colour }

func (g horizontalGradient) Plot(c draw.Canvas, _ *plot.Plot) {
	begin(c, "mark colour-bar", "")
	defer end(c)
	const steps = 128
	width := (c.Max.X - c.Min.X) / steps
	for i := range steps {
		left := c.Min.X + vg.Length(i)*width
		right := min(left+2*width, c.Max.X) // overlapping, lest gaps show
		c.SetColor(g.of((float64(i) + 0.5) / steps))
		c.Fill(vg.Rectangle{Min: vg.Point{X: left, Y: c.Min.Y}, Max: vg.Point{X: right, Y: c.Min.Y + barHeight}}.Path())
	}
}

// cellTexts writes values into cells.
type cellTexts struct{ heatMap }

func (h cellTexts) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "values", "")
	defer end(c)
	for i := range h.types.names {
		for j := range h.types.names {
			if x := h.value(i, j); !math.IsNaN(x) {
				label{x: float64(j), y: float64(i), text: number(x, 2), xalign: draw.XCenter, colour: readable(h.colour(i, j))}.Plot(c, p)
			}
		}
	}
}

// bigCanvas is the height of a canvas on which a plot is measured.
const bigCanvas = vg.Length(1000)

// dataSize returns the size of the data area on a canvas of this width and the height
// bigCanvas.
func dataSize(p *plot.Plot, width vg.Length) vg.Point {
	return dataArea(p, draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: width, Y: bigCanvas}}}).Size()
}
