package motifs

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// canonicalRows lists the rows of a count by types: for each class the types
// that no automorphism makes smaller.
func canonicalRows(types uint32) (rows []ref.TypedTriad) {
	for c := range Triad(NumTriads) {
		for a := range types {
			for b := range types {
				for d := range types {
					if smallestImage(c, [3]uint32{a, b, d}) == [3]uint32{a, b, d} {
						rows = append(rows, ref.TypedTriad{Class: int(c), Type: [3]uint32{a, b, d}})
					}
				}
			}
		}
	}
	return rows
}

func smallestImage(c Triad, types [3]uint32) [3]uint32 {
	best := types
	for _, p := range c.Automorphisms() {
		image := [3]uint32{types[p[0]], types[p[1]], types[p[2]]}
		for r := range image {
			if image[r] != best[r] {
				if image[r] < best[r] {
					best = image
				}
				break
			}
		}
	}
	return best
}

func TestTypedExpectationAgainstEnumeration(t *testing.T) {
	for name, m := range map[string]*PairModel{
		"1 1 1": randomPairModel(1, 1, 1, 1), "2 2": randomPairModel(2, 2, 2), "4": randomPairModel(3, 4),
		"3 1": randomPairModel(4, 3, 1), "2 1 1": randomPairModel(5, 2, 1, 1), "2 0 2": randomPairModel(6, 2, 0, 2),
		"gnp": GNPModel(4, 5).byTypes([]int64{1, 3}), "dyad": DyadModel(4, 5, 2).byTypes([]int64{2, 2}),
	} {
		t.Run(name, func(t *testing.T) {
			rows := canonicalRows(uint32(m.Types()))
			of := m.typeOf()
			labels := make([]uint32, len(of))
			for v, a := range of {
				labels[v] = uint32(a)
			}
			mean, cov := m.reference(false, func(m ref.Matrix) []float64 {
				counts := m.CensusBy(labels)
				x := make([]float64, len(rows))
				for i, r := range rows {
					x[i] = float64(counts[r])
				}
				return x
			})
			e := TypedExpectation{pairs: m}
			for i, r := range rows {
				got, sd := e.At(Triad(r.Class), r.Type)
				require.InDelta(t, mean[i], got, 1e-12, "mean of %v %v", Triad(r.Class), r.Type)
				require.InDelta(t, math.Sqrt(cov[i][i]), sd, 1e-7, "sd of %v %v", Triad(r.Class), r.Type)
			}
		})
	}
}

// Over all types the rows add up to the plain expectation; types that an
// automorphism exchanges mean the same row.
func TestTypedExpectationAddsUp(t *testing.T) {
	g, labels := nullGraph(t)
	for _, model := range NullModels() {
		plain, err := ExpectTriads(t.Context(), model, g, labels, Options{})
		require.NoError(t, err)
		typed, err := ExpectTriadsBy(model, g, labels)
		require.NoError(t, err)
		var total [NumTriads]float64
		for _, r := range canonicalRows(uint32(len(labels.Names))) {
			mean, sd := typed.At(Triad(r.Class), r.Type)
			total[r.Class] += mean
			for _, p := range Triad(r.Class).Automorphisms() {
				m, s := typed.At(Triad(r.Class), [3]uint32{r.Type[p[0]], r.Type[p[1]], r.Type[p[2]]})
				assert.InDelta(t, mean, m, 1e-9)
				assert.InDelta(t, sd, s, 1e-6)
			}
		}
		for c := range total {
			assert.InEpsilon(t, plain.Mean[c], total[c], 1e-12, "%s: %v", model, Triad(c))
		}
	}
	_, err := ExpectTriadsBy(NullGNP, g, connectome.Labels{})
	assert.ErrorContains(t, err, "labels of 0 cells given for 22 neurons")
	_, err = ExpectTriadsBy("er", g, labels)
	assert.Error(t, err)
}

// With one type the row of a class is the class.
func TestTypedExpectationOfOneType(t *testing.T) {
	g, _ := nullGraph(t)
	labels := connectome.Labels{Names: []string{"all"}, Of: make([]uint32, g.N())}
	plain, err := ExpectTriads(t.Context(), NullDyad, g, labels, Options{})
	require.NoError(t, err)
	typed, err := ExpectTriadsBy(NullDyad, g, labels)
	require.NoError(t, err)
	for c := range Triad(NumTriads) {
		mean, sd := typed.At(c, [3]uint32{})
		assert.InEpsilon(t, plain.Mean[c], mean, 1e-12, "%v", c)
		assert.InEpsilon(t, plain.SD[c], sd, 1e-9, "%v", c)
	}
}

func BenchmarkTypedExpectation(b *testing.B) {
	neurons := make([]int64, 55)
	for a := range neurons {
		neurons[a] = int64(20 + 11*a*a%700)
	}
	e := TypedExpectation{pairs: randomPairModel(1, neurons...)}
	for i := range b.N {
		e.At(Triad(i%16), [3]uint32{uint32(i % 55), uint32(i / 3 % 55), uint32(i / 7 % 55)})
	}
}
