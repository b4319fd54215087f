package motifs

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/internal/ref"
)

// randomPairModel has arbitrary probabilities; some states of some pairs are
// impossible.
func randomPairModel(seed uint64, neurons ...int64) *PairModel {
	rng := rand.New(rand.NewPCG(seed, 1))
	t := len(neurons)
	m := &PairModel{Neurons: neurons, States: make([][4]float64, t*t)}
	for a := range t {
		for b := a; b < t; b++ {
			var s [4]float64
			total := 0.0
			for d := range s {
				s[d] = max(0.001*float64(d%2), rng.Float64()-0.2)
				total += s[d]
			}
			for d := range s {
				s[d] /= total
			}
			if a == b {
				s[1] = (s[1] + s[2]) / 2
				s[2] = s[1]
			}
			m.States[a*t+b] = s
			m.States[b*t+a] = [4]float64{s[0], s[2], s[1], s[3]}
		}
	}
	return m
}

// types lists the type of each neuron.
func (m *PairModel) typeOf() (of []int) {
	for a, n := range m.Neurons {
		for range n {
			of = append(of, a)
		}
	}
	return of
}

// reference enumerates all graphs of the model, for covariances of all pairs of
// statistics or only for variances.
func (m *PairModel) reference(all bool, statistic func(ref.Matrix) []float64) (mean []float64, cov [][]float64) {
	of := m.typeOf()
	return ref.Moments(len(of), func(i, j int) [4]float64 { return m.States[of[i]*m.Types()+of[j]] }, all, statistic)
}

func TestExpectTriadsAgainstEnumeration(t *testing.T) {
	cases := map[string]*PairModel{
		"gnp 3":           GNPModel(3, 2),
		"gnp 4":           GNPModel(4, 5),
		"gnp empty":       GNPModel(4, 0),
		"gnp complete":    GNPModel(4, 12),
		"dyad 4":          DyadModel(4, 5, 2),
		"dyad no mutual":  DyadModel(5, 7, 0),
		"dyad all mutual": DyadModel(4, 8, 4),
		"dyad tournament": DyadModel(4, 6, 0),
		"types 1 1 1":     randomPairModel(1, 1, 1, 1),
		"types 2 1":       randomPairModel(2, 2, 1),
		"types 2 2":       randomPairModel(3, 2, 2),
		"types 1 3":       randomPairModel(4, 1, 3),
		"types 4 0":       randomPairModel(5, 4, 0),
		"types 1 1 1 1":   randomPairModel(6, 1, 1, 1, 1),
		"types 2 1 1":     randomPairModel(7, 2, 1, 1),
		"types 3 2":       randomPairModel(8, 3, 2),
		"types 2 2 1":     randomPairModel(9, 2, 2, 1),
		"pathway":         PathwayModel(&control.Blocks{Types: 2, Neurons: []int64{1, 3}, Edges: []int64{0, 2, 1, 5}}),
	}
	for name, m := range cases {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && m.N() > 4 {
				t.Skip("a million graphs")
			}
			got, err := m.Triads(context.Background(), Options{})
			require.NoError(t, err)
			all := m.N() < 5 // a million graphs are many for 256 covariances
			mean, cov := m.reference(all, func(m ref.Matrix) []float64 { c := m.Census(); return c[:] })
			for i := range mean {
				assert.InDelta(t, mean[i], got.Mean[i], 1e-12, "mean of %v", Triad(i))
				assert.InDelta(t, math.Sqrt(cov[i][i]), got.SD[i], 1e-7, "sd of %v", Triad(i))
				for j := range mean {
					if i == j || all {
						assert.InDelta(t, cov[i][j], got.Covariance[i][j], 1e-11, "covariance of %v and %v", Triad(i), Triad(j))
					}
				}
			}
		})
	}
}

// The counts add up to C(N,3): means do, and no count varies with their sum. The
// expected numbers of connections and mutual pairs follow from the means.
func TestExpectationAddsUp(t *testing.T) {
	for _, m := range []*PairModel{
		GNPModel(2003, 102732), DyadModel(31346, 7648079, 91466), DyadModel(1_000_000, 250_000_000, 3_000_000),
		randomPairModel(1, 40, 0, 1, 300, 17, 2, 90), randomPairModel(2, 3000, 70, 11),
	} {
		e, err := m.Triads(context.Background(), Options{})
		require.NoError(t, err)
		n := float64(m.N())
		total := 0.0
		for i := range e.Mean {
			total += e.Mean[i]
			row, scale := 0.0, 0.0
			for j := range e.Mean {
				row += e.Covariance[i][j]
				scale = max(scale, math.Abs(e.Covariance[i][j]))
				assert.LessOrEqual(t, math.Abs(e.Covariance[i][j]), e.SD[i]*e.SD[j]*(1+1e-9), "correlation of %v and %v", Triad(i), Triad(j))
			}
			assert.LessOrEqual(t, math.Abs(row), 1e-9*scale, "%v with all", Triad(i))
		}
		assert.InEpsilon(t, n*(n-1)*(n-2)/6, total, 1e-13)

		// Each pair is part of N-2 triads.
		var mutual, asymmetric [NumTriads]float64
		for c := range mutual {
			a, b, _ := Triad(c).Dyads()
			mutual[c], asymmetric[c] = float64(a)/(n-2), float64(b)/(n-2)
		}
		var want, wantVar [2]float64
		for a := range m.Types() {
			for b := a; b < m.Types(); b++ {
				s, pairs := m.States[a*m.Types()+b], m.unordered(a, b)
				for k, p := range []float64{s[DyadMutual], s[DyadForward] + s[DyadBackward]} {
					want[k] += pairs * p
					wantVar[k] += pairs * p * (1 - p)
				}
			}
		}
		for k, w := range [][NumTriads]float64{mutual, asymmetric} {
			mean, sd := e.Weighted(w)
			assert.InEpsilon(t, want[k], mean, 1e-12)
			assert.InEpsilon(t, math.Sqrt(wantVar[k]), sd, 1e-6)
		}
	}
}

// Independent edges and the dyad model have the closed form labelled · m^M a^A
// n^N for each triple.
func TestExpectationClosedForm(t *testing.T) {
	const n, edges, mutual = 500, 9000.0, 400.0
	p, r := edges/(n*(n-1)), 2*mutual/(n*(n-1))
	for model, dyads := range map[*PairModel][3]float64{
		GNPModel(n, edges):          {p * p, p * (1 - p), (1 - p) * (1 - p)},
		DyadModel(n, edges, mutual): {r, p - r, 1 - 2*p + r},
	} {
		e, err := model.Triads(context.Background(), Options{})
		require.NoError(t, err)
		for c := range Triad(NumTriads) {
			m, a, null := c.Dyads()
			want := n * (n - 1) * (n - 2) / 6 * float64(c.Labelled()) *
				math.Pow(dyads[0], float64(m)) * math.Pow(dyads[1], float64(a)) * math.Pow(dyads[2], float64(null))
			assert.InEpsilon(t, want, e.Mean[c], 1e-11, "%v", c)
		}
	}
}

// The published null "er" of the sub-circuit L5_TTPC2 of the portal's mc2, 2,003
// neurons and 102,732 connections: means, standard deviations and z over 1,000
// draws (science.md, section 8; the triads of Gal et al. 2017, DOI
// 10.1038/nn.4576). Draws err by sd/√1000 in the mean and by about 1/√2000 in
// the standard deviation; four of each are allowed.
func TestPublishedNull(t *testing.T) {
	const draws = 1000
	e, err := GNPModel(2003, 102732).Triads(context.Background(), Options{})
	require.NoError(t, err)

	meanError := func(sd float64) float64 { return 4 * sd / math.Sqrt(draws) }
	assert.InDelta(t, 124799.7, e.Mean[T030T], meanError(1232.9)+0.05)
	assert.InEpsilon(t, 1232.9, e.SD[T030T], 4/math.Sqrt(2*draws))
	assert.InDelta(t, 41616.1, e.Mean[T030C], meanError(445.8)+0.05)
	assert.InEpsilon(t, 445.8, e.SD[T030C], 4/math.Sqrt(2*draws))
	assert.InDelta(t, 0.4, e.Mean[T300], meanError(e.SD[T300])+0.05)
	var mutual [NumTriads]float64
	for c := range mutual {
		m, _, _ := Triad(c).Dyads()
		mutual[c] = float64(m) / (2003 - 2)
	}
	mean, sd := e.Weighted(mutual)
	assert.InDelta(t, 1316.8, mean, meanError(36.9)+0.05)
	assert.InEpsilon(t, 36.9, sd, 4/math.Sqrt(2*draws))

	data := [13]uint64{4187617, 2738360, 3162677, 281224, 208612, 174242, 29961, 4328, 7555, 7808, 6694, 689, 15}
	published := [13]float64{-19.25, 25.05, 54.09, 126.88, 23.64, 13.96, -26.14, 26.29, 38.67, 101.40, 81.09, 57.79, 23.71}
	for i, count := range data {
		x := e.Express(T021C+Triad(i), count)
		// Relative error of the sd times z, and error of the mean in units of sd.
		tolerance := 4*math.Hypot(published[i]/math.Sqrt(2*draws), 1/math.Sqrt(draws)) + 0.005
		assert.InDelta(t, published[i], x.Z, tolerance, "motif %d", i+1)
	}
}

// nullGraph is a small graph with types for draws of every null model.
func nullGraph(t testing.TB) (*connectome.Graph, connectome.Labels) {
	labels := connectome.Labels{Names: []string{"a", "b", "none", "c"}, Of: make([]uint32, 22)}
	for v := range labels.Of {
		labels.Of[v] = [3]uint32{0, 1, 3}[v*v%7%3]
	}
	return skewedGraph(t, 22, 3), labels
}

// The exact moments of every null model against 10,000 draws.
func TestExpectationAgainstDraws(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	const draws = 10_000
	ctx := context.Background()
	g, labels := nullGraph(t)
	for _, model := range NullModels() {
		t.Run(string(model), func(t *testing.T) {
			want, err := ExpectTriads(ctx, model, g, labels, Options{})
			require.NoError(t, err)
			s, err := control.NewSampler(model.Control(), g, labels)
			require.NoError(t, err)
			counts, err := drawCounts(ctx, s, g, draws, 17, Options{})
			require.NoError(t, err)
			for c := range Triad(NumTriads) {
				// Standard errors of mean and variance, from the draws' own moments.
				m2, m4 := 0.0, 0.0
				mean := 0.0
				for _, x := range counts {
					mean += float64(x[c]) / float64(draws)
				}
				for _, x := range counts {
					d := float64(x[c]) - mean
					m2 += d * d / float64(draws)
					m4 += d * d * d * d / float64(draws)
				}
				assert.InDelta(t, want.Mean[c], mean, 4.5*math.Sqrt(m2/float64(draws)), "mean of %v", c)
				assert.InDelta(t, want.Covariance[c][c], m2, 4.5*math.Sqrt((m4-m2*m2)/float64(draws)), "variance of %v", c)
			}
		})
	}
}

func TestExpectTriadsDoesNotDependOnThreads(t *testing.T) {
	m := randomPairModel(3, 10, 20, 5, 1, 0, 44, 12, 9, 9, 30)
	one, err := m.Triads(context.Background(), Options{Threads: 1})
	require.NoError(t, err)
	for _, threads := range []int{2, 7} {
		many, err := m.Triads(context.Background(), Options{Threads: threads})
		require.NoError(t, err)
		assert.Equal(t, one, many)
	}
}

func TestPairModelErrors(t *testing.T) {
	ctx := context.Background()
	for name, m := range map[string]*PairModel{
		"states of 2":  {Neurons: []int64{3}, States: make([][4]float64, 2)},
		"add up":       {Neurons: []int64{3}, States: [][4]float64{{0.5, 0.1, 0.1, 0}}},
		"other neuron": {Neurons: []int64{3}, States: [][4]float64{{0.5, 0.2, 0.1, 0.2}}},
		"probability":  {Neurons: []int64{3}, States: [][4]float64{{1.5, 0, 0, -0.5}}},
		"not a number": {Neurons: []int64{3}, States: [][4]float64{{math.NaN(), 0, 0, 0}}},
		"-1 neurons":   {Neurons: []int64{-1}, States: [][4]float64{{1, 0, 0, 0}}},
	} {
		_, err := m.Triads(ctx, Options{})
		assert.Error(t, err, name)
	}
	g, _ := nullGraph(t)
	_, err := ExpectTriads(ctx, NullPathway, g, connectome.Labels{}, Options{})
	assert.ErrorContains(t, err, "labels of 0 cells given for 22 neurons")
	_, err = ExpectTriads(ctx, "er", g, connectome.Labels{}, Options{})
	assert.ErrorContains(t, err, "gnp, dyad and pathway")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = ExpectTriads(cancelled, NullGNP, g, connectome.Labels{}, Options{})
	assert.ErrorIs(t, err, context.Canceled)
	for _, m := range NullModels() {
		back, err := ParseNullModel(string(m))
		require.NoError(t, err)
		assert.Equal(t, m, back)
	}
}

func TestExpectTinyGraphs(t *testing.T) {
	for n := range 3 {
		for _, model := range NullModels() {
			g := randomGraph(t, n, 1, 0, 0)
			e, err := ExpectTriads(context.Background(), model, g, connectome.Labels{Names: []string{"x"}, Of: make([]uint32, n)}, Options{})
			require.NoError(t, err)
			assert.Equal(t, [NumTriads]float64{}, e.Mean, fmt.Sprint(n, model))
			assert.Equal(t, [NumTriads]float64{}, e.SD)
		}
	}
}

func BenchmarkExpectTriads(b *testing.B) {
	neurons := make([]int64, 55)
	for a := range neurons {
		neurons[a] = int64(20 + 11*a*a%700)
	}
	m := randomPairModel(1, neurons...)
	for range b.N {
		if _, err := m.Triads(context.Background(), Options{Threads: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
