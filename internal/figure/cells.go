package figure

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// cellMap is a panel that shows a small matrix: a coloured cell with its number for each
// pair of names. Undefined cells stay white.
type cellMap struct {
	x, y       string // labels of the axes
	rows, cols []string
	values     [][]float64            // by row and column
	most       float64                // what has the darkest colour
	colours    func(x float64) colour // instead; nil for the blues
	text       func(x float64) string
	title      func(i, j int) string
}

func (m cellMap) panel() *plot.Plot {
	p := newPlot(m.x, m.y)
	heatAxes(p, m.rows, m.cols)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Width = 0
	}
	p.Add(m)
	return p
}

func (m cellMap) Plot(c draw.Canvas, p *plot.Plot) {
	width := c.X(p.X.Norm(1)) - c.X(p.X.Norm(0))
	sty := style(smallSize, false)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YCenter
	for i := range m.rows {
		for j := range m.cols {
			x := m.values[i][j]
			if math.IsNaN(x) {
				continue
			}
			of := paleToDark(x / m.most)
			if m.colours != nil {
				of = m.colours(x)
			}
			begin(c, "mark cell", m.title(i, j))
			r := vg.Rectangle{Min: at(c, p, float64(j)-0.48, float64(i)+0.48), Max: at(c, p, float64(j)+0.48, float64(i)-0.48)}
			c.SetColor(of)
			c.Fill(r.Path())
			if text := m.text(x); textWidth(text, sty) < width-2 {
				sty.Color = readable(of)
				where := at(c, p, float64(j), float64(i))
				c.FillText(sty, vg.Point{X: where.X, Y: where.Y + 0.5}, text)
			}
			end(c)
		}
	}
}

// blues is ColorBrewer's map Blues (Brewer, Harrower and The Pennsylvania State
// University, Apache 2.0): for cells that hold numbers, zero being nearly white.
var blues = []color.RGBA{rgb(0xf7fbff), rgb(0xdeebf7), rgb(0xc6dbef), rgb(0x9ecae1), rgb(0x6baed6), rgb(0x4292c6), rgb(0x2171b5), rgb(0x08519c), rgb(0x08306b)}

// paleToDark returns the colour of t between 0 and 1.
func paleToDark(t float64) color.RGBA { return between(blues, t) }

// percent returns a share as a percentage with as many digits as are of use in a cell.
func percent(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x < 0.0005:
		return "<0.1"
	case x < 0.0995:
		return strconv.FormatFloat(100*x, 'f', 1, 64)
	}
	return strconv.FormatFloat(100*x, 'f', 0, 64)
}

// oneDecimal returns a number with its sign and one decimal.
func oneDecimal(x float64) string {
	if math.IsInf(x, 0) {
		return number(x, 2)
	}
	return signed(strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), "-0.0", "0.0", 1))
}
