package motifs

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// largeGraph draws n neurons with out targets each. They are uniform, or, where
// spread is positive, near: neurons stand on a ring and a target is at a normal
// distance with that standard deviation, in neurons; n much larger than spread
// gives many separate neighbourhoods.
func largeGraph(t testing.TB, n, out int, spread float64) *connectome.Graph {
	t.Helper()
	ptr, idx := make([]int64, n+1), make([]uint32, 0, n*out)
	for u := range n {
		rng := rand.New(rand.NewPCG(uint64(u), 7))
		row := idx[len(idx):]
		for len(row) < out {
			for len(row) < out {
				v := rng.IntN(n)
				if spread > 0 {
					v = ((u+int(math.Round(rng.NormFloat64()*spread)))%n + n) % n
				}
				if v != u {
					row = append(row, uint32(v))
				}
			}
			slices.Sort(row)
			row = slices.Compact(row)
		}
		idx = idx[:len(idx)+out]
		ptr[u+1] = int64(len(idx))
	}
	g, err := connectome.FromCSR(n, ptr, idx, nil)
	require.NoError(t, err)
	return g
}

// listedAtRandom returns g with its neurons in no order.
func listedAtRandom(t testing.TB, g *connectome.Graph) *connectome.Graph {
	t.Helper()
	to := rand.New(rand.NewPCG(1, 3)).Perm(g.N())
	from := make([]uint32, g.N())
	for v, p := range to {
		from[p] = uint32(v)
	}
	ptr, idx := make([]int64, g.N()+1), make([]uint32, 0, g.Connections())
	for p, v := range from {
		for _, w := range g.Out(v) {
			idx = append(idx, uint32(to[w]))
		}
		slices.Sort(idx[ptr[p]:])
		ptr[p+1] = int64(len(idx))
	}
	h, err := connectome.FromCSR(g.N(), ptr, idx, nil)
	require.NoError(t, err)
	return h
}

// BenchmarkCountTriadsLarge counts graphs of one mean degree and growing size:
// the cost of a connection should not grow with the number of neurons. It needs
// CTOPO_LARGE=1, some 8 GB of memory and minutes.
func BenchmarkCountTriadsLarge(b *testing.B) {
	if os.Getenv("CTOPO_LARGE") == "" {
		b.Skip("CTOPO_LARGE is not set")
	}
	for _, c := range []struct {
		name   string
		n      int
		spread float64
		random bool
	}{
		{"uniform/31k", 31_400, 0, false}, {"uniform/100k", 100_000, 0, false}, {"uniform/400k", 400_000, 0, false},
		{"near/31k", 31_400, 2000, false}, {"near/400k", 400_000, 2000, false}, {"near, listed at random/400k", 400_000, 2000, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			g := largeGraph(b, c.n, 250, c.spread)
			if c.random {
				g = listedAtRandom(b, g)
			}
			for b.Loop() {
				_, err := CountTriads(context.Background(), g, Options{Threads: 1})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(g.Connections()), "ns/connection")
		})
	}
}
