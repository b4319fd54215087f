package topology

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func assortativityOf(t testing.TB, c *connectome.Connectome) *Assortativity {
	t.Helper()
	r, err := DegreeAssortativity(context.Background(), c, Options{})
	require.NoError(t, err)
	return r
}

// correlationOver lists the pairs that belong and correlates their degrees.
func correlationOver(m ref.Matrix, belongs func(i, j int) bool, source, target func(v int) int) float64 {
	var x, y []float64
	for i := range m {
		for j := range m {
			if i != j && belongs(i, j) {
				x, y = append(x, float64(source(i))), append(y, float64(target(j)))
			}
		}
	}
	return ref.Correlation(x, y)
}

func TestAssortativityAgreesWithReference(t *testing.T) {
	for name, g := range commonGraphs(t) {
		t.Run(name, func(t *testing.T) {
			c := circuitOf(t, g)
			m := ref.NewMatrix(g)
			degree := func(belongs func(i, j int) bool) func(v int) int {
				return func(v int) (n int) {
					for w := range m {
						if v != w && belongs(v, w) {
							n++
						}
					}
					return n
				}
			}
			there := func(i, j int) bool { return m[i][j] }
			back := func(i, j int) bool { return m[j][i] }
			either := func(i, j int) bool { return m[i][j] || m[j][i] }
			both := func(i, j int) bool { return m[i][j] && m[j][i] }
			out, in := degree(there), degree(back)
			got := assortativityOf(t, c)
			for _, x := range []struct {
				name      string
				want, got float64
			}{
				{"out_in", correlationOver(m, there, out, in), got.OutIn},
				{"in_out", correlationOver(m, there, in, out), got.InOut},
				{"out_out", correlationOver(m, there, out, out), got.OutOut},
				{"in_in", correlationOver(m, there, in, in), got.InIn},
				{"undirected", correlationOver(m, either, degree(either), degree(either)), got.Undirected},
				{"mutual", correlationOver(m, both, degree(both), degree(both)), got.Mutual},
				{"mtype", likeWithLikeSlow(m, c.Cells.MTypes()), got.MType},
				{"layer", likeWithLikeSlow(m, c.Cells.Layers()), got.Layer},
				{"class", likeWithLikeSlow(m, c.Cells.Classes()), got.Class},
			} {
				if math.IsNaN(x.want) {
					assert.True(t, math.IsNaN(x.got), x.name)
				} else {
					assert.InDelta(t, x.want, x.got, 1e-9, x.name)
				}
				assert.True(t, math.IsNaN(x.got) || math.Abs(x.got) <= 1, x.name)
				assertFloat(t, x.got, scalar(t, got.Scalars(), All, x.name), x.name)
			}
		})
	}
}

// likeWithLikeSlow is the definition: a matrix of shares.
func likeWithLikeSlow(m ref.Matrix, kinds connectome.Labels) float64 {
	connections, within := 0.0, 0.0
	from, to := map[uint32]float64{}, map[uint32]float64{}
	for i := range m {
		for j := range m {
			if !m[i][j] {
				continue
			}
			connections++
			from[kinds.Of[i]]++
			to[kinds.Of[j]]++
			if kinds.Of[i] == kinds.Of[j] {
				within++
			}
		}
	}
	chance := 0.0
	for a := range from {
		chance += from[a] * to[a]
	}
	if connections*connections == chance {
		return math.NaN()
	}
	chance /= connections * connections
	return (within/connections - chance) / (1 - chance)
}

func TestAssortativityClosedForms(t *testing.T) {
	// A star both ways: every connection joins the one neuron of many and one of
	// few.
	star := assortativityOf(t, circuitOf(t, graphByRule(t, 9, func(i, j int) bool { return i == 4 || j == 4 })))
	for _, x := range []float64{star.OutIn, star.InOut, star.OutOut, star.InIn, star.Undirected, star.Mutual} {
		assert.Equal(t, -1.0, x)
	}
	// Two complete graphs of different sizes, apart.
	apart := assortativityOf(t, circuitOf(t, graphByRule(t, 9, func(i, j int) bool { return i/4 == j/4 && i < 8 && j < 8 && i != 3 && j != 3 })))
	for _, x := range []float64{apart.OutIn, apart.InOut, apart.OutOut, apart.InIn, apart.Undirected, apart.Mutual} {
		assert.Equal(t, 1.0, x)
	}
	// Neurons that connect only to their like, and only to others.
	types := []string{"L5_MC", "L5_MC", "L5_MC", "L23_PC", "L23_PC", "L23_PC"}
	like := assortativityOf(t, circuitWith(t, graphByRule(t, 6, func(i, j int) bool { return i/3 == j/3 }), types))
	unlike := assortativityOf(t, circuitWith(t, graphByRule(t, 6, func(i, j int) bool { return i/3 != j/3 }), types))
	assert.Equal(t, []float64{1, 1, 1}, []float64{like.MType, like.Layer, like.Class})
	assert.Equal(t, []float64{-1, -1, -1}, []float64{unlike.MType, unlike.Layer, unlike.Class})
}

func TestAssortativityStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := DegreeAssortativity(ctx, circuitOf(t, graphWith(t, 3, nil)), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
