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
// Complexity: a step for each simplex and connection of its last neuron, and one for
// each neuron and connection among its partners. Memory: 4 bytes a connection and
// dimension (in steps of four dimensions) beside the result of 8, and 8 bytes a
// connection; for each thread and four dimensions 8 bytes for each connection among
// the partners of a neuron.
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
	v.pairs.Reset(m)
	for i := first; i < last; i++ {
		if !v.pairs.Row(m, i, len(prefix)-1) {
			return nil
		}
	}
	v.join(prefix[0], set)
	for b := range v.pairs.Blocks() {
		v.block(b, prefix, set, m)
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
		} else {
			v.joined = append(v.joined, rowPlace{t, v.listing.From[k] - 1})
		}
	}
}

// block stores the counts of a block of levels: those of the connections among set,
// and of set with the prefix. The rest of the prefix has set in its rows.
func (v *edgeVisitor) block(b int, prefix, set []uint32, m *clique.Matrix) {
	p, to := v.pairs.Block(b), v.out.block(b)
	p.Narrow()
	e := 0
	for i, t := range set {
		n := 0
		for _, x := range m.Row(i) {
			n += bits.OnesCount64(x)
		}
		if p.Vertex[i] != 0 || p.Wide { // else there is nothing in its row
			join := v.joined[i]
			to.add(join.row, []uint32{join.at}, p.Vertex[i:i+1])
			to.add(t, v.listing.At[e:e+n], p.Edge[e:e+n])
		}
		if p.Wide {
			v.addWide(b, v.joined[i].row, v.joined[i].at, p.WideVertex[i*storeLevels:])
			for k, at := range v.listing.At[e : e+n] {
				v.addWide(b, t, at, p.WideEdge[(e+k)*storeLevels:])
			}
		}
		e += n
	}
	for _, u := range prefix[1:] {
		row := v.plan.row.of(u)
		for j, w := range set {
			at, _ := slices.BinarySearch(row, w)
			to.add(u, []uint32{uint32(at)}, p.Vertex[j:j+1])
			if p.Wide {
				v.addWide(b, u, uint32(at), p.WideVertex[j*storeLevels:])
			}
		}
	}
}

// addWide adds the counts of a block of levels to the connection at a place of a row.
func (v *edgeVisitor) addWide(b int, row, at uint32, counts []uint64) {
	for l, n := range counts[:storeLevels] {
		v.store.addAt(row, at, b*storeLevels+l, n)
	}
}

// withinPrefix stores the counts of the connections of the prefix: those that
// joined later are in the rows of the earlier ones, but the root in all rows.
func (v *edgeVisitor) withinPrefix(prefix []uint32) {
	for k, u := range prefix {
		for _, w := range prefix[k+1:] {
			for l, n := range v.pairs.Total() {
				v.add(k, u, w, l, n)
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
	if v.pairs.Levels > 0 && level >= v.pairs.Levels {
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
