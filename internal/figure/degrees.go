package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// Degrees draws the distributions of the numbers of inputs and of outputs over all
// neurons, from the table degrees of ctopo topology.
func Degrees(degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "degrees"
	r := rowsOf(degrees)
	if err := checkDegrees(name, r); err != nil {
		return nil, err
	}
	groups := m.groups(r.distinct("instance"))
	colours := groupColours(groups)
	f := &Figure{Name: name, Title: "Degree distributions", Table: degrees}
	kinds := []struct{ column, label string }{{"in", "in-degree"}, {"out", "out-degree"}}
	shares, tails := newPlot("degree (connections)", "neurons (%)"), newPlot("degree (connections)", "neurons (%)")
	var curves []degreeCurve
	for k, kind := range kinds {
		for g, values := range r.byGroup(groups, kind.column) {
			c := degreeCurve{values: values, label: kind.label, style: draw.LineStyle{Color: categorical(k), Width: dataWidth}}
			if len(groups) > 1 {
				c.label = groups[g].label() + ", " + kind.label
				c.style.Color = colours[g]
				c.style.Dashes = [][]vg.Length{nil, dashed}[k]
			}
			curves = append(curves, c)
			f.Legend = append(f.Legend, Key{Label: c.label, Colour: c.style.Color, Mark: MarkLine, Dashes: c.style.Dashes})
		}
	}
	cut := addHistograms(shares, curves)
	addTails(tails, curves)
	f.Rows = []Row{{Height: squarePanel, Stack: true, Panels: []Panel{{Plot: shares, Title: "Distribution"}, {Plot: tails, Title: "Neurons of this degree or a larger one"}}}}
	f.Caption = m.caption("Number of connections from (in-degree) and to (out-degree) other neurons of the circuit, over all neurons" + together(groups) +
		". (a) In bins" + cut + "; (b) the share of the neurons that have so many or more, on logarithmic axes, which leave out degree 0.")
	return f, nil
}

func checkDegrees(name string, r rows) error {
	switch {
	case !r.has("instance", "mtype", "in", "out", "total"):
		return nothing(name, "the table is not one of degrees")
	case r.Rows() == 0:
		return nothing(name, "there are no neurons")
	}
	return nil
}

// together says in a caption that groups of several circuits are pooled.
func together(groups []group) string {
	if slices.ContainsFunc(groups, func(g group) bool { return len(g.instances) > 1 }) {
		return " of all circuits of a group together"
	}
	return ""
}

// byGroup returns the finite values of a column by group of circuits.
func (r rows) byGroup(groups []group, column string) [][]float64 {
	of := make(map[string]int)
	for g, group := range groups {
		for _, name := range group.instances {
			of[name] = g
		}
	}
	out := make([][]float64, len(groups))
	for i := range r.Rows() {
		if x := r.number(column, i); finite(x) {
			g := of[r.text("instance", i)]
			out[g] = append(out[g], x)
		}
	}
	return out
}

// degreeCurve is the degrees of one kind in one group of circuits.
type degreeCurve struct {
	values []float64
	label  string
	style  draw.LineStyle
}

// Histograms have about so many bins, up to this percentile of the degrees.
const (
	histogramBins = 50
	histogramTop  = 99.5
)

// addHistograms draws the share of the neurons in bins of one width for all curves, as
// outlines, and says what it leaves out.
func addHistograms(p *plot.Plot, curves []degreeCurve) (cut string) {
	top, most := 0.0, 0.0
	for _, c := range curves {
		slices.Sort(c.values)
		if n := len(c.values); n > 0 {
			top, most = max(top, percentile(c.values, histogramTop)), max(most, c.values[n-1])
		}
	}
	if most < 2*top { // hardly a tail
		top = most
	}
	width := max(roundStep((top+1)/histogramBins), 1)
	end := (math.Floor(top/width) + 1) * width
	if most >= end {
		cut = ", without the few degrees from " + number(end, 6) + " up"
	}
	var lines []line
	var heights []float64
	for _, c := range curves {
		if len(c.values) == 0 {
			continue
		}
		bins := make([]float64, int(end/width))
		for _, x := range c.values {
			if x >= 0 && x < end {
				bins[int(x/width)]++
			}
		}
		data := []datum{{x: 0, y: 0}}
		for k, n := range bins {
			share := 100 * n / float64(len(c.values))
			heights = append(heights, share)
			data = append(data, datum{x: float64(k) * width, y: share}, datum{x: float64(k+1) * width, y: share})
		}
		if most < end {
			data = append(data, datum{x: end, y: 0})
		}
		m := momentsOf(c.values)
		lines = append(lines, line{data: data, style: c.style, class: "histogram", titled: fmt.Sprintf("%s: mean %s", c.label, m)})
	}
	p.X.Min, p.X.Max = 0, end
	setLinear(&p.Y, []float64{0}, heights...)
	p.Add(grid{})
	for _, l := range lines {
		p.Add(l)
	}
	return cut
}

// squarePanel is the height of a panel that has half of the width.
const squarePanel = vg.Length(150)

// addTails draws the share of the neurons that have a degree or a larger one.
func addTails(p *plot.Plot, curves []degreeCurve) {
	p.Add(grid{}, grid{vertical: true})
	var xs, ys []float64
	for _, c := range curves {
		n := len(c.values) // sorted by addHistograms
		var data []datum
		for i, x := range c.values {
			if x > 0 && (i == 0 || c.values[i-1] != x) {
				y := 100 * float64(n-i) / float64(n)
				// A step: down only beyond x.
				if k := len(data); k > 0 {
					data = append(data, datum{x: x, y: data[k-1].y})
				}
				data = append(data, datum{x: x, y: y})
				xs, ys = append(xs, x), append(ys, y)
			}
		}
		p.Add(line{data: data, style: c.style, class: "tail", titled: c.label})
	}
	setLog(&p.X, xs...)
	setLog(&p.Y, ys...)
}

// DegreesByType draws in- and out-degrees and their difference by m-type, from the table
// degrees of ctopo topology.
func DegreesByType(degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "degrees_by_mtype"
	r := rowsOf(degrees)
	if err := checkDegrees(name, r); err != nil {
		return nil, err
	}
	by := newTypeGroups(r, r, m, stripLines)
	s := stripFigure{types: by.types, titles: []string{"Inputs", "Outputs", "Inputs − outputs"}, panels: []strip{
		{label: "in-degree", series: by.series(func(i int) float64 { return r.number("in", i) }), must: []float64{0}},
		{label: "out-degree", series: by.series(func(i int) float64 { return r.number("out", i) }), must: []float64{0}},
		{label: "in − out", series: by.series(func(i int) float64 { return r.number("in", i) - r.number("out", i) }), must: []float64{0}},
	}}
	f := s.figure(name, "Degrees by m-type", func(every int) string {
		return m.caption("Connections from and to other neurons of the circuit, and their difference, which is positive for net sinks and negative for net sources of connections, by m-type.",
			boxText, named(every), by.String())
	})
	f.Table, f.Legend = degrees, by.legend(MarkBox)
	return f, nil
}

// typeGroups sorts the rows of a table of neurons by m-type and by group of circuits.
type typeGroups struct {
	rows
	types  cellTypes
	groups []group // those shown
	all    int     // how many there are
	of     map[string]int
}

// leastBox is how wide the place of a box or bar is at least, where there are more than
// two groups of circuits.
const leastBox = vg.Length(1.75)

// groupsWithRoom is how many groups of circuits have room side by side for each of so many
// m-types, in lines as wide as a page.
func groupsWithRoom(types, lines int) int {
	room := vg.Length(lines) * (Double - 2*margin - axisRoom) / vg.Length(max(types, 1))
	return min(max(int(room*crowdedRoom/leastBox), 2), mostPanels)
}

// newTypeGroups sorts the rows of a figure whose m-types may go in so many lines.
func newTypeGroups(r, degrees rows, m Meta, lines int) typeGroups {
	names := r.distinct("mtype")
	groups := m.groups(r.distinct("instance"))
	t := typeGroups{rows: r, types: typesOf(names, degrees), all: len(groups), of: make(map[string]int)}
	t.groups = someGroups(groups, groupsWithRoom(len(names), lines))
	for g, group := range t.groups {
		for _, name := range group.instances {
			t.of[name] = g + 1
		}
	}
	return t
}

// series returns the finite values by group and m-type. One group has the colours of
// the classes.
func (t typeGroups) series(value func(i int) float64) []stripSeries {
	out := make([]stripSeries, len(t.groups))
	colours := groupColours(t.groups)
	for g, group := range t.groups {
		out[g] = stripSeries{values: make([][]float64, len(t.types.names)), name: group.label(), colour: func(int) colour { return colours[g] }}
		if len(t.groups) == 1 {
			out[g].colour = t.types.colour
		}
	}
	for i := range t.Rows() {
		g := t.of[t.text("instance", i)]
		if x := value(i); g > 0 && finite(x) {
			k := t.types.place[t.text("mtype", i)]
			out[g-1].values[k] = append(out[g-1].values[k], x)
		}
	}
	return out
}

// legend tells the colours.
func (t typeGroups) legend(mark Mark) []Key {
	if len(t.groups) == 1 {
		return t.types.classKeys(mark)
	}
	var keys []Key
	for g, c := range groupColours(t.groups) {
		keys = append(keys, Key{Label: t.groups[g].label(), Colour: c, Mark: mark})
	}
	return keys
}

// String tells in a caption which circuits are shown, and that they are pooled.
func (t typeGroups) String() string {
	text := ""
	if slices.ContainsFunc(t.groups, func(g group) bool { return len(g.instances) > 1 }) {
		text = "Neurons of all circuits of a group together."
	}
	return strings.TrimSpace(leftOut(len(t.groups), t.all) + " " + text)
}
