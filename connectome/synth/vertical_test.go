package synth

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

func TestReach(t *testing.T) {
	r := reach{sd: 100, below: 30}
	assert.Equal(t, 1.0, r.at(-30))
	assert.InDelta(t, math.Exp(-0.5), r.at(70), 1e-12)
	assert.InDelta(t, r.at(-130), r.at(70), 1e-12)
	assert.Equal(t, leastVertical, r.at(1e6), "no depth is impossible")
	assert.Equal(t, 1.0, reach{}.at(1e6))
	found := map[[2]string]reach{}
	for _, w := range usual().pathways {
		found[[2]string{connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post]}] = w.reach
	}
	layer := func(name string) reach { return fitted.within[layerNamed(name)] }
	assert.Equal(t, fitted.interneurons, found[[2]string{"L5_MC", "L5_MC"}])
	assert.Equal(t, layer("L6"), found[[2]string{"L6_IPC", "L6_IPC"}])
	assert.Equal(t, layer("L23"), found[[2]string{"L23_PC", "L23_LBC"}])
	assert.Equal(t, layer("L5"), found[[2]string{"L5_MC", "L5_TTPC2"}])
	assert.Zero(t, found[[2]string{"L23_PC", "L5_TTPC1"}])
}

// What a reach brings to cells spread over a layer, against places drawn at
// random.
func TestVariancesOfReach(t *testing.T) {
	const n, thickness = 600, 500
	assert.Equal(t, variances{}, reach{}.variances(depth{100, 100 + thickness}))
	even := reach{sd: 100}.variances(depth{100, 100 + thickness})
	assert.InDelta(t, even.out, even.in, 1e-12, "up and down are alike")
	rng := run.Rand(3)
	r := reach{sd: 200, below: 150}
	y := make([]float64, n)
	for i := range y {
		y[i] = thickness * (float64(i) + rng.Float64()) / n
	}
	out, in, all := make([]float64, n), make([]float64, n), []float64{}
	for i := range y {
		for j := range y {
			g := r.at(y[j] - y[i])
			out[i] += g
			in[j] += g
			all = append(all, g)
		}
	}
	relative := func(x []float64) float64 {
		mean, sd := moments(x)
		return sd * sd / (mean * mean)
	}
	by := r.variances(depth{100, 100 + thickness})
	assert.InEpsilon(t, relative(out), by.out, 0.03)
	assert.InEpsilon(t, relative(in), by.in, 0.03)
	assert.InEpsilon(t, relative(all), by.pairs, 0.03)
	assert.Greater(t, by.pairs, by.out+by.in)
}

func TestSlope(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, variance := range []float64{0, 0.02, 0.3, 1.5} {
		s := slopeOf(variance)
		assert.InDelta(t, variance, s.variance(), 1e-6)
		for _, s := range []slope{s, -s} {
			const n = 200_000
			var sum, square float64
			for range n {
				x := s.at(rng.Float64())
				sum, square = sum+x, square+x*x
			}
			assert.InDelta(t, 1, sum/n, 0.02)
			assert.InDelta(t, 1+variance, square/n, 0.03*(1+variance))
		}
		assert.InDelta(t, s.at(0.9), (-s).at(0.1), 1e-9)
		if variance > 0 {
			assert.Greater(t, s.at(1), s.at(0), "grows upwards")
		}
	}
}

// The parts of a propensity make up the published variance, and cells near
// their partners' layer have more.
func TestPropensitiesByDepth(t *testing.T) {
	opt := Options{Scale: 1}
	c := newColumn(&opt)
	s := numbers().spreads
	for m := range nTypes {
		for g := range nPartners {
			send, receive := fitted.propensities(Average, c, m, g)
			for k, p := range []propensity{send, receive} {
				published := []float64{s.out[m][g], s.in[m][g]}[k]
				switch {
				case partnerLayer[g] == layerOf[m]:
					assert.Zero(t, p.slope)
					assert.LessOrEqual(t, p.own.variance(), max(published, leastOwn)+1e-9)
					continue
				case partnerLayer[g] > layerOf[m]:
					assert.Positive(t, p.slope)
				default:
					assert.Negative(t, p.slope)
				}
				assert.InEpsilon(t, 1+published, (1+p.own.variance())*(1+p.slope.variance()), 0.02)
			}
			less, _ := fitted.propensities(Control, c, m, g)
			assert.Equal(t, send.slope, less.slope, "a control has the places of its instance")
			assert.Less(t, less.own, send.own)
		}
	}
}

// Pairs come in proportion to the share that their vertical distance leaves.
func TestRatesByDepth(t *testing.T) {
	const draws = 100_000
	var prob [windows]float64
	for k := range prob {
		prob[k] = 0.1
	}
	at := []connectome.Position{{X: middleX, Z: middleZ}, {X: middleX, Y: 60, Z: middleZ}, {X: middleX, Y: 250, Z: middleZ}}
	one := []float64{1, 1, 1}
	g := newGrid(1, radius)
	urn := newUrn(g, at, one)
	s := sampler{reach: reach{sd: 120, below: 50}}
	s.prepare(urn, urn, &prob, 1000)
	drawn, err := s.more(t.Context(), run.Rand(1), urn, urn, true, nil, draws)
	require.NoError(t, err)
	var seen [3][3]float64
	for _, p := range drawn {
		seen[p>>32][uint32(p)]++
	}
	sum := 0.0
	for i := range at {
		for j := range at {
			if i != j {
				sum += s.reach.at(at[j].Y - at[i].Y)
			}
		}
	}
	for i := range at {
		for j := range at {
			expected := s.reach.at(at[j].Y-at[i].Y) / sum * draws
			if i == j {
				expected = 0
			}
			assert.InDelta(t, expected, seen[i][j], 5*max(1, math.Sqrt(expected)), "%d to %d", i, j)
		}
	}
}

// In a circuit, cells near their partners' layer have more partners there, and
// connections within layer 5 lead down.
func TestConnectionsByDepth(t *testing.T) {
	c, err := Generate(t.Context(), Options{Scale: 0.1, Seed: 4})
	require.NoError(t, err)
	mtype, layer, pos := c.Cells.MTypes(), c.Cells.Layers(), c.Cells.Positions()
	var source, target, offset, n, within float64
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			switch from, to := layer.Name(v), layer.Name(w); {
			case from == "L6" && to == "L5":
				source += pos[v].Y
				target += pos[w].Y
				n++
			case mtype.Name(v) == "L5_TTPC2" && mtype.Name(w) == "L5_TTPC2":
				offset += pos[w].Y - pos[v].Y
				within++
			}
		}
	}
	require.Greater(t, n, 1000.0)
	require.Greater(t, within, 200.0)
	assert.Greater(t, source/n, 350+50.0, "the middle of layer 6 lies at 350 µm")
	assert.Less(t, target/n, 962.5-20, "that of layer 5 at 962.5 µm")
	assert.InDelta(t, -103.8, offset/within, 25, "published, in the whole column")
}
