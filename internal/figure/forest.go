package figure

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// forest is a panel that has a line for each number: its name, a point, an interval
// and a few words beside it.
type forest struct {
	rows  []forestRow
	names bool // names are drawn to the left
}

// forestRow is a line of a forest, or a heading.
type forestRow struct {
	name    string
	heading bool
	value   datum // x is the value, low and high its interval
	side    string
	sign    int  // of what is shown: 1 more, -1 less, 0 no difference
	weak    bool // as clear as so few circuits can show, though not significant
}

// look is how the point of a line is drawn.
func (r forestRow) look() (of colour, hollow bool) {
	switch r.sign {
	case 1:
		return colourOver, r.weak
	case -1:
		return colourUnder, r.weak
	}
	return muted, true
}

// forestLine is the height of a line.
const forestLine = vg.Length(9.5)

// panel draws the forest on an axis with this label.
func (f forest) panel(label string, scale scaleKind, reference float64) *plot.Plot {
	p := newPlot(label, "")
	p.Y.Min, p.Y.Max = -0.5, float64(len(f.rows))-0.5
	p.Y.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
	p.Y.Tick.Marker = plot.ConstantTicks{}
	p.Y.LineStyle.Width, p.Y.Padding = 0, 0
	var all []float64
	for _, r := range f.rows {
		if !r.heading {
			all = append(all, r.value.x, r.value.low, r.value.high)
		}
	}
	switch scale {
	case scaleLog:
		setLog(&p.X, append(all, reference)...)
	case scaleSigned:
		setSigned(&p.X, all...)
	default:
		setLinear(&p.X, []float64{reference}, all...)
	}
	p.Add(stripes{len(f.rows)}, grid{vertical: true}, rule{at: reference, vertical: true, style: draw.LineStyle{Color: ink, Width: axisWidth}}, f)
	return p
}

// stripes shades every other line, so that the eye keeps to it.
type stripes struct{ n int }

func (s stripes) Plot(c draw.Canvas, p *plot.Plot) {
	c.SetColor(rgb(0xf3f3f3))
	for i := 1; i < s.n; i += 2 {
		r := vg.Rectangle{
			Min: vg.Point{X: c.Min.X, Y: c.Y(p.Y.Norm(float64(i) + 0.5))},
			Max: vg.Point{X: c.Max.X, Y: c.Y(p.Y.Norm(float64(i) - 0.5))},
		}
		c.Fill(r.Path())
	}
}

// height is that of a row of panels with this forest.
func (f forest) height() vg.Length { return vg.Length(len(f.rows))*forestLine + 34 }

func (f forest) nameStyle(r forestRow) text.Style {
	sty := style(smallSize, r.heading)
	sty.YAlign = draw.YCenter
	return sty
}

// indent is how far names below a heading are moved to the right.
const indent = vg.Length(7)

// GlyphBoxes makes room for names and words.
func (f forest) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	var left, right vg.Length
	for _, r := range f.rows {
		if f.names {
			left = max(left, textWidth(r.name, f.nameStyle(r))+indent)
		}
		right = max(right, textWidth(r.side, f.nameStyle(forestRow{})))
	}
	box := func(at float64, from, to vg.Length) plot.GlyphBox {
		return plot.GlyphBox{X: at, Y: 0.5, Rectangle: vg.Rectangle{Min: vg.Point{X: from}, Max: vg.Point{X: to, Y: 1}}}
	}
	return []plot.GlyphBox{box(0, -left-6, 0), box(1, 0, right+6)}
}

func (f forest) Plot(c draw.Canvas, p *plot.Plot) {
	boxes := f.GlyphBoxes(p)
	left := c.Min.X + boxes[0].Min.X
	for i, r := range f.rows {
		y := c.Y(p.Y.Norm(float64(i))) + 1 // the middle of letters is above that of lines
		sty := f.nameStyle(r)
		if f.names {
			x := left
			if !r.heading {
				x += indent
			}
			c.FillText(sty, vg.Point{X: x, Y: y}, r.name)
		}
		if r.heading {
			continue
		}
		of, hollow := r.look()
		begin(c, "mark row", r.value.title)
		f.point(c, p, r.value, y-1, of, hollow)
		sty.Color = muted
		c.FillText(sty, vg.Point{X: c.Max.X + 6, Y: y}, r.side)
		end(c)
	}
}

// point draws the value and its interval, or what stands for a value that the axis has
// no place for.
func (f forest) point(c draw.Canvas, p *plot.Plot, d datum, y vg.Length, of colour, hollow bool) {
	sty := style(smallSize, false)
	sty.YAlign, sty.Color = draw.YCenter, of
	switch {
	case math.IsNaN(d.x):
		return
	case math.IsInf(d.x, 1):
		sty.XAlign = draw.XRight
		c.FillText(sty, vg.Point{X: c.Max.X, Y: y}, "∞")
		return
	case !within(&p.X, d.x):
		c.FillText(sty, vg.Point{X: c.Min.X, Y: y}, number(d.x, 3))
		return
	}
	x := func(v float64) vg.Length { return c.X(p.X.Norm(min(max(v, p.X.Min), p.X.Max))) }
	if !math.IsNaN(d.low) && !math.IsNaN(d.high) {
		c.StrokeLine2(draw.LineStyle{Color: of, Width: dataWidth}, x(d.low), y, x(d.high), y)
	}
	if hollow {
		ring(c, vg.Point{X: x(d.x), Y: y}, 2, of)
	} else {
		dot(c, vg.Point{X: x(d.x), Y: y}, 2.2, of)
	}
}
