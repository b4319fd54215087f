package connectome

import (
	"context"
	"fmt"
)

// Rows is one side of an adjacency in compressed sparse rows: the neighbours of
// v are Idx[Ptr[v]:Ptr[v+1]], ascending; Ptr has one entry more than there are
// neurons.
type Rows struct {
	Ptr []int64
	Idx []uint32
}

func (r Rows) csr() csr { return csr{r.Ptr, r.Idx} }

// Parts is all that a [Graph] consists of: what it is made from where a file
// holds it ready-made.
type Parts struct {
	Out     Rows      // targets of each neuron
	In      Rows      // sources of each neuron
	Mutual  Rows      // what both have in common
	Weights []float64 // aligned with Out.Idx; nil if there are none
}

// Parts returns what the graph consists of. The slices are the graph's own: they
// must not be written to.
func (g *Graph) Parts() Parts {
	return Parts{Out: Rows{g.out.ptr, g.out.idx}, In: Rows{g.in.ptr, g.in.idx}, Mutual: Rows{g.mutual.ptr, g.mutual.idx}, Weights: g.weights}
}

// FromParts makes a graph of n neurons from parts that were made before. It
// copies nothing: the slices belong to the graph afterwards, may lie in memory
// that cannot be written to, and must stay valid and unchanged for as long as the
// graph, or a slice that it has given out, is in use.
//
// Nothing of the parts is believed. Every invariant of [Graph] is checked: rows
// ascend, stay below n and leave their own neuron out; In is the transpose of Out;
// Mutual is what they have in common, entry by entry. Whether two matrices are
// each other's transpose is tested by adding up a random number for each entry,
// drawn for this call, by rows and by columns (R. Freivalds, Fast probabilistic
// algorithms, 1979, https://doi.org/10.1007/3-540-09526-8_5). So damage anywhere is
// found, with a chance below 2⁻⁴⁸ that it is not, whoever did it.
//
// Complexity: O(N + E) time, some 3 ns a connection of processor time, on all cores
// for large graphs; a byte a neuron and core for as long as it runs, and 4 bytes for each
// entry of the longest row of sources.
//
// Errors: a [*LimitError] for too many neurons; the first row that breaks a rule;
// the context's.
func FromParts(ctx context.Context, n int, p Parts) (*Graph, error) {
	if err := checkN(n); err != nil {
		return nil, err
	}
	for _, side := range []struct {
		name string
		rows Rows
	}{{"targets", p.Out}, {"sources", p.In}, {"mutual partners", p.Mutual}} {
		if err := side.rows.checkPtr(side.name, n); err != nil {
			return nil, err
		}
	}
	if len(p.In.Idx) != len(p.Out.Idx) {
		return nil, fmt.Errorf("connectome: %d sources for %d targets", len(p.In.Idx), len(p.Out.Idx))
	}
	if p.Weights != nil && len(p.Weights) != len(p.Out.Idx) {
		return nil, fmt.Errorf("connectome: %d weights for %d connections", len(p.Weights), len(p.Out.Idx))
	}
	if err := p.check(ctx, n); err != nil {
		return nil, err
	}
	return &Graph{n: n, out: p.Out.csr(), in: p.In.csr(), mutual: p.Mutual.csr(), weights: p.Weights}, nil
}

// checkPtr checks the row offsets, after which rows may be taken.
func (r Rows) checkPtr(name string, n int) error {
	if len(r.Ptr) != n+1 || r.Ptr[0] != 0 || r.Ptr[n] != int64(len(r.Idx)) {
		return fmt.Errorf("connectome: offsets of %s do not fit: %d offsets for %d neurons and %d entries", name, len(r.Ptr), n, len(r.Idx))
	}
	for v := range n {
		if r.Ptr[v] > r.Ptr[v+1] {
			return fmt.Errorf("connectome: offsets of %s descend at neuron %d", name, v)
		}
	}
	return nil
}
