package topology

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat"
)

func TestDescribe(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		name string
		x    []int64
		want Description
	}{
		{"none", nil, Description{0, 0, 0, 0, nan, nan, nan, nan, nan, nan, nan}},
		{"one", []int64{7}, Description{1, 7, 7, 7, 7, nan, 7, 7, 7, 7, 7}},
		{"two", []int64{4, 0}, Description{2, 4, 0, 4, 2, math.Sqrt(8), 0.2, 1, 2, 3, 3.8}},
		{"equal", []int64{3, 3, 3}, Description{3, 9, 3, 3, 3, 0, 3, 3, 3, 3, 3}},
		{"negative", []int64{-3, 1, -1, 3}, Description{4, 0, -3, 3, 0, math.Sqrt(20. / 3), -2.7, -1.5, 0, 1.5, 2.7}},
		// numpy.percentile(range(1, 102), [5, 25, 50, 75, 95])
		{"0 to 100", ascending(101), Description{101, 5050, 0, 100, 50, math.Sqrt(101 * 102 / 12.), 5, 25, 50, 75, 95}},
		{"1 in a million million", []int64{1e12, 1e12 + 1}, Description{2, 2e12 + 1, 1e12, 1e12 + 1, 1e12 + 0.5, math.Sqrt(0.5), 1e12 + 0.05, 1e12 + 0.25, 1e12 + 0.5, 1e12 + 0.75, 1e12 + 0.95}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Describe(test.x)
			assert.Equal(t, [4]int64{test.want.Count, test.want.Sum, test.want.Min, test.want.Max}, [4]int64{got.Count, got.Sum, got.Min, got.Max})
			want := []float64{test.want.Mean, test.want.SD, test.want.P5, test.want.P25, test.want.Median, test.want.P75, test.want.P95}
			for i, x := range []float64{got.Mean, got.SD, got.P5, got.P25, got.Median, got.P75, got.P95} {
				assertFloat(t, want[i], x, "value")
			}
		})
	}
}

func ascending(n int64) []int64 {
	var x []int64
	for v := range n {
		x = append(x, v)
	}
	return x
}

// TestDescribeAgreesWithGonum compares with floating-point sums.
func TestDescribeAgreesWithGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		x := make([]int64, 2+rng.IntN(300))
		f := make([]float64, len(x))
		for i := range x {
			x[i] = rng.Int64N(1<<40) - 1<<39
			f[i] = float64(x[i])
		}
		mean, sd := stat.MeanStdDev(f, nil)
		d := Describe(x)
		assert.InEpsilon(t, mean+1<<41, d.Mean+1<<41, 1e-12)
		assert.InEpsilon(t, sd, d.SD, 1e-12)
	}
}

// TestMomentsOfLargeNumbers: squares beyond 64 bits.
func TestMomentsOfLargeNumbers(t *testing.T) {
	var m moments
	for i := range int64(10) {
		m.add(1 << 40 * i)
	}
	assert.InEpsilon(t, math.Sqrt(110./12)*(1<<40), m.sd(), 1e-15)
}
