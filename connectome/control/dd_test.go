package control

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// expectedByDefinition returns the probability of each ordered pair in a table by
// type of source and target, side and bin.
func expectedByDefinition(c *connectome.Connectome, key func(i, j int) [4]int) [][]float64 {
	n := c.Graph.N()
	all, some := make(map[[4]int]float64), make(map[[4]int]float64)
	p := make([][]float64, n)
	for _, fill := range []bool{false, true} {
		for i := range n {
			if !fill {
				p[i] = make([]float64, n)
			}
			for j := range n {
				if i == j {
					continue
				}
				k := key(i, j)
				if fill {
					p[i][j] = some[k] / all[k]
					continue
				}
				all[k]++
				if c.Graph.Connected(uint32(i), uint32(j)) {
					some[k]++
				}
			}
		}
	}
	return p
}

// assertProbabilities compares what a sampler connects with by pair, and its fit,
// with what they should be; and bounds with what they bound.
func assertProbabilities(t *testing.T, c *connectome.Connectome, walk *pairWalk, fit *Fit, want [][]float64, tolerance float64) {
	t.Helper()
	got := make([][]float64, len(want))
	for i := range got {
		got[i] = make([]float64, len(want))
	}
	for a, paths := range walk.paths {
		for _, path := range paths {
			from, to := walk.types[a], walk.types[path.post]
			for i, v := range from.order {
				for j, w := range to.order {
					p, _ := walk.model.at(path.number, &from.where[i], &to.where[j])
					got[v][w] = p
				}
			}
			for k := range from.boxes {
				for l := range to.boxes {
					bound, rate := walk.model.bound(path.number, &from.boxes[k], &to.boxes[l])
					require.Equal(t, -log1m(bound), rate)
					for i := from.starts[k]; i < from.starts[k+1]; i++ {
						for j := to.starts[l]; j < to.starts[l+1]; j++ {
							p, _ := walk.model.at(path.number, &from.where[i], &to.where[j])
							require.LessOrEqual(t, p, bound)
						}
					}
				}
			}
		}
	}
	sum, loss, pairs := 0.0, 0.0, 0.0
	for i := range want {
		for j := range want {
			if i == j {
				continue
			}
			require.InDelta(t, want[i][j], got[i][j], tolerance, "%d → %d", i, j)
			sum += got[i][j]
			pairs++
			if c.Graph.Connected(uint32(i), uint32(j)) {
				loss -= math.Log(got[i][j])
			} else {
				loss -= math.Log1p(-got[i][j])
			}
		}
	}
	e := float64(c.Graph.Connections())
	assert.InEpsilon(t, e, sum, 1e-9, "Σp")
	assert.InEpsilon(t, e, fit.Expected, 1e-9)
	assert.InEpsilon(t, loss/pairs, fit.LogLoss, 1e-9)
	assert.InDelta(t, pairs, float64(fit.Pairs), 0)
	assert.Equal(t, c.Graph.Connections(), fit.Connections)
	p := e / pairs
	assert.InEpsilon(t, -p*math.Log(p)-(1-p)*math.Log1p(-p), fit.GNPLogLoss, 1e-9)
}

func TestDistanceTables(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	const n = 150
	g, labels := blockGraph(t, n)
	where := somata(n)
	where[7].Y = where[11].Y // level
	c := placed(t, g, labels, where)
	for _, model := range []Model{DD, DDZ} {
		for scope := range PerPathway + 1 {
			for _, width := range []float64{0, 60} {
				s, err := SamplerWith(model, c, Parameters{Bin: width, Scope: scope})
				require.NoError(t, err)
				fit, err := s.(Fitted).Fit(context.Background(), 2)
				require.NoError(t, err)
				assert.Equal(t, 1.0, fit.Factor)
				bin := width
				if bin == 0 {
					bin = 25
				}
				want := expectedByDefinition(c, func(i, j int) [4]int {
					k := [4]int{0, 0, 0, binByDefinition(where[i], where[j], bin)}
					if scope >= PerPre {
						k[0] = int(labels.Of[i])
					}
					if scope == PerPathway {
						k[1] = int(labels.Of[j])
					}
					if model == DDZ && where[j].Y < where[i].Y {
						k[2] = 1
					}
					return k
				})
				assertProbabilities(t, c, s.(*distanceSampler).walk, fit, want, 1e-12)
			}
		}
	}
}

// Graphs drawn from exponentials give them back.
func TestCurvesAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	const n = 900
	where := somata(n)
	of := make([]uint32, n)
	for v := range of {
		of[v] = uint32(v % 2)
	}
	// By the type of the source, and above or below: a, b.
	truth := [2][2][2]float64{{{0.3, 0.01}, {0.2, 0.004}}, {{0.15, 0.006}, {0.4, 0.02}}}
	p := func(i, j int) float64 {
		side := 0
		if where[j].Y < where[i].Y {
			side = 1
		}
		curve := truth[of[i]][side]
		return curve[0] * math.Exp(-curve[1]*distance(where[i], where[j]))
	}
	g := testGraph(t, n, 3, p)
	c := placed(t, g, labelsOf(2, of...), where)
	s, err := SamplerWith(DD3, c, Parameters{Scope: PerPre, Bin: 30})
	require.NoError(t, err)
	fit, err := s.(Fitted).Fit(context.Background(), 0)
	require.NoError(t, err)
	require.Len(t, fit.Curves, 4)
	assert.True(t, math.IsNaN(fit.Factor))
	for k, curve := range fit.Curves {
		want := truth[k/2][k%2]
		assert.Equal(t, []string{"above", "below"}[k%2], curve.Side)
		assert.Equal(t, []string{"T0", "T1"}[k/2], curve.Pre)
		assert.InEpsilon(t, want[0], curve.A, 0.2, "%+v", curve)
		assert.InEpsilon(t, want[1], curve.B, 0.2, "%+v", curve)
		assert.InDelta(t, 1, curve.Factor, 0.05, "%+v", curve)
	}
	want := make([][]float64, n)
	for i := range want {
		want[i] = make([]float64, n)
		for j := range want[i] {
			want[i][j] = p(i, j)
		}
	}
	assertProbabilities(t, c, s.(*distanceSampler).walk, fit, want, 0.06)

	// One curve for all of this is a worse fit, but Σp = E all the same.
	worse, err := SamplerWith(DD2, c, Parameters{})
	require.NoError(t, err)
	one, err := worse.(Fitted).Fit(context.Background(), 0)
	require.NoError(t, err)
	require.Len(t, one.Curves, 1)
	assert.InEpsilon(t, float64(g.Connections()), one.Expected, 1e-9)
	assert.Less(t, fit.LogLoss, one.LogLoss)
	assert.Less(t, one.LogLoss, one.GNPLogLoss)
	pathways, err := SamplerWith(DD2, c, Parameters{Scope: PerPathway})
	require.NoError(t, err)
	each, err := pathways.(Fitted).Fit(context.Background(), 0)
	require.NoError(t, err)
	require.Len(t, each.Curves, 4)
	assert.Equal(t, [2]string{"T1", "T0"}, [2]string{each.Curves[2].Pre, each.Curves[2].Post})
}

// All graphs of three neurons against their probabilities.
func TestBernoulliDrawsFollowTheirDistribution(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	where := []connectome.Position{{}, {X: 30}, {Y: 45}}
	g := testGraph(t, 3, 1, func(i, j int) float64 { return map[int]float64{1: 1, 3: 1, 7: 1}[i*3+j] })
	c := placed(t, g, labelsOf(1, 0, 0, 0), where)
	for _, model := range []Model{DD, DDZ, DD2, OD} {
		s, err := SamplerFor(model, c, connectome.Labels{})
		require.NoError(t, err)
		_, err = s.(Fitted).Fit(context.Background(), 1)
		require.NoError(t, err)
		const draws = 20_000
		seen := make(map[uint64]float64)
		for index := range uint64(draws) {
			d, err := s.Draw(context.Background(), 6, index, 1)
			require.NoError(t, err)
			seen[number(d)]++
		}
		chi2, freedom := 0.0, -1.0
		for code := range uint64(1 << 9) {
			q := 1.0
			for i := range 3 {
				for j := range 3 {
					p := 0.0
					if i != j {
						p, _ = s.(pairModel).at(0, &where[i], &where[j])
					}
					if code>>(3*i+j)&1 == 1 {
						q *= p
					} else {
						q *= 1 - p
					}
				}
			}
			if q == 0 {
				require.Zero(t, seen[code], "%s cannot draw %b", model, code)
				continue
			}
			chi2 += (seen[code] - q*draws) * (seen[code] - q*draws) / (q * draws)
			freedom++
		}
		require.Greater(t, freedom, 2.0, "%s", model)
		assert.InDelta(t, freedom, chi2, 4.5*math.Sqrt(2*freedom), "%s", model)
	}
}

func TestScaleTo(t *testing.T) {
	p := []float64{0.5, 0.25, 0}
	assert.InDelta(t, 0.5, scaleTo(p, []int64{4, 8, 9}, 2), 1e-12)
	assert.InDeltaSlice(t, []float64{0.25, 0.125, 0}, p, 1e-12)
	p = []float64{0.5, 0.1}
	assert.InDelta(t, 4, scaleTo(p, []int64{10, 10}, 14), 1e-9) // 10·1 + 10·0.4
	assert.InDeltaSlice(t, []float64{1, 0.4}, p, 1e-9)
	p = []float64{0.5, 0.1}
	scaleTo(p, []int64{10, 10}, 20)
	assert.InDeltaSlice(t, []float64{1, 1}, p, 1e-9)
	p = []float64{0, 0}
	scaleTo(p, []int64{10, 10}, 0)
	assert.Equal(t, []float64{0, 0}, p)
}

func TestExpOf(t *testing.T) {
	for _, x := range []float64{0, -1e-9, -0.3, -1, -33.7, -300, 0.5, 4} {
		assert.InEpsilon(t, math.Exp(x), expOf(x), 1e-12, "%v", x)
	}
	assert.Zero(t, expOf(-1e5))
}
