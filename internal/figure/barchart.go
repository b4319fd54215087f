package figure

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// scaleKind is how the values of an axis are laid out.
type scaleKind uint8

const (
	scaleLinear scaleKind = iota
	scaleLog
	scaleSigned // logarithmic both ways from zero, linear near it
)

// barChart is a panel of bars: one of each series in each category.
type barChart struct {
	label  string      // of the vertical axis
	values [][]moments // by series and category
	// expected are marked by rings beside the bars; nil for none.
	expected   [][]moments
	categories []string
	series     []string                  // names, for what a browser shows
	colours    []colour                  // of the series
	bySign     bool                      // colour by the sign of the value instead
	colourOf   func(category int) colour // or by the category; nil for none
	scale      scaleKind
}

// barRoom is the share of a category's width that its bars take.
const barRoom = 0.8

// panel draws the chart, with categories at 0, 1, 2, … and without their names.
func (b barChart) panel() *plot.Plot {
	p := newPlot("", b.label)
	p.X.Min, p.X.Max = -0.5, float64(len(b.categories))-0.5
	p.X.Tick.Marker = plot.ConstantTicks{}
	p.X.LineStyle.Width = 0
	p.X.Padding = 0
	var all []float64
	for _, set := range [][][]moments{b.values, b.expected} {
		for _, s := range set {
			for _, m := range s {
				all = append(all, m.mean, m.mean+m.sd)
				if b.scale != scaleLog || m.mean-m.sd > m.mean/10 {
					all = append(all, m.mean-m.sd)
				}
			}
		}
	}
	switch b.scale {
	case scaleLog:
		setLog(&p.Y, all...)
		p.Y.Min /= 1.6 // so that the least bar can be seen
	case scaleSigned:
		setSigned(&p.Y, all...)
	default:
		setLinear(&p.Y, []float64{0}, all...)
	}
	p.Add(grid{})
	if b.scale != scaleLog {
		p.Add(rule{at: 0, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	} else {
		p.Add(rule{at: p.Y.Min, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	}
	width := barRoom / float64(len(b.values))
	for s := range b.values {
		b.addSeries(p, s, width)
	}
	return p
}

// addSeries adds the bars of one series, and what stands for values that have none.
func (b barChart) addSeries(p *plot.Plot, s int, width float64) {
	base := 0.0
	if b.scale == scaleLog {
		base = p.Y.Min
	}
	var data, expected []datum
	var of []int // the categories of data
	for k, m := range b.values[s] {
		x := float64(k) - barRoom/2 + width*(float64(s)+0.5)
		title := fmt.Sprintf("%s, %s: %s", b.categories[k], b.series[s], m)
		if word := b.instead(p, m.mean); word != "" {
			p.Add(label{x: x, y: base, text: word, dy: 5, xalign: draw.XCenter, colour: muted})
			continue
		}
		data, of = append(data, m.datum(x, title)), append(of, k)
		if b.expected != nil && finite(b.expected[s][k].mean) {
			e := b.expected[s][k]
			expected = append(expected, e.datum(x, fmt.Sprintf("%s, %s, expected: %s", b.categories[k], b.series[s], e)))
		}
	}
	p.Add(bars{data: data, width: width * 0.9, base: base, class: "bar", colour: func(i int) color.Color {
		switch {
		case b.colourOf != nil:
			return b.colourOf(of[i])
		case !b.bySign:
			return b.colours[s]
		case data[i].y < 0:
			return colourUnder
		}
		return colourOver
	}})
	if expected != nil {
		p.Add(points{data: expected, colour: ink, radius: 1.8, hollow: true, class: "expected"})
	}
}

// instead returns the text that stands for a value that has no bar.
func (b barChart) instead(p *plot.Plot, x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return minus + "∞"
	case b.scale == scaleLog && p.Y.Norm(x) < 0:
		return "0"
	}
	return ""
}
