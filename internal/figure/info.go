package figure

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// Info draws what circuits hold: their neurons by m-type, the probability of connection
// between layers (or classes, or few m-types), and the distribution of degrees; from the
// tables cell_types, connections (columns instance, pre, post, connections between m-types,
// each with layer and class) and degrees (instance, in, out), one row a neuron.
func Info(cells, blocks, degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "info"
	c, d := rowsOf(cells), rowsOf(degrees)
	switch {
	case !c.has("instance", "mtype", "layer", "class", "cells") || !d.has("instance", "in", "out"):
		return nil, nothing(name, "the tables are not those of cells and degrees")
	case d.Rows() == 0:
		return nil, nothing(name, "there are no neurons")
	}
	v := newInfo(c, d, m)
	f := &Figure{Name: name, Title: "Cells and connections", Table: cells, Width: Double}
	if len(v.groups) > 1 {
		for g := range v.groups {
			f.Legend = append(f.Legend, Key{Label: v.groups[g].label(), Colour: v.colours[g]})
		}
	} else {
		f.Legend = v.types.classKeys(MarkBox)
	}
	matrices, by := v.matrices(rowsOf(blocks))
	histograms, cut := v.degreePanel()
	if len(v.types.names) < 2 && matrices == nil {
		f.Width = Single
	}
	f.refit = func(f *Figure) {
		var rows []Row
		every := 1
		if len(v.types.names) > 1 {
			rows, every = v.cellRows(f.Width - 2*margin)
		}
		f.Rows = append(rows, v.lower(matrices, histograms, f.Width-2*margin)...)
		said := []string{}
		if len(v.types.names) > 1 {
			said = append(said, "Number of neurons by m-type.")
		}
		if by != "" {
			said = append(said, "Percentage of the ordered pairs of neurons of two "+by+" that are connected.")
		}
		said = append(said, "Numbers of connections from (in-degree) and to (out-degree) other neurons"+together(v.groups)+", in bins"+cut+".", v.String(), named(every))
		f.Caption = m.caption(said...)
	}
	f.refit(f)
	return f, nil
}

// info is what the figure draws.
type info struct {
	groupsOf
	colours  []colour
	types    cellTypes
	cells    rows
	degrees  rows
	neurons  [][]moments // by group and m-type
	instance map[string]int
}

func newInfo(cells, degrees rows, m Meta) *info {
	v := &info{groupsOf: groupsShown(degrees, m), cells: cells, degrees: degrees, instance: make(map[string]int)}
	v.colours = groupColours(v.groups)
	v.types = typesOf(cells.distinct("mtype"), cells)
	for g, group := range v.groups {
		for _, name := range group.instances {
			v.instance[name] = g
		}
	}
	counts := make(map[string][]float64) // by circuit
	for i := range cells.Rows() {
		name := cells.text("instance", i)
		if counts[name] == nil {
			counts[name] = make([]float64, len(v.types.names))
		}
		counts[name][v.types.place[cells.text("mtype", i)]] += cells.number("cells", i)
	}
	for _, group := range v.groups {
		values := make([][]float64, len(v.types.names))
		for _, name := range group.instances {
			for t, n := range counts[name] {
				values[t] = append(values[t], n)
			}
		}
		v.neurons = append(v.neurons, allMoments([][][]float64{values})[0])
	}
	return v
}

// cellRows draws the numbers of neurons.
func (v *info) cellRows(inner vg.Length) (rows []Row, every int) {
	b := barChart{label: "neurons", values: v.neurons, categories: v.types.names, series: v.labels(), colours: v.colours, scale: scaleLog}
	if len(v.groups) == 1 {
		b.colourOf = v.types.colour
	}
	p := b.panel()
	pitch := (inner - axisRoom) / vg.Length(len(v.types.names))
	ticks, every := v.types.tickNames(pitch)
	p.X.Tick.Marker, p.X.Tick.Length, p.X.Padding = ticks, 0, 4
	p.X.Label.Text = "m-type"
	upright(p)
	if v.types.layered() {
		p.Add(separators{types: v.types, colour: muted})
	}
	longest := vg.Length(0)
	for _, t := range ticks {
		longest = max(longest, textWidth(t.Label, style(tickSize, false)))
	}
	title := "Neurons"
	if v.types.layered() {
		strip := v.types.layerStrip()
		strip.Title, strip.Plain = title, false
		return []Row{{Height: layerStripHeight, Panels: []Panel{strip}}, {Height: stripHeight + longest + labelSize + 10, Panels: []Panel{{Plot: p, Plain: true}}}}, every
	}
	return []Row{{Height: stripHeight + longest + labelSize + 10, Panels: []Panel{{Plot: p, Title: title}}}}, every
}

func (v *info) labels() (out []string) {
	for _, g := range v.groups {
		out = append(out, g.label())
	}
	return out
}

// infoMatrix is what a cell map shows.
type infoMatrix struct {
	names  []string
	values [][][]float64 // by group
	what   string
}

// fewBlocks is how many layers, classes or m-types a matrix with numbers has room for.
const fewBlocks = 12

// matrices returns the probability of connection by group between layers or, if they are
// not known, classes or m-types; and what these are.
func (v *info) matrices(blocks rows) (*infoMatrix, string) {
	for _, by := range []struct{ column, plural string }{{"layer", "layers"}, {"class", "classes"}, {"mtype", "m-types"}} {
		names := v.cells.distinct(by.column)
		slices.Sort(names)
		if len(names) < 2 || len(names) > fewBlocks {
			continue
		}
		out := &infoMatrix{what: by.column}
		for _, name := range names {
			out.names = append(out.names, typeName(name))
		}
		for g := range v.groups {
			out.values = append(out.values, v.probabilities(blocks, by.column, names, g))
		}
		return out, by.plural
	}
	return nil, ""
}

// probabilities returns the means over the circuits of a group.
func (v *info) probabilities(blocks rows, by string, names []string, g int) [][]float64 {
	place := make(map[string]int)
	for i, name := range names {
		place[name] = i
	}
	n := len(names)
	cells, connections := make(map[string][]float64), make(map[string][][]float64)
	for _, name := range v.groups[g].instances {
		cells[name], connections[name] = make([]float64, n), matrix(n, 0)
	}
	for i := range v.cells.Rows() {
		if of := cells[v.cells.text("instance", i)]; of != nil {
			of[place[v.cells.text(by, i)]] += v.cells.number("cells", i)
		}
	}
	for i := range blocks.Rows() {
		if of := connections[blocks.text("instance", i)]; of != nil {
			of[place[blocks.text("pre_"+by, i)]][place[blocks.text("post_"+by, i)]] += blocks.number("connections", i)
		}
	}
	out := matrix(n, 0)
	for a := range n {
		for b := range n {
			var values []float64
			for _, name := range v.groups[g].instances {
				pairs := cells[name][a] * cells[name][b]
				if a == b {
					pairs -= cells[name][a]
				}
				values = append(values, connections[name][a][b]/pairs) // NaN without pairs
			}
			out[a][b] = momentsOf(values).mean
		}
	}
	return out
}

// lower draws the matrices and the degrees.
func (v *info) lower(of *infoMatrix, degrees *plot.Plot, inner vg.Length) []Row {
	var cells []Panel
	if of != nil {
		most := 0.0
		for _, values := range of.values {
			for _, row := range values {
				for _, x := range row {
					if finite(x) {
						most = max(most, x)
					}
				}
			}
		}
		for g, values := range of.values {
			c := cellMap{x: "to " + kindOf(of.what), y: "from " + kindOf(of.what), rows: of.names, cols: of.names, values: values, most: math.Max(most, 1e-300), text: percent,
				title: func(i, j int) string {
					return fmt.Sprintf("%s to %s: %s %%", of.names[i], of.names[j], plainText(number(100*values[i][j], 3)))
				}}
			title := "Connection probability (%)"
			if len(v.groups) > 1 {
				title = "P(connection) (%), " + v.groups[g].name
			}
			panel := c.panel()
			if longestOf(of.names) > 24 {
				upright(panel)
			}
			cells = append(cells, Panel{Plot: panel, Title: title})
		}
	}
	below := Panel{Plot: degrees, Title: "In-degree (full) and out-degree (dashed)"}
	height := squarePanel * 0.9
	if len(cells) == 1 {
		return []Row{{Height: height, Panels: []Panel{cells[0], below}, Stack: true}}
	}
	var rows []Row
	across := 3
	if inner+2*margin <= narrow {
		across = 1
	}
	for i := 0; i < len(cells); i += across {
		row := cells[i:min(i+across, len(cells))]
		for len(row) < across && i > 0 {
			row = append(row, Panel{})
		}
		rows = append(rows, Row{Height: height, Panels: row})
	}
	return append(rows, Row{Height: height, Panels: []Panel{below}})
}

// longestOf is the width of the widest of some names.
func longestOf(names []string) (longest vg.Length) {
	for _, s := range names {
		longest = max(longest, textWidth(s, style(tickSize, false)))
	}
	return longest
}

// degreePanel draws the distributions of in- and out-degrees.
func (v *info) degreePanel() (p *plot.Plot, cut string) {
	p = newPlot("degree (connections)", "neurons (%)")
	var curves []degreeCurve
	for k, column := range []string{"in", "out"} {
		for g, values := range v.degrees.byGroup(v.groups, column) {
			c := degreeCurve{values: values, label: v.groups[g].label() + ", " + column + "-degree"}
			var of color.Color = muted
			if len(v.groups) > 1 {
				of = v.colours[g]
			}
			c.style.Color, c.style.Width, c.style.Dashes = of, dataWidth, [][]vg.Length{nil, dashed}[k]
			curves = append(curves, c)
		}
	}
	return p, addHistograms(p, curves)
}
