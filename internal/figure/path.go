package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// affine maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
type affine struct{ a, b, c, d, e, f float64 }

var identity = affine{a: 1, d: 1}

// after returns the map that applies n first and m then.
func (m affine) after(n affine) affine {
	return affine{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func (m affine) at(p vg.Point) (x, y float64) {
	px, py := p.X.Points(), p.Y.Points()
	return m.a*px + m.c*py + m.e, m.b*px + m.d*py + m.f
}

// angle returns by how much the map turns, in radians, anticlockwise.
func (m affine) angle() float64 { return math.Atan2(m.b, m.a) }

// state is what a canvas saves and restores.
type state struct {
	colour color.Color
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
	m      affine
}

// pen is something that draws lines and cubic curves.
type pen interface {
	move(x, y float64)
	line(x, y float64)
	cubic(x1, y1, x2, y2, x, y float64)
	close()
}

// trace draws a path with the pen, arcs as cubic curves, through a map.
func trace(p vg.Path, m affine, to pen) {
	started := false
	var now vg.Point
	for _, part := range p {
		switch part.Type {
		case vg.MoveComp:
			to.move(m.at(part.Pos))
			now, started = part.Pos, true
		case vg.LineComp:
			to.line(m.at(part.Pos))
			now = part.Pos
		case vg.ArcComp:
			now = traceArc(part, m, to, now, started)
			started = true
		case vg.CurveComp:
			first, second := part.Control[0], part.Control[len(part.Control)-1]
			if len(part.Control) == 1 { // a quadratic curve as a cubic one
				first = now.Add(part.Control[0].Sub(now).Scale(2.0 / 3))
				second = part.Pos.Add(part.Control[0].Sub(part.Pos).Scale(2.0 / 3))
			}
			x1, y1 := m.at(first)
			x2, y2 := m.at(second)
			x, y := m.at(part.Pos)
			to.cubic(x1, y1, x2, y2, x, y)
			now = part.Pos
		case vg.CloseComp:
			to.close()
		}
	}
}

// traceArc draws an arc as cubic curves of at most a quarter each.
func traceArc(part vg.PathComp, m affine, to pen, now vg.Point, started bool) vg.Point {
	on := func(angle float64) vg.Point {
		sin, cos := math.Sincos(angle)
		return vg.Point{X: part.Pos.X + part.Radius*vg.Length(cos), Y: part.Pos.Y + part.Radius*vg.Length(sin)}
	}
	from := on(part.Start)
	switch {
	case !started:
		to.move(m.at(from))
	case math.Hypot(float64(from.X-now.X), float64(from.Y-now.Y)) > 1e-6:
		to.line(m.at(from))
	}
	n := max(1, int(math.Ceil(math.Abs(part.Angle)/(math.Pi/2)-1e-9)))
	step := part.Angle / float64(n)
	k := part.Radius * vg.Length(4.0/3*math.Tan(step/4))
	for i := range n {
		a, b := part.Start+float64(i)*step, part.Start+float64(i+1)*step
		p, q := on(a), on(b)
		sinA, cosA := math.Sincos(a)
		sinB, cosB := math.Sincos(b)
		x1, y1 := m.at(vg.Point{X: p.X - k*vg.Length(sinA), Y: p.Y + k*vg.Length(cosA)})
		x2, y2 := m.at(vg.Point{X: q.X + k*vg.Length(sinB), Y: q.Y - k*vg.Length(cosB)})
		x, y := m.at(q)
		to.cubic(x1, y1, x2, y2, x, y)
		now = q
	}
	return now
}

func rotation(angle float64) affine {
	sin, cos := math.Sincos(angle)
	return affine{a: cos, b: sin, c: -sin, d: cos}
}
