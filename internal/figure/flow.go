package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// flows are shares of what leads from some types to others, by group of circuits and
// kind, such as the dimension of simplices.
type flows struct {
	groupsOf
	colours []colour
	types   []string
	kinds   []string
	// amount of what leads from one type to another, by circuit, kind, from and to
	amount map[string][][][]float64
}

// flowsOf sums a column of a table by circuit, kind, from and to. kindOf returns the
// place of a row's kind; rows with none are left out.
func flowsOf(r rows, m Meta, from, to, column string, kinds []string, kindOf func(row int) int) flows {
	f := flows{groupsOf: groupsShown(r, m), kinds: kinds, amount: make(map[string][][][]float64)}
	f.colours = groupColours(f.groups)
	f.types = slices.Compact(slices.Sorted(slices.Values(slices.Concat(r.distinct(from), r.distinct(to)))))
	place := make(map[string]int)
	for i, t := range f.types {
		place[t] = i
	}
	for i := range r.Rows() {
		k := kindOf(i)
		if k < 0 {
			continue
		}
		name := r.text("instance", i)
		if f.amount[name] == nil {
			f.amount[name] = make([][][]float64, len(kinds))
			for k := range kinds {
				f.amount[name][k] = matrix(len(f.types), 0)
			}
		}
		if x := r.number(column, i); finite(x) {
			f.amount[name][k][place[r.text(from, i)]][place[r.text(to, i)]] += x
		}
	}
	return f
}

func matrix(n int, of float64) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			out[i][j] = of
		}
	}
	return out
}

// shares returns each amount of a circuit and kind over their sum.
func (f flows) shares(instance string, kind int) [][]float64 {
	out := matrix(len(f.types), math.NaN())
	if f.amount[instance] == nil {
		return out
	}
	sum := 0.0
	for _, row := range f.amount[instance][kind] {
		for _, x := range row {
			sum += x
		}
	}
	for i, row := range f.amount[instance][kind] {
		for j, x := range row {
			out[i][j] = x / sum
		}
	}
	return out
}

// mean returns the mean shares of a group.
func (f flows) mean(g, kind int) [][]float64 {
	all := make([][][]float64, len(f.types))
	for i := range all {
		all[i] = make([][]float64, len(f.types))
	}
	for _, name := range f.groups[g].instances {
		for i, row := range f.shares(name, kind) {
			for j, x := range row {
				all[i][j] = append(all[i][j], x)
			}
		}
	}
	out := matrix(len(f.types), 0)
	for i, row := range allMoments(all) {
		for j, m := range row {
			out[i][j] = m.mean
		}
	}
	return out
}

// net returns, by type, how much more of what a kind counts starts there than ends
// there, as shares of all.
func (f flows) net(g, kind int) []moments {
	values := make([][]float64, len(f.types))
	for _, name := range f.groups[g].instances {
		shares := f.shares(name, kind)
		for i := range f.types {
			x := 0.0
			for j := range f.types {
				x += 100 * (shares[i][j] - shares[j][i])
			}
			values[i] = append(values[i], x)
		}
	}
	return allMoments([][][]float64{values})[0]
}

// cellPanels draws the shares, a row a group and in it a panel a kind, darkest where they
// are largest over all of them; and, of reconstructions and controls, a row of the ratio
// of their numbers.
func (f flows) cellPanels(x, y string) (rows [][]Panel) {
	most := 0.0
	for g := range f.groups {
		for k := range f.kinds {
			for _, row := range f.mean(g, k) {
				for _, v := range row {
					if finite(v) {
						most = max(most, v)
					}
				}
			}
		}
	}
	for g := range f.groups {
		var out []Panel
		for k, kind := range f.kinds {
			values := f.mean(g, k)
			m := cellMap{x: x, y: y, rows: f.types, cols: f.types, values: values, most: most, text: percent,
				title: func(i, j int) string {
					return fmt.Sprintf("%s: %s to %s: %s %%", kind, f.types[i], f.types[j], plainText(number(100*values[i][j], 3)))
				}}
			title := kind
			if len(f.groups) > 1 {
				title, _, _ = strings.Cut(kind, " (")
				title += ", " + f.groups[g].label()
			}
			out = append(out, Panel{Plot: m.panel(), Title: title})
		}
		rows = append(rows, out)
	}
	a, b, ok := f.contrast()
	if !ok {
		return rows
	}
	var out []Panel
	for k, kind := range f.kinds {
		values := matrix(len(f.types), 0)
		for i := range f.types {
			for j := range f.types {
				over, under := f.sum(a, k, i, j), f.sum(b, k, i, j)
				if values[i][j] = math.Log2(over / under); max(over, under) < fewConnections {
					values[i][j] = math.NaN()
				}
			}
		}
		var all []float64
		for _, row := range values {
			all = append(all, row...)
		}
		scale := evenColours(all, 1, 4)
		m := cellMap{x: x, y: y, rows: f.types, cols: f.types, values: values, text: oneDecimal, colours: scale.colour,
			title: func(i, j int) string {
				return fmt.Sprintf("%s: %s to %s: ratio %s", kind, f.types[i], f.types[j], plainText(number(math.Exp2(values[i][j]), 3)))
			}}
		out = append(out, Panel{Plot: m.panel(), Title: flowRatio(kind, len(f.kinds))})
	}
	return append(rows, out)
}

// flowRatio is the title of a panel of ratios.
func flowRatio(kind string, kinds int) string {
	if kinds == 1 {
		return "log_{2}(" + Reconstruction + " / " + Control + ")"
	}
	kind, _, _ = strings.Cut(kind, " (")
	return kind + ", log_{2}(reconstr. / control)"
}

// sum returns the mean number over the circuits of a group.
func (f flows) sum(g, kind, from, to int) float64 {
	sum := 0.0
	for _, name := range f.groups[g].instances {
		if of := f.amount[name]; of != nil {
			sum += of[kind][from][to]
		}
	}
	return sum / float64(len(f.groups[g].instances))
}

// about says which groups have cells, and what their ratio is.
func (f flows) about() string {
	text := leftOut(len(f.groups), f.all)
	if _, _, ok := f.contrast(); ok {
		text = strings.TrimSpace(text + " Ratio: that of the numbers, as a logarithm: 1 is twice as many; white where both have fewer than " + count(fewConnections) + ".")
	}
	return text
}

// netPanel draws the net flow of each type: bars by group if there are several, by kind
// otherwise. It returns the bars' keys too.
func (f flows) netPanel(label string, kindColours []colour) (*plot.Plot, []Key) {
	b := barChart{label: label, categories: f.types}
	var keys []Key
	if len(f.groups) > 1 {
		last := len(f.kinds) - 1
		for g := range f.groups {
			b.values, b.series, b.colours = append(b.values, f.net(g, last)), append(b.series, f.groups[g].label()), append(b.colours, f.colours[g])
		}
	} else {
		for k := range f.kinds {
			b.values, b.series, b.colours = append(b.values, f.net(0, k)), append(b.series, f.kinds[k]), append(b.colours, kindColours[k])
		}
	}
	if len(b.series) > 1 {
		for i := range b.series {
			keys = append(keys, Key{Label: b.series[i], Colour: b.colours[i]})
		}
	}
	p := b.panel()
	p.X.Tick.Marker = names(f.types)
	p.X.Tick.Length = 0
	p.X.Padding = 3
	return p, keys
}

// Heights of panels of flows.
const (
	flowCells = vg.Length(150)
	flowNet   = vg.Length(110)
)

// SimplexFlow draws where simplices begin and end, from the table of ctopo simplices
// --by layer or --by class: for dimensions 1 to 3 the share of each pair of source and
// sink, and how much more often a type is the source than the sink.
func SimplexFlow(t connectome.Table, m Meta) (*Figure, error) {
	name := t.Name
	if name == "" {
		name = "simplices_by"
	}
	by := strings.TrimPrefix(name, "simplices_by_")
	r := rowsOf(t)
	switch {
	case !r.has("instance", "dim", "source", "sink", "count"):
		return nil, nothing(name, "the table is not one of simplices by source and sink")
	case len(dimensions(r)) < 2:
		return nil, nothing(name, "there are no connections")
	}
	kinds := []string{"Dimension 1 (connections)", "Dimension 2", "Dimension 3"}
	kinds = kinds[:min(len(dimensions(r))-1, len(kinds))]
	f := flowsOf(r, m, "source", "sink", "count", kinds, func(row int) int {
		if d := r.number("dim", row); d >= 1 && d <= float64(len(kinds)) {
			return int(d) - 1
		}
		return -1
	})
	net, keys := f.netPanel("source "+minus+" sink (%)", shades[:])
	title := "Net flow: above zero a source, below a sink"
	if len(f.groups) > 1 {
		title = fmt.Sprintf("Net flow, dimension %d: above zero a source, below a sink", len(kinds))
	}
	out := &Figure{Name: name, Title: "Where directed simplices begin and end", Table: t, Legend: keys, Width: Double}
	netPanel := Panel{Plot: net, Title: title}
	panels := f.cellPanels("sink "+by, "source "+by)
	out.refit = func(fig *Figure) {
		rows, shown := f.simplexRows(panels, fig.Width <= narrow)
		if len(kinds) == 1 && len(f.groups) == 1 && fig.Width > narrow {
			fig.Rows = []Row{{Height: flowCells, Panels: append(slices.Clone(panels[0]), netPanel)}}
		} else {
			fig.Rows = append(rows, Row{Height: flowNet, Panels: []Panel{netPanel}})
		}
		fig.Caption = m.caption(
			fmt.Sprintf("Percentage of the simplices of each dimension that begin (row) and end (column) with neurons of a %s; and how much more of them begin than end there, in percent of all.", by),
			shown, f.about(), series{groups: f.groups}.describe("Numbers"))
	}
	out.refit(out)
	return out, nil
}

// simplexRows lays out the cells of simplices: groups below each other with their
// dimensions side by side or, of more than two groups, dimensions below each other with
// their groups side by side, four to a row. In a figure that is a single column wide cells
// lie below each other, of several groups those of the highest dimension alone; shown
// says so.
func (f flows) simplexRows(panels [][]Panel, single bool) (rows []Row, shown string) {
	many := len(f.groups) > 2
	if !many && (!single || len(f.groups) == 1) {
		for _, row := range panels {
			rows = append(rows, Row{Height: f.cellHeight(), Panels: row, Stack: true})
		}
		return rows, ""
	}
	across, first := 4, 0
	if single {
		across = 1
		if first = len(f.kinds) - 1; first > 0 {
			shown = fmt.Sprintf("Cells show dimension %d alone.", first+1)
		}
	}
	for k := first; k < len(f.kinds); k++ {
		var row []Panel
		for g := range panels {
			p := panels[g][k]
			p.Title = fmt.Sprintf("Dim. %d, log_{2} ratio", k+1)
			if g < len(f.groups) {
				p.Title = fmt.Sprintf("Dim. %d, %s", k+1, f.groups[g].name)
			}
			row = append(row, p)
			if len(row) == across || g == len(panels)-1 {
				for len(row) < across {
					row = append(row, Panel{})
				}
				rows = append(rows, Row{Height: f.cellHeight(), Panels: row})
				row = nil
			}
		}
	}
	return rows, shown
}

// cellHeight is less where there are several rows.
func (f flows) cellHeight() vg.Length {
	switch {
	case len(f.groups) > 2:
		return max(flowCells*0.64, vg.Length(len(f.types))*11+34)
	case len(f.groups) > 1:
		return flowCells * 0.8
	}
	return flowCells
}

// shades are the colours of dimensions 1 to 3.
var shades = [3]colour{rgb(0x56b4e9), rgb(0x0072b2), rgb(0x0b2f4d)}

// LayerFlow draws the connections between layers, from the table layers of ctopo
// topology: the share of each pair of layers in all connections and, of which layers
// more connections start than end.
func LayerFlow(t connectome.Table, m Meta) (*Figure, error) {
	const name = "layer_flow"
	r := rowsOf(t)
	switch {
	case !r.has("instance", "pre_layer", "post_layer", "connections"):
		return nil, nothing(name, "the table is not one of connections between layers")
	case t.Rows() == 0:
		return nil, nothing(name, "the table has no rows")
	}
	f := flowsOf(r, m, "pre_layer", "post_layer", "connections", []string{"share of all connections (%)"}, func(int) int { return 0 })
	net, keys := f.netPanel("out "+minus+" in (%)", []colour{colourReconstruction})
	var panels []Panel
	for _, row := range f.cellPanels("to layer", "from layer") {
		panels = append(panels, row[0])
	}
	netPanel := Panel{Plot: net, Title: "Net flow: above zero a source, below a sink"}
	var rows []Row
	if len(f.groups) == 1 {
		panels[0].Title = "Share of all connections (%)"
		rows = []Row{{Height: flowCells, Stack: true, Panels: append(panels, netPanel)}}
	} else {
		for i := range f.groups {
			panels[i].Title = "Share (%), " + f.groups[i].label()
		}
		const across = 3
		for i := 0; i < len(panels); i += across {
			row := panels[i:min(i+across, len(panels))]
			for len(row) < across && i > 0 {
				row = append(row, Panel{})
			}
			rows = append(rows, Row{Height: f.cellHeight(), Stack: true, Panels: row})
		}
		rows = append(rows, Row{Height: flowNet, Panels: []Panel{netPanel}})
	}
	return &Figure{
		Name: name, Title: "Connections between layers", Table: t, Legend: keys, Rows: rows,
		Caption: m.caption(
			"Percentage of all connections that lead from one layer (row) to another (column); and how many more leave a layer than reach it, in percent of all connections.",
			f.about(), series{groups: f.groups}.describe("Numbers")),
	}, nil
}
