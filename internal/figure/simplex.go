package figure

import (
	"fmt"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// simplexPanel is the height of panels of simplices.
const simplexPanel = vg.Length(165)

// Simplices draws the numbers of directed simplices by dimension, from the table of
// ctopo simplices, and their ratio to the mean of the controls or, without controls, to
// what the null model expects. Circuits of a group are drawn as their mean, with one
// standard deviation; a circuit without simplices of a dimension has zero of them.
func Simplices(t connectome.Table, m Meta) (*Figure, error) {
	const name = "simplices"
	r := rowsOf(t)
	switch {
	case !r.has("instance", "dim", "count") || r.has("source") && r.has("sink") || r.has("neuron") || r.has("i"):
		return nil, nothing(name, "the table is not one of simplices of whole circuits")
	case t.Rows() == 0:
		return nil, nothing(name, "the table has no rows")
	}
	s := simplexSeries{series: seriesOf(r, m, "dim", dimensions(r))}
	s.counts = s.zeroFilled("count")
	f := &Figure{Name: name, Title: "Directed simplices by dimension", Table: t, Legend: s.legend()}
	what := []string{"Number of directed simplices of each dimension, on a logarithmic scale"}
	left := s.countPanel()
	right, title, against := s.ratioPanel()
	panels := []Panel{{Plot: left, Title: "Count"}}
	if right != nil {
		panels = append(panels, Panel{Plot: right, Title: title})
		what = append(what, "and "+against)
	} else {
		f.Width = Single
	}
	f.Rows = []Row{{Height: simplexPanel, Panels: panels, Stack: true}}
	said := []string{sentence(what), s.describe("Points")}
	if s.expects() {
		said = append(said, s.nullModelOr("the same number of connections, independent of one another"))
	}
	if r.has("maximal") {
		said = append(said, "Maximal simplices are in no larger one.")
	}
	f.Caption = m.caption(said...)
	return f, nil
}

// dimensions lists 0 to the highest dimension of a table.
func dimensions(r rows) []string {
	highest := 0
	for i := range r.Rows() {
		if d := r.number("dim", i); finite(d) {
			highest = max(highest, int(d))
		}
	}
	var out []string
	for k := range highest + 1 {
		out = append(out, strconv.Itoa(k))
	}
	return out
}

// simplexSeries are the rows of a table of simplices.
type simplexSeries struct {
	series
	counts [][][]float64 // by group, dimension and circuit
}

// zeroFilled returns a column's values, with a zero for each circuit whose rows end
// before a dimension.
func (s series) zeroFilled(column string) [][][]float64 {
	values := s.values(column)
	for g, group := range s.groups {
		for k := range values[g] {
			for len(values[g][k]) < len(group.instances) {
				values[g][k] = append(values[g][k], 0)
			}
		}
	}
	return values
}

// expects reports whether what a null model expects is drawn: not beside controls.
func (s simplexSeries) expects() bool {
	_, controls := s.control()
	return s.has("expected") && (!controls || s.has("null"))
}

// manyGroups reports whether there are so many groups that only what is expected of the
// first is drawn.
func (s series) manyGroups() bool { return len(s.groups) > 3 }

// nullModelOr tells the null model, or the one that is meant where none is named.
func (s series) nullModelOr(text string) string {
	if s.has("null") {
		return s.nullModel()
	}
	return "Expected: " + text + "."
}

func (s simplexSeries) legend() []Key {
	var keys []Key
	if !s.alone() || s.has("maximal") || s.expects() {
		for g, label := range s.labels() {
			if s.alone() {
				label = "counted"
			}
			keys = append(keys, Key{Label: label, Colour: s.colours[g], Mark: MarkBoth})
		}
	}
	if s.has("maximal") {
		keys = append(keys, Key{Label: "maximal", Colour: muted, Mark: MarkRing})
	}
	if s.expects() {
		label := "expected"
		if s.manyGroups() {
			label += ", " + s.groups[0].name
		}
		keys = append(keys, Key{Label: label, Colour: muted, Mark: MarkLine, Dashes: dashed})
	}
	return keys
}

// dashed is the pattern of lines that are no data.
var dashed = []vg.Length{3, 2}

// countPanel draws the counts.
func (s simplexSeries) countPanel() *plot.Plot {
	p := newPlot("dimension", "number of simplices")
	counts := allMoments(s.counts)
	var all []float64
	for g := range counts {
		for _, c := range counts[g] {
			all = append(all, c.mean, c.mean+c.sd)
		}
	}
	dimensionAxis(p, len(s.categories))
	setLog(&p.Y, all...)
	p.Add(grid{})
	if s.expects() {
		for g, e := range s.expected() {
			if g > 0 && s.manyGroups() {
				break
			}
			data := s.data(e, g, "expected")
			p.Add(line{data: data, style: draw.LineStyle{Color: muted, Width: dataWidth, Dashes: dashed}, class: "expected", titled: "expected"})
		}
	}
	if s.has("maximal") {
		for g, v := range allMoments(s.zeroFilled("maximal")) {
			p.Add(points{data: s.data(v, g, "maximal"), colour: s.colours[g], hollow: true, class: "maximal"})
		}
	}
	for g := range s.groups {
		s.curve(p, s.data(counts[g], g, ""), g)
	}
	return p
}

// curve draws a group's line and points.
func (s series) curve(p *plot.Plot, data []datum, g int) {
	p.Add(line{data: data, style: draw.LineStyle{Color: s.colours[g], Width: dataWidth}, class: "curve", titled: s.groups[g].name},
		points{data: data, colour: s.colours[g], class: "point"})
}

// data returns a group's means by dimension.
func (s simplexSeries) data(of []moments, g int, what string) []datum {
	var out []datum
	for k, m := range of {
		title := fmt.Sprintf("dimension %d, %s: %s", k, s.groups[g].label(), m)
		if what != "" {
			title = what + ", " + title
		}
		out = append(out, m.datum(float64(k), title))
	}
	return out
}

// dimensionAxis sets the horizontal axis for dimensions 0 to n-1.
func dimensionAxis(p *plot.Plot, n int) {
	p.X.Min, p.X.Max = -0.3, float64(n)-0.7
	ticks := make(plot.ConstantTicks, n)
	every := 1 + (n-1)/14
	for k := range n {
		ticks[k] = plot.Tick{Value: float64(k)}
		if k%every == 0 {
			ticks[k].Label = strconv.Itoa(k)
		}
	}
	p.X.Tick.Marker = ticks
}

// ratioPanel draws the ratio of the counts to those of the controls or to those
// expected, if there is either; and tells what it is.
func (s simplexSeries) ratioPanel() (p *plot.Plot, title, about string) {
	ratios := make([][][]float64, len(s.groups))
	yLabel := ""
	control, paired := s.control()
	switch {
	case paired:
		mean := allMoments(s.counts)[control]
		for g := range s.counts {
			ratios[g] = make([][]float64, len(s.categories))
			for k, counts := range s.counts[g] {
				if g == control {
					continue
				}
				for _, c := range counts {
					ratios[g][k] = append(ratios[g][k], c/mean[k].mean)
				}
			}
		}
		yLabel, title, about = "count / control", "Ratio to the mean of the controls", "their ratio to the mean of the controls"
	case s.has("ratio"):
		ratios = s.values("ratio")
		yLabel, title, about = "count / expected", "Ratio to the expectation", "their ratio to the expectation"
	default:
		return nil, "", ""
	}
	p = newPlot("dimension", yLabel)
	dimensionAxis(p, len(s.categories))
	all := []float64{1}
	means := allMoments(ratios)
	for g := range means {
		for _, m := range means[g] {
			all = append(all, m.mean, m.mean+m.sd)
			if m.mean > m.sd {
				all = append(all, m.mean-m.sd)
			}
		}
	}
	setLog(&p.Y, all...)
	p.Add(grid{}, rule{at: 1, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	for g := range s.groups {
		if paired && g == control {
			continue
		}
		data := s.data(means[g], g, "ratio")
		s.curve(p, data, g)
		infinite(p, data, s.colours[g])
	}
	return p, title, about
}
