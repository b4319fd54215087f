package motifs

import (
	"context"
	"math"
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
// Complexity: a step for each simplex and connection of its last neuron, and one for
// each neuron and connection among its partners. Memory: 2 bytes a connection and
// dimension (in steps of four dimensions) beside the result of 8, 10 bytes a connection,
// and, up to 45,000 neurons, a bit for each pair of them; for each thread and four
// dimensions 5 bytes a connection and 8 for each connection among the partners of a neuron.
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
		p, err := newCountPlan(ctx, g, opt.MaxDim, opt.Options, true)
		if err != nil {
			return nil, err
		}
		store := newEdgeStore(p)
		visitors, err := walkSimplices(ctx, p, opt.Options, func(stop *atomic.Bool) *edgeVisitor {
			v := &edgeVisitor{plan: p, store: store, out: edgeAdder{store: store}}
			v.pairs.Stop = stop
			return v
		})
		if err != nil {
			return nil, err
		}
		for _, v := range visitors {
			v.out.flush()
		}
		p.strips, p.places, p.short = nil, nil, nil // the result takes their memory
		s.Counts = append(s.Counts, store.counts(g)...)
		if store.over.Load() {
			return nil, errSimplexOverflow
		}
	}
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	return s, nil
}

// edgeVisitor counts by connection. Level l is dimension l+2.
type edgeVisitor struct {
	plan    *simplexPlan
	store   *edgeStore
	out     edgeAdder
	pairs   clique.Pairs
	listing clique.Listing
	joined  []rowPlace // of the connections between the root and its candidates
}

// rowPlace is a place in a row of the plan.
type rowPlace struct{ row, at uint32 }

func (v *edgeVisitor) wantedListing() *clique.Listing { return &v.listing }

func (v *edgeVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	levels := 0
	if v.plan.maxDim > 0 {
		if levels = v.plan.maxDim - len(prefix); levels <= 0 {
			return nil
		}
	}
	v.pairs.Reset(m, levels)
	if !v.pairs.Rows(m, first, last) {
		return nil
	}
	if v.plan.places != nil {
		v.plan.places.Places(&v.listing, &v.pairs, set)
	}
	v.join(prefix[0], set)
	for b := range v.pairs.Blocks() {
		v.pairs.Block(b).Narrow()
		if len(prefix) == 1 {
			v.block(b, set)
		} else {
			v.blockBeyond(b, prefix, set)
		}
	}
	v.withinPrefix(prefix)
	if v.store.over.Load() {
		return errSimplexOverflow
	}
	return nil
}

// join finds the connections between the root and its candidates. In a ranked plan
// those that come after the root are, in order, what lies beyond it in its row, and
// what comes before it has it in its row, last of what was not looked at. In others the
// root is in the rows of all.
func (v *edgeVisitor) join(root uint32, set []uint32) {
	v.joined = v.joined[:0]
	if v.plan.ranking == nil {
		for _, t := range set {
			at, _ := slices.BinarySearch(v.plan.row.of(t), root)
			v.joined = append(v.joined, rowPlace{t, uint32(at)})
		}
		return
	}
	after := v.plan.afterRoot(root)
	next, _ := slices.BinarySearch(v.plan.row.of(root), root)
	for k, t := range set {
		if after[k>>6]>>(k&63)&1 != 0 {
			v.joined = append(v.joined, rowPlace{root, uint32(next)})
			next++
		} else if v.plan.places != nil {
			v.joined = append(v.joined, rowPlace{t, v.plan.places.Place(t, root)})
		} else {
			v.joined = append(v.joined, rowPlace{t, v.listing.From[k] - 1})
		}
	}
}

// block stores the counts of a block of levels: those of the connections among set,
// and of set with the root.
func (v *edgeVisitor) block(b int, set []uint32) {
	p, to := v.pairs.Block(b), v.out.block(b)
	for i, t := range set {
		if p.Vertex[i] == 0 && !p.Wide {
			continue // nor is there anything in its row
		}
		first, end := v.pairs.Bits(i)
		join := v.joined[i]
		to.add(join.row, []uint32{join.at}, p.Vertex[i:i+1])
		to.add(t, v.listing.At[first:end], p.Edge[first:end])
		if p.Wide {
			v.addWide(b*storeLevels, join.row, join.at, p.WideVertex[i*storeLevels:])
			for e := first; e < end; e++ {
				v.addWide(b*storeLevels, t, v.listing.At[e], p.WideEdge[e*storeLevels:])
			}
		}
	}
}

// blockBeyond is block for a longer prefix: what is counted in the matrix is so many
// levels further up. All of the prefix but the root have set in their rows.
func (v *edgeVisitor) blockBeyond(b int, prefix, set []uint32) {
	p, level := v.pairs.Block(b), b*storeLevels+len(prefix)-1
	for i, t := range set {
		add := func(row, at uint32) {
			v.addPacked(level, row, at, p.Vertex[i])
			if p.Wide {
				v.addWide(level, row, at, p.WideVertex[i*storeLevels:])
			}
		}
		add(v.joined[i].row, v.joined[i].at)
		for _, u := range prefix[1:] {
			at, _ := slices.BinarySearch(v.plan.row.of(u), t)
			add(u, uint32(at))
		}
		first, end := v.pairs.Bits(i)
		for e := first; e < end; e++ {
			v.addPacked(level, t, v.listing.At[e], p.Edge[e])
			if p.Wide {
				v.addWide(level, t, v.listing.At[e], p.WideEdge[e*storeLevels:])
			}
		}
	}
}

// addPacked adds packed counts of the levels from one on to the connection at a place of
// a row.
func (v *edgeVisitor) addPacked(level int, row, at uint32, counts uint64) {
	for ; counts != 0; counts >>= 16 {
		v.store.addAt(row, at, level, counts&math.MaxUint16)
		level++
	}
}

// addWide adds the counts of the levels from one on to the connection at a place of a
// row.
func (v *edgeVisitor) addWide(level int, row, at uint32, counts []uint64) {
	for l, n := range counts[:storeLevels] {
		v.store.addAt(row, at, level+l, n)
	}
}

// withinPrefix stores the counts of the connections of the prefix: those that
// joined later are in the rows of the earlier ones, but the root in all rows.
func (v *edgeVisitor) withinPrefix(prefix []uint32) {
	for k, u := range prefix {
		for _, w := range prefix[k+1:] {
			for l, n := range v.pairs.Total() {
				v.add(k, u, w, len(prefix)-1+l, n)
			}
		}
	}
}

// add adds to the connection between place k of the prefix, u, and w, which joined
// after it.
func (v *edgeVisitor) add(k int, u, w uint32, level int, n uint64) {
	if k == 0 {
		u, w = w, u
	}
	v.store.add(u, w, level, n)
}

func (v *edgeVisitor) ends(prefix, set []uint32) {
	level := len(prefix) - 2
	if v.plan.maxDim > 0 && level >= v.plan.maxDim-1 {
		return
	}
	for k, u := range prefix {
		for _, w := range prefix[k+1:] {
			v.add(k, u, w, level, uint64(len(set)))
		}
		for _, w := range set {
			v.add(k, u, w, level, 1)
		}
	}
}
