package triad

import "slices"

// MaxRanked is the largest number of neurons that Oriented can rank.
const MaxRanked = 1 << 30

// Oriented lists each connected pair once, at its endpoint of lower rank.
// Neurons are ranked by degree, fewest neighbours first, so that no list is
// longer than the square root of twice the number of pairs.
//
// Next[Ptr[u]:Ptr[u+1]] holds, for the neuron of rank u, its neighbours of
// higher rank: rank<<2 | dyad, in no particular order.
//
// Memory: 4 bytes a pair and 16 a neuron.
type Oriented struct {
	N    int
	Of   []uint32 // neuron by rank
	Rank []uint32 // rank by neuron
	Ptr  []int64
	Next []uint32
}

// NewOriented ranks the neurons and makes room for the lists: fill them with
// Fill before use. N must not pass MaxRanked.
//
// Complexity: O(N + E).
func NewOriented(g *Graph) *Oriented {
	o := &Oriented{N: g.N, Of: byDegree(g), Rank: make([]uint32, g.N), Ptr: make([]int64, g.N+1), Next: make([]uint32, g.Edges())}
	for r, v := range o.Of {
		o.Rank[v] = uint32(r)
	}
	return o
}

// byDegree lists the neurons by degree, then number, ascending: a counting sort.
func byDegree(g *Graph) []uint32 {
	most := 0
	for v := range g.N {
		most = max(most, g.Degree(uint32(v)))
	}
	start := make([]uint32, most+2)
	for v := range g.N {
		start[g.Degree(uint32(v))+1]++
	}
	for d := range most + 1 {
		start[d+1] += start[d]
	}
	order := make([]uint32, g.N)
	for v := range g.N {
		d := g.Degree(uint32(v))
		order[start[d]] = uint32(v)
		start[d]++
	}
	return order
}

// Count counts the list lengths of ranks lo..hi-1. Different ranges may be
// counted at the same time.
func (o *Oriented) Count(g *Graph, lo, hi int) {
	for r := lo; r < hi; r++ {
		v, n := o.Of[r], int64(0)
		for _, w := range g.out(v) {
			n += above(o.Rank[w], r)
		}
		for _, w := range g.in(v) {
			n += above(o.Rank[w], r)
		}
		for _, w := range g.mut(v) {
			n -= above(o.Rank[w], r)
		}
		o.Ptr[r+1] = n
	}
}

// above is 1 if rank > r, without a branch.
func above(rank uint32, r int) int64 { return int64(uint64(int64(r)-int64(rank)) >> 63) }

// Sum turns the counts into offsets; it comes between Count and Fill.
func (o *Oriented) Sum() {
	for r := range o.N {
		o.Ptr[r+1] += o.Ptr[r]
	}
}

// Fill writes the lists of ranks lo..hi-1. Different ranges may be filled at the
// same time.
func (o *Oriented) Fill(g *Graph, lo, hi int) {
	for r := lo; r < hi; r++ {
		v := o.Of[r]
		row := o.Next[o.Ptr[r]:o.Ptr[r]:o.Ptr[r+1]]
		mut := g.mut(v)
		row = o.appendPlain(row, r, g.out(v), mut, forward)
		row = o.appendPlain(row, r, g.in(v), mut, backward)
		for _, w := range mut {
			if k := o.Rank[w]; k > uint32(r) {
				row = append(row, k<<2|mutual)
			}
		}
	}
}

// appendPlain appends those of list that are not in skip and rank above r.
func (o *Oriented) appendPlain(row []uint32, r int, list, skip []uint32, dyad uint32) []uint32 {
	for _, w := range list {
		if len(skip) > 0 && skip[0] == w {
			skip = skip[1:]
			continue
		}
		if k := o.Rank[w]; k > uint32(r) {
			row = append(row, k<<2|dyad)
		}
	}
	return row
}

// Spans cuts the ranks into runs of about equal work, at most parts of them,
// where work(r) tells the work of rank r.
func Spans(n, parts int, work func(r int) int64) []int {
	total := int64(0)
	for r := range n {
		total += work(r)
	}
	cuts := []int{0}
	share, sum := total/int64(max(parts, 1))+1, int64(0)
	for r := range n {
		sum += work(r)
		if sum >= share && r+1 < n {
			cuts = append(cuts, r+1)
			sum = 0
		}
	}
	if n > 0 {
		cuts = append(cuts, n)
	}
	return slices.Clip(cuts)
}
