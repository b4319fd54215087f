package figure

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// placeAxis draws the motifs beneath the columns that are their roles: a dot beneath each
// column has the colour of the neurons of that role.
type placeAxis struct{ places []place }

// placeAxisHeight is the height of a row that is a placeAxis.
const placeAxisHeight = vg.Length(52)

// roleColours are those of roles 0, 1 and 2.
var roleColours = [3]colour{okabeIto[1], okabeIto[0], okabeIto[2]}

func (a placeAxis) Plot(c draw.Canvas, p *plot.Plot) {
	each := (c.Max.X - c.Min.X) / vg.Length(len(a.places))
	sty := style(tickSize, false)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YTop
	const most = vg.Length(10) // radius of a motif
	top := c.Max.Y - 3
	bottom := top - 9 - 2*most
	first := 0
	for k, place := range a.places {
		x := c.X(p.X.Norm(float64(k)))
		begin(c, "role", place.key)
		c.SetColor(roleColours[place.role])
		c.Fill(circlePath(vg.Point{X: x, Y: top - 1}, 2))
		end(c)
		if k+1 < len(a.places) && a.places[k+1].triad == place.triad {
			continue
		}
		from, to := c.X(p.X.Norm(float64(first)-0.5)), c.X(p.X.Norm(float64(k)+0.5))
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: axisWidth}, from+1.5, top-5, to-1.5, top-5)
		radius := min(each*vg.Length(k+1-first)*0.42, most)
		centre := vg.Point{X: (from + to) / 2, Y: top - 10 - radius}
		drawTriad(c, place.triad, centre, radius, ink)
		for r, corner := range triadCorners {
			c.SetColor(roleColours[place.triad.Role(r)])
			c.Fill(circlePath(centre.Add(corner.Scale(radius)), radius*0.24))
		}
		c.FillText(sty, vg.Point{X: centre.X, Y: bottom}, count(int64(place.triad.Motif())))
		first = k + 1
	}
	name := sty
	name.XAlign, name.YAlign = draw.XRight, draw.YCenter
	c.FillText(name, vg.Point{X: c.Min.X - 8, Y: top - 1}, "role")
	name.YAlign = draw.YTop
	c.FillText(name, vg.Point{X: c.Min.X - 8, Y: bottom}, "motif")
}

// panel returns the axis as a panel, to be aligned with those above it.
func (a placeAxis) panel() Panel { return axisPanel(a, len(a.places)) }
