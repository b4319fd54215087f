package motifs

import (
	"context"
	"math/bits"
	"slices"
	"sync"
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

// edgeLimit is matrixLimit for counts by connection, which keep a square of
// counts, 8 MB a dimension, beside the matrix.
const edgeLimit = 1024

// CountSimplicesPerEdge counts the directed simplices that hold each connection.
// Cliques of mutual pairs (opt.Reciprocal) are refused; opt.Maximal is ignored.
//
// Complexity: a step for each simplex and connection of its last neuron. Memory: 8
// bytes a connection and dimension (in steps of four dimensions) beside the
// result of the same size; for each thread 8 MB a dimension at most.
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
		p := newSimplexPlanTo(g, opt.MaxDim, min(edgeLimit, matrixLimit))
		store := newEdgeStore(p)
		if _, err := walkSimplices(ctx, p, opt.Options, func(stop *atomic.Bool) *edgeVisitor {
			v := &edgeVisitor{plan: p, store: store}
			v.pairs.Stop = stop
			if opt.MaxDim > 0 {
				v.pairs.Levels = opt.MaxDim - 1
			}
			return v
		}); err != nil {
			return nil, err
		}
		if store.over.Load() {
			return nil, errSimplexOverflow
		}
		s.Counts = append(s.Counts, store.counts(g)...)
	}
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	return s, nil
}

// storeLevels is how many levels of a connection lie together in memory.
const storeLevels = 4

// edgeStore holds the counts of all connections, shared by the workers, which add
// to it atomically: sums do not depend on the order. Connections are numbered in
// the order of the plan's rows.
type edgeStore struct {
	plan   *simplexPlan
	ranks  *clique.Ranks // nil: ranks are searched for
	over   atomic.Bool   // a count passed 2^64
	mutex  sync.Mutex    // held to make a block
	blocks [storeBlocks]atomic.Pointer[[]uint64]
}

// storeBlocks is enough: a simplex of dimension 256 has 2^257 faces, which nobody
// will see visited. Block b holds level l = b·storeLevels + r of connection e at
// e·storeLevels + r.
const storeBlocks = 64

func newEdgeStore(p *simplexPlan) *edgeStore {
	s := &edgeStore{plan: p}
	if p.strips != nil {
		s.ranks = clique.NewRanks(p.strips)
	}
	return s
}

// index returns the number of the connection by which w is in v's row.
func (s *edgeStore) index(v, w uint32) int64 {
	if s.ranks != nil {
		return s.plan.row.ptr[v] + int64(s.ranks.Rank(v, w))
	}
	k, _ := slices.BinarySearch(s.plan.row.of(v), w)
	return s.plan.row.ptr[v] + int64(k)
}

// block returns the block of a level, made when it is first wanted.
func (s *edgeStore) block(level int) []uint64 {
	at := &s.blocks[level/storeLevels]
	if b := at.Load(); b != nil {
		return *b
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if b := at.Load(); b != nil {
		return *b
	}
	b := make([]uint64, storeLevels*len(s.plan.row.idx))
	at.Store(&b)
	return b
}

func (s *edgeStore) add(level int, e int64, n uint64) {
	at := &s.block(level)[e*storeLevels+int64(level%storeLevels)]
	if atomic.AddUint64(at, n) < n {
		s.over.Store(true)
	}
}

// counts returns the counts by level, in the order of g's connections.
func (s *edgeStore) counts(g *connectome.Graph) (byLevel [][]uint64) {
	// The plan's rows are g's columns, or g's rows where the roots are sinks. In the
	// former case the connections of each source come up in the order of its targets.
	var next []int64
	if !s.plan.fromT {
		ptr, _ := g.OutCSR()
		next = slices.Clone(ptr)
	}
	place := make([]uint32, 0, len(s.plan.row.idx))
	for e := range s.plan.row.idx {
		at := int64(e)
		if next != nil {
			u := s.plan.row.idx[e]
			at = next[u]
			next[u]++
		}
		place = append(place, uint32(at))
	}
	for level := range storeBlocks * storeLevels {
		b := s.blocks[level/storeLevels].Load()
		if b == nil {
			break
		}
		counts, any := make([]uint64, len(place)), false
		for e, at := range place {
			n := (*b)[e*storeLevels+level%storeLevels]
			counts[at] = n
			any = any || n > 0
		}
		if !any {
			break
		}
		byLevel = append(byLevel, counts)
		if level%storeLevels == storeLevels-1 {
			s.blocks[level/storeLevels].Store(nil)
		}
	}
	return byLevel
}

// edgeVisitor counts by connection. Level l is dimension l+2.
type edgeVisitor struct {
	plan  *simplexPlan
	store *edgeStore
	pairs clique.Pairs
	among []uint64 // by level: simplices of the prefix at hand
}

func (v *edgeVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	v.pairs.Reset(len(set))
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
	if v.store.over.Load() {
		return errSimplexOverflow
	}
	return nil
}

// inside stores and clears the counts of the connections among set.
func (v *edgeVisitor) inside(set []uint32, m *clique.Matrix) {
	size := len(set)
	for i, t := range set {
		for w, x := range m.Row(i) {
			for ; x != 0; x &= x - 1 {
				j := w<<6 | bits.TrailingZeros64(x)
				e := int64(-1)
				for l, edge := range v.pairs.Edge {
					n := edge[i*size+j]
					if n == 0 {
						continue
					}
					if e < 0 {
						e = v.store.index(t, set[j])
					}
					v.store.add(l, e, n)
					edge[i*size+j] = 0
				}
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
			e := int64(-1)
			for l, vertex := range v.pairs.Vertex {
				if vertex[j] == 0 {
					continue
				}
				if e < 0 {
					e = v.edgeOf(k, u, w)
				}
				v.store.add(l, e, vertex[j])
			}
		}
		for _, w := range prefix[k+1:] {
			for l, n := range v.among {
				if n > 0 {
					v.store.add(l, v.edgeOf(k, u, w), n)
				}
			}
		}
	}
}

// edgeOf returns the number of the connection between place k of the prefix, u,
// and w, which joined after it.
func (v *edgeVisitor) edgeOf(k int, u, w uint32) int64 {
	if k == 0 {
		return v.store.index(w, u)
	}
	return v.store.index(u, w)
}

func (v *edgeVisitor) ends(prefix, set []uint32) {
	level := len(prefix) - 2
	if v.pairs.Levels > 0 && level >= v.pairs.Levels || len(set) == 0 {
		return
	}
	for k, u := range prefix {
		for _, w := range prefix[k+1:] {
			v.store.add(level, v.edgeOf(k, u, w), uint64(len(set)))
		}
		for _, w := range set {
			v.store.add(level, v.edgeOf(k, u, w), 1)
		}
	}
}
