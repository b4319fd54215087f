package motifs

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func TestSimplexMomentsAgainstEnumeration(t *testing.T) {
	for name, m := range map[string]*PairModel{
		"gnp 3": GNPModel(3, 2), "gnp 4": GNPModel(4, 7), "gnp 4 dense": GNPModel(4, 11),
		"dyad 4": DyadModel(4, 7, 3), "dyad tournament": DyadModel(5, 10, 0), "dyad mutual": DyadModel(4, 6, 3),
		"complete": GNPModel(4, 12), "empty": GNPModel(4, 0),
	} {
		t.Run(name, func(t *testing.T) {
			const dims = 5
			mean, cov := m.reference(false, func(m ref.Matrix) []float64 {
				var x [2 * (dims + 1)]float64
				for k := range dims + 1 {
					x[k] = m.Simplices(k)
					x[dims+1+k] = m.Mutual().Simplices(k)
				}
				return x[:]
			})
			s := m.States[0]
			got, sd := SimplexMoments(m.N(), s[1]+s[3], s[3], dims)
			for k := range got {
				assert.InDelta(t, mean[k], got[k], 1e-11, "mean in dimension %d", k)
				assert.InDelta(t, math.Sqrt(cov[k][k]), sd[k], 1e-7, "sd in dimension %d", k)
			}
			// Every set of k+1 neurons that are all mutual pairs is (k+1)! simplices.
			got, sd = CliqueMoments(m.N(), s[3], dims)
			orders := 1.0
			for k := range got {
				orders *= float64(k + 1)
				assert.InDelta(t, mean[dims+1+k]/orders, got[k], 1e-11, "mean of cliques in dimension %d", k)
				assert.InDelta(t, math.Sqrt(cov[dims+1+k][dims+1+k])/orders, sd[k], 1e-7, "sd of cliques in dimension %d", k)
			}
		})
	}
}

// Dimensions 1 and 2 are numbers of connections and of transitive triangles,
// whose moments the triads give too.
func TestSimplexMomentsAgainstTriads(t *testing.T) {
	for _, m := range []*PairModel{GNPModel(2003, 102732), DyadModel(31346, 7648079, 91466), GNPModel(1_000_000, 200_000_000)} {
		e, err := m.Triads(context.Background(), Options{})
		require.NoError(t, err)
		s := m.States[0]
		mean, sd := SimplexMoments(m.N(), s[1]+s[3], s[3], 2)
		wantMean, wantSD := e.Weighted(TransitiveWeights)
		assert.InEpsilon(t, wantMean, mean[2], 1e-12)
		assert.InEpsilon(t, wantSD, sd[2], 1e-9)
		assert.Equal(t, float64(m.N()), mean[0])
		assert.Zero(t, sd[0])
	}
}

// The ER control of the portal's mc0 (science.md, section 8) is one draw of
// G(n,p): counts lie within four standard deviations.
func TestSimplexMomentsOfPublishedControl(t *testing.T) {
	const n, edges = 31346, 7648250
	p := edges / (float64(n) * (n - 1))
	mean, sd := SimplexMoments(n, p, p*p, 6)
	for k, count := range []uint64{n, edges, 14526853, 215084, 28} {
		assert.InDelta(t, float64(count), mean[k], 4*sd[k]+1e-9, "dimension %d", k)
	}
	assert.Less(t, mean[5], 0.001)
}

func TestSimplexMomentsFarOut(t *testing.T) {
	// Beyond float64 in either direction, and exact where nothing is random.
	mean, sd := SimplexMoments(1_000_000, 1, 1, 64)
	assert.Equal(t, math.Inf(1), mean[64])
	assert.Zero(t, sd[64])
	mean, sd = SimplexMoments(1_000_000, 1e-4, 1e-8, 30)
	assert.Zero(t, mean[30])
	assert.False(t, math.IsNaN(sd[30]))
	mean, _ = SimplexMoments(3, 1, 1, 4)
	assert.Equal(t, []float64{3, 6, 6, 0, 0}, mean)
	for _, n := range []int64{0, 1, 2} {
		mean, sd = SimplexMoments(n, 0.5, 0.25, 3)
		assert.Equal(t, []float64{float64(n), float64(n*(n-1)) / 2, 0, 0}, mean)
		assert.Zero(t, sd[2])
	}
	assert.Panics(t, func() { SimplexMoments(3, 0.5, 0.25, 65) })
	assert.Panics(t, func() { CliqueMoments(3, 0.25, -1) })
}

func TestExpectSimplices(t *testing.T) {
	ctx := context.Background()
	g, labels := nullGraph(t)
	for _, reciprocal := range []bool{false, true} {
		for _, model := range []NullModel{NullGNP, NullDyad} {
			t.Run(fmt.Sprint(model, reciprocal), func(t *testing.T) {
				want, err := ExpectSimplices(model, g, 8, reciprocal)
				require.NoError(t, err)
				const draws = 2000
				got, err := SampleSimplices(ctx, model, g, labels, draws, 5, SimplexOptions{Reciprocal: reciprocal})
				require.NoError(t, err)
				assert.Equal(t, "exact", want.Source())
				assert.Equal(t, "2000 draws", got.Source())
				for k := range min(5, len(got.Mean)) {
					assert.InDelta(t, want.Mean[k], got.Mean[k], 4.5*want.SD[k]/math.Sqrt(draws)+1e-9, "mean in dimension %d", k)
					if want.Mean[k] > 1 { // draws tell little of the spread of what they seldom hold
						assert.InDelta(t, want.SD[k], got.SD[k], 0.15*want.SD[k]+1e-9, "sd in dimension %d", k)
					}
				}
			})
		}
	}
	for _, err := range []error{
		func() error { _, err := ExpectSimplices(NullPathway, g, 3, false); return err }(),
		func() error { _, err := ExpectSimplices("er", g, 3, false); return err }(),
		func() error { _, err := ExpectSimplices(NullGNP, g, 65, false); return err }(),
		func() error { _, err := ExpectSimplices(NullGNP, g, -1, false); return err }(),
		func() error {
			_, err := SampleSimplices(ctx, NullGNP, g, labels, 1, 1, SimplexOptions{})
			return err
		}(),
		func() error {
			_, err := SampleSimplices(ctx, "er", g, labels, 9, 1, SimplexOptions{})
			return err
		}(),
		func() error {
			_, err := SampleSimplices(ctx, NullPathway, g, connectome.Labels{}, 9, 1, SimplexOptions{})
			return err
		}(),
	} {
		assert.Error(t, err)
	}
	pathway, err := SampleSimplices(ctx, NullPathway, g, labels, 50, 1, SimplexOptions{})
	require.NoError(t, err)
	assert.InEpsilon(t, float64(g.Connections()), pathway.Mean[1], 0.1)
	assert.True(t, math.IsInf(pathway.Express(60, 3).Z, 1), "none is expected")
}
