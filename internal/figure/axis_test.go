package figure

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot"
)

// labelsOf returns the labels of ticks that have one.
func labelsOf(ticks []plot.Tick) []string {
	var out []string
	for _, t := range ticks {
		if !t.IsMinor() {
			out = append(out, t.Label)
		}
	}
	return out
}

func TestLinearTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []string
	}{
		{0, 1, []string{"0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{-20, 30, []string{"−20", "−10", "0", "10", "20", "30"}},
		{0, 4321, []string{"0", "1,000", "2,000", "3,000", "4,000"}},
		{0, 2.5e7, []string{"0", "0.5×10^{7}", "10^{7}", "1.5×10^{7}", "2×10^{7}", "2.5×10^{7}"}},
		{0.0011, 0.0019, []string{"0.0012", "0.0014", "0.0016", "0.0018"}},
		{0, 0.00019, []string{"0", "0.5×10^{−4}", "10^{−4}", "1.5×10^{−4}"}},
		{5, 5, []string{"5"}},
		{1e15, 1e15 + 1e-3, []string{"10^{15}"}},
	} {
		got := labelsOf(linearTicks{}.Ticks(c.low, c.high))
		assert.Equal(t, c.want, got, "%v to %v", c.low, c.high)
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []string
	}{
		{0.8, 2000, []string{"1", "10", "100", "1,000"}},
		{0.8, 2e6, []string{"1", "10", "10^{2}", "10^{3}", "10^{4}", "10^{5}", "10^{6}"}},
		{0.5, 2e9, []string{"1", "10^{2}", "10^{4}", "10^{6}", "10^{8}"}},
		{1.5, 7, []string{"2", "5"}},
		{1e-7, 1e-4, []string{"10^{−7}", "10^{−6}", "10^{−5}", "10^{−4}"}},
		{0, 5, nil},
		{5, 5, nil},
		{1, math.Inf(1), nil},
	} {
		got := labelsOf(logTicks{}.Ticks(c.low, c.high))
		assert.Equal(t, c.want, got, "%v to %v", c.low, c.high)
	}
}

func TestSignedTicks(t *testing.T) {
	assert.ElementsMatch(t, []string{"−10", "0", "10", "100"}, labelsOf(signedTicks{}.Ticks(-20, 300)))
	assert.Equal(t, []string{"0"}, labelsOf(signedTicks{}.Ticks(0, 0)))
	assert.Less(t, len(labelsOf(signedTicks{}.Ticks(-1e9, 1e12))), 12)
	var s signedLog
	assert.InDelta(t, 0.5, s.Normalize(-100, 100, 0), 1e-12)
	assert.InDelta(t, 1-s.Normalize(-100, 100, 7), s.Normalize(-100, 100, -7), 1e-12)
}

func TestRangesOfAxes(t *testing.T) {
	var a plot.Axis
	setLog(&a)
	assert.Less(t, a.Min, a.Max)
	setLog(&a, 0, math.NaN(), math.Inf(1), -3, 100)
	assert.Less(t, a.Min, 100.0)
	assert.Greater(t, a.Max, 100.0)
	setLinear(&a, []float64{0}, 3, 5, math.NaN(), math.Inf(-1))
	assert.Equal(t, 0.0, a.Min, "no room below zero where nothing is")
	assert.Greater(t, a.Max, 5.0)
	setLinear(&a, nil)
	assert.Less(t, a.Min, a.Max)
	setLinear(&a, nil, 7)
	assert.Less(t, a.Min, 7.0)
	assert.Greater(t, a.Max, 7.0)
	setSigned(&a, -3, 4)
	assert.NotEqual(t, signedLog{}, a.Scale, "small numbers have a linear axis")
	setSigned(&a, -3, 400)
	assert.Equal(t, signedLog{}, a.Scale)
}

func TestNumbers(t *testing.T) {
	assert.Equal(t, "1,234,567", count(1234567))
	assert.Equal(t, "−1,000", count(-1000))
	assert.Equal(t, "999", count(999))
	for x, want := range map[float64]string{
		0: "0", 1.2345: "1.23", 0.01234: "0.0123", 123456: "123,456", -0.5: "−0.5", 1.5e9: "1.5×10^{9}", -2e-7: "−2×10^{−7}", 1e7: "10^{7}", 2: "2",
		math.Inf(1): "∞", math.Inf(-1): "−∞",
	} {
		assert.Equal(t, want, number(x, 3), "%v", x)
	}
	assert.Equal(t, "undefined", number(math.NaN(), 3))
}

func TestMarkup(t *testing.T) {
	assert.Equal(t, []piece{{"log", 0}, {"2", -1}, {"(x)", 0}}, pieces("log_{2}(x)"))
	assert.Equal(t, []piece{{"L5_TTPC1 and ^", 0}}, pieces("L5_TTPC1 and ^"), "names hold underscores")
	assert.Equal(t, []piece{{"10^{3", 0}}, pieces("10^{3"))
	assert.Equal(t, "10^6 of s_k", plainText("10^{6} of s_{k}"))
}

func TestMoments(t *testing.T) {
	m := momentsOf([]float64{1, 3, math.NaN()})
	assert.Equal(t, moments{2, math.Sqrt2, 2}, m)
	assert.True(t, math.IsInf(momentsOf([]float64{1, math.Inf(1)}).mean, 1))
	assert.True(t, math.IsNaN(momentsOf([]float64{math.Inf(-1), math.Inf(1)}).mean))
	assert.True(t, math.IsNaN(momentsOf(nil).mean))
	assert.True(t, math.IsNaN(momentsOf([]float64{1}).sd))
}
