package motifs

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/run"
)

// matrixLimit is the largest set whose connections are held as a bit matrix, 8
// MB; larger ones are cut down by their first neuron first.
const matrixLimit = 8192

// simplexItems is about how many pieces the work is cut into: enough for the
// cores to end together and for cancellation to be soon.
const simplexItems = 2048

// simplexPlan is how the simplices of a graph are counted: by root, the neuron
// that all connections of a simplex leave (its source), or, where that is
// cheaper, the one that all reach (its sink). The others lie among the root's
// candidates. Row t of the matrix of the candidates holds those that come
// between root and t, so that root and t are the two ends of what is counted.
type simplexPlan struct {
	n      int
	fromT  bool // roots are sinks
	list   adjacency
	row    adjacency // the transpose of list
	levels int       // dimensions counted beyond 0; at least 1
	items  []simplexItem
	order  []uint32 // roots, dearest first
}

type adjacency struct {
	ptr []int64
	idx []uint32
}

func (a adjacency) of(v uint32) []uint32 { return a.idx[a.ptr[v]:a.ptr[v+1]] }
func (a adjacency) degree(v uint32) int  { return int(a.ptr[v+1] - a.ptr[v]) }

// simplexItem is a run of order, or, where first < last, of one root's candidates.
type simplexItem struct {
	lo, hi      int
	first, last int
}

func newSimplexPlan(g *connectome.Graph, maxDim int) *simplexPlan {
	var p simplexPlan
	p.n = g.N()
	p.list.ptr, p.list.idx = g.OutCSR()
	p.row.ptr, p.row.idx = g.InCSR()
	if p.row.squares(p.n) < p.list.squares(p.n) {
		p.list, p.row = p.row, p.list
		p.fromT = true
	}
	most := 0
	for v := range p.n {
		most = max(most, p.list.degree(uint32(v)))
	}
	p.levels = max(most, 1)
	if maxDim > 0 {
		p.levels = min(p.levels, maxDim)
	}
	p.cut()
	return &p
}

// squares returns the sum of the squared degrees.
func (a adjacency) squares(n int) (sum uint64) {
	for v := range n {
		d := uint64(a.degree(uint32(v)))
		sum += d * d
	}
	return sum
}

// cut lists the items, dearest first. What a root costs grows with the rows that
// its matrix is built from and with the cube of its candidates, taken squared
// here since larger neighbourhoods are sparser.
func (p *simplexPlan) cut() {
	cost := make([]uint64, p.n)
	total := uint64(0)
	for v := range cost {
		d := uint64(p.list.degree(uint32(v)))
		for _, w := range p.list.of(uint32(v)) {
			cost[v] += uint64(p.row.degree(w))
		}
		cost[v] += d * (d + 16)
		total += cost[v]
		if d > 0 {
			p.order = append(p.order, uint32(v))
		}
	}
	slices.SortFunc(p.order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(cost[b], cost[a]), cmp.Compare(a, b))
	})
	share := total/simplexItems + 1
	for lo := 0; lo < len(p.order); {
		root := p.order[lo]
		if pieces := min(int(cost[root]/(4*share)), p.list.degree(root)); pieces > 1 {
			d := p.list.degree(root)
			for i := range pieces {
				p.items = append(p.items, simplexItem{lo: lo, hi: lo + 1, first: i * d / pieces, last: (i + 1) * d / pieces})
			}
			lo++
			continue
		}
		hi, sum := lo, uint64(0)
		for hi < len(p.order) && sum < share {
			sum += cost[p.order[hi]]
			hi++
		}
		p.items = append(p.items, simplexItem{lo: lo, hi: hi})
		lo = hi
	}
}

// simplexWorker is what one goroutine counts with.
type simplexWorker struct {
	plan    *simplexPlan
	scan    []*clique.Scanner // by depth of sets too large for a matrix
	matrix  clique.Matrix
	counter clique.Counter
	levels  []uint64
	stop    *atomic.Bool
}

func (p *simplexPlan) worker(stop *atomic.Bool) *simplexWorker {
	w := &simplexWorker{plan: p, levels: make([]uint64, p.levels), stop: stop}
	w.counter.Stop = stop
	return w
}

func (w *simplexWorker) scanner(depth int) *clique.Scanner {
	for len(w.scan) <= depth {
		w.scan = append(w.scan, clique.NewScanner(w.plan.n))
	}
	return w.scan[depth]
}

// count returns the number of simplices by dimension, from 1 up.
func (p *simplexPlan) count(ctx context.Context, opt Options) ([]uint64, error) {
	if p.levels == 1 {
		return []uint64{uint64(len(p.list.idx))}, ctx.Err()
	}
	var stop atomic.Bool
	defer context.AfterFunc(ctx, func() { stop.Store(true) })()
	workers := make([]*simplexWorker, run.Threads(opt.Threads))
	err := run.Parallel(ctx, opt.Threads, len(p.items), opt.Progress, func(worker, item int) error {
		if workers[worker] == nil {
			workers[worker] = p.worker(&stop)
		}
		w := workers[worker]
		w.item(p.items[item])
		if w.counter.Overflow {
			return errSimplexOverflow
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	total := make([]uint64, p.levels)
	for _, w := range workers {
		if w == nil {
			continue
		}
		if err := addLevels(total, w.levels); err != nil {
			return nil, err
		}
	}
	return total, nil
}

var errSimplexOverflow = fmt.Errorf("motifs: directed simplices: %w: limit the dimension", ErrOverflow)

// addLevels adds levels to total.
func addLevels(total, levels []uint64) error {
	for k, n := range levels {
		var carry uint64
		if total[k], carry = bits.Add64(total[k], n, 0); carry != 0 {
			return errSimplexOverflow
		}
	}
	return nil
}

func (w *simplexWorker) item(it simplexItem) {
	for _, root := range w.plan.order[it.lo:it.hi] {
		if w.stop.Load() {
			return
		}
		set := w.plan.list.of(root)
		if it.first == it.last {
			w.set(set, w.levels, 0)
			continue
		}
		w.pieces(set, it)
	}
}

// set counts inside a set of neurons.
func (w *simplexWorker) set(set []uint32, levels []uint64, depth int) {
	if len(set) <= matrixLimit {
		w.scanner(depth).Build(&w.matrix, set, w.plan.row.ptr, w.plan.row.idx)
		w.counter.CountAll(&w.matrix, levels)
		return
	}
	levels[0] += uint64(len(set))
	w.split(set, 0, len(set), levels, depth)
}

// pieces counts the simplices whose first candidate is one of some of a root's.
func (w *simplexWorker) pieces(set []uint32, it simplexItem) {
	w.levels[0] += uint64(it.last - it.first)
	if len(set) > matrixLimit {
		w.split(set, it.first, it.last, w.levels, 0)
		return
	}
	w.scanner(0).Build(&w.matrix, set, w.plan.row.ptr, w.plan.row.idx)
	for i := it.first; i < it.last && !w.stop.Load(); i++ {
		w.counter.CountRow(&w.matrix, i, w.levels[1:])
	}
}

// split counts the simplices whose first candidate is set[first:last], each
// inside the part of the set that its row holds: lists stand in for a matrix
// that would be too large.
func (w *simplexWorker) split(set []uint32, first, last int, levels []uint64, depth int) {
	if len(levels) == 1 {
		return
	}
	scan := w.scanner(depth)
	scan.Mark(set)
	defer scan.Unmark(set)
	var sub []uint32
	for _, t := range set[first:last] {
		if w.stop.Load() {
			return
		}
		sub = scan.Marked(sub[:0], w.plan.row.of(t))
		w.set(sub, levels[1:], depth+1)
	}
}
