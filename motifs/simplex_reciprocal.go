package motifs

import (
	"cmp"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// mutualOriented returns the graph of mutual pairs with each pair as one
// connection, from the neuron with fewer mutual partners to the one with more
// (the lower number first where they tie). It has no cycles, so that every
// clique of mutual pairs is exactly one directed simplex of it.
func mutualOriented(g *connectome.Graph) *connectome.Graph {
	n := g.N()
	ptr := make([]int64, n+1)
	idx := make([]uint32, 0, g.MutualPairs())
	after := func(u, v uint32) bool {
		return cmp.Or(cmp.Compare(len(g.Mutual(u)), len(g.Mutual(v))), cmp.Compare(u, v)) < 0
	}
	for v := range uint32(n) {
		for _, w := range g.Mutual(v) {
			if after(v, w) {
				idx = append(idx, w)
			}
		}
		ptr[v+1] = int64(len(idx))
	}
	oriented, err := connectome.FromCSR(n, ptr, slices.Clip(idx), nil)
	if err != nil {
		panic(err) // rows of a graph stay ascending when some entries are left out
	}
	return oriented
}
