package synth

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/internal/run"
)

// What a propensity is expected to be, by its formula.
func TestPropensities(t *testing.T) {
	const n = 200_000
	for kind, p := range map[Kind]propensity{Average: heterogeneity.reconstruction, Control: heterogeneity.control} {
		rng := run.Rand(1)
		var sum, square, product float64
		for range n {
			out, in := drawPropensities(rng, kind)
			if out <= 0 || in <= 0 {
				t.Fatalf("propensities %v and %v", out, in)
			}
			sum, square, product = sum+out+in, square+out*out+in*in, product+out*in
		}
		variance := p.variance()
		assert.InDelta(t, 1, sum/(2*n), 0.005)
		assert.InDelta(t, 1+variance, square/(2*n), 0.01)
		assert.InDelta(t, 1+heterogeneity.both*variance, product/n, 0.01)
	}
}
