package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/motifs"
)

// triadCorners are the places of roles 0, 1 and 2: the top, and left and right below,
// in radii of the circle around them.
var triadCorners = [3]vg.Point{{X: 0, Y: 1}, {X: -0.866, Y: -0.5}, {X: 0.866, Y: -0.5}}

// drawTriad draws a class of triads around a centre: a dot for each neuron, an arrow
// for each connection, one with two heads for a mutual pair.
func drawTriad(c draw.Canvas, t motifs.Triad, centre vg.Point, radius vg.Length, of color.Color) {
	neuron := radius * 0.17
	var at [3]vg.Point
	for r, corner := range triadCorners {
		at[r] = centre.Add(corner.Scale(radius))
	}
	for i := range 3 {
		for j := i + 1; j < 3; j++ {
			d := t.Dyad(i, j)
			if d == motifs.DyadNull {
				continue
			}
			begin(c, "edge", "")
			drawArrow(c, at[i], at[j], neuron*1.5, radius*0.36, d&motifs.DyadBackward != 0, d&motifs.DyadForward != 0, of)
			end(c)
		}
	}
	for _, a := range at {
		c.SetColor(of)
		c.Fill(circlePath(a, neuron))
	}
}

// drawArrow draws a line between two dots, short of each by a gap, with a head at
// either end or both.
func drawArrow(c draw.Canvas, from, to vg.Point, gap, head vg.Length, atFrom, atTo bool, of color.Color) {
	d := to.Sub(from)
	length := vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
	unit := d.Scale(1 / length)
	tail, tip := from.Add(unit.Scale(gap)), to.Sub(unit.Scale(gap))
	lineFrom, lineTo := tail, tip
	if atFrom {
		lineFrom = tail.Add(unit.Scale(head * 0.8))
	}
	if atTo {
		lineTo = tip.Sub(unit.Scale(head * 0.8))
	}
	c.StrokeLine2(draw.LineStyle{Color: of, Width: max(head*0.2, 0.5)}, lineFrom.X, lineFrom.Y, lineTo.X, lineTo.Y)
	if atFrom {
		drawHead(c, tail, unit.Scale(-1), head, of)
	}
	if atTo {
		drawHead(c, tip, unit, head, of)
	}
}

// drawHead draws the head of an arrow whose tip points along the unit vector.
func drawHead(c draw.Canvas, tip, along vg.Point, size vg.Length, of color.Color) {
	across := vg.Point{X: -along.Y, Y: along.X}.Scale(size * 0.36)
	foot := tip.Sub(along.Scale(size))
	begin(c, "head", "")
	c.FillPolygon(of, []vg.Point{tip, foot.Add(across), foot.Sub(across)})
	end(c)
}

// triadAxis draws the motifs beneath the panels above it: their pictures, numbers and,
// where there is room, MAN names.
type triadAxis struct{ triads []motifs.Triad }

// triadAxisHeight is the height of a row that is a triadAxis.
const triadAxisHeight = vg.Length(48)

func (a triadAxis) Plot(c draw.Canvas, p *plot.Plot) {
	each := (c.Max.X - c.Min.X) / vg.Length(len(a.triads))
	radius := min(each*0.36, 12)
	sty := style(tickSize, false)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YTop
	small := sty
	small.Color = muted
	name := sty
	name.XAlign = draw.XRight
	top := c.Max.Y - 2 - radius*1.5 - 5
	c.FillText(name, vg.Point{X: c.Min.X - 8, Y: top}, "motif")
	room := true
	for _, t := range a.triads {
		room = room && textWidth(t.MAN(), small) < each-2
	}
	for k, t := range a.triads {
		x := c.X(p.X.Norm(float64(k)))
		begin(c, "triad", t.MAN()+": "+t.Description())
		drawTriad(c, t, vg.Point{X: x, Y: c.Max.Y - 2 - radius}, radius, ink)
		c.FillText(sty, vg.Point{X: x, Y: top}, count(int64(t.Motif())))
		if room {
			c.FillText(small, vg.Point{X: x, Y: top - textLine}, t.MAN())
		}
		end(c)
	}
}

// panel returns the axis as a panel, to be aligned with those above it.
func (a triadAxis) panel() Panel { return axisPanel(a, len(a.triads)) }

// axisPanel returns a panel that holds nothing but n places, drawn by what is given.
func axisPanel(places plot.Plotter, n int) Panel {
	p := newPlot("", "")
	p.X.Min, p.X.Max = -0.5, float64(n)-0.5
	p.Y.Min, p.Y.Max = 0, 1
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Marker = plot.ConstantTicks{}
		axis.LineStyle.Width, axis.Padding = 0, 0
	}
	p.Add(places)
	return Panel{Plot: p, Plain: true}
}
