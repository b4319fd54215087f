package figure

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// comparedKeys are those of figures of reconstruction and control.
func comparedKeys(mark Mark) []Key {
	return []Key{{Label: Reconstruction, Colour: colourReconstruction, Mark: mark}, {Label: Control, Colour: colourControl, Mark: mark}}
}

// single is one number without a spread.
func single(x float64) moments { return moments{mean: x, sd: math.NaN(), n: 1} }

// MotifContrasts draws the thirteen motifs from the table of ctopo compare: counts of
// reconstruction and control, their ratio, and the difference in standard deviations of
// the controls.
func MotifContrasts(t connectome.Table, m Meta) (*Figure, error) {
	const name = "motifs_compared"
	r := rowsOf(t)
	if !r.has("statistic", "key", "reconstruction_mean", "control_mean", "ratio", "z") {
		return nil, nothing(name, "the table is not one of contrasts")
	}
	rowOf := make(map[string]int)
	list := contrastsOf(r)
	var first *contrast
	for i, c := range list {
		if c.statistic == "motifs" {
			rowOf[c.key] = c.row
			if first == nil {
				first = &list[i]
			}
		}
	}
	if first == nil {
		return nil, nothing(name, "the table has no motifs: add --measures motifs")
	}
	chart := func(label string, series []string, of ...func(row int) float64) barChart {
		b := barChart{label: label, series: series, colours: []colour{colourReconstruction, colourControl}}
		for _, triad := range connectedTriads() {
			b.categories = append(b.categories, fmt.Sprintf("motif %d (%s)", triad.Motif(), triad.MAN()))
		}
		for _, value := range of {
			var values []moments
			for _, triad := range connectedTriads() {
				x := math.NaN()
				if row, ok := rowOf[triad.MAN()]; ok {
					x = value(row)
				}
				values = append(values, single(x))
			}
			b.values = append(b.values, values)
		}
		return b
	}
	column := func(name string) func(int) float64 { return func(row int) float64 { return r.number(name, row) } }
	counts := chart("count", []string{Reconstruction, Control}, column("reconstruction_mean"), column("control_mean"))
	counts.scale = scaleLog
	ratio := chart("log_{2}(ratio)", []string{"ratio"}, func(row int) float64 { return math.Log2(r.number("ratio", row)) })
	ratio.colours = []colour{muted}
	f := &Figure{Name: name, Title: "Motifs of reconstruction and control", Table: t, Rows: []Row{
		{Height: tallPanel, Panels: []Panel{{Plot: counts.panel(), Title: "Mean count"}}},
		{Height: shortPanel, Panels: []Panel{{Plot: ratio.panel(), Title: "Ratio of reconstruction to control"}}},
	}}
	f.Legend = comparedKeys(MarkBox)
	about := "Mean number of triads of each class, on a logarithmic scale, and the ratio as a logarithm: 1 is twice as many in the reconstruction."
	z := chart("z", []string{"z"}, column("z"))
	if anyFinite(z.values[0]) {
		z.colours, z.scale = []colour{muted}, scaleSigned
		f.Rows = append(f.Rows, Row{Height: shortPanel, Panels: []Panel{{Plot: z.panel(), Title: "Difference in standard deviations of the controls"}}})
		about += " z: the difference in standard deviations of the controls, the mean over pairs."
	}
	f.Rows = append(f.Rows, Row{Height: triadAxisHeight, Panels: []Panel{triadAxis{connectedTriads()}.panel()}})
	f.Caption = m.caption(about, r.sizes(first.row)+".", "Numbers of motifs as in Gal et al. 2017.")
	return f, nil
}

func anyFinite(list []moments) bool {
	for _, m := range list {
		if finite(m.mean) {
			return true
		}
	}
	return false
}

// SimplexContrasts draws the simplices of reconstruction and control by dimension, from
// the table of ctopo compare, and their ratio with its interval.
func SimplexContrasts(t connectome.Table, m Meta) (*Figure, error) {
	const name = "simplices_compared"
	r := rowsOf(t)
	if !r.has("statistic", "key", "reconstruction_mean", "control_mean", "ratio") {
		return nil, nothing(name, "the table is not one of contrasts")
	}
	var rec, con, ratio []datum
	var values, ratios []float64
	row := -1
	for _, c := range contrastsOf(r) {
		k, err := strconv.Atoi(after(c.key, "dim="))
		if c.statistic != "simplices" || err != nil {
			continue
		}
		row = c.row
		none := math.NaN()
		a, b := r.number("reconstruction_mean", row), r.number("control_mean", row)
		title := func(of string, x float64) string {
			return fmt.Sprintf("dimension %d, %s: %s", k, of, plainText(number(x, 5)))
		}
		rec = append(rec, datum{x: float64(k), y: a, low: none, high: none, title: title(Reconstruction, a)})
		con = append(con, datum{x: float64(k), y: b, low: none, high: none, title: title(Control, b)})
		q := datum{x: float64(k), y: r.number("ratio", row), low: r.number("ratio_ci_low", row), high: r.number("ratio_ci_high", row)}
		q.title = title("ratio", q.y)
		ratio = append(ratio, q)
		values, ratios = append(values, a, b), append(ratios, q.y, q.low, q.high)
	}
	if row < 0 {
		return nil, nothing(name, "the table has no simplices: add --measures simplices")
	}
	left, right := newPlot("dimension", "mean number of simplices"), newPlot("dimension", "reconstruction / control")
	highest := int(rec[len(rec)-1].x)
	dimensionAxis(left, highest+1)
	dimensionAxis(right, highest+1)
	setLog(&left.Y, values...)
	setLog(&right.Y, append(ratios, 1)...)
	left.Add(grid{})
	right.Add(grid{}, rule{at: 1, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	curve := func(p *plot.Plot, data []datum, of colour, class string) {
		p.Add(line{data: data, style: draw.LineStyle{Color: of, Width: dataWidth}, class: "curve", titled: class}, points{data: data, colour: of, class: "point"})
	}
	curve(left, con, colourControl, Control)
	curve(left, rec, colourReconstruction, Reconstruction)
	curve(right, ratio, colourReconstruction, "ratio")
	infinite(right, ratio, colourReconstruction)
	return &Figure{
		Name: name, Title: "Directed simplices of reconstruction and control", Table: t, Legend: comparedKeys(MarkBoth),
		Rows: []Row{{Height: simplexPanel, Stack: true, Panels: []Panel{{Plot: left, Title: "Mean count"}, {Plot: right, Title: "Ratio"}}}},
		Caption: m.caption("Mean number of directed simplices of each dimension, on a logarithmic scale, and the ratio of reconstruction to control; ∞: the controls have none.",
			r.intervals([]contrast{{row: row}}), r.sizes(row)+"."),
	}, nil
}

// infinite marks what is infinite at the upper edge.
func infinite(p *plot.Plot, data []datum, of colour) {
	for _, d := range data {
		if math.IsInf(d.y, 1) {
			p.Add(label{x: d.x, y: p.Y.Max, text: "∞", dy: -5, xalign: draw.XCenter, colour: of})
		}
	}
}

// after returns what follows a prefix; nothing if the text has another.
func after(s, prefix string) string {
	if len(s) < len(prefix) || s[:len(prefix)] != prefix {
		return ""
	}
	return s[len(prefix):]
}
