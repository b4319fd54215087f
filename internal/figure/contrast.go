package figure

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// level is that of significance, after adjustment.
const level = 0.05

// contrast is a row of the table of contrasts: the number that it is about, and one of
// the tests of it.
type contrast struct {
	statistic, key string
	row            int
}

// testOrder is which test of a number is drawn, the first that there is.
var testOrder = []string{"paired_t", "permutation", "rank", "mann_whitney", "wilcoxon"}

// contrastsOf returns one row of the table for each number about whole circuits, in the
// table's order; those about parts of them are left out.
func contrastsOf(r rows) []contrast {
	var out []contrast
	at := make(map[[2]string]int)
	rank := func(row int) int {
		if i := slices.Index(testOrder, r.text("test", row)); i >= 0 {
			return i
		}
		return len(testOrder)
	}
	for row := range r.Rows() {
		c := contrast{r.text("statistic", row), r.text("key", row), row}
		if c.statistic == "motifs_by_layer" || ofPart.MatchString(c.key) || bookkeeping.MatchString(c.key) {
			continue
		}
		id := [2]string{c.statistic, c.key}
		i, seen := at[id]
		switch {
		case !seen:
			at[id] = len(out)
			out = append(out, c)
		case rank(row) < rank(out[i].row):
			out[i].row = row
		}
	}
	return out
}

var (
	// ofPart are keys of numbers about a part of a circuit.
	ofPart = regexp.MustCompile(`^(mtype|layer|class|pathway)=`)
	// bookkeeping are keys that tell how others came about.
	bookkeeping = regexp.MustCompile(`(^|_)(undefined|sources)$`)
	// detail are keys that say little beside mean and standard deviation.
	detail = regexp.MustCompile(`_(p\d+|min|median)$`)
)

// mostContrasts is how many lines fit a page.
const mostContrasts = 55

// thin leaves out numbers until they fit a page: first those that do not differ at all,
// then details, then the ones with the least difference for its spread. It tells how
// many of each.
func thin(r rows, all []contrast) (kept []contrast, told string) {
	kept = slices.DeleteFunc(slices.Clone(all), func(c contrast) bool { return r.number("difference", c.row) == 0 })
	var parts []string
	if n := len(all) - len(kept); n > 0 {
		parts = append(parts, fmt.Sprintf("%d that are equal", n))
	}
	if before := len(kept); before > mostContrasts {
		kept = slices.DeleteFunc(kept, func(c contrast) bool { return detail.MatchString(c.key) })
		if n := before - len(kept); n > 0 {
			parts = append(parts, fmt.Sprintf("%d of medians, minima and percentiles", n))
		}
	}
	if before := len(kept); before > mostContrasts {
		size := func(c contrast) float64 {
			x := math.Abs(math.Log(r.ratio(c.row)))
			if math.IsNaN(x) {
				return 0
			}
			return x
		}
		sizes := make([]float64, 0, before)
		for _, c := range kept {
			sizes = append(sizes, size(c))
		}
		slices.Sort(sizes)
		least := sizes[before-mostContrasts]
		kept = slices.DeleteFunc(kept, func(c contrast) bool { return size(c) < least })
		kept = kept[:min(len(kept), mostContrasts)]
		parts = append(parts, fmt.Sprintf("%d with smaller ratios", before-len(kept)))
	}
	if len(parts) > 0 {
		told = "Left out: " + strings.Join(parts, ", ") + "."
	}
	return kept, told
}

// keyName tells a key in words.
func keyName(statistic, key string) string {
	if dim, ok := strings.CutPrefix(key, "dim="); ok {
		return "dimension " + dim
	}
	if key == "euler" {
		return "Euler characteristic"
	}
	if statistic == "motifs" {
		if t, err := motifs.ParseTriad(key); err == nil && t.Motif() > 0 {
			return fmt.Sprintf("motif %d (%s)", t.Motif(), key)
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// Contrasts draws the table of ctopo compare as a forest plot: of each number about
// whole circuits the ratio of reconstruction and control with its interval, and the
// size of the effect with its own or, for a single reconstruction, z. Colour tells
// what is significant after adjustment.
func Contrasts(t connectome.Table, m Meta) (*Figure, error) {
	const name = "contrasts"
	r := rowsOf(t)
	if !r.has("statistic", "key", "ratio", "difference", "p_adjusted") {
		return nil, nothing(name, "the table is not one of contrasts")
	}
	list, left := thin(r, contrastsOf(r))
	if len(list) == 0 {
		return nil, nothing(name, "no number of whole circuits differs")
	}
	ratios := forest{names: true}
	var effects forest
	statistic, anyEffect := "", false
	for _, c := range list {
		if c.statistic != statistic {
			statistic = c.statistic
			heading := forestRow{name: strings.ReplaceAll(statistic, "_", " "), heading: true}
			ratios.rows, effects.rows = append(ratios.rows, heading), append(effects.rows, heading)
		}
		row := r.forestRow(c)
		ratios.rows = append(ratios.rows, row)
		row.side = pText(r.number("p_adjusted", c.row))
		row.value.x, row.value.low, row.value.high = r.number("effect_size", c.row), r.number("ci_low", c.row), r.number("ci_high", c.row)
		anyEffect = anyEffect || !math.IsNaN(row.value.x)
		effects.rows = append(effects.rows, row)
	}
	second, about, title := "effect size", "the mean difference in its standard deviations, with 95 % interval", "Effect size"
	panels := []Panel{{Plot: ratios.panel("reconstruction / control", scaleLog, 1), Title: "Ratio", Weight: 1.35}}
	if !anyEffect {
		second, about, title = "z", "the difference in standard deviations of the controls", "Difference in standard deviations"
		i := 0
		for k := range effects.rows {
			if !effects.rows[k].heading {
				effects.rows[k].value.x = r.number("z", list[i].row)
				anyEffect = anyEffect || !math.IsNaN(effects.rows[k].value.x)
				i++
			}
		}
	}
	f := &Figure{Name: name, Title: "Reconstruction and control", Table: t, Legend: significanceKeys(ratios.rows)}
	said := "Ratio of reconstruction to control."
	if anyEffect {
		said = "Ratio of reconstruction to control, and " + about + "."
		stacked := effects
		stacked.names = true
		panels = append(panels, Panel{Plot: effects.panel(second, scaleSigned, 0), Stacked: stacked.panel(second, scaleSigned, 0), Title: title + ", and adjusted p"})
	} else {
		f.Width = 1.3 * Single
	}
	f.Rows = []Row{{Height: ratios.height(), Stack: true, Panels: panels}}
	colours := "Colour: p below 0.05 after Benjamini and Hochberg; " + r.tests(list) + "."
	if !slices.ContainsFunc(list, func(c contrast) bool { return finite(r.number("p_adjusted", c.row)) }) {
		f.Legend, colours = nil, "Nothing is tested: "+r.sizes(list[0].row)+"."
	}
	f.Caption = m.caption(said, r.intervals(list), colours, left)
	return f, nil
}

// ratio is that of a contrast; undefined where a mean is negative, as more would then
// look like less.
func (r rows) ratio(row int) float64 {
	if r.number("reconstruction_mean", row) < 0 || r.number("control_mean", row) < 0 {
		return math.NaN()
	}
	return r.number("ratio", row)
}

// forestRow returns the ratio of a contrast as a line.
func (r rows) forestRow(c contrast) forestRow {
	ratio := r.ratio(c.row)
	p, difference := r.number("p_adjusted", c.row), r.number("difference", c.row)
	row := forestRow{
		name:  keyName(c.statistic, c.key),
		value: datum{x: ratio, low: r.number("ratio_ci_low", c.row), high: r.number("ratio_ci_high", c.row)},
		side:  number(ratio, 3),
	}
	if !finite(ratio) {
		row.side = ""
	}
	if math.IsNaN(ratio) {
		row.value.low, row.value.high = math.NaN(), math.NaN()
	}
	row.weak = p > level && strings.HasSuffix(r.text("verdict", c.row), fewCircuits)
	if p <= level || row.weak {
		row.sign = map[bool]int{true: 1, false: -1}[difference > 0]
	}
	row.value.title = fmt.Sprintf("%s, %s: %s in the reconstruction, %s in the control; adjusted p: %s", c.statistic, row.name,
		plainText(number(r.number("reconstruction_mean", c.row), 5)), plainText(number(r.number("control_mean", c.row), 5)), plainText(number(p, 2)))
	return row
}

// fewCircuits is how the verdict ends on a p that is the least that is possible.
const fewCircuits = "as clear as so few can show"

// significanceKeys are those of the looks that lines have.
func significanceKeys(lines []forestRow) []Key {
	keys := []Key{
		{Label: "significantly more than in the control", Colour: colourOver, Mark: MarkPoint},
		{Label: "significantly less", Colour: colourUnder, Mark: MarkPoint},
		{Label: "more, as clear as so few circuits can show", Colour: colourOver, Mark: MarkRing},
		{Label: "less, likewise", Colour: colourUnder, Mark: MarkRing},
		{Label: "no difference shown, or not tested", Colour: muted, Mark: MarkRing},
	}
	return slices.DeleteFunc(keys, func(k Key) bool {
		return !slices.ContainsFunc(lines, func(r forestRow) bool {
			of, hollow := r.look()
			return !r.heading && of == k.Colour && hollow == (k.Mark == MarkRing)
		})
	})
}

// pText returns a p-value as text; nothing where there was no test.
func pText(p float64) string {
	if math.IsNaN(p) {
		return ""
	}
	if p < 0.001 {
		return "<0.001"
	}
	return strconv.FormatFloat(p, 'g', 2, 64)
}

// intervals tells what the intervals of ratios are, if there are any.
func (r rows) intervals(list []contrast) string {
	for _, c := range list {
		if !math.IsNaN(r.number("ratio_ci_low", c.row)) {
			return "Bars of ratios are 95 % intervals of their mean over pairs, by Student's t on the log scale."
		}
	}
	return ""
}

// tests tells which tests were made and of how many circuits.
func (r rows) tests(list []contrast) string {
	words := map[string]string{
		"paired_t": "paired t test", "permutation": "permutation test", "rank": "rank of the reconstruction among its controls",
		"mann_whitney": "Mann–Whitney test", "wilcoxon": "Wilcoxon signed-rank test",
	}
	var tests []string
	for _, c := range list {
		test := r.text("test", c.row)
		if w, ok := words[test]; ok {
			test = w
		}
		if test != "" && !slices.Contains(tests, test) {
			tests = append(tests, test)
		}
	}
	return strings.Join(tests, ", ") + ", " + r.sizes(list[0].row)
}

// sizes tells of how many circuits a row of contrasts is.
func (r rows) sizes(row int) string {
	return fmt.Sprintf("n = %s, %s", plural(r.number("n_reconstructions", row), "reconstruction"), plural(r.number("n_controls", row), "control"))
}

// plural returns a number and its noun.
func plural(n float64, noun string) string {
	if !finite(n) {
		return "some " + noun + "s"
	}
	if n != 1 {
		noun += "s"
	}
	return count(int64(n)) + " " + noun
}
