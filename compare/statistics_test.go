package compare

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/ctopo/ctopo/internal/run"
)

// Published worked examples. depression: Hollander and Wolfe 1973, p. 29f (Hamilton
// depression scale); membrane: the same, p. 69f (permeability of chorioamnion);
// both are in R's help of wilcox.test.
var (
	depressionBefore = []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	depressionAfter  = []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	membraneTerm     = []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	membraneEarly    = []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	pairX            = []float64{125, 115, 130, 140, 140, 115, 140, 125, 140, 135}
	pairY            = []float64{110, 122, 125, 120, 140, 124, 123, 137, 135, 145}
)

func TestTestsOfSignificance(t *testing.T) {
	series := make([]float64, 60)
	for i := range series {
		series[i] = float64(i + 1)
		if i%3 == 0 {
			series[i] *= -1
		}
	}
	ascending, shifted := make([]float64, 40), make([]float64, 40)
	for i := range ascending {
		ascending[i] = float64(i + 1)
		shifted[i] = float64(i + 1)
		if i%2 == 0 {
			shifted[i] += 7.5
		}
	}
	for _, x := range []struct {
		source    string
		got       Test
		statistic float64
		p         float64
		exact     bool
	}{
		{"scipy.stats.ttest_rel", PairedT(pairX, pairY), 0.6362966894762422, 0.5404255793265437, false},
		{"scipy.stats.wilcoxon(mode='exact'), whose statistic is the smaller sum, 5", Wilcoxon(depressionBefore, depressionAfter), 40, 0.0390625, true},
		{"scipy.stats.wilcoxon(mode='approx', correction=True), the smaller sum", Wilcoxon(series, make([]float64, 60)), 1240, 0.016901653275967522, false},
		{"scipy.stats.mannwhitneyu(method='exact')", MannWhitney(membraneTerm, membraneEarly), 35, 0.2544122544122544, true},
		{"scipy.stats.mannwhitneyu(method='asymptotic')", MannWhitney(ascending, shifted), 662, 0.1857524300038056, false},
		{"scipy.stats.permutation_test(permutation_type='samples', n_resamples=inf)", SignFlip(pairX, pairY, 0, 1), 2.4, 0.54296875, true},
		{"396 of all 3,003 divisions, by itertools.combinations", Permutation(membraneTerm, membraneEarly, 0, 1), 0.337, 396.0 / 3003, true},
		{"scipy.stats.ks_2samp(mode='exact')", KolmogorovSmirnov(NewDistribution(membraneTerm), NewDistribution(membraneEarly)), 0.6, 0.16583416583416583, true},
	} {
		assert.InDelta(t, x.statistic, x.got.Statistic, 1e-9, x.source)
		assert.InDelta(t, x.p, x.got.P, 1e-9, x.source)
		assert.Equal(t, x.exact, x.got.Exact, x.source)
	}
}

// scipy.stats.kstwobign.sf
func TestKolmogorovDistribution(t *testing.T) {
	for x, p := range map[float64]float64{0.3: 0.99999069, 0.5: 0.96394524, 0.99: 0.28087384, 1.0: 0.26999967, 1.5: 0.02221796} {
		assert.InDelta(t, p, kolmogorovP(x), 1e-8, "%v", x)
	}
}

func TestWasserstein(t *testing.T) {
	// scipy.stats.wasserstein_distance([0, 1, 3], [5, 6, 8]) and
	// ([3.4, 3.9, 7.5, 7.8], [4.5, 1.4], weights [1.4, .9, 3.1, 7.2], [3.2, 3.5])
	assert.InDelta(t, 5, Wasserstein(NewDistribution([]float64{0, 1, 3}), NewDistribution([]float64{5, 6, 8})), 1e-12)
	a := Distribution{[]float64{3.4, 3.9, 7.5, 7.8}, []float64{1.4, 0.9, 3.1, 7.2}}
	b := Distribution{[]float64{1.4, 4.5}, []float64{3.5, 3.2}}
	assert.InDelta(t, 4.078133143804786, Wasserstein(a, b), 1e-12)
	assert.Zero(t, Wasserstein(a, a))
	assert.True(t, math.IsNaN(Wasserstein(a, Distribution{})))
}

// Benjamini and Hochberg 1995, section 3: the 15 p values of the thrombolysis
// study; adjusted by the definition, in Python.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0}
	want := []float64{0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486,
		0.5811818181818182, 0.714875, 0.7532307692307694, 0.8132142857142857, 1}
	assert.InDeltaSlice(t, want, BenjaminiHochberg(p), 1e-12)
	withGap := BenjaminiHochberg([]float64{0.04, math.NaN(), 0.01})
	assert.InDelta(t, 0.04, withGap[0], 1e-12)
	assert.True(t, math.IsNaN(withGap[1]))
	assert.InDelta(t, 0.02, withGap[2], 1e-12)
	assert.Empty(t, BenjaminiHochberg(nil))
}

// Shrout and Fleiss 1979, tables 2 to 4: six targets, four judges.
func TestVarianceComponents(t *testing.T) {
	v := Components([][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}})
	assert.Equal(t, 6, v.Groups)
	assert.Equal(t, 24, v.N)
	assert.InDelta(t, 6.26, v.Within, 0.005)
	assert.InDelta(t, 11.24/6.26, v.F, 0.002)
	assert.InDelta(t, 0.17, v.ICC, 0.005)
	assert.InDelta(t, (11.2417-6.2639)/4, v.Between, 0.001)
	assert.True(t, math.IsNaN(Components([][]float64{{1}, {2}}).ICC), "no group of two")
	assert.True(t, math.IsNaN(Components([][]float64{{1, 2}}).ICC), "one group")
	assert.True(t, math.IsNaN(Components(nil).Mean))
	// Groups of different sizes: Between and Within of normal values with
	// variances 4 and 1 come out so on average.
	rng := run.Rand(5)
	var between, within float64
	const trials = 400
	for range trials {
		groups := make([][]float64, 5)
		for i := range groups {
			mean := 2 * rng.NormFloat64()
			for range 3 + 2*i {
				groups[i] = append(groups[i], mean+rng.NormFloat64())
			}
		}
		v := Components(groups)
		between += v.Between / trials
		within += v.Within / trials
	}
	assert.InDelta(t, 4, between, 0.5)
	assert.InDelta(t, 1, within, 0.05)
}

func TestEffects(t *testing.T) {
	// mean 2, sd sqrt(2.5), n = 5: 2/1.5811 · (1 - 3/15)
	assert.InDelta(t, 2/math.Sqrt(2.5)*0.8, EffectPaired([]float64{0, 1, 2, 3, 4}, 0.95).Size, 1e-12)
	assert.InDelta(t, 2/1.0*(1-3.0/15), EffectUnpaired([]float64{3, 4, 5}, []float64{1, 2, 3}, 0.95).Size, 1e-12)
	assert.True(t, math.IsNaN(EffectPaired([]float64{0, 0, 0}, 0.95).Size))
	assert.True(t, math.IsInf(EffectPaired([]float64{0.1, 0.1, 0.1}, 0.95).Size, 1))
	// scipy.stats.nct.cdf(t, nu, delta)
	for _, x := range [][4]float64{{3, 6, 1, 0.9264255388812837}, {0.5, 4, 2, 0.06580201891188447}, {12, 6, 10, 0.649612079769238}, {-2, 30, -1, 0.17044732714457886}, {1, 1, 0.5, 0.5927477364400293}} {
		assert.InDelta(t, x[3], newNoncentralT(x[1]).CDF(x[0], x[2]), 1e-8, "%v", x)
	}
	// scipy.optimize.brentq on scipy.stats.nct.cdf for t = 3, nu = 6
	i := noncentrality(3, 6, 0.95)
	assert.InDelta(t, 0.36508445220408986, i.Low, 1e-6)
	assert.InDelta(t, 5.49862976918642, i.High, 1e-6)
	assert.True(t, math.IsNaN(zScore(1, []float64{1, 1, 1})))
	assert.True(t, math.IsInf(zScore(0.5, []float64{0.1, 0.1, 0.1}), 1))
	assert.InDelta(t, 2, zScore(4, []float64{1, 2, 3}), 1e-12)
}

// Small samples, worked out by hand.
func TestEdges(t *testing.T) {
	nan := math.NaN()
	for _, test := range []Test{PairedT(nil, nil), PairedT([]float64{1}, []float64{2}), PairedT([]float64{1, 2}, []float64{1, 2}),
		Wilcoxon([]float64{1, 2}, []float64{1, 2}), MannWhitney(nil, []float64{1}), SignFlip(nil, nil, 10, 1),
		Permutation([]float64{nan}, []float64{1}, 10, 1), Rank(1, nil), Rank(1, []float64{2}), Rank(nan, []float64{1, 2}),
		KolmogorovSmirnov(Distribution{}, NewDistribution([]float64{1}))} {
		assert.True(t, math.IsNaN(test.P), test.Name)
	}
	assert.True(t, math.IsNaN(PairedT([]float64{2, 3, 4.1}, []float64{1, 2, 3.1}).P), "no spread is no evidence")
	assert.InDelta(t, 2.0/8, Wilcoxon([]float64{1, 2, 3}, []float64{0, 0, 0}).P, 1e-12)
	assert.InDelta(t, 2.0/8, SignFlip([]float64{1, 2, 3}, []float64{0, 0, 0}, 0, 1).P, 1e-12)
	assert.InDelta(t, 2.0/20, MannWhitney([]float64{4, 5, 6}, []float64{1, 2, 3}).P, 1e-12)
	assert.InDelta(t, 2.0/5, Rank(9, []float64{1, 2, 3, 4}).P, 1e-12)
	assert.InDelta(t, 1, Rank(2, []float64{2, 2}).P, 1e-12)
	assert.Panics(t, func() { PairedT([]float64{1}, nil) })
}

// Random rearrangements agree with all of them.
func TestDrawnPermutationsAgreeWithAll(t *testing.T) {
	rng := run.Rand(9)
	x, y := make([]float64, 20), make([]float64, 20)
	for i := range x {
		x[i], y[i] = rng.NormFloat64()+0.4, rng.NormFloat64()
	}
	drawn := SignFlip(x, y, 20_000, 3)
	require.False(t, drawn.Exact)
	assert.InDelta(t, allSigns(differences(x, y), math.Abs(drawn.Statistic)*20-1e-9), drawn.P, 0.01)
	all := Permutation(x[:9], y[:9], 0, 1)
	require.True(t, all.Exact)
	assert.Equal(t, drawn, SignFlip(x, y, 20_000, 3))
	two := Permutation(x, y, 20_000, 3)
	require.False(t, two.Exact)
	assert.InDelta(t, 2*distuv.UnitNormal.Survival(math.Abs(two.Statistic)/math.Sqrt(pooledVariance(x, y))), two.P, 0.02)
}

// pooledVariance is the variance of a difference of means under exchange.
func pooledVariance(x, y []float64) float64 {
	_, sd := meanSD(append(append([]float64{}, x...), y...))
	return sd * sd * (1/float64(len(x)) + 1/float64(len(y)))
}

// Where there is no difference, a share q of the p values is at most q: for
// continuous tests exactly, for those of few cases at most.
func TestCalibration(t *testing.T) {
	trials := 1500
	if testing.Short() {
		trials = 200
	}
	rng := run.Rand(17)
	draw := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		return x
	}
	tests := map[string]struct {
		of     func() Test
		narrow bool // P takes so many values that shares must agree both ways
	}{
		"paired t, 7":          {func() Test { return PairedT(draw(7), draw(7)) }, true},
		"wilcoxon, 7":          {func() Test { return Wilcoxon(draw(7), draw(7)) }, false},
		"wilcoxon, 80":         {func() Test { return Wilcoxon(draw(80), draw(80)) }, true},
		"sign flip, 10":        {func() Test { return SignFlip(draw(10), draw(10), 0, 1) }, true},
		"mann whitney, 7 & 35": {func() Test { return MannWhitney(draw(7), draw(35)) }, true},
		"mann whitney, 50":     {func() Test { return MannWhitney(draw(50), draw(50)) }, true},
		"permutation, 6 & 8":   {func() Test { return Permutation(draw(6), draw(8), 0, 1) }, true},
		"permutation drawn":    {func() Test { return Permutation(draw(12), draw(12), 200, rng.Uint64()) }, true},
		"rank, 99":             {func() Test { return Rank(draw(1)[0], draw(99)) }, true},
		"ks exact, 12 & 15": {func() Test {
			return KolmogorovSmirnov(NewDistribution(draw(12)), NewDistribution(draw(15)))
		}, false},
		"ks asymptotic, 300": {func() Test {
			return KolmogorovSmirnov(NewDistribution(draw(300)), NewDistribution(draw(300)))
		}, false},
	}
	for name, test := range tests {
		var p []float64
		for range trials {
			p = append(p, test.of().P)
		}
		for _, q := range []float64{0.05, 0.2, 0.5} {
			share := 0.0
			for _, v := range p {
				if v <= q {
					share += 1 / float64(trials)
				}
			}
			slack := 4 * math.Sqrt(q*(1-q)/float64(trials))
			assert.LessOrEqual(t, share, q+slack, "%s: p <= %v", name, q)
			if test.narrow {
				assert.GreaterOrEqual(t, share, q-slack-0.01, "%s: p <= %v", name, q)
			}
		}
	}
}

// Intervals cover the true value as often as they say.
func TestIntervalsCover(t *testing.T) {
	if testing.Short() {
		t.Skip("draws many resamples")
	}
	const trials = 400
	rng := run.Rand(23)
	normal := func() float64 { return 1 + rng.NormFloat64() }
	skewed := func() float64 { return rng.ExpFloat64() }
	ratio := func() float64 { return math.Exp(0.3 * rng.NormFloat64()) }
	for _, x := range []struct {
		name  string
		n     int
		value func() float64
		of    func(sample []float64, trial uint64) Interval
		truth float64
		least float64
	}{
		{"mean of 7", 7, normal, func(s []float64, _ uint64) Interval { return StudentInterval(s, 0.95) }, 1, 0.92},
		{"mean of 10", 10, normal, func(s []float64, k uint64) Interval { return MeanInterval(s, 0.95, 600, k) }, 1, 0.92},
		{"ratio of 7", 7, ratio, func(s []float64, _ uint64) Interval { return RatioInterval(s, 0.95) }, math.Exp(0.3 * 0.3 / 2), 0.92},
		{"mean of 20", 20, normal, func(s []float64, k uint64) Interval { return MeanInterval(s, 0.95, 600, k) }, 1, 0.92},
		{"mean of 20, skewed", 20, skewed, func(s []float64, k uint64) Interval { return MeanInterval(s, 0.95, 600, k) }, 1, 0.91},
		{"difference of 10 and 10", 20, normal, func(s []float64, k uint64) Interval { return DifferenceInterval(s[:10], s[10:], 0.95, 600, k) }, 0, 0.92},
		{"difference of 8 and 12", 20, normal, func(s []float64, k uint64) Interval { return DifferenceInterval(s[:8], s[8:], 0.95, 600, k) }, 0, 0.92},
		{"effect of 7", 7, normal, func(s []float64, _ uint64) Interval { return uncorrected(EffectPaired(s, 0.95), 6) }, 1, 0.92},
		{"effect of 20", 20, normal, func(s []float64, _ uint64) Interval { return uncorrected(EffectPaired(s, 0.95), 19) }, 1, 0.92},
		{"effect of 7 and 13", 20, normal, func(s []float64, _ uint64) Interval { return EffectUnpaired(s[:7], s[7:], 0.95).Interval }, 0, 0.92},
	} {
		covered := 0.0
		for k := range uint64(trials) {
			sample := make([]float64, x.n)
			for i := range sample {
				sample[i] = x.value()
			}
			i := x.of(sample, k)
			if i.Low <= x.truth && x.truth <= i.High {
				covered += 1.0 / trials
			}
		}
		t.Logf("95 %% intervals of the %s cover %.1f %%", x.name, 100*covered)
		assert.GreaterOrEqual(t, covered, x.least, x.name)
		assert.LessOrEqual(t, covered, 0.985, x.name)
	}
	nine := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}
	ten := append(nine, 10)
	assert.True(t, math.IsNaN(MeanInterval(nine, 0.95, 100, 1).Low), "too few")
	// by scipy.stats.t.ppf and Satterthwaite's formula, which gives the p of scipy.stats.ttest_ind(equal_var=False)
	i := DifferenceInterval(nine, []float64{1, 2, 4}, 0.95, 100, 1)
	assert.InDelta(t, -0.36530305218383763, i.Low, 1e-8)
	assert.InDelta(t, 5.698636385517171, i.High, 1e-8)
	assert.True(t, math.IsNaN(DifferenceInterval([]float64{1, 2, 3, 4}, []float64{1}, 0.95, 100, 1).Low))
	i = DifferenceInterval([]float64{1, 2}, []float64{4, 6}, 0.95, 100, 1) // the fewest
	assert.InDelta(t, -10.418522834776818, i.Low, 1e-8)
	assert.InDelta(t, 3.4185228347768177, i.High, 1e-8)
	assert.Equal(t, MeanInterval(ten, 0.95, 500, 1), MeanInterval(ten, 0.95, 500, 1))
	assert.False(t, math.IsNaN(MeanInterval(ten, 0.95, 500, 1).Low))
	assert.Equal(t, Interval{2, 2}, MeanInterval(slices.Repeat([]float64{2}, 10), 0.95, 100, 1))
}

// uncorrected takes Hedges' factor out of an interval: of the sizes, not of their
// estimates, are intervals to cover the true one.
func uncorrected(e Effect, df float64) Interval {
	return Interval{e.Low / correction(df), e.High / correction(df)}
}

// scipy.stats.t.interval(.95, 4, mean, sem) of 1, 2, 3, 4, 10.
func TestStudentInterval(t *testing.T) {
	i := StudentInterval([]float64{1, 2, 3, math.NaN(), 4, 10}, 0.95)
	assert.InDelta(t, -0.3899451654254218, i.Low, 1e-9)
	assert.InDelta(t, 8.389945165425422, i.High, 1e-9)
	assert.True(t, math.IsNaN(StudentInterval([]float64{1}, 0.95).Low))
}
