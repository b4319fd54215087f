package synth

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

func total(size [nTypes]int) (n int) {
	for _, k := range size {
		n += k
	}
	return n
}

func TestSizes(t *testing.T) {
	distinct := map[[nTypes]int]bool{}
	for mc := range 12 {
		size := sizesOf(mc)
		assert.Equal(t, 31346, total(size), "mc%d", mc)
		assert.Equal(t, size, sizesOf(mc))
		distinct[size] = true
	}
	assert.Len(t, distinct, 12)
	for mc, size := range numbers().of {
		assert.Equal(t, size, sizesOf(mc))
	}
}

func TestScaledSizes(t *testing.T) {
	for _, scale := range []float64{0.0001, 0.01, 0.05, 0.5, 1, 3} {
		opt := Options{Scale: scale, Kind: Average}
		c := newColumn(&opt)
		for k, n := range c.size {
			assert.GreaterOrEqual(t, n, 1)
			if c.full[k] >= 6 {
				assert.GreaterOrEqual(t, n, 2)
			}
			if float64(c.full[k])*scale > 3 {
				assert.InDelta(t, float64(c.full[k])*scale, n, 0.5)
			}
		}
		assert.InDelta(t, radius*radius*scale, c.radius*c.radius, 1e-6)
	}
}

func TestLayers(t *testing.T) {
	opt := Options{Scale: 1, Kind: Average}
	c := newColumn(&opt)
	want := map[string]depth{"L6": {0, 700}, "L5": {700, 1225}, "L4": {1225, 1415}, "L23": {1415, 1917}, "L1": {1917, 2082}}
	for k, name := range connectome.PortalMTypes {
		assert.Equal(t, want[connectome.LayerOf(name)], c.depth[k], name)
	}
}

// Animals differ from each other more than the instances of one animal do.
func TestAnimals(t *testing.T) {
	between, within := 0.0, 0.0
	sum := func(animal, mc int) (n float64) {
		opt := Options{Scale: 1, Kind: Individual, Animal: animal, MC: mc}
		for _, k := range usual().budget(&opt, newColumn(&opt)) {
			n += float64(k)
		}
		return n
	}
	spread := func(x []float64) float64 {
		mean, ss := 0.0, 0.0
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			ss += (v - mean) * (v - mean)
		}
		return math.Sqrt(ss/float64(len(x)-1)) / mean
	}
	var first []float64
	for animal := 13; animal < 18; animal++ {
		var x []float64
		for mc := range 7 {
			x = append(x, sum(animal, mc))
		}
		within = max(within, spread(x))
		first = append(first, x[0])
	}
	between = spread(first)
	assert.Greater(t, between, 2*within)
	assert.Less(t, between, 0.3, "animals are still alike")
	assert.Greater(t, within, 0.0)
}

func TestPlaceIsInTheHexagon(t *testing.T) {
	rng := run.Rand(1)
	const n = 20_000
	inner := 0
	for range n {
		x, z := place(rng, 2)
		for _, angle := range []float64{30, 90, 150} {
			s, c := math.Sincos(angle * math.Pi / 180)
			if math.Abs(x*c+z*s) > math.Sqrt(3)+1e-9 {
				t.Fatalf("%v, %v lies outside", x, z)
			}
		}
		if math.Hypot(x, z) < 1 {
			inner++
		}
	}
	assert.InDelta(t, math.Pi/(6*math.Sqrt(3)), float64(inner)/n, 0.015, "uniform")
}
