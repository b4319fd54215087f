package synth

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

func sqrt(x float64) float64 { return math.Sqrt(x) }

func TestProfile(t *testing.T) {
	var prob [windows]float64
	for k := range prob {
		prob[k] = 1 / float64(k+1)
	}
	for k, d := range centers {
		assert.InDelta(t, prob[k], at(&prob, d), 1e-12, "middle of window %d", k)
	}
	assert.Equal(t, prob[0], at(&prob, 0))
	assert.InDelta(t, (prob[0]+prob[1])/2, at(&prob, 25), 1e-12)
	assert.InDelta(t, 0.75*prob[2]+0.25*prob[3], at(&prob, 56.25), 1e-12)
	assert.InDelta(t, (prob[4]+prob[5])/2, at(&prob, 112.5), 1e-12)
	assert.InDelta(t, prob[windows-1]/math.E, at(&prob, 375+tailLength), 1e-12)
}

func TestLookupBounds(t *testing.T) {
	prob := [windows]float64{0.1, 0.3, 0, 0.2} // rises, and has zeros
	var l lookup
	l.fill(&prob, 400)
	for k := range l.p {
		for _, p := range l.p[k:] {
			assert.LessOrEqual(t, p, l.bound[k])
		}
		assert.Positive(t, l.p[k], "no distance is impossible")
	}
}

// The mean over all pairs of places, against pairs of places drawn at random.
func TestMeanWeights(t *testing.T) {
	const draws = 200_000
	for _, r := range []float64{25, radius, 500} {
		rng := run.Rand(1, uint64(r))
		var want [windows]float64
		for range draws {
			x, z := place(rng, r)
			u, v := place(rng, r)
			w, k := weightsAt(distance(x-u, z-v))
			want[k] += w[0] / draws
			if k+1 < windows {
				want[k+1] += w[1] / draws
			}
		}
		got := meanWeights(r)
		for k := range got {
			assert.InDelta(t, want[k], got[k], 0.006, "radius %v window %d", r, k)
		}
	}
}

// In a column of the radius chosen, the published probabilities by distance add
// up to the published numbers of connections.
func TestRadiusAgreesWithPublishedNumbers(t *testing.T) {
	mean := meanWeights(radius)
	expected, published := 0.0, 0.0
	for _, w := range numbers().pathways {
		if w.connections < largePathway {
			continue
		}
		prob := sharpen(&w)
		e := dot(&mean, &prob) * pairs(numbers().mean, &w)
		assert.InEpsilon(t, w.connections, e, 0.06, "%s to %s",
			connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post])
		expected += e
		published += w.connections
	}
	assert.InEpsilon(t, published, expected, 0.01)
}

// The mean of the profile over each window is nearer to the published one than
// where the published values are taken for the profile's own.
func TestSharpen(t *testing.T) {
	mean := func(f *[windows]float64, k int) (m float64) {
		const steps = 200
		for s := range steps {
			d := centers[k] - 25 + 50*(float64(s)+0.5)/steps
			m += at(f, d) / steps
		}
		return m
	}
	for _, w := range numbers().pathways {
		if w.connections < 50_000 {
			continue
		}
		f := sharpen(&w)
		with, without := 0.0, 0.0
		for k := 4; k < windows-2; k++ {
			with += math.Abs(mean(&f, k) - w.prob[k])
			without += math.Abs(mean(&w.prob, k) - w.prob[k])
			assert.InEpsilon(t, w.prob[k], mean(&f, k), 0.02)
		}
		assert.Less(t, with, without/3)
	}
}
