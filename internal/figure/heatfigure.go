package figure

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// heatFigure is matrices of the same m-types side by side, below the bars of their
// colours.
type heatFigure struct {
	types   cellTypes
	maps    []heatMap
	bars    []colourBar
	greyed  string // what grey cells are, for the legend
	rowsAre string // the labels of the axes
	colsAre string
	across  int // panels side by side; 0 is as many as there is room for
}

// colourBar is a scale with its label, which names the unit.
type colourBar struct {
	scale colourScale
	label string
}

// Sizes of heat maps.
const (
	largestCell = vg.Length(34)
	leastSide   = vg.Length(110) // of the whole matrix; room for the labels of its axes
	textCell    = vg.Length(24)  // from this size on values are written into cells
	barHeight   = vg.Length(8)
	fewTypes    = 8 // up to so many the figure has the width of a single column
)

// colour returns the colour of a cell of a matrix.
func (h heatFigure) colour(m heatMap, a, b int) colour {
	if m.grey != nil && m.grey(a, b) {
		return faint
	}
	return h.bars[m.bar].scale.colour(m.value(a, b))
}

// figure lays the matrices out, square, below their colour bars. The caption is told how
// many m-types go to one name.
func (h heatFigure) figure(name, title string, caption func(every int) string) *Figure {
	f := &Figure{Name: name, Title: title, Width: typesWidth(len(h.types.names))}
	if len(h.maps) > 1 {
		f.Width = Double
	}
	if h.hasGrey() {
		f.Legend = []Key{{Label: h.greyed, Colour: faint}}
	}
	f.refit = func(f *Figure) {
		var every int
		f.Rows, every = h.rows(f.Width - 2*margin)
		f.Caption = caption(every)
	}
	f.refit(f)
	return f
}

// columns is how many panels are side by side.
func (h heatFigure) columns(inner vg.Length) int {
	n := h.across
	switch {
	case n > 0:
	case len(h.maps) != 4 && len(h.maps) > 2:
		n = 3
	default:
		n = min(len(h.maps), 2)
	}
	if inner+2*margin <= narrow {
		n = max(n-1, 1)
	}
	return n
}

// heatLayout is the sizes of heat maps in a figure.
type heatLayout struct {
	cell     vg.Length    // side of a cell
	before   [2]vg.Length // beside the matrix: in the first column, which has the names, and in others
	below    vg.Length
	ticks    plot.ConstantTicks
	every    int // one in so many m-types is named
	columns  int
	leftOver vg.Length // of the width
}

// empty returns the plot of a matrix without its cells.
func (h heatFigure) empty(ticks plot.ConstantTicks, column int) *plot.Plot {
	p := newPlot(h.colsAre, "")
	upright(p)
	heatAxes(p, h.types.names, h.types.names)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Width, axis.Tick.Length, axis.Padding = 0, 0, 5
	}
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks, ticks
	if column > 0 {
		p.Y.Tick.Marker, p.Y.Padding = plot.ConstantTicks{}, 0
	} else {
		p.Y.Label.Text = h.rowsAre
	}
	return p
}

// layout finds the sizes for a figure with so much room across.
func (h heatFigure) layout(inner vg.Length) heatLayout {
	n := vg.Length(len(h.types.names))
	l := heatLayout{columns: h.columns(inner)}
	largest := max(largestCell, leastSide/n)
	l.cell = largest
	across := vg.Length(l.columns)
	for range 2 { // fewer names leave more room
		l.ticks, l.every = h.types.tickNames(l.cell)
		for k := range l.before {
			size := dataSize(h.empty(l.ticks, k), inner)
			l.before[k], l.below = inner-size.X, max(l.below, bigCanvas-size.Y)
		}
		room := inner - (across-1)*(gap+l.before[1]) - l.before[0]
		l.cell = min(room/across/n, largest)
		l.leftOver = room - across*l.cell*n
	}
	return l
}

// rows lays the matrices out in a figure with so much room across.
func (h heatFigure) rows(inner vg.Length) (rows []Row, every int) {
	l := h.layout(inner)
	side := l.cell * vg.Length(len(h.types.names))
	rows = barRows(h.bars, inner, l.before[0])
	for first := 0; first < len(h.maps); first += l.columns {
		var above, below []Panel
		for k := range l.columns {
			weight := float64(l.before[min(k, 1)] + side)
			over, matrix := Panel{Weight: weight}, Panel{Weight: weight, Plain: true}
			if i := first + k; i < len(h.maps) {
				over.Plot, over.Title, over.Plain = h.strip(), h.maps[i].title, len(h.maps) == 1
				matrix.Plot = h.panel(h.maps[i], l, k)
			}
			above, below = append(above, over), append(below, matrix)
		}
		if rest := float64(l.leftOver - gap); rest > 0.02*float64(inner) {
			above, below = append(above, Panel{Weight: rest}), append(below, Panel{Weight: rest})
		}
		height := layerStripHeight
		if !h.types.layered() {
			height = 0
		}
		if h.types.layered() || len(h.maps) > 1 {
			rows = append(rows, Row{Height: height, Panels: above})
		}
		rows = append(rows, Row{Height: side + l.below, Panels: below})
	}
	return rows, l.every
}

// strip names the layers, if there are any.
func (h heatFigure) strip() *plot.Plot {
	if h.types.layered() {
		return h.types.layerStrip().Plot
	}
	return keyPanel(nil, 1)
}

// panel draws a matrix.
func (h heatFigure) panel(m heatMap, l heatLayout, column int) *plot.Plot {
	n := len(h.types.names)
	p := h.empty(l.ticks, column)
	of := func(a, b int) colour { return h.colour(m, a, b) }
	p.Add(heat{rows: n, cols: n, colour: of})
	if l.cell >= textCell {
		p.Add(cellTexts{n, m.value, of})
	}
	if h.types.layered() {
		p.Add(separators{types: h.types, across: true, colour: ink})
	}
	return p
}

func (h heatFigure) hasGrey() bool {
	for _, m := range h.maps {
		for a := range h.types.names {
			for b := range h.types.names {
				if m.grey != nil && m.grey(a, b) {
					return true
				}
			}
		}
	}
	return false
}

// barRows is colour bars, the first of which begins where the data area does; one below
// the other in a figure that is a single column wide.
func barRows(bars []colourBar, inner, before vg.Length) (rows []Row) {
	const height = barHeight + tickSize + labelSize + 16
	start := float64(before / inner)
	if inner+2*margin <= narrow || len(bars) == 1 {
		share := 0.5
		if inner+2*margin <= narrow {
			share = 0.7
		}
		for _, b := range bars {
			rows = append(rows, Row{Height: height, Panels: []Panel{{Weight: start}, {Plot: b.panel(), Weight: share, Plain: true}, {Weight: max(1-share-start, 0.01)}}})
		}
		return rows
	}
	share := (1 - start) / (float64(len(bars)) + 0.2)
	panels := []Panel{{Weight: start}}
	for _, b := range bars {
		panels = append(panels, Panel{Plot: b.panel(), Weight: share, Plain: true})
	}
	return []Row{{Height: height, Panels: append(panels, Panel{Weight: max(1-share*float64(len(bars))-start, 0.01)})}}
}

// panel draws the bar.
func (b colourBar) panel() *plot.Plot {
	p := newPlot(b.label, "")
	p.X.Min, p.X.Max = b.scale.low, b.scale.high
	if b.scale.log {
		p.X.Scale, p.X.Tick.Marker = logScale{}, logTicks{}
	}
	p.HideY()
	p.X.Padding = 0
	p.Add(horizontalGradient{b.scale.colours})
	return p
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

// cellTexts writes values into the cells of n rows and columns.
type cellTexts struct {
	n      int
	value  func(a, b int) float64
	colour func(a, b int) colour
}

func (h cellTexts) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "values", "")
	defer end(c)
	for i := range h.n {
		for j := range h.n {
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
