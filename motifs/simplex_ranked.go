package motifs

import (
	"context"
	"math/bits"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/run"
)

// ranking is what makes a plan ranked: then neurons go by their rank, fewest
// connections first, and the root of a simplex is its member of lowest rank,
// wherever that stands. Its candidates are its partners of higher rank, which come
// before it or after it; a mutual partner is two candidates, one of each kind. Of
// two candidates the later one is in the row of the earlier, unless the earlier
// comes after the root and the later before it: so the chains of candidates are the
// simplices of the root.
//
// No list of candidates is longer than twice the square root of twice the number of
// connections, candidates are mostly neurons of high rank, and of the bit matrix of
// the graph only what lies beyond the root is looked at: half of what roots that are
// sources or sinks need. But the two ends of a simplex are not told.
type ranking struct {
	of       []uint32 // neuron by rank
	rank     []uint32 // rank by neuron
	after    []uint64 // of each root's candidates, as bits from a word on: those that come after it
	afterPtr []int64  // by rank: the first word
}

// rankedMin is the number of neurons from which plans are ranked, if each has
// rankedDegree targets in the mean: with fewer there is little to gain, and ranking
// costs as much. They are variables for tests.
var (
	rankedMin    = 4096
	rankedDegree = 32
)

// newCountPlan returns a plan for counts that need not know the ends of simplices: a
// ranked one where that can be, with lists beside strips if listed is set.
func newCountPlan(ctx context.Context, g *connectome.Graph, maxDim int, opt Options, listed bool) (*simplexPlan, error) {
	few := g.N() < rankedMin || g.Connections() < int64(rankedDegree)*int64(g.N())
	if few && !listed {
		return newSimplexPlan(g, maxDim), nil
	}
	r := rankByDegree(g)
	p := &simplexPlan{n: g.N(), limit: matrixLimit, maxDim: maxDim, ranking: r}
	p.list.ptr = make([]int64, p.n+1)
	r.afterPtr = make([]int64, p.n+1)
	each := func(do func(lo, hi int)) error {
		return run.Parallel(ctx, opt.Threads, tasks, nil, func(_, item int) error {
			do(item*p.n/tasks, (item+1)*p.n/tasks)
			return nil
		})
	}
	if err := each(func(lo, hi int) { r.countCandidates(g, p.list, lo, hi) }); err != nil {
		return nil, err
	}
	for u := range p.n {
		d := p.list.ptr[u+1]
		if d > int64(p.limit) {
			return newSimplexPlan(g, maxDim), nil
		}
		p.list.ptr[u+1] += p.list.ptr[u]
		r.afterPtr[u+1] = r.afterPtr[u] + (d+63)/64
	}
	if r.mutualCliques(g) {
		return newSimplexPlan(g, maxDim), nil
	}
	p.list.idx, r.after = make([]uint32, p.list.ptr[p.n]), make([]uint64, r.afterPtr[p.n])
	if err := each(func(lo, hi int) { r.listCandidates(g, p.list, lo, hi) }); err != nil {
		return nil, err
	}
	cost, strips := p.chooseStrips(func(t uint32) int { return len(g.Out(r.of[t])) / 2 })
	if strips {
		p.strips = clique.NewStrips(p.n)
		ptr, idx := g.OutCSR()
		if err := each(func(lo, hi int) { p.strips.Fill(lo, hi, ptr, idx, r.rank) }); err != nil {
			return nil, err
		}
	}
	if p.strips == nil || listed {
		p.row = r.rows(g)
	}
	switch {
	case listed && p.strips != nil:
		p.places = clique.NewDirectory(p.n, p.row.ptr, p.row.idx)
	case listed && p.n <= 1<<16:
		p.short = make([]uint16, len(p.row.idx))
		for e, w := range p.row.idx {
			p.short[e] = uint16(w)
		}
	}
	p.cut(cost)
	return p, nil
}

// rankByDegree ranks neurons by the number of their connections, then by number: a
// counting sort.
func rankByDegree(g *connectome.Graph) *ranking {
	n := g.N()
	degree, most := make([]int, n), 0
	for v := range uint32(n) {
		degree[v] = len(g.Out(v)) + len(g.In(v))
		most = max(most, degree[v])
	}
	next := make([]uint32, most+2)
	for _, d := range degree {
		next[d+1]++
	}
	for d := range most {
		next[d+1] += next[d]
	}
	r := &ranking{of: make([]uint32, n), rank: make([]uint32, n)}
	for v, d := range degree {
		r.rank[v] = next[d]
		r.of[next[d]] = uint32(v)
		next[d]++
	}
	return r
}

// countCandidates notes how many partners of higher rank the ranks lo to hi-1 have.
func (r *ranking) countCandidates(g *connectome.Graph, a adjacency, lo, hi int) {
	for u := lo; u < hi; u++ {
		n := int64(0)
		for _, list := range [2][]uint32{g.Out(r.of[u]), g.In(r.of[u])} {
			for _, w := range list {
				n += int64(uint64(int64(u)-int64(r.rank[w])) >> 63) // no branch: a coin would do
			}
		}
		a.ptr[u+1] = n
	}
}

// listCandidates lists the partners of higher rank of the ranks lo to hi-1,
// ascending, and notes which come after the root.
//
// Each partner is a bit among as many as there are neurons, and each word of those
// one of a second row of bits, that tells where to look for them.
func (r *ranking) listCandidates(g *connectome.Graph, a adjacency, lo, hi int) {
	words := len(r.of)/64 + 1
	before, after, filled := make([]uint64, words), make([]uint64, words), make([]uint64, words/64+1)
	var found []uint32
	for u := lo; u < hi; u++ {
		mark := func(in []uint64, list []uint32) {
			for _, w := range list {
				t := r.rank[w]
				in[t/64] |= 1 << (t % 64)
				filled[t/4096] |= 1 << (t / 64 % 64)
			}
		}
		mark(after, g.Out(r.of[u]))
		mark(before, g.In(r.of[u]))
		late, k := r.afterRoot(uint32(u)), 0
		found = slices.Grow(found[:0], a.degree(uint32(u))+1)[:a.degree(uint32(u))+1]
		for f, some := range filled {
			filled[f] = 0
			for ; some != 0; some &= some - 1 {
				at := f<<6 | bits.TrailingZeros64(some)
				x, y := before[at], after[at]
				before[at], after[at] = 0, 0
				switch {
				case at < u/64:
					continue
				case at == u/64:
					x, y = x&(^uint64(0)<<(u%64)), y&(^uint64(0)<<(u%64))
				}
				for both := x | y; both != 0; both &= both - 1 {
					j := bits.TrailingZeros64(both) & 63
					t := uint32(at<<6 | j)
					// Without branches: which it is cannot be foreseen.
					found[k] = t
					k += int(x >> j & 1)
					one := y >> j & 1
					found[k] = t
					late[min(k>>6, len(late)-1)] |= one << (k & 63)
					k += int(one)
				}
			}
		}
		copy(a.of(uint32(u)), found)
	}
}

// rows lists, by rank, the ranks of the targets, ascending.
func (r *ranking) rows(g *connectome.Graph) adjacency {
	n := g.N()
	a := adjacency{ptr: make([]int64, n+1), idx: make([]uint32, g.Connections())}
	for u, v := range r.of {
		a.ptr[u+1] = a.ptr[u] + int64(len(g.Out(v)))
	}
	next := append([]int64(nil), a.ptr[:n]...)
	for t, v := range r.of {
		for _, w := range g.In(v) {
			u := r.rank[w]
			a.idx[next[u]] = uint32(t)
			next[u]++
		}
	}
	return a
}

// afterRoot tells which of the root's candidates come after it.
func (r *ranking) afterRoot(u uint32) []uint64 { return r.after[r.afterPtr[u]:r.afterPtr[u+1]] }

// mutualCliques tells whether there may be so many neurons, all mutually connected,
// that their simplices should be counted in closed form. Candidates of both kinds
// make no complete digraph, so that a ranked plan would visit each.
//
// Complexity: the sum of the squared numbers of mutual partners.
func (r *ranking) mutualCliques(g *connectome.Graph) bool {
	const others = clique.ClosedMin - 1 // of the clique, beside the one of lowest rank
	among := make([]bool, g.N())
	for u, v := range r.of {
		higher := 0
		for _, w := range g.Mutual(v) {
			if r.rank[w] > uint32(u) {
				among[w] = true
				higher++
			}
		}
		ends := 0 // of mutual pairs among those
		if higher >= others {
			for _, w := range g.Mutual(v) {
				if among[w] {
					for _, x := range g.Mutual(w) {
						if among[x] {
							ends++
						}
					}
				}
			}
		}
		for _, w := range g.Mutual(v) {
			among[w] = false
		}
		if ends >= others*(others-1) {
			return true
		}
	}
	return false
}
