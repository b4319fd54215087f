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

func reciprocityOf(t testing.TB, c *connectome.Connectome, threads int) *Reciprocity {
	t.Helper()
	r, err := MutualPairs(context.Background(), c, Options{Threads: threads})
	require.NoError(t, err)
	return r
}

func TestReciprocityAgreesWithReference(t *testing.T) {
	for name, c := range typedCircuits(t, false) {
		t.Run(name, func(t *testing.T) {
			assertReciprocity(t, c, reciprocityOf(t, c, 2))
		})
	}
}

// assertReciprocity compares a result with pairs looked at one by one.
func assertReciprocity(t *testing.T, c *connectome.Connectome, r *Reciprocity) {
	t.Helper()
	var connections, mutual int64
	for _, d := range ref.DegreesOf(c.Graph) {
		connections += d.In
		mutual += d.Mutual
	}
	n := float64(c.Graph.N())
	assert.Equal(t, mutual/2, r.MutualPairs)
	assertFloat(t, float64(mutual)/float64(connections), r.Fraction, "fraction")
	p := float64(connections) / (n * (n - 1))
	if n < 2 {
		p = math.NaN()
	}
	assertFloat(t, float64(mutual)/(n*(n-1))/(p*p), r.OverER, "over ER")
	for _, b := range r.Blocks {
		labels := map[GroupKind]connectome.Labels{GroupMType: c.Cells.MTypes(), GroupLayer: c.Cells.Layers(), GroupClass: c.Cells.Classes()}[b.Kind]
		want := ref.ExpectedMutualPairs(c.Graph, labels)
		assert.InDelta(t, want, b.Expected, 1e-9*max(1, want), "expected by blocks") // a sum over all pairs
		if want > 0 {
			assert.InEpsilon(t, 1+float64(mutual/2)/want, 1+b.Over, 1e-9, "over blocks")
		}
	}
	types := c.Cells.MTypes()
	between := ref.BetweenLabels(c.Graph, types)
	number, seen := map[string]int{}, 0
	for a, pre := range types.Names {
		number[pre] = a
		for b, post := range types.Names {
			if x := between[a][b]; x.Connections > 0 {
				seen++
				assertFloat(t, x.Mutual/x.Connections, scalar(t, r.Scalars(), Pathway(pre, post), "fraction"), "pathway")
			}
		}
	}
	assert.Len(t, r.Pathways, seen)
	for _, p := range r.Pathways {
		there, back := between[number[p.Pre]][number[p.Post]], between[number[p.Post]][number[p.Pre]]
		mutual, expected := there.Mutual, there.Connections*back.Connections/back.Pairs
		if p.Pre == p.Post {
			mutual, expected = mutual/2, expected/2
		}
		assert.EqualValues(t, mutual, p.MutualPairs)
		assertFloat(t, expected, p.Expected, "expected")
		assertFloat(t, mutual/expected, p.Over, "over")
	}
}

// TestReciprocityClosedForms checks circuits of two m-types with two neurons each.
func TestReciprocityClosedForms(t *testing.T) {
	types := []string{"L1_DAC", "L1_DAC", "L23_PC", "L23_PC"}
	nan := math.NaN()
	for _, test := range []struct {
		name                                       string
		edges                                      [][2]uint32
		mutual, fraction, r, er, blocks, byClasses float64
	}{
		{"empty", nil, 0, nan, 0, nan, nan, nan},
		{"one way", [][2]uint32{{0, 2}, {1, 3}}, 0, 0, 0, 0, nan, nan},
		// p = 1/2·1/2 over 4 pairs each way: 1 pair expected, 2 found. p = 1/3 in all: 6/9.
		{"two pairs", [][2]uint32{{0, 2}, {2, 0}, {1, 3}, {3, 1}}, 2, 1, 1. / 3, 3, 2, 2},
		{"a pair within", [][2]uint32{{0, 1}, {1, 0}}, 1, 1, 1. / 6, 6, 1, 1},
		{"complete", [][2]uint32{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {0, 3}, {3, 0}, {1, 2}, {2, 1}, {1, 3}, {3, 1}, {2, 3}, {3, 2}}, 6, 1, 1, 1, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := reciprocityOf(t, circuitWith(t, graphWith(t, 4, test.edges), types), 0)
			s := r.Scalars()
			for statistic, want := range map[string]float64{"mutual_pairs": test.mutual, "fraction": test.fraction, "r": test.r,
				"over_er": test.er, "over_blocks": test.blocks, "over_layers": test.blocks, "over_classes": test.byClasses} {
				assertFloat(t, want, scalar(t, s, All, statistic), statistic)
			}
		})
	}
}

// TestReciprocityTable: a pathway that answers, and one that does not.
func TestReciprocityTable(t *testing.T) {
	g := graphWith(t, 4, [][2]uint32{{0, 2}, {1, 2}, {2, 0}, {3, 2}})
	r := reciprocityOf(t, circuitWith(t, g, []string{"L1_DAC", "L1_DAC", "L23_PC", "L23_PC"}), 0)
	assert.Equal(t, `[["reciprocity"],["L1_DAC","L23_PC","1","0.5","2","0.5"],["L23_PC","L1_DAC","1","0.5","2","1"],["L23_PC","L23_PC","0","0.25","0","0"]]`,
		tableText(t, r.Tables()[0]))
}

// TestReciprocityOfUnknownTypes: without layers and classes there are no such blocks.
func TestReciprocityOfUnknownTypes(t *testing.T) {
	r := reciprocityOf(t, circuitWith(t, graphWith(t, 2, [][2]uint32{{0, 1}, {1, 0}}), []string{"x", "y"}), 0)
	require.Len(t, r.Blocks, 1)
	assert.Equal(t, GroupMType, r.Blocks[0].Kind)
	assert.Equal(t, 1.0, r.Blocks[0].Over)
}

func TestReciprocityDoesNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result { return reciprocityOf(t, c, threads) })
}
