package control

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExponential(t *testing.T) {
	check := func(random uint64) {
		want := -math.Log(float64(random>>11+1) * 0x1p-53)
		require.InDelta(t, want, exponential(random), 3e-16+3e-16*want, "%#x", random)
	}
	for _, random := range []uint64{0, 1, 1 << 11, 1 << 12, 1<<63 - 1, 1 << 63, 1<<63 + 1<<11, 1<<64 - 1<<11, 1<<64 - 1} {
		check(random)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		check(rng.Uint64() >> rng.IntN(54))
	}
}

func TestLog1m(t *testing.T) {
	for _, p := range []float64{0, 1e-300, 1e-18, 1e-9, 0.008, 0.3, 0.5, 0.6, 0.9, 1 - 1e-9, 1 - 0x1p-53} {
		assert.InEpsilon(t, 1+math.Log1p(-p), 1+log1m(p), 1e-15, "p = %v", p)
		if p > 0 {
			assert.InEpsilon(t, math.Log1p(-p), log1m(p), 4e-16, "p = %v", p)
		}
	}
	assert.Equal(t, math.Inf(-1), log1m(1))
}

// The same on every processor: bits, not tolerances.
func TestExponentialBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	sum := uint64(0)
	for range 10_000 {
		sum = sum*31 + math.Float64bits(exponential(rng.Uint64()))
	}
	for _, p := range []float64{1e-9, 0.008, 0.3, 0.7} {
		sum = sum*31 + math.Float64bits(log1m(p))
	}
	assert.Equal(t, uint64(0x7da444f5c560924c), sum)
}
