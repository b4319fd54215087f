package figure

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// connectedTriads lists the thirteen motifs in the order of Gal et al. 2017.
func connectedTriads() []motifs.Triad {
	var out []motifs.Triad
	for k := 1; k <= 13; k++ {
		t, _ := motifs.TriadOfMotif(k)
		out = append(out, t)
	}
	return out
}

// Heights of panels of motifs.
const (
	tallPanel  = vg.Length(104)
	shortPanel = vg.Length(74)
)

// Motifs draws the expression of the thirteen motifs, from the table of ctopo motifs:
// their counts and, where the table has a null model, what it expects, z and the ratio.
// Circuits of a group are drawn as their mean, with one standard deviation. Where
// there are reconstructions and controls but no null model, the ratio is that to the
// mean of the controls.
func Motifs(t connectome.Table, m Meta) (*Figure, error) {
	const name = "motifs"
	r := rowsOf(t)
	switch {
	case !r.has("instance", "man", "count") || r.has("type0") || r.has("neuron"):
		return nil, nothing(name, "the table is not one of motifs of whole circuits")
	case t.Rows() == 0:
		return nil, nothing(name, "the table has no rows")
	}
	var order []string
	for _, triad := range connectedTriads() {
		order = append(order, triad.MAN())
	}
	s := motifSeries{seriesOf(r, m, "man", order)}
	if s.alone() {
		s.colours[0] = muted // those of the signs are for what follows
	}
	f := &Figure{Name: name, Title: "Expression of the thirteen motifs of three neurons", Table: t}
	counts := s.chart(s.moments("count"), "count")
	counts.scale = scaleLog
	what := []string{"Number of triads of each class, on a logarithmic scale" + map[bool]string{true: ", and what the null model expects", false: ""}[r.has("expected")]}
	f.Legend = s.legend()
	if r.has("expected", "sd") {
		counts.expected = s.expected()
		f.Legend = append(f.Legend, Key{Label: "expected", Colour: ink, Mark: MarkRing})
	}
	f.Rows = append(f.Rows, Row{Height: tallPanel, Panels: []Panel{{Plot: counts.panel(), Title: "Count"}}})
	switch control, paired := s.control(); {
	case r.has("z", "log2_ratio"):
		z, ratio := s.chart(s.moments("z"), "z"), s.chart(s.moments("log2_ratio"), "log_{2}(count / expected)")
		z.scale = scaleSigned
		z.bySign, ratio.bySign = len(s.groups) == 1, len(s.groups) == 1
		zPanel := z.panel()
		f.Rows = append(f.Rows,
			Row{Height: shortPanel, Panels: []Panel{{Plot: zPanel, Title: "Distance from the expectation, in its standard deviations"}}},
			Row{Height: shortPanel, Panels: []Panel{{Plot: ratio.panel(), Title: "Ratio to the expectation"}}})
		difference := "the difference in standard deviations of the null model, z"
		if _, logarithmic := zPanel.Y.Scale.(signedLog); logarithmic {
			difference += ", linear up to 1 and logarithmic beyond"
		}
		what = append(what, difference, "and the ratio as a logarithm: 1 is twice as many as expected")
		if z.bySign {
			f.Legend = append(f.Legend, Key{Label: "more than expected", Colour: colourOver}, Key{Label: "fewer", Colour: colourUnder})
		}
	case paired:
		ratio := s.againstControls(control)
		f.Rows = append(f.Rows, Row{Height: shortPanel, Panels: []Panel{{Plot: ratio.panel(), Title: "Ratio to the mean of the controls"}}})
		what = append(what, "and their ratio to the mean of the controls as a logarithm: 1 is twice as many")
	}
	f.Rows = append(f.Rows, Row{Height: triadAxisHeight, Panels: []Panel{triadAxis{connectedTriads()}.panel()}})
	said := []string{sentence(what), s.describe("Bars")}
	if r.has("expected") {
		said = append(said, s.nullModel())
	}
	f.Caption = m.caption(append(said, "Numbers of motifs as in Gal et al. 2017.")...)
	return f, nil
}

// sentence joins parts with commas.
func sentence(parts []string) string {
	text := ""
	for i, p := range parts {
		if i > 0 {
			text += ", "
		}
		text += p
	}
	return text + "."
}

// motifSeries are the rows of a table of motifs.
type motifSeries struct{ series }

// chart is that of some values by group and motif.
func (s motifSeries) chart(values [][]moments, label string) barChart {
	b := barChart{label: label, values: values, colours: s.colours, series: s.labels()}
	for _, t := range connectedTriads() {
		b.categories = append(b.categories, fmt.Sprintf("motif %d (%s)", t.Motif(), t.MAN()))
	}
	return b
}

// legend names the groups, or nothing if there is but one circuit.
func (s motifSeries) legend() []Key {
	if s.alone() {
		return []Key{{Label: "counted", Colour: muted}}
	}
	var keys []Key
	for g, label := range s.labels() {
		keys = append(keys, Key{Label: label, Colour: s.colours[g]})
	}
	return keys
}

// againstControls is the chart of the other groups' counts beside the controls' mean.
func (s motifSeries) againstControls(control int) barChart {
	values := s.values("count")
	mean := allMoments(values)[control]
	b := s.chart(nil, "log_{2}(count / control)")
	b.series, b.colours = nil, nil
	for g := range s.groups {
		if g == control {
			continue
		}
		for k := range values[g] {
			for i := range values[g][k] {
				values[g][k][i] = math.Log2(values[g][k][i] / mean[k].mean)
			}
		}
		b.values = append(b.values, allMoments(values[g : g+1])[0])
		b.series, b.colours = append(b.series, s.groups[g].label()), append(b.colours, s.colours[g])
	}
	return b
}
