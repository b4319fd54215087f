package motifs

import (
	"context"
	"math/bits"
	"slices"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

// EdgeSimplices is the number of directed simplices that hold each connection: of
// a simplex v0..vk, each vi → vj with i < j. Over all connections the k-simplices
// add up to k(k+1)/2 s_k.
type EdgeSimplices struct {
	// Counts[k][e] is the number of k-simplices that hold connection e, in the order
	// of [connectome.Graph.OutCSR]; k ≥ 1 (Counts[0] is nil).
	Counts   [][]uint64
	Complete bool // there are no simplices beyond Counts
	graph    *connectome.Graph
}

// Table returns the rows pre, post, dim, count that are not zero, in the order of
// the connections. cells must be those of the graph that was counted.
func (s *EdgeSimplices) Table(cells *connectome.Cells) connectome.Table {
	var pre, post []uint32
	var dim []int64
	var count []uint64
	e := 0
	for v := range uint32(s.graph.N()) {
		for _, w := range s.graph.Out(v) {
			for k := 1; k < len(s.Counts); k++ {
				if n := s.Counts[k][e]; n > 0 {
					pre, post = append(pre, v), append(post, w)
					dim, count = append(dim, int64(k)), append(count, n)
				}
			}
			e++
		}
	}
	return connectome.NewTable("simplices_per_edge", cellIDs("pre", cells, pre), cellIDs("post", cells, post),
		connectome.Ints("dim", dim), connectome.Uints("count", count))
}

// CountSimplicesPerEdge counts the directed simplices that hold each connection.
// Cliques of mutual pairs (opt.Reciprocal) are refused; opt.Maximal is ignored.
//
// Complexity: a step for each simplex and connection of its last neuron. Memory: 8
// bytes a connection and dimension (in steps of four dimensions) beside the
// result of the same size; for each thread 80 MB, and 8 bytes a dimension for each
// connection among the partners of a neuron.
func CountSimplicesPerEdge(ctx context.Context, g *connectome.Graph, opt SimplexOptions) (*EdgeSimplices, error) {
	if err := opt.directed("by connection"); err != nil {
		return nil, err
	}
	s := &EdgeSimplices{graph: g}
	if g.N() > 0 {
		s.Counts = append(s.Counts, nil)
	}
	if g.Connections() > 0 {
		s.Counts = append(s.Counts, slices.Repeat([]uint64{1}, int(g.Connections())))
	}
	if opt.MaxDim != 1 && g.Connections() > 0 {
		p := newSimplexPlan(g, opt.MaxDim)
		store := newEdgeStore(p)
		visitors, err := walkSimplices(ctx, p, opt.Options, func(stop *atomic.Bool) *edgeVisitor {
			v := &edgeVisitor{plan: p, out: newEdgeBuffer(store)}
			v.pairs.Stop = stop
			if opt.MaxDim > 0 {
				v.pairs.Levels = opt.MaxDim - 1
			}
			return v
		})
		if err != nil {
			return nil, err
		}
		for _, v := range visitors {
			v.out.flush()
		}
		if store.over.Load() {
			return nil, errSimplexOverflow
		}
		s.Counts = append(s.Counts, store.counts(g)...)
	}
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	return s, nil
}

// edgeVisitor counts by connection. Level l is dimension l+2.
type edgeVisitor struct {
	plan   *simplexPlan
	out    *edgeBuffer
	pairs  clique.Pairs
	among  []uint64 // by level: simplices of the prefix at hand
	counts []uint64
}

func (v *edgeVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	v.pairs.Reset(m)
	v.among = v.among[:0]
	for i := first; i < last; i++ {
		done := v.pairs.Row(m, i, len(prefix)-1)
		for l, n := range v.pairs.Total {
			if l >= len(v.among) {
				v.among = append(v.among, 0)
			}
			v.among[l] += n
		}
		if !done {
			return nil
		}
	}
	v.inside(set, m)
	v.fromPrefix(prefix, set)
	if v.out.store.over.Load() {
		return errSimplexOverflow
	}
	return nil
}

// inside stores the counts of the connections among set.
func (v *edgeVisitor) inside(set []uint32, m *clique.Matrix) {
	e := 0
	for i, t := range set {
		for w, x := range m.Row(i) {
			for ; x != 0; x &= x - 1 {
				v.counts = v.pairs.Edge(v.counts[:0], e)
				v.out.add(t, set[w<<6|bits.TrailingZeros64(x)], v.counts)
				e++
			}
		}
	}
}

// fromPrefix stores the counts of the connections of the prefix with set and
// within itself. The root comes before all others in their rows; the rest of the
// prefix has those that came later, and all of set, in their rows.
func (v *edgeVisitor) fromPrefix(prefix, set []uint32) {
	for k, u := range prefix {
		for j, w := range set {
			v.counts = v.counts[:0]
			for _, vertex := range v.pairs.Vertex {
				v.counts = append(v.counts, vertex[j])
			}
			v.add(k, u, w, v.counts)
		}
		for _, w := range prefix[k+1:] {
			v.add(k, u, w, v.among)
		}
	}
}

// add adds to the connection between place k of the prefix, u, and w, which joined
// after it.
func (v *edgeVisitor) add(k int, u, w uint32, byLevel []uint64) {
	if k == 0 {
		u, w = w, u
	}
	v.out.add(u, w, byLevel)
}

func (v *edgeVisitor) ends(prefix, set []uint32) {
	level := len(prefix) - 2
	if v.pairs.Levels > 0 && level >= v.pairs.Levels || len(set) == 0 {
		return
	}
	byLevel := make([]uint64, level+1)
	for k, u := range prefix {
		byLevel[level] = uint64(len(set))
		for _, w := range prefix[k+1:] {
			v.add(k, u, w, byLevel)
		}
		byLevel[level] = 1
		for _, w := range set {
			v.add(k, u, w, byLevel)
		}
	}
}
