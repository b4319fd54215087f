package figure

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// keyed is a panel with a legend of its own, between its title and its data.
type keyed struct {
	plot  *plot.Plot
	title string
	keys  []Key
}

// keyedFigure is a figure of panels with legends of their own, two to a row where there
// is room.
type keyedFigure struct {
	panels []keyed
	height vg.Length // of a panel
}

// figure lays the panels out.
func (k keyedFigure) figure(name, title string) *Figure {
	f := &Figure{Name: name, Title: title, Width: Double}
	f.refit = func(f *Figure) {
		across := 2
		if f.Width <= narrow {
			across = 1
		}
		f.Rows = k.rows(across, (f.Width-2*margin-vg.Length(across-1)*gap)/vg.Length(across))
	}
	f.refit(f)
	return f
}

// axisRoom is about what a vertical axis takes, beside which legends begin.
const axisRoom = vg.Length(50)

// narrow is up to which width panels are stacked.
const narrow = 120 * vg.Millimeter

// rows lays out so many panels to a row, each of a width.
func (k keyedFigure) rows(across int, width vg.Length) (rows []Row) {
	for first := 0; first < len(k.panels); first += across {
		part := k.panels[first:min(first+across, len(k.panels))]
		lines := 0
		for _, p := range part {
			lines = max(lines, len(breakKeys(p.keys, width-axisRoom)))
		}
		height := k.height
		above := make([]Panel, across)
		below := make([]Panel, across)
		for i, p := range part {
			above[i] = Panel{Plot: keyPanel(p.keys, width-axisRoom), Title: p.title}
			below[i] = Panel{Plot: p.plot, Plain: true}
		}
		rows = append(rows, Row{Height: max(vg.Length(lines)*legendLine-gap+3, 0), Panels: above}, Row{Height: height, Panels: below})
	}
	return rows
}

// keyPanel is a legend as a panel.
func keyPanel(keys []Key, width vg.Length) *plot.Plot {
	p := newPlot("", "")
	p.HideAxes()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.X.Padding, p.Y.Padding = 0, 0
	p.Add(keyLines(breakKeys(keys, width)))
	return p
}

// keyLines is a legend in lines, from the top of a panel down, beyond its lower edge if
// need be.
type keyLines [][]Key

func (k keyLines) Plot(c draw.Canvas, _ *plot.Plot) {
	for i, line := range k {
		drawKeys(c, line, vg.Point{X: c.Min.X, Y: c.Max.Y - vg.Length(i+1)*legendLine + 4})
	}
}

// curve is data that are joined by a line, with a name.
type curve struct {
	data   []datum
	name   string
	kind   string // what its dashes tell, where the figure's legend tells its colour
	colour colour
	dashes []vg.Length
	dots   bool
	class  string // of its marks
}

// key is the curve's entry in a legend.
func (v curve) key() Key {
	mark := MarkLine
	if v.dots {
		mark = MarkBoth
	}
	return Key{Label: v.name, Colour: v.colour, Dashes: v.dashes, Mark: mark}
}

// add draws the curve.
func (v curve) add(p *plot.Plot) {
	p.Add(line{data: v.data, style: draw.LineStyle{Color: v.colour, Width: dataWidth, Dashes: v.dashes}, class: v.class, titled: v.name})
	if v.dots {
		p.Add(points{data: v.data, colour: v.colour, radius: 1.6, class: v.class})
	}
}

// keysOf is the legend of curves: each by its name, or each kind once, which is left
// out if there is one only.
func keysOf(curves []curve) []Key {
	var keys []Key
	kinds := make(map[string]bool)
	for _, v := range curves {
		k := v.key()
		if v.kind != "" {
			if kinds[v.kind] {
				continue
			}
			kinds[v.kind] = true
			k.Label, k.Colour = v.kind, muted
		}
		keys = append(keys, k)
	}
	if len(kinds) == 1 {
		return nil
	}
	return keys
}

// xs and ys are the coordinates of the data of curves, ys with the ends of error bars.
func xs(curves []curve) (all []float64) {
	for _, v := range curves {
		for _, d := range v.data {
			all = append(all, d.x)
		}
	}
	return all
}

func ys(curves []curve) (all []float64) {
	for _, v := range curves {
		for _, d := range v.data {
			all = append(all, d.y, d.low, d.high)
		}
	}
	return all
}
