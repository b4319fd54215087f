package hdf

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// Graph makes a graph of connections listed in any order; from and to are neurons'
// numbers below n, weights theirs, or nil for 1 each. Connections listed again
// collapse, and their weights add up; where all weights are 1 the graph has none.
func Graph(ctx context.Context, n int, from, to []uint32, weights []float64) (g *connectome.Graph, loops, duplicates int64, err error) {
	ptr := make([]int64, n+1)
	for _, u := range from {
		ptr[u+1]++
	}
	for v := range n {
		ptr[v+1] += ptr[v]
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, 0, err
	}
	next := append([]int64(nil), ptr[:n]...)
	idx, w := make([]uint32, len(from)), make([]float64, len(from))
	for e, u := range from {
		idx[next[u]], w[next[u]] = to[e], 1
		if weights != nil {
			w[next[u]] = weights[e]
		}
		next[u]++
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, 0, err
	}
	g, loops, duplicates, err = connectome.FromRows(n, ptr, idx, w)
	if err != nil {
		return nil, 0, 0, err
	}
	p := g.Parts()
	for _, x := range p.Weights {
		if x != 1 {
			return g, loops, duplicates, nil
		}
	}
	p.Weights = nil
	g, err = connectome.FromParts(ctx, n, p)
	return g, loops, duplicates, err
}

// BytesPerConnection is what reading a connection takes at its peak.
const BytesPerConnection = 48
