package distance

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func curve(width, a, b float64, n int) []float64 {
	p := make([]float64, n)
	for k := range p {
		p[k] = a * math.Exp(-b*(float64(k)+0.5)*width)
	}
	return p
}

// TestFitExponentialIsExact: points on an exponential give it back, whatever bins
// are missing.
func TestFitExponentialIsExact(t *testing.T) {
	nan := math.NaN()
	for _, want := range [][2]float64{{0.2, 0.01}, {0.9, 0.05}, {1e-4, 0.001}, {0.01, -0.002}, {0.03, 0}} {
		for _, width := range []float64{25, 75, 100} {
			for _, missing := range [][]int{nil, {0}, {0, 1, 2}, {4}, {9}, {1, 3, 9}} {
				p := curve(width, want[0], want[1], 10)
				for _, k := range missing {
					p[k] = nan
				}
				a, b, rms := FitExponential(width, p)
				assert.InDelta(t, 0, rms, 1e-9)
				assert.InEpsilon(t, want[0], a, 1e-6, "%v %v %v", want, width, missing)
				assert.InDelta(t, want[1], b, 1e-8, "%v %v %v", want, width, missing)
			}
		}
	}
	a, b, _ := FitExponential(100, []float64{0.1, 0.0003}) // steep
	assert.InEpsilon(t, 0.1, a*math.Exp(-50*b), 1e-9)
	assert.InEpsilon(t, 0.0003, a*math.Exp(-150*b), 1e-9)
}

func residual(p []float64, width, a, b float64) float64 {
	sum := 0.
	for k, x := range p {
		if !math.IsNaN(x) {
			sum += math.Pow(x-a*math.Exp(-b*(float64(k)+0.5)*width), 2)
		}
	}
	return sum
}

// TestFitExponentialIsBest compares with a fine search over a and b.
func TestFitExponentialIsBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for trial := range 200 {
		p := curve(75, rng.Float64(), 0.02*rng.Float64(), 4+rng.IntN(25))
		for k := range p {
			p[k] = max(0, p[k]+0.1*rng.Float64()*rng.NormFloat64()*p[0])
			if rng.IntN(8) == 0 {
				p[k] = math.NaN()
			}
		}
		a, b, rms := FitExponential(75, p)
		if math.IsNaN(a) {
			continue
		}
		got := residual(p, 75, a, b)
		bins := 0.
		for _, x := range p {
			if !math.IsNaN(x) {
				bins++
			}
		}
		require.InDelta(t, math.Sqrt(got/bins), rms, 1e-9)
		best := math.Inf(1)
		for x := -0.01; x < 0.1; x += 0.0001 {
			n, d := 0., 0.
			for k, y := range p {
				if e := math.Exp(-x * (float64(k) + 0.5) * 75); !math.IsNaN(y) {
					n, d = n+y*e, d+e*e
				}
			}
			best = min(best, residual(p, 75, n/d, x))
		}
		require.LessOrEqual(t, got, best*(1+1e-9)+1e-18, "trial %d: %v", trial, p)
		// A minimum: any small step makes it worse.
		for _, step := range [][2]float64{{1.0001, 0}, {0.9999, 0}, {1, 1e-6}, {1, -1e-6}} {
			require.GreaterOrEqual(t, residual(p, 75, a*step[0], b+step[1]), got*(1-1e-12)-1e-18)
		}
	}
}

func TestFitExponentialUndefined(t *testing.T) {
	nan := math.NaN()
	for name, p := range map[string][]float64{
		"none": nil, "one": {0.1}, "one of three": {nan, 0.1, nan}, "all zero": {0, 0, 0}, "first alone": {0.1, 0, 0}, "explodes": {0.01, 0.1, 0.9},
	} {
		a, b, rms := FitExponential(25, p)
		assert.True(t, math.IsNaN(a) && math.IsNaN(b) && math.IsNaN(rms), "%s: %v %v %v", name, a, b, rms)
	}
}
