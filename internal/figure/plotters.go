package figure

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// datum is a value at a place, with the ends of its error bar or interval; those are NaN
// where there is none.
type datum struct {
	x, y      float64
	low, high float64
	title     string // what a browser shows where the pointer rests
}

// at maps a point of the axes to the canvas. What lies beyond the axes is moved to
// their ends, by a little further than that, so that clipping removes its edge.
func at(c draw.Canvas, p *plot.Plot, x, y float64) vg.Point {
	return vg.Point{X: c.X(limit(p.X.Norm(x))), Y: c.Y(limit(p.Y.Norm(y)))}
}

func limit(t float64) float64 { return min(max(t, -0.02), 1.02) }

// within reports whether the value lies on the axis.
func within(a *plot.Axis, x float64) bool {
	t := a.Norm(x)
	return t >= -1e-9 && t <= 1+1e-9
}

// bars draws a bar for each datum, from base to y, with its error bar. Bars on a
// logarithmic axis begin at its lower end.
type bars struct {
	data   []datum
	width  float64 // in units of the axis
	base   float64
	colour func(i int) color.Color
	class  string
}

func (b bars) Plot(c draw.Canvas, p *plot.Plot) {
	for i, d := range b.data {
		if !finite(d.y) || !within(&p.Y, d.y) && p.Y.Norm(d.y) < 0 {
			continue // zero on a logarithmic axis has no bar
		}
		base := b.base
		if !within(&p.Y, base) {
			base = p.Y.Min
		}
		begin(c, "mark "+b.class, d.title)
		r := vg.Rectangle{Min: at(c, p, d.x-b.width/2, base), Max: at(c, p, d.x+b.width/2, d.y)}
		c.SetColor(b.colour(i))
		c.Fill(r.Path())
		errorBar(c, p, d, vg.Length(2))
		end(c)
	}
}

// errorBar draws the error bar of a datum, where there is one. An end beyond the axis
// has no cap.
func errorBar(c draw.Canvas, p *plot.Plot, d datum, cap vg.Length) {
	if math.IsNaN(d.low) || math.IsNaN(d.high) || d.low == d.high {
		return
	}
	low, high := at(c, p, d.x, math.Max(d.low, p.Y.Min)), at(c, p, d.x, math.Min(d.high, p.Y.Max))
	c.SetLineStyle(draw.LineStyle{Color: ink, Width: errWidth})
	c.StrokeLine2(draw.LineStyle{Color: ink, Width: errWidth}, low.X, low.Y, high.X, high.Y)
	for _, end := range []struct {
		at    vg.Point
		value float64
	}{{low, d.low}, {high, d.high}} {
		if within(&p.Y, end.value) {
			c.StrokeLine2(draw.LineStyle{Color: ink, Width: errWidth}, end.at.X-cap, end.at.Y, end.at.X+cap, end.at.Y)
		}
	}
}

// points draws a dot for each datum, with its error bar.
type points struct {
	data   []datum
	colour color.Color
	radius vg.Length
	hollow bool
	class  string
}

func (s points) Plot(c draw.Canvas, p *plot.Plot) {
	radius := s.radius
	if radius == 0 {
		radius = 2
	}
	for _, d := range s.data {
		if !within(&p.X, d.x) || !within(&p.Y, d.y) {
			continue
		}
		begin(c, "mark "+s.class, d.title)
		errorBar(c, p, d, radius)
		if s.hollow {
			ring(c, at(c, p, d.x, d.y), radius, s.colour)
		} else {
			dot(c, at(c, p, d.x, d.y), radius, s.colour)
		}
		end(c)
	}
}

// line joins the data, with a gap where one is undefined, infinite or, on a logarithmic
// axis, zero.
type line struct {
	data   []datum
	style  draw.LineStyle
	class  string
	titled string
}

func (l line) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "mark "+l.class, l.titled)
	defer end(c)
	var run []vg.Point
	flush := func() {
		if len(run) > 1 {
			c.StrokeLines(l.style, c.ClipLinesXY(run)...)
		}
		run = nil
	}
	for _, d := range l.data {
		x, y := p.X.Norm(d.x), p.Y.Norm(d.y)
		if !finite(x) || !finite(y) {
			flush()
			continue
		}
		run = append(run, vg.Point{X: c.X(x), Y: c.Y(y)})
	}
	flush()
}

// band fills the area between low and high, in pieces where they are defined.
type band struct {
	data   []datum
	colour color.Color
	class  string
}

func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "mark "+b.class, "")
	defer end(c)
	var lower, upper []vg.Point
	flush := func() {
		if len(lower) > 1 {
			outline := append([]vg.Point(nil), lower...)
			for i := len(upper) - 1; i >= 0; i-- {
				outline = append(outline, upper[i])
			}
			c.FillPolygon(b.colour, c.ClipPolygonXY(outline))
		}
		lower, upper = nil, nil
	}
	for _, d := range b.data {
		if math.IsNaN(d.low) || math.IsNaN(d.high) || !finite(p.X.Norm(d.x)) {
			flush()
			continue
		}
		x := c.X(p.X.Norm(d.x))
		lower = append(lower, vg.Point{X: x, Y: c.Y(far(p.Y.Norm(d.low)))})
		upper = append(upper, vg.Point{X: x, Y: c.Y(far(p.Y.Norm(d.high)))})
	}
	flush()
}

// far bounds what lies beyond an axis, such as zero on a logarithmic one, so that it
// can be cut off.
func far(t float64) float64 { return min(max(t, -20), 20) }

// rule draws a line across the panel at a value of one axis.
type rule struct {
	at       float64
	vertical bool
	style    draw.LineStyle
}

func (r rule) Plot(c draw.Canvas, p *plot.Plot) {
	if r.vertical && within(&p.X, r.at) {
		x := c.X(p.X.Norm(r.at))
		c.StrokeLine2(r.style, x, c.Min.Y, x, c.Max.Y)
	}
	if !r.vertical && within(&p.Y, r.at) {
		y := c.Y(p.Y.Norm(r.at))
		c.StrokeLine2(r.style, c.Min.X, y, c.Max.X, y)
	}
}

// grid draws faint lines at the labelled ticks of one axis.
type grid struct{ vertical bool }

func (g grid) Plot(c draw.Canvas, p *plot.Plot) {
	axis := &p.Y
	if g.vertical {
		axis = &p.X
	}
	for _, t := range axis.Tick.Marker.Ticks(axis.Min, axis.Max) {
		if !t.IsMinor() {
			rule{at: t.Value, vertical: g.vertical, style: draw.LineStyle{Color: faint, Width: gridWidth}}.Plot(c, p)
		}
	}
}

// label is a text at a place of the axes.
type label struct {
	x, y   float64
	text   string
	dx, dy vg.Length // away from there
	xalign draw.XAlignment
	colour color.Color
}

func (l label) Plot(c draw.Canvas, p *plot.Plot) {
	sty := style(smallSize, false)
	sty.XAlign, sty.YAlign = l.xalign, draw.YCenter
	if l.colour != nil {
		sty.Color = l.colour
	}
	where := at(c, p, l.x, l.y)
	// YCenter is that of the line; the text's own is a little lower.
	c.FillText(sty, vg.Point{X: where.X + l.dx, Y: where.Y + l.dy + smallSize*0.05}, l.text)
}

// heat draws a matrix as coloured cells, row 0 at the top: cell (i, j) is centred at
// y = i and x = j. The vertical axis is to run from rows-0.5 down to -0.5: see
// heatAxes.
type heat struct {
	rows, cols int
	colour     func(i, j int) color.RGBA
}

func (h heat) Plot(c draw.Canvas, p *plot.Plot) {
	img := image.NewNRGBA(image.Rect(0, 0, h.cols, h.rows))
	for i := range h.rows {
		for j := range h.cols {
			img.Set(j, i, h.colour(i, j))
		}
	}
	begin(c, "mark heat", "")
	defer end(c)
	lower := at(c, p, -0.5, float64(h.rows)-0.5)
	upper := at(c, p, float64(h.cols)-0.5, -0.5)
	if h.rows*h.cols <= 400 { // few cells: shapes, so that their edges are sharp anywhere
		for i := range h.rows {
			for j := range h.cols {
				r := vg.Rectangle{Min: at(c, p, float64(j)-0.5, float64(i)+0.5), Max: at(c, p, float64(j)+0.5, float64(i)-0.5)}
				c.SetColor(h.colour(i, j))
				c.Fill(r.Path())
			}
		}
		return
	}
	c.DrawImage(vg.Rectangle{Min: lower, Max: upper}, enlarge(img, 1+1200/h.cols, 1+1200/h.rows))
}

// enlarge repeats every pixel, so that no viewer blurs the cells.
func enlarge(src *image.NRGBA, across, down int) image.Image {
	b := src.Bounds()
	dst := image.NewNRGBA(image.Rect(0, 0, b.Dx()*across, b.Dy()*down))
	for y := range b.Dy() * down {
		for x := range b.Dx() * across {
			dst.SetNRGBA(x, y, src.NRGBAAt(x/across, y/down))
		}
	}
	return dst
}

// heatAxes sets the axes for a heat map with names of rows and columns.
func heatAxes(p *plot.Plot, rows, cols []string) {
	p.X.Min, p.X.Max = -0.5, float64(len(cols))-0.5
	p.Y.Min, p.Y.Max = -0.5, float64(len(rows))-0.5
	p.Y.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
	p.X.Tick.Marker, p.Y.Tick.Marker = names(cols), names(rows)
	p.X.Tick.Length, p.Y.Tick.Length = 0, 0
	p.X.Padding, p.Y.Padding = 2, 2
}
