package compare

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// significance is the level at which a verdict is given.
const significance = 0.05

// Verdict says in words what a contrast shows, at the level of significance of 5 %
// after adjustment.
func (c Contrast) Verdict() string {
	switch {
	case math.IsNaN(c.Difference):
		return "undefined"
	case c.Difference == 0:
		return "the same on average"
	}
	change := "higher"
	if c.Difference < 0 {
		change = "lower"
	}
	change += c.byHowMuch()
	switch {
	case math.IsNaN(c.Test.P):
		return change + "; not tested"
	case c.Adjusted <= significance:
		return change
	case c.Test.P <= c.Test.Least*(1+1e-9): // adjusted, it could not be clearer
		return change + "; as clear as so few can show"
	}
	return "no difference shown: " + change
}

// byHowMuch tells the ratio, where there is one; of one that is nearly 1, how far it is
// from that.
func (c Contrast) byHowMuch() string {
	switch {
	case !(c.Ratio > 0) || math.IsInf(c.Ratio, 0) || c.Ratio == 1:
		return ""
	case math.Abs(c.Ratio-1) < 0.001:
		return fmt.Sprintf(", by %.2g %% of the control", 100*math.Abs(c.Ratio-1))
	}
	return fmt.Sprintf(", %.4g times the control", c.Ratio)
}

// Table returns one row a contrast and test.
func (c Contrasts) Table() connectome.Table {
	text := func(of func(Contrast) string) []string {
		out := make([]string, len(c))
		for i, x := range c {
			out[i] = of(x)
		}
		return out
	}
	number := func(name string, of func(Contrast) float64) connectome.Column {
		out := make([]float64, len(c))
		for i, x := range c {
			out[i] = of(x)
		}
		return connectome.Floats(name, out)
	}
	count := func(name string, of func(Contrast) int) connectome.Column {
		out := make([]int64, len(c))
		for i, x := range c {
			out[i] = int64(of(x))
		}
		return connectome.Ints(name, out)
	}
	return connectome.NewTable("contrasts",
		connectome.Strings("statistic", text(func(x Contrast) string { return x.Statistic })),
		connectome.Strings("key", text(func(x Contrast) string { return x.Key })),
		count("n_pairs", func(x Contrast) int { return x.Pairs }),
		number("reconstruction_mean", func(x Contrast) float64 { return x.Reconstruction }),
		number("control_mean", func(x Contrast) float64 { return x.Control }),
		number("ratio", func(x Contrast) float64 { return x.Ratio }),
		number("difference", func(x Contrast) float64 { return x.Difference }),
		number("z", func(x Contrast) float64 { return x.Z }),
		number("effect_size", func(x Contrast) float64 { return x.Effect.Size }),
		number("ci_low", func(x Contrast) float64 { return x.Effect.Low }),
		number("ci_high", func(x Contrast) float64 { return x.Effect.High }),
		connectome.Strings("test", text(func(x Contrast) string { return x.Test.Name })),
		number("p", func(x Contrast) float64 { return x.Test.P }),
		number("p_adjusted", func(x Contrast) float64 { return x.Adjusted }),
		number("difference_ci_low", func(x Contrast) float64 { return x.DifferenceRange.Low }),
		number("difference_ci_high", func(x Contrast) float64 { return x.DifferenceRange.High }),
		count("n_reconstructions", func(x Contrast) int { return x.Reconstructions }),
		count("n_controls", func(x Contrast) int { return x.Controls }),
		connectome.Strings("verdict", text(Contrast.Verdict)),
		number("ratio_ci_low", func(x Contrast) float64 { return x.RatioRange.Low }),
		number("ratio_ci_high", func(x Contrast) float64 { return x.RatioRange.High }),
		connectome.Strings("family", text(func(x Contrast) string { return x.Family })),
		count("n_tests", func(x Contrast) int { return x.Tests }))
}
