package synth

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/internal/run"
)

// What a propensity is expected to be, by its formula.
func TestPropensities(t *testing.T) {
	const n = 200_000
	for _, variance := range []float64{0.02, 0.3, 1, 3} {
		k := powerOf(variance)
		assert.InEpsilon(t, variance, k.variance(), 1e-12)
		rng := run.Rand(1)
		var sum, square float64
		for range n {
			x := k.of(rng.Float64())
			if x <= 0 || x > float64(k)+1 {
				t.Fatalf("propensity %v", x)
			}
			sum, square = sum+x, square+x*x
		}
		assert.InDelta(t, 1, sum/n, 0.015)
		assert.InEpsilon(t, 1+variance, square/n, 0.03)
	}
}

// A cell's rank in a control is that in its average instance, but where its
// arbor is its own.
func TestRanks(t *testing.T) {
	const n = 100_000
	average, control := run.Rand(1), run.Rand(1)
	same, product := 0, 0.0
	for range n {
		a, c := fitted.drawRank(average, Average), fitted.drawRank(control, Control)
		if a == c {
			same++
		}
		product += a.out * a.in
	}
	assert.InDelta(t, 1-fitted.own, float64(same)/n, 0.01)
	assert.InDelta(t, 0.25, product/n, 0.005, "sending has nothing to do with receiving")
}
