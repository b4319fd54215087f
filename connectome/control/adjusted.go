package control

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// adjustedSampler draws graphs with exactly E connections and M mutual pairs, every
// such graph equally likely: E - M of the unordered pairs of neurons, M of those
// mutual, the others connected one way, either way alike.
//
// That is the adjusted Erdős–Rényi control of connalysis (Egas Santander et al. 2024,
// https://doi.org/10.1101/2024.03.15.585196), which makes one-way connections of a
// G(N, E) mutual, and cuts as many others, until E and M are right: what it does is
// the same for all pairs and both directions, so that graphs with equal E and M come
// out equally often.
//
// Complexity: O(E log E) time and some 40 bytes a connection, on one core.
type adjustedSampler struct {
	n             int
	pairs, mutual int64
}

func newAdjustedSampler(g *connectome.Graph) *adjustedSampler {
	return &adjustedSampler{g.N(), g.Connections() - g.MutualPairs(), g.MutualPairs()}
}

// Draw draws a graph.
func (s *adjustedSampler) Draw(ctx context.Context, seed, index uint64, _ int) (*connectome.Graph, error) {
	rng := run.Rand(seed, index, streamPairs)
	n := uint64(s.n)
	l := &pairList{n: s.n, ptr: make([]int64, s.n+1), high: make([]uint32, 0, s.pairs), how: make([]uint8, s.pairs)}
	// Pair {u, v}, u < v, has the number of the pairs of lower neurons, and v - u - 1.
	u, below := uint64(0), uint64(0)
	ranks, err := drawRanks(ctx, rng, n*(n-1)/2, int(s.pairs))
	if err != nil {
		return nil, err
	}
	for _, rank := range ranks {
		for rank-below >= n-1-u {
			below += n - 1 - u
			u++
			l.ptr[u] = int64(len(l.high))
		}
		l.high = append(l.high, uint32(u+1+rank-below))
	}
	for v := int(u) + 1; v <= s.n; v++ {
		l.ptr[v] = s.pairs
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	for i := range l.how {
		l.how[i] = up << (rng.Uint64() & 1)
	}
	pickSome(rng, s.pairs, s.mutual, func(i int64) { l.how[i] = mutual })
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return l.graph(l.how)
}

// drawRanks returns want different numbers below n, ascending, every choice equally
// likely: numbers are drawn, and those that came twice drawn again. Of more than half
// of the numbers it draws those that are left out.
func drawRanks(ctx context.Context, rng *rand.Rand, n uint64, want int) ([]uint64, error) {
	if uint64(want) > n/2 {
		left, err := drawRanks(ctx, rng, n, int(n)-want)
		if err != nil {
			return nil, err
		}
		ranks := make([]uint64, 0, want)
		for r := range n {
			if len(left) > 0 && left[0] == r {
				left = left[1:]
				continue
			}
			ranks = append(ranks, r)
		}
		return ranks, nil
	}
	ranks := make([]uint64, 0, want)
	for len(ranks) < want {
		for range want - len(ranks) {
			ranks = append(ranks, rng.Uint64N(n))
		}
		if err := sortBelow(ctx, ranks, n); err != nil {
			return nil, err
		}
		ranks = slices.Compact(ranks)
	}
	return ranks, nil
}

// sortBelow sorts numbers below n, spread evenly, part by part: millions at a go
// would keep Ctrl-C waiting.
func sortBelow(ctx context.Context, x []uint64, n uint64) error {
	const parts = 1 << 8
	width := n/parts + 1
	var ends [parts + 1]int
	for _, v := range x {
		ends[v/width+1]++
	}
	for k := range parts {
		ends[k+1] += ends[k]
	}
	spread, next := make([]uint64, len(x)), ends
	for _, v := range x {
		k := v / width
		spread[next[k]] = v
		next[k]++
	}
	for k := range parts {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		slices.Sort(spread[ends[k]:ends[k+1]])
	}
	copy(x, spread)
	return nil
}
