package topology

import (
	"context"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// FactSheetBias returns the common-neighbour bias of a pathway's fact sheet,
//
//	mean of C_ij over i → j  ÷  mean of C_ij over i ≠ j
//
// where C = A·Aᵀ: C_ij is the number of neurons that both i and j connect to.
// Fact sheets give it for homotypic pathways, of the graph that the neurons of one
// m-type and the connections among them make. It is 1 where common targets and
// connections have nothing to do with each other, and NaN where it is undefined:
// without connections, or where no two neurons have a target in common.
//
// The first sum is the number of transitive triples i → j, i → k, j → k, the
// second Σ_k d(d-1) over in-degrees d; both are exact.
//
// Source: anatomy fact sheets of Ramaswamy et al. 2015,
// doi:10.3389/fncir.2015.00044.
//
// Complexity: O(N + Σ_j indegree(j) · outdegree(j)); N bytes a thread.
//
// Errors: a graph for which E·N does not fit 64 bits; the context's.
func FactSheetBias(ctx context.Context, g *connectome.Graph, threads int) (float64, error) {
	if err := checkPairSums(g); err != nil {
		return 0, err
	}
	connected, err := transitiveTriples(ctx, g, threads)
	if err != nil {
		return 0, err
	}
	all := uint64(0)
	for k := range uint32(g.N()) {
		d := uint64(len(g.In(k)))
		all += d * (d - min(d, 1))
	}
	whole := CommonSums{Pairs: orderedPairs(uint64(g.N())), Connections: uint64(g.Connections()), All: all, Connected: connected}
	return whole.Bias(), nil
}

// checkPairSums makes sure that sums of common neighbours over pairs fit 64 bits:
// none is larger than E·N.
func checkPairSums(g *connectome.Graph) error {
	if hi, _ := bits.Mul64(uint64(g.Connections()), uint64(g.N())); hi != 0 {
		return tooLarge("sums of common neighbours", g)
	}
	return nil
}

// tripleBlock is the number of connections whose triples one work item counts.
const tripleBlock = 1 << 14

// transitiveTriples counts the ordered triples i → j, i → k, j → k: for each i it
// marks the targets, and looks for them among the targets of each.
func transitiveTriples(ctx context.Context, g *connectome.Graph, threads int) (uint64, error) {
	items := rowBlocks(g, tripleBlock)
	workers := run.Threads(threads)
	marks := make([][]uint8, workers)
	sums := make([]uint64, workers)
	err := run.Parallel(ctx, threads, len(items), nil, func(w, item int) error {
		if marks[w] == nil {
			marks[w] = make([]uint8, g.N())
		}
		for i := items[item][0]; i < items[item][1]; i++ {
			sums[w] += triplesFrom(g, i, marks[w])
		}
		return nil
	})
	total := uint64(0)
	for _, s := range sums {
		total += s
	}
	return total, err
}

// triplesFrom counts the triples that start at i. mark is all zero, and is again
// when it returns.
func triplesFrom(g *connectome.Graph, i uint32, mark []uint8) uint64 {
	out := g.Out(i)
	for _, k := range out {
		mark[k] = 1
	}
	count := uint64(0)
	for _, j := range out {
		for _, k := range g.Out(j) {
			count += uint64(mark[k])
		}
	}
	for _, k := range out {
		mark[k] = 0
	}
	return count
}

// rowBlocks cuts the neurons into runs [lo, hi) of about so many connections,
// none empty.
func rowBlocks(g *connectome.Graph, connections int64) (blocks [][2]uint32) {
	ptr, _ := g.OutCSR()
	for lo := 0; lo < g.N(); {
		hi := lo + 1
		for hi < g.N() && ptr[hi+1]-ptr[lo] <= connections && hi-lo < 1<<12 {
			hi++
		}
		blocks = append(blocks, [2]uint32{uint32(lo), uint32(hi)})
		lo = hi
	}
	return blocks
}

// factSheetBiases returns [FactSheetBias] of the neurons of each type and the
// connections among them.
func factSheetBiases(ctx context.Context, g *connectome.Graph, types connectome.Labels, threads int) ([]float64, error) {
	biases := make([]float64, len(types.Names))
	for a, members := range membersOf(types) {
		within, err := g.Induced(members)
		if err != nil {
			return nil, err
		}
		if biases[a], err = FactSheetBias(ctx, within, threads); err != nil {
			return nil, err
		}
	}
	return biases, nil
}
