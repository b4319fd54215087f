package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// annotator is a canvas that keeps what belongs together together, and what is to be
// said of it: SVG does.
type annotator interface {
	begin(class, title string)
	end()
	// anchor says which point of the next text its place is: 0 its start, 0.5 its middle,
	// 1 its end.
	anchor(t float64)
}

// annotatorOf finds the annotator below the crops of a canvas.
func annotatorOf(c vg.Canvas) annotator {
	for {
		switch inner := c.(type) {
		case draw.Canvas:
			c = inner.Canvas
		case *draw.Canvas:
			c = inner.Canvas
		case annotator:
			return inner
		default:
			return nil
		}
	}
}

// begin starts a group of what is drawn, of a class, with a text that a browser shows
// where the pointer rests; end ends it. Other formats than SVG know of neither.
func begin(c vg.Canvas, class, title string) {
	if a := annotatorOf(c); a != nil {
		a.begin(class, title)
	}
}

func end(c vg.Canvas) {
	if a := annotatorOf(c); a != nil {
		a.end()
	}
}

func circlePath(at vg.Point, radius vg.Length) vg.Path {
	var p vg.Path
	p.Move(vg.Point{X: at.X + radius, Y: at.Y})
	p.Arc(at, radius, 0, 2*math.Pi)
	p.Close()
	return p
}

// dot draws a filled circle with a thin white edge, so that dots that overlap can be
// told apart.
func dot(c draw.Canvas, at vg.Point, radius vg.Length, of color.Color) {
	c.SetColor(paper)
	c.Fill(circlePath(at, radius+0.4))
	c.SetColor(of)
	c.Fill(circlePath(at, radius))
}

// ring draws an open circle.
func ring(c draw.Canvas, at vg.Point, radius vg.Length, of color.Color) {
	c.SetColor(paper)
	c.Fill(circlePath(at, radius))
	c.SetLineStyle(draw.LineStyle{Color: of, Width: errWidth})
	c.Stroke(circlePath(at, radius))
}
