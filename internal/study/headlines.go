package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/internal/report"
)

// claim is a number that headlines tell of, if it was measured.
type claim struct {
	statistic, key string
	subject        string // how a sentence begins
	counted        bool   // "are 2 times as many", rather than "is 2 times"
}

// claims are what a reader wants first: what the published contrasts are about.
func claims() []claim {
	var all []claim
	for k := 2; k <= 7; k++ {
		all = append(all, claim{"simplices", fmt.Sprintf("dim=%d", k), fmt.Sprintf("Directed simplices of dimension %d", k), true})
	}
	return append(all,
		claim{"motifs", "030T", "Feed-forward triads (030T)", true},
		claim{"motifs", "030C", "Three-neuron cycles (030C)", true},
		claim{"motifs", "120U", "Mutual pairs that both send to a third neuron (120U)", true},
		claim{"motifs", "120D", "Mutual pairs that both receive from a third neuron (120D)", true},
		claim{"motifs", "300", "Fully reciprocal triads (300)", true},
		claim{"reciprocity", "mutual_pairs", "Mutual pairs", true},
		claim{"degree", "in_sd", "The standard deviation of in-degree", false},
		claim{"degree", "out_sd", "The standard deviation of out-degree", false},
		claim{"paths", "mean", "The mean shortest path", false},
		claim{"clustering", "fagiolo_mean", "The mean directed clustering coefficient", false},
		claim{"richclub", "total_max_normalized", "The largest normalised rich-club coefficient", false},
		claim{"common_neighbours", "efferent_bias_factsheet", "The common-neighbour bias of connected pairs", false},
		claim{"innervation", "ratio_cv", "The coefficient of variation of the ratio of excitatory to inhibitory inputs", false},
		claim{"signed_degree", "directionality", "Directionality, the summed square of in- minus out-degree,", false},
	)
}

// headlines writes a sentence for each claim that was contrasted, then for those
// that differ between animals.
func headlines(f *findings) []report.Headline {
	var all []report.Headline
	for _, c := range claims() {
		if x, ok := find(f.contrasts, c); ok {
			all = append(all, contrastHeadline(c, x))
		}
	}
	for _, c := range claims() {
		if c.statistic != "simplices" && c.statistic != "reciprocity" && c.key != "030T" {
			continue
		}
		for _, v := range f.variance {
			if v.Statistic == c.statistic && v.Key == c.key && !math.IsNaN(v.ICC) && v.Mean >= 1 {
				all = append(all, varianceHeadline(c, v))
			}
		}
	}
	return all
}

// find returns the contrast of a claim: of its tests the first, if there is
// anything to tell.
func find(contrasts compare.Contrasts, c claim) (compare.Contrast, bool) {
	for _, x := range contrasts {
		if x.Statistic == c.statistic && x.Key == c.key {
			told := !math.IsNaN(x.Difference) && (x.Reconstruction != 0 || x.Control != 0)
			return x, told
		}
	}
	return compare.Contrast{}, false
}

func contrastHeadline(c claim, x compare.Contrast) report.Headline {
	ofMeans := ""
	if math.IsInf(x.Ratio, 0) && x.Control > 0 {
		// Of some pair the controls have none: the ratio of the means is a number.
		x.Ratio, ofMeans = x.Reconstruction/x.Control, ", by the ratio of the means"
	}
	h := report.Headline{Figure: ratioText(x.Ratio), Trend: report.Neither}
	clear := x.Adjusted <= 0.05
	switch {
	case clear && x.Difference > 0:
		h.Trend = report.Higher
	case clear && x.Difference < 0:
		h.Trend = report.Lower
	}
	means := fmt.Sprintf("%s against %s on average%s", minus(report.Number(x.Reconstruction)), minus(report.Number(x.Control)), ofMeans)
	verb, measure := "is", " that of their controls"
	if c.counted {
		verb, measure = "are", " as many as in their controls"
	}
	switch {
	case x.Difference == 0:
		h.Text = fmt.Sprintf("%s %s the same in reconstructions and controls: %s.", c.subject, verb, report.Number(x.Reconstruction))
	case math.IsInf(x.Ratio, 0) || x.Control == 0:
		h.Text = fmt.Sprintf("%s %s found in the reconstructions alone: %s.", c.subject, verb, means)
	case math.IsNaN(x.Ratio) || x.Ratio <= 0:
		h.Text = fmt.Sprintf("%s %s %s in reconstructions: %s.", c.subject, verb, upOrDown(x), means)
	default:
		h.Text = fmt.Sprintf("%s %s %s times%s: %s.", c.subject, verb, threeDigits(x.Ratio), measure, means)
	}
	switch {
	case clear || x.Difference == 0:
	case math.IsNaN(x.Test.P):
		h.Text += " This difference is not tested" + iff(x.Controls == 1, ": one control does not tell what is chance") + "."
	default:
		h.Text += " This difference is not shown to be more than chance" + iff(x.Test.Least > 0.05, ": so few pairs cannot show more") +
			iff(x.Test.P <= 0.05, fmt.Sprintf(", among the %d numbers that are tested together", x.Tests)) + "."
	}
	h.Detail = testDetail(x)
	return h
}

// minus writes a minus sign as one.
func minus(number string) string { return strings.ReplaceAll(number, "-", "−") }

func upOrDown(x compare.Contrast) string {
	if x.Difference > 0 {
		return "higher"
	}
	return "lower"
}

// testDetail tells the difference, its interval and the test.
func testDetail(x compare.Contrast) string {
	parts := []string{"difference " + minus(report.Number(x.Difference))}
	if low, high := x.DifferenceRange.Low, x.DifferenceRange.High; !math.IsNaN(low) && !math.IsNaN(high) {
		parts = append(parts, fmt.Sprintf("95 %% interval %s to %s", minus(report.Number(low)), minus(report.Number(high))))
	}
	if !math.IsNaN(x.Z) && !math.IsInf(x.Z, 0) {
		parts = append(parts, "z = "+minus(threeDigits(x.Z)))
	}
	if !math.IsNaN(x.Test.P) {
		parts = append(parts, fmt.Sprintf("%s p %s, adjusted %s", testName(x.Test.Name), power(x.Test.P), power(x.Adjusted)))
	}
	n := plural(x.Pairs, "pair", "pairs")
	if x.Pairs == 1 {
		n = "1 reconstruction"
	}
	return strings.Join(append(parts, n+", "+plural(x.Controls, "control", "controls")), "; ")
}

func varianceHeadline(c claim, v compare.Variance) report.Headline {
	share := max(0, v.ICC)
	return report.Headline{
		Figure: fmt.Sprintf("%.0f %%", 100*share), Trend: report.Neither,
		Text:   fmt.Sprintf("%s: %.0f %% of the variance among individuals lies between animals.", c.subject, 100*share),
		Detail: fmt.Sprintf("ICC(1) = %s; F = %s, p %s, adjusted %s; %s, %s", threeDigits(v.ICC), threeDigits(v.F), power(v.P), power(v.Adjusted), plural(v.Groups, "animal", "animals"), plural(v.N, "instance", "instances")),
	}
}

// headlinesText tells how to read the headlines, or why there are none.
func headlinesText(f *findings) string {
	switch {
	case len(f.contrasts) > 0 && len(f.pairs) > 1:
		return "Each reconstruction is set against the mean of its own controls; ratio, difference and z are means over the pairs, intervals Student's, p values two-sided, adjusted by Benjamini and Hochberg. Orange: more, blue: less, grey: not shown, at 5 %."
	case len(f.contrasts) > 0 && f.oneControl():
		return "One reconstruction is set against its one control, and nothing is tested."
	case len(f.contrasts) > 0:
		return "One reconstruction is set against its controls, by its rank among them. Orange: more, blue: less, grey: not shown, at 5 %, adjusted by Benjamini and Hochberg."
	case len(f.variance) > 0:
		return "No reconstruction has controls among the inputs; animals are compared with one another."
	}
	return "Nothing is contrasted: among the inputs no reconstruction has controls, and there are no animals. The tables below tell what was measured."
}

// oneControl reports whether there is one pair of a reconstruction and one control, of
// which nothing can be tested.
func (f *findings) oneControl() bool {
	return len(f.pairs) == 1 && len(f.pairs[0].Controls) == 1
}

// ratioText is a ratio as a headline's number.
func ratioText(r float64) string {
	switch {
	case math.IsNaN(r):
		return "–"
	case math.IsInf(r, 0):
		return "∞"
	}
	return threeDigits(r) + "×"
}

// threeDigits writes x with about three significant digits.
func threeDigits(x float64) string {
	if a := math.Abs(x); a >= 100 || a == 0 {
		return report.Number(math.Round(x))
	} else if a > 0.9 && a < 1.1 {
		return strconv.FormatFloat(x, 'f', 3, 64)
	}
	return report.Number(roundTo(x, 3))
}

// roundTo rounds x to so many significant digits.
func roundTo(x float64, digits int) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// testName is a test as text names it.
func testName(test string) string {
	switch test {
	case "paired_t":
		return "paired t"
	case "rank":
		return "rank"
	}
	return strings.ReplaceAll(test, "_", " ")
}

var superscripts = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// power writes a p value: = 0.031, or = 3.2 · 10⁻⁸.
func power(p float64) string {
	if math.IsNaN(p) {
		return "undefined"
	}
	if p == 0 {
		return "< 10⁻³⁰⁰"
	}
	if p >= 0.001 {
		return "= " + report.Number(roundTo(p, 2))
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(p, 'e', 1, 64), "e")
	n, _ := strconv.Atoi(exponent)
	return fmt.Sprintf("= %s · 10%s", strings.TrimSuffix(mantissa, ".0"), superscripts.Replace(strconv.Itoa(n)))
}
