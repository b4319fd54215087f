package study

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/internal/report"
)

// Sentences say no more than the numbers.
func TestContrastHeadline(t *testing.T) {
	simplices := claim{"simplices", "dim=3", "Directed simplices of dimension 3", true}
	of := func(reconstruction, control, ratio, adjusted, least float64) report.Headline {
		x := compare.Contrast{Statistic: "simplices", Key: "dim=3", Pairs: 7, Controls: 35, Reconstruction: reconstruction, Control: control,
			Ratio: ratio, Difference: reconstruction - control, Z: 4, Adjusted: adjusted, Tests: 8,
			Test: compare.Test{Name: "paired_t", P: adjusted / 2, Least: least}, DifferenceRange: compare.Interval{Low: 1, High: 2}}
		return contrastHeadline(simplices, x)
	}
	for _, c := range []struct {
		name   string
		got    report.Headline
		figure string
		trend  report.Trend
		text   string
	}{
		{"more", of(2000, 1000, 2, 0.01, 0), "2×", report.Higher, "Directed simplices of dimension 3 are 2 times as many as in their controls: 2,000 against 1,000 on average."},
		{"fewer", of(500, 1000, 0.5, 0.01, 0), "0.5×", report.Lower, "Directed simplices of dimension 3 are 0.5 times as many as in their controls: 500 against 1,000 on average."},
		{"not shown", of(1050, 1000, 1.05, 0.4, 0), "1.050×", report.Neither, "Directed simplices of dimension 3 are 1.050 times as many as in their controls: 1,050 against 1,000 on average. This difference is not shown to be more than chance."},
		{"not shown among many", of(1050, 1000, 1.05, 0.08, 0), "1.050×", report.Neither, "Directed simplices of dimension 3 are 1.050 times as many as in their controls: 1,050 against 1,000 on average. This difference is not shown to be more than chance, among the 8 numbers that are tested together."},
		{"cannot be shown", of(2000, 1000, 2, 0.5, 0.5), "2×", report.Neither, "Directed simplices of dimension 3 are 2 times as many as in their controls: 2,000 against 1,000 on average. This difference is not shown to be more than chance: so few pairs cannot show more."},
		{"no control has any", of(7, 0, math.Inf(1), 0.01, 0), "∞", report.Higher, "Directed simplices of dimension 3 are found in the reconstructions alone: 7 against 0 on average."},
		{"some control has none", of(7, 2, math.Inf(1), 0.01, 0), "3.5×", report.Higher, "Directed simplices of dimension 3 are 3.5 times as many as in their controls: 7 against 2 on average, by the ratio of the means."},
		{"the same", of(5, 5, 1, math.NaN(), 0), "1.000×", report.Neither, "Directed simplices of dimension 3 are the same in reconstructions and controls: 5."},
	} {
		assert.Equal(t, c.figure, c.got.Figure, c.name)
		assert.Equal(t, c.trend, c.got.Trend, c.name)
		assert.Equal(t, c.text, c.got.Text, c.name)
	}
	assert.Equal(t, "difference 1,000; 95 % interval 1 to 2; z = 4; paired t p = 0.005, adjusted = 0.01; 7 pairs, 35 controls", of(2000, 1000, 2, 0.01, 0).Detail)
}

// A single control tests nothing, and neither sentences nor methods speak of chance.
func TestOneControl(t *testing.T) {
	f := &findings{pairs: []compare.Pair{{Reconstruction: &compare.Profile{}, Controls: []*compare.Profile{{}}}}}
	nan := math.NaN()
	f.contrasts = compare.Contrasts{{Statistic: "simplices", Key: "dim=2", Pairs: 1, Controls: 1, Reconstruction: 20, Control: 10, Ratio: 2, Difference: 10, Z: nan,
		Adjusted: nan, Test: compare.Test{P: nan}, DifferenceRange: compare.Interval{Low: nan, High: nan}}}
	assert.Equal(t, "Directed simplices of dimension 2 are 2 times as many as in their controls: 20 against 10 on average. This difference is not tested: one control does not tell what is chance.",
		headlines(f)[0].Text)
	assert.Contains(t, headlinesText(f), "nothing is tested")
	m := &methodsText{}
	m.tests(&Run{}, f)
	require.Len(t, m.paragraphs, 1)
	assert.Contains(t, m.paragraphs[0], "nothing was tested")
	assert.NotContains(t, m.paragraphs[0], "P values")
	f.variance = []compare.Variance{{VarianceComponents: compare.VarianceComponents{N: 1, Groups: 1}}}
	m = &methodsText{}
	m.tests(&Run{}, f)
	assert.Len(t, m.paragraphs, 1, "one animal has no variance")
}

func TestPower(t *testing.T) {
	for p, want := range map[float64]string{0.0312: "= 0.031", 3.21e-8: "= 3.2 · 10⁻⁸", 1e-5: "= 1 · 10⁻⁵", 0: "< 10⁻³⁰⁰", math.NaN(): "undefined"} {
		assert.Equal(t, want, power(p))
	}
}

// Every measure of a study is described, and every source that is cited exists.
func TestEveryMeasureHasItsMethods(t *testing.T) {
	described := make(map[string]bool)
	for _, x := range measureText {
		described[x.name] = true
		m := &methodsText{}
		m.measures([]string{x.name})
		require.Len(t, m.paragraphs, 1, x.name)
		assert.NotContains(t, m.paragraphs[0], "%!", x.name)
	}
	for _, name := range compare.Measures() {
		assert.True(t, described[name], name)
	}
}
