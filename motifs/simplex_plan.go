package motifs

import (
	"cmp"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

const (
	// stripsLimit is the most memory that strips may take, in bytes: that of some
	// 45,000 neurons. Larger graphs scan lists.
	stripsLimit = 1 << 28

	// batchWords is the memory for the local matrices that are built together, 24
	// MB a worker: strips are then read a few dozen times in all.
	batchWords = 3 << 20
)

// matrixLimit is the largest set whose connections are held as a bit matrix, 8
// MB. Roots with more candidates are cut down to pairs first: see split. It is a
// variable for tests.
var matrixLimit = 8192

// What the parts of the work cost, in nanoseconds as measured on a Zen 4 core.
// They decide how the work is cut, never what comes out.
const (
	costStep = 3   // taking up to 64 bits out of a strip's row
	costScan = 1.6 // looking up one entry of a list
	costRow  = 40  // a pair of root and candidate
)

// simplexPlan is how the simplices of a graph are found: by root, the neuron that
// all connections of a simplex leave (its source), or, where that is cheaper, the
// one that all reach (its sink). All others are among the root's candidates, its
// partners in that direction. Row t of the matrix of the candidates holds those
// that come between root and t, which are thus the two ends of each simplex
// counted there.
type simplexPlan struct {
	n        int
	fromT    bool // roots are sinks
	list     adjacency
	row      adjacency // the transpose of list
	short    []uint16  // row.idx, if listed without strips and 16 bits are enough: more of it in cache
	strips   *clique.Strips
	places   *clique.Directory // of row, if listed with strips
	*ranking                   // nil unless the plan is ranked
	limit    int               // largest set that is held as a matrix
	maxDim   int               // highest dimension that visitors look at; 0 means all
	items    []simplexItem
}

type adjacency struct {
	ptr []int64
	idx []uint32
}

func (a adjacency) of(v uint32) []uint32 { return a.idx[a.ptr[v]:a.ptr[v+1]] }
func (a adjacency) degree(v uint32) int  { return int(a.ptr[v+1] - a.ptr[v]) }

// simplexItem is a run of roots, or, where first < last, some candidates of one.
type simplexItem struct {
	lo, hi      uint32
	first, last int
	cost        float64
}

func newSimplexPlan(g *connectome.Graph, maxDim int) *simplexPlan {
	p, strips := outlineSimplexPlan(g, maxDim)
	if strips {
		p.strips = clique.NewStrips(p.n)
		p.strips.Fill(0, p.n, p.row.ptr, p.row.idx, nil)
	}
	return p
}

// outlineSimplexPlan is newSimplexPlan, but for the strips: it tells whether there shall
// be some. That is enough to know what the plan costs.
func outlineSimplexPlan(g *connectome.Graph, maxDim int) (p *simplexPlan, strips bool) {
	p = &simplexPlan{n: g.N(), limit: matrixLimit, maxDim: maxDim}
	p.list.ptr, p.list.idx = g.OutCSR()
	p.row.ptr, p.row.idx = g.InCSR()
	if p.row.squares(p.n) < p.list.squares(p.n) {
		p.list, p.row = p.row, p.list
		p.fromT = true
	}
	cost, strips := p.chooseStrips(p.row.degree)
	p.cut(cost)
	return p, strips
}

// chooseStrips tells whether matrices come faster out of strips than by scanning rows
// of so many entries, and what that costs for each root.
func (p *simplexPlan) chooseStrips(entries func(t uint32) int) (cost []float64, strips bool) {
	scan, strip := make([]float64, p.n), make([]float64, p.n)
	var scanAll, stripAll float64
	for v := range uint32(p.n) {
		scan[v], strip[v] = p.buildCost(v, entries)
		scanAll += scan[v]
		stripAll += strip[v]
	}
	bytes := clique.StripsBytes(p.n)
	if clique.UseStrips && bytes <= stripsLimit && stripAll+float64(bytes)/4 < scanAll {
		return strip, true
	}
	return scan, false
}

// squares returns the sum of the squared degrees.
func (a adjacency) squares(n int) (sum uint64) {
	for v := range n {
		d := uint64(a.degree(uint32(v)))
		sum += d * d
	}
	return sum
}

// buildCost returns what building the matrix of a root costs either way.
func (p *simplexPlan) buildCost(root uint32, entries func(t uint32) int) (scan, strip float64) {
	set := p.list.of(root)
	all, parts, before := 0, 0, ^uint32(0)
	for _, w := range set {
		all += entries(w)
		if s := w / clique.StripBits; s != before {
			parts, before = parts+1, s
		}
	}
	return costScan * float64(all), costStep * float64(len(set)*(parts+len(set)/64))
}

// cut lists the items, dearest first. Beside its matrix a root costs something
// for each candidate and, since those have more in common, with their square.
func (p *simplexPlan) cut(cost []float64) {
	total := 0.0
	for v := range cost {
		d := float64(p.list.degree(uint32(v)))
		cost[v] += d * (costRow + d/4)
		total += cost[v]
	}
	done := 0.0
	for lo := 0; lo < p.n; {
		// Large runs make good use of what is read for them; small ones, taken
		// last, let the workers end together.
		share := total/24 + 1
		if done > 0.7*total {
			share = total/96 + 1
		}
		if p.list.degree(uint32(lo)) > p.limit || cost[lo] > 2*share {
			p.items = append(p.items, p.pieces(uint32(lo), cost[lo], share)...)
			done += cost[lo]
			lo++
			continue
		}
		hi, sum, words := lo, 0.0, 0
		for hi < p.n && sum < share && p.list.degree(uint32(hi)) <= p.limit && cost[hi] <= 2*share {
			d := p.list.degree(uint32(hi))
			words += clique.BatchWords(d, d)
			if words > batchWords && hi > lo {
				break
			}
			sum += cost[hi]
			hi++
		}
		p.items = append(p.items, simplexItem{lo: uint32(lo), hi: uint32(hi), cost: sum})
		done += sum
		lo = hi
	}
	slices.SortStableFunc(p.items, func(a, b simplexItem) int { return cmp.Compare(b.cost, a.cost) })
}

// cost returns what building and looking through the matrices costs, in
// nanoseconds on one core.
func (p *simplexPlan) cost() (sum float64) {
	for _, it := range p.items {
		sum += it.cost
	}
	return sum
}

// pieces cuts one root into runs of its candidates.
func (p *simplexPlan) pieces(root uint32, cost, share float64) (items []simplexItem) {
	d := p.list.degree(root)
	pieces := max(1, min(d, int(cost/share)))
	if d > p.limit {
		pieces = max(pieces, d/256)
	}
	for i := range pieces {
		items = append(items, simplexItem{
			lo: root, hi: root + 1, first: i * d / pieces, last: (i + 1) * d / pieces, cost: cost / float64(pieces),
		})
	}
	return items
}
