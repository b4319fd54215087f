package connectome

import (
	"fmt"
	"slices"
)

// MaxNeurons is the largest number of neurons a [Graph] can hold: neighbours
// are 32-bit indices, and the largest 32-bit number is kept free as a sentinel.
const MaxNeurons = 1<<32 - 1

// Graph is an immutable directed simple graph in compressed sparse rows, both
// directions.
//
// Invariants: neurons are numbered 0..N-1; the neighbours of each neuron are
// strictly ascending; there are no loops and no duplicates; In is the transpose
// of Out; Mutual(v) is the intersection of Out(v) and In(v).
//
// Memory: 8 bytes a connection, 8 bytes a mutual pair, 24 bytes a neuron, and 8
// bytes a connection more if it has weights.
//
// *Graph satisfies gonum's graph.Directed; see [Graph.Nodes]. Code that is in a
// hurry should use the slices instead.
type Graph struct {
	n       int
	out     csr
	in      csr
	mutual  csr
	weights []float64 // aligned with out.idx, nil if the graph has none
}

// csr holds the neighbours of node v in idx[ptr[v]:ptr[v+1]], ascending.
type csr struct {
	ptr []int64
	idx []uint32
}

func (c csr) row(v uint32) []uint32 { return c.idx[c.ptr[v]:c.ptr[v+1]] }

// N returns the number of neurons.
func (g *Graph) N() int { return g.n }

// Connections returns the number of connections E.
func (g *Graph) Connections() int64 { return int64(len(g.out.idx)) }

// MutualPairs returns the number of unordered pairs {i, j} with i → j and j → i.
func (g *Graph) MutualPairs() int64 { return int64(len(g.mutual.idx)) / 2 }

// Out returns the neurons that v connects to, ascending. The slice is the
// graph's own: it must not be written to.
func (g *Graph) Out(v uint32) []uint32 { return g.out.row(v) }

// In returns the neurons that connect to v, ascending. The slice is the graph's
// own: it must not be written to.
func (g *Graph) In(v uint32) []uint32 { return g.in.row(v) }

// Mutual returns the neurons that v connects to and that connect to v,
// ascending. The slice is the graph's own: it must not be written to.
func (g *Graph) Mutual(v uint32) []uint32 { return g.mutual.row(v) }

// OutCSR returns the rows of the adjacency: the targets of v are
// idx[ptr[v]:ptr[v+1]], ascending; len(ptr) = N+1. Both slices are the graph's
// own: they must not be written to.
func (g *Graph) OutCSR() (ptr []int64, idx []uint32) { return g.out.ptr, g.out.idx }

// InCSR returns the columns of the adjacency, as [Graph.OutCSR] does its rows.
func (g *Graph) InCSR() (ptr []int64, idx []uint32) { return g.in.ptr, g.in.idx }

// MutualCSR returns the mutual partners of each neuron, as [Graph.OutCSR] does
// the targets. Each mutual pair stands in it twice.
func (g *Graph) MutualCSR() (ptr []int64, idx []uint32) { return g.mutual.ptr, g.mutual.idx }

// OutWeights returns the weights of the connections to Out(v), in its order, or
// nil if the graph has no weights.
func (g *Graph) OutWeights(v uint32) []float64 {
	if g.weights == nil {
		return nil
	}
	return g.weights[g.out.ptr[v]:g.out.ptr[v+1]]
}

// Weighted reports whether connections carry weights.
func (g *Graph) Weighted() bool { return g.weights != nil }

// Connected reports whether u → v, in O(log outdegree(u)).
func (g *Graph) Connected(u, v uint32) bool {
	_, ok := slices.BinarySearch(g.out.row(u), v)
	return ok
}

// Density returns E / (N(N-1)), the fraction of ordered pairs that are
// connected; 0 for fewer than two neurons.
func (g *Graph) Density() float64 {
	if g.n < 2 {
		return 0
	}
	return float64(len(g.out.idx)) / (float64(g.n) * float64(g.n-1))
}

// Reciprocity returns 2M/E, the fraction of connections that are reciprocated;
// 0 for a graph without connections.
func (g *Graph) Reciprocity() float64 {
	if len(g.out.idx) == 0 {
		return 0
	}
	return float64(len(g.mutual.idx)) / float64(len(g.out.idx))
}

// Transposed returns the graph with every connection reversed. It shares the
// memory of g and takes O(1) time; weights are dropped.
func (g *Graph) Transposed() *Graph {
	return &Graph{n: g.n, out: g.in, in: g.out, mutual: g.mutual}
}

// Unweighted returns the graph without weights. It shares the memory of g and takes
// O(1) time.
func (g *Graph) Unweighted() *Graph {
	h := *g
	h.weights = nil
	return &h
}

// Equal reports whether g and h have the same neurons, connections and weights.
func (g *Graph) Equal(h *Graph) bool {
	return g.n == h.n && slices.Equal(g.out.ptr, h.out.ptr) && slices.Equal(g.out.idx, h.out.idx) &&
		slices.Equal(g.weights, h.weights)
}

// String tells the graph's size.
func (g *Graph) String() string {
	return fmt.Sprintf("graph of %d neurons, %d connections, %d mutual pairs", g.n, g.Connections(), g.MutualPairs())
}
