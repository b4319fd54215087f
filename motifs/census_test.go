package motifs

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/shared"
)

func count(t testing.TB, g *connectome.Graph) *Census {
	t.Helper()
	c, err := CountTriads(context.Background(), g, Options{})
	require.NoError(t, err)
	return c
}

func TestCountTriadsAgainstReference(t *testing.T) {
	for _, test := range testGraphs(t) {
		t.Run(test.name, func(t *testing.T) {
			want := Counts(ref.TriadCensus(test.g))
			assert.Equal(t, want, count(t, test.g).Counts)
			assert.Equal(t, want.Transposed(), count(t, test.g.Transposed()).Counts, "transposed")
			assert.Equal(t, want, count(t, relabelled(t, test.g, 5)).Counts, "relabelled")
		})
	}
}

// TestTriadOfThree checks each of the 64 graphs on three neurons.
func TestTriadOfThree(t *testing.T) {
	for code, want := range lookupTable {
		var edges [][2]uint32
		for i, pair := range [][2]uint32{{1, 2}, {0, 2}, {0, 1}} {
			if code>>(2*i)&1 != 0 {
				edges = append(edges, pair)
			}
			if code>>(2*i)&2 != 0 {
				edges = append(edges, [2]uint32{pair[1], pair[0]})
			}
		}
		var counts Counts
		counts[want] = 1
		assert.Equal(t, counts, count(t, graphOf(t, 3, edges)).Counts, "graph %d", code)
	}
}

func TestCountTriadsSums(t *testing.T) {
	for _, test := range []struct {
		n    int
		p    float64
		seed uint64
	}{{200, 0.01, 1}, {500, 0.05, 2}, {700, 0.3, 3}} {
		g := randomGraph(t, test.n, test.p, 0.1, test.seed)
		c := count(t, g)
		sum, connections, mutual := uint64(0), uint64(0), uint64(0)
		for class, n := range c.Counts {
			m, a, _ := Triad(class).Dyads()
			sum += n
			connections += n * uint64(2*m+a)
			mutual += n * uint64(m)
		}
		assert.Equal(t, new(big.Int).Binomial(int64(test.n), 3).Uint64(), sum)
		assert.Equal(t, uint64(g.Connections())*uint64(test.n-2), connections, "each connection is in N-2 triads")
		assert.Equal(t, uint64(g.MutualPairs())*uint64(test.n-2), mutual)
	}
}

func TestChoose3(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 1000, 31346, 380001, 4_800_000, 4_801_279} {
		got, err := choose3(n)
		require.NoError(t, err, n)
		assert.Equal(t, new(big.Int).Binomial(int64(n), 3).Uint64(), got, n)
	}
	last := 4_801_279
	for new(big.Int).Binomial(int64(last+1), 3).IsUint64() {
		last++
	}
	_, err := choose3(last)
	assert.NoError(t, err)
	_, err = choose3(last + 1)
	assert.ErrorIs(t, err, ErrOverflow)
	_, err = CountTriads(context.Background(), graphOf(t, last+1, nil), Options{})
	assert.ErrorIs(t, err, ErrOverflow)
}

type knownCensus struct {
	Name   string
	N      int
	Edges  [][2]uint32
	Counts Counts `json:"triads16"`
}

func TestCountTriadsKnown(t *testing.T) {
	text, err := os.ReadFile(shared.Path(t, "data", "reference", "triad_tests.json"))
	require.NoError(t, err)
	var file struct{ Tests []knownCensus }
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Tests, 29)
	lcg := map[string]struct {
		p    float64
		seed uint64
	}{"lcg_n60_p0.1_s3": {0.1, 3}, "lcg_n100_p0.2_s4": {0.2, 4}, "lcg_n150_p0.05_s5": {0.05, 5}}
	for _, test := range file.Tests {
		t.Run(test.Name, func(t *testing.T) {
			edges := test.Edges
			if rule, ok := lcg[test.Name]; ok {
				edges = lcgEdges(test.N, rule.p, rule.seed)
			} else {
				require.NotNil(t, edges)
			}
			g := graphOf(t, test.N, edges)
			assert.Equal(t, test.Counts, count(t, g).Counts)
			assert.Equal(t, test.Counts.Transposed(), count(t, g.Transposed()).Counts)
		})
	}
}

// lcgEdges draws a graph by the rule that triad_tests.json states.
func lcgEdges(n int, p float64, x uint64) (edges [][2]uint32) {
	below := uint64(p * (1 << 32))
	for i := range uint32(n) {
		for j := range uint32(n) {
			if i != j {
				x = x*6364136223846793005 + 1442695040888963407
				if x>>32 < below {
					edges = append(edges, [2]uint32{i, j})
				}
			}
		}
	}
	return edges
}

func TestCountTriadsThreads(t *testing.T) {
	g := randomGraph(t, 400, 0.05, 0.1, 9)
	want := count(t, g)
	for _, threads := range []int{1, 2, 7} {
		got, err := CountTriads(context.Background(), g, Options{Threads: threads})
		require.NoError(t, err)
		assert.Equal(t, want, got, "%d threads", threads)
	}
}

func TestCountTriadsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := CountTriads(ctx, randomGraph(t, 50, 0.1, 0, 1), Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestCountTriadsProgress(t *testing.T) {
	var last, of int64
	_, err := CountTriads(context.Background(), randomGraph(t, 100, 0.1, 0, 1), Options{Progress: func(done, total int64) { last, of = done, total }})
	require.NoError(t, err)
	assert.Positive(t, of)
	assert.Equal(t, of, last)
}

func TestCensusTable(t *testing.T) {
	table := count(t, graphOf(t, 3, [][2]uint32{{0, 1}, {0, 2}, {1, 2}})).Table()
	require.Equal(t, 16, table.Rows())
	require.Len(t, table.Columns, 3)
	man, motif, n := table.Columns[0], table.Columns[1], table.Columns[2]
	assert.Equal(t, []string{"man", "motif", "count"}, []string{man.Name, motif.Name, n.Name})
	assert.True(t, motif.Null(2))
	assert.Equal(t, "021C 1 0", man.Text(3)+" "+motif.Text(3)+" "+n.Text(3))
	assert.Equal(t, "030T 4 1", man.Text(6)+" "+motif.Text(6)+" "+n.Text(6))
	assert.Equal(t, "300 13 0", man.Text(15)+" "+motif.Text(15)+" "+n.Text(15))
}
