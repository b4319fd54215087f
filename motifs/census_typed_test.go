package motifs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// randomLabels gives each of n neurons one of the first types-1 types, unevenly:
// the last type has none.
func randomLabels(n, types int, seed uint64) connectome.Labels {
	rng := rand.New(rand.NewPCG(seed, 4))
	l := connectome.Labels{Of: make([]uint32, n)}
	for t := range types {
		l.Names = append(l.Names, fmt.Sprintf("type %d", t))
	}
	for v := range l.Of {
		l.Of[v] = uint32(rng.IntN(1 + rng.IntN(max(types-1, 1))))
	}
	return l
}

func countBy(t testing.TB, g *connectome.Graph, l connectome.Labels) *TypedCensus {
	t.Helper()
	c, err := CountTriadsBy(context.Background(), g, l, Options{})
	require.NoError(t, err)
	return c
}

func typedReference(g *connectome.Graph, l connectome.Labels) map[TypedCount]bool {
	want := map[TypedCount]bool{}
	for k, n := range ref.TriadCensusBy(g, l.Of) {
		want[TypedCount{Triad(k.Class), k.Type, n}] = true
	}
	return want
}

func TestCountTriadsByAgainstReference(t *testing.T) {
	for i, test := range testGraphs(t) {
		for _, types := range []int{1, 2, 4, 9, 100} {
			if test.g.N() > 60 && (types != 4 || i%3 != 0) {
				continue // the reference is slow
			}
			t.Run(fmt.Sprintf("%s types=%d", test.name, types), func(t *testing.T) {
				l := randomLabels(test.g.N(), types, uint64(i))
				got := countBy(t, test.g, l)
				set := map[TypedCount]bool{}
				for _, c := range got.Counts {
					assert.NotZero(t, c.Count)
					set[c] = true
				}
				assert.Len(t, set, len(got.Counts), "each row once")
				assert.Equal(t, typedReference(test.g, l), set)
				assert.Equal(t, count(t, test.g).Counts, got.Total(), "sums over types")
			})
		}
	}
}

func TestCountTriadsByLarge(t *testing.T) {
	g := randomGraph(t, 1500, 0.03, 0.1, 4)
	want := count(t, g).Counts
	var first *TypedCensus
	for _, threads := range []int{1, 2, 7} {
		got, err := CountTriadsBy(context.Background(), g, randomLabels(1500, 30, 1), Options{Threads: threads})
		require.NoError(t, err)
		assert.Equal(t, want, got.Total())
		if first != nil {
			assert.Equal(t, first, got, "%d threads", threads)
		}
		first = got
	}
}

func TestCountTriadsByWrongLabels(t *testing.T) {
	g := randomGraph(t, 10, 0.3, 0, 1)
	_, err := CountTriadsBy(context.Background(), g, randomLabels(9, 2, 1), Options{})
	assert.ErrorContains(t, err, "9 labels for 10 neurons")
	_, err = CountTriadsBy(context.Background(), g, connectome.Labels{Of: make([]uint32, 10)}, Options{})
	assert.ErrorContains(t, err, "label 0 of 0")
}

func TestTypedTable(t *testing.T) {
	g := graphOf(t, 3, [][2]uint32{{2, 0}, {2, 1}})
	table := countBy(t, g, connectome.NewLabels([]string{"A", "B", "A"})).Table()
	require.Equal(t, 1, table.Rows())
	text := ""
	for _, c := range table.Columns {
		text += c.Name + "=" + c.Text(0) + " "
	}
	assert.Equal(t, "man=021D motif=3 type0=A type1=A type2=B count=1 ", text)
}
