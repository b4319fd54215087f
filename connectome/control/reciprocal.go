package control

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// reciprocalSampler draws graphs with the undirected skeleton of a graph and its
// numbers of connections and of mutual pairs: which pairs are mutual is drawn, every
// choice of M pairs equally likely.
//
// bishuffled keeps the direction of pairs that were connected one way, and draws
// that of mutual ones; underlying (ordered) takes every pair from the neuron of the
// lower index to that of the higher, which leaves no directed cycle but for the
// mutual pairs, and the most simplices that the skeleton can have. The index is the
// order in the file, so that underlying depends on it.
//
// Bi-edge shuffled and underlying-undirected controls of connalysis, Egas Santander et
// al. 2024, https://doi.org/10.1101/2024.03.15.585196.
//
// Complexity: O(N + E) time and some 15 bytes a connection, on one core.
type reciprocalSampler struct {
	pairs   *pairList
	mutual  int64
	ordered bool
}

func newReciprocalSampler(g *connectome.Graph, ordered bool) *reciprocalSampler {
	return &reciprocalSampler{newPairList(g), g.MutualPairs(), ordered}
}

// Draw draws a graph.
func (s *reciprocalSampler) Draw(ctx context.Context, seed, index uint64, _ int) (*connectome.Graph, error) {
	rng := run.Rand(seed, index, streamDirections)
	how := make([]uint8, len(s.pairs.how))
	for i, was := range s.pairs.how {
		switch {
		case s.ordered:
			how[i] = up
		case was == mutual:
			how[i] = up << (rng.Uint64() & 1)
		default:
			how[i] = was
		}
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	pickSome(rng, int64(len(how)), s.mutual, func(i int64) { how[i] = mutual })
	return s.pairs.graph(how)
}
