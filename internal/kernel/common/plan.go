package common

import (
	"math"
	"slices"
	"sync"
)

// Rows is a graph in compressed rows, both ways: i connects to
// OutIdx[OutPtr[i]:OutPtr[i+1]], and what connects to k is
// InIdx[InPtr[k]:InPtr[k+1]], both ascending.
type Rows struct {
	OutPtr []int64
	OutIdx []uint32
	InPtr  []int64
	InIdx  []uint32
}

// N returns the number of neurons.
func (r Rows) N() int { return len(r.OutPtr) - 1 }

func (r Rows) out(i uint32) []uint32 { return r.OutIdx[r.OutPtr[i]:r.OutPtr[i+1]] }

func (r Rows) in(k uint32) []uint32 { return r.InIdx[r.InPtr[k]:r.InPtr[k+1]] }

// itemCost is the number of steps of one work item: some ten milliseconds.
const itemCost = 1 << 23

// item is the rows lo..hi-1, all of one type.
type item struct {
	typ    int
	lo, hi uint32
}

// Plan is the counting of one graph: its work items, and what has been counted.
//
// Memory: 2 bytes a connection (none beyond 65,536 neurons), 8 bytes a bin (see
// [Bins]), 16 bytes an item and a pair of types; a worker's is told by
// [Plan.NewWorker].
type Plan struct {
	rows  Rows
	start []uint32 // neurons of type t are start[t]..start[t+1]-1
	items []item
	off   []int // of the bins of types a <= b at [a*types+b]
	width []int // the number of bins of a type with those of no smaller degree

	narrow []uint16 // rows.InIdx, if its numbers fit

	mu        sync.Mutex
	histogram []uint64
	connected []uint64
	joined    []uint64
}

// NewPlan prepares to count. The neurons of type t are start[t] to start[t+1]-1:
// start begins with 0, ascends, and ends with N.
//
// Complexity: O(N + E + bins).
func NewPlan(rows Rows, start []uint32) *Plan {
	return newPlan(rows, start, itemCost, rows.N() <= 1<<16)
}

// newPlan makes items of about so many steps, and copies the sources to 16 bits if
// told to.
func newPlan(rows Rows, start []uint32, itemCost uint64, narrow bool) *Plan {
	p := &Plan{rows: rows, start: start}
	p.width = widths(rows, start)
	types := len(p.width)
	p.off = make([]int, types*types+1)
	at := 0
	for a := range types {
		for b := a; b < types; b++ {
			p.off[a*types+b] = at
			at += min(p.width[a], p.width[b])
		}
	}
	p.off[types*types] = at
	p.histogram = make([]uint64, at)
	p.connected = make([]uint64, types*types)
	p.joined = make([]uint64, slices.Max(append(p.width, 1)))
	if narrow {
		p.narrow = make([]uint16, len(rows.InIdx))
		for e, i := range rows.InIdx {
			p.narrow[e] = uint16(i)
		}
	}
	p.cut(itemCost)
	return p
}

// span returns where the bins of type a with itself and those after it are.
func (p *Plan) span(a int) (lo, hi int) {
	types := len(p.width)
	return p.off[a*types+a], p.off[a*types+types-1] + min(p.width[a], p.width[types-1])
}

func (p *Plan) longestSpan() int {
	most := 0
	for a := range p.width {
		lo, hi := p.span(a)
		most = max(most, hi-lo)
	}
	return most
}

// widths returns by type the largest outdegree and one more: neurons have no more
// targets in common than either has.
func widths(rows Rows, start []uint32) []int {
	width := make([]int, max(len(start), 1)-1)
	for t := range width {
		width[t] = 1
		for i := start[t]; i < start[t+1]; i++ {
			width[t] = max(width[t], int(rows.OutPtr[i+1]-rows.OutPtr[i])+1)
		}
	}
	return width
}

// Bins returns the number of bins that a plan with such types would keep, one for
// each pair of types and each number of targets that neurons of both can have in
// common.
func Bins(rows Rows, start []uint32) uint64 {
	width := widths(rows, start)
	bins := uint64(0)
	for a := range width {
		for b := a; b < len(width); b++ {
			bins += uint64(min(width[a], width[b]))
		}
	}
	return bins
}

// cut lists the work items, dearest rows first.
func (p *Plan) cut(itemCost uint64) {
	n := uint64(p.rows.N())
	longest := max(1, math.MaxUint32/max(n, 1)) // a worker's bins have 32 bits
	for t := range p.width {
		lo, cost := p.start[t], uint64(0)
		for i := lo; i < p.start[t+1]; i++ {
			cost += p.cost(i)
			if cost >= itemCost || uint64(i+1-lo) == longest {
				p.items = append(p.items, item{t, lo, i + 1})
				lo, cost = i+1, 0
			}
		}
		if lo < p.start[t+1] {
			p.items = append(p.items, item{t, lo, p.start[t+1]})
		}
	}
}

// cost returns about how many steps row i takes: two for each pair of it and a
// later neuron's row that meet in a target, one for each later neuron.
func (p *Plan) cost(i uint32) uint64 {
	sum := uint64(0)
	for _, k := range p.rows.out(i) {
		sum += uint64(p.rows.InPtr[k+1] - p.rows.InPtr[k])
	}
	later := float64(p.rows.N()-int(i)) / float64(p.rows.N())
	return uint64(2*later*float64(sum)) + uint64(p.rows.N()-int(i)) + 16
}

// Items returns the number of work items.
func (p *Plan) Items() int { return len(p.items) }

// Histogram returns H for the types a <= b, once all items are counted: H[k] is
// the number of pairs i < j, one neuron of type a and one of type b, that have k
// targets in common.
func (p *Plan) Histogram(a, b int) []uint64 {
	at := p.off[a*len(p.width)+b]
	return p.histogram[at : at+min(p.width[a], p.width[b])]
}

// Connected returns Σ C_ij over the connections i → j from type a to type b, once
// all items are counted.
func (p *Plan) Connected(a, b int) uint64 { return p.connected[a*len(p.width)+b] }

// Joined returns the histogram of the connections, once all items are counted: entry
// k is the number of connections i → j of neurons that have k targets in common.
func (p *Plan) Joined() []uint64 { return p.joined }
