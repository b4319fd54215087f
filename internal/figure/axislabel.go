package figure

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// dataArea returns where a plot draws its data on a canvas. Figures draw the labels of
// axes themselves, in the middle of their axes: a plot's own are taken for elsewhere
// along a logarithmic axis, and shrink the data area where they are longer than it.
func dataArea(p *plot.Plot, c draw.Canvas) draw.Canvas {
	var area draw.Canvas
	unlabelled(p, c, func(inner draw.Canvas) { area = p.DataCanvas(inner) })
	return area
}

// drawPlot draws a plot with the labels of its axes.
func drawPlot(p *plot.Plot, c draw.Canvas) {
	var area draw.Canvas
	unlabelled(p, c, func(inner draw.Canvas) {
		p.Draw(inner)
		area = p.DataCanvas(inner)
	})
	if s := p.X.Label.Text; s != "" {
		sty := p.X.Label.TextStyle
		x := inMiddle(area.Center().X, sty.Width(s), c.Min.X, c.Max.X)
		c.FillText(sty, vg.Point{X: x, Y: c.Min.Y + sty.FontExtents().Descent}, s)
	}
	if s := p.Y.Label.Text; s != "" {
		sty := p.Y.Label.TextStyle
		sty.Rotation += quarterTurn
		y := inMiddle(area.Center().Y, sty.Width(s), c.Min.Y, c.Max.Y)
		c.FillText(sty, vg.Point{X: c.Min.X + sty.Height(s) - sty.FontExtents().Descent, Y: y}, s)
	}
}

// quarterTurn is 90 degrees.
const quarterTurn = math.Pi / 2

// inMiddle moves the middle of a label so that it lies between low and high, if it can.
func inMiddle(middle, width, low, high vg.Length) vg.Length {
	if width > high-low {
		return (low + high) / 2
	}
	return min(max(middle, low+width/2), high-width/2)
}

// unlabelled calls do with the part of the canvas that the labels leave, and with the
// plot without them.
func unlabelled(p *plot.Plot, c draw.Canvas, do func(inner draw.Canvas)) {
	x, y := p.X.Label.Text, p.Y.Label.Text
	left, bottom := vg.Length(0), vg.Length(0)
	if x != "" {
		bottom = p.X.Label.TextStyle.Height(x) + p.X.Label.Padding
	}
	if y != "" {
		left = p.Y.Label.TextStyle.Height(y) + p.Y.Label.TextStyle.FontExtents().Descent + p.Y.Label.Padding
	}
	p.X.Label.Text, p.Y.Label.Text = "", ""
	do(draw.Crop(c, left, 0, bottom, 0))
	p.X.Label.Text, p.Y.Label.Text = x, y
}
