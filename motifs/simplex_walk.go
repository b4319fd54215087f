package motifs

import (
	"context"
	"sync/atomic"

	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/run"
)

// simplexVisitor is what is done with the simplices of a root. A visitor belongs
// to one worker.
type simplexVisitor interface {
	// visit treats the simplices that hold the neurons of prefix (the root, then the
	// far end, then one between them after the other) and go on with set[i], first ≤ i
	// < last. Row i of m is the part of set that can follow.
	visit(prefix, set []uint32, m *clique.Matrix, first, last int) error
	// ends treats the simplices that consist of prefix and one neuron of set alone.
	ends(prefix, set []uint32)
}

// simplexWorker takes one goroutine's items to its visitor.
type simplexWorker struct {
	plan    *simplexPlan
	visitor simplexVisitor
	stop    *atomic.Bool
	scan    []*clique.Scanner // by length of the prefix
	batch   clique.Batch
	matrix  clique.Matrix
	sets    [][]uint32
	prefix  [1]uint32
	listing *clique.Listing // where the bits of matrix come from; nil if the visitor does not want it

	beyond         bool // see buildBeyond
	madeFrom, made int  // which of the sets have had their matrices made
	rows, columns  [][]uint32
}

// beyondVisitor is a visitor that wants the matrices of roots, those with a prefix of
// one, to have columns for the root's partners in the other direction too, from the next
// multiple of 64 on.
type beyondVisitor interface{ wantsBeyond() }

// listedVisitor is a visitor that wants to know where in the rows of the plan the bits
// of each matrix come from, before each visit, unless the plan has a directory.
type listedVisitor interface{ wantedListing() *clique.Listing }

// walkSimplices takes all items to visitors, one for each worker, and returns those.
func walkSimplices[V simplexVisitor](ctx context.Context, p *simplexPlan, opt Options, visitor func(stop *atomic.Bool) V) ([]V, error) {
	var stop atomic.Bool
	defer context.AfterFunc(ctx, func() { stop.Store(true) })()
	workers := make([]*simplexWorker, run.Threads(opt.Threads))
	err := run.Parallel(ctx, opt.Threads, len(p.items), opt.Progress, func(worker, item int) error {
		if workers[worker] == nil {
			w := &simplexWorker{plan: p, visitor: visitor(&stop), stop: &stop, batch: clique.Batch{Room: batchWords}}
			_, w.beyond = w.visitor.(beyondVisitor)
			if v, ok := any(w.visitor).(listedVisitor); ok {
				w.listing = v.wantedListing()
			}
			workers[worker] = w
		}
		if err := workers[worker].item(p.items[item]); err != nil {
			return err
		}
		return ctx.Err()
	})
	var visitors []V
	for _, w := range workers {
		if w != nil {
			visitors = append(visitors, w.visitor.(V))
		}
	}
	return visitors, err
}

func (w *simplexWorker) scanner(depth int) *clique.Scanner {
	for len(w.scan) <= depth {
		w.scan = append(w.scan, clique.NewScanner(w.plan.n))
	}
	return w.scan[depth]
}

func (w *simplexWorker) item(it simplexItem) error {
	if w.plan.list.degree(it.lo) > w.plan.limit {
		return w.split([]uint32{it.lo}, w.plan.list.of(it.lo), it.first, it.last)
	}
	w.sets = w.sets[:0]
	for root := it.lo; root < it.hi; root++ {
		w.sets = append(w.sets, w.plan.list.of(root))
	}
	w.made = 0
	if w.plan.strips != nil && !w.beyond && (w.listing == nil || w.plan.places != nil) {
		w.batch.Build(w.plan.strips, w.sets, w.sets)
	}
	for k, set := range w.sets {
		if w.stop.Load() {
			return nil
		}
		w.buildMatrix(it.lo+uint32(k), k, set)
		first, last := 0, len(set)
		if it.last > 0 {
			first, last = it.first, it.last
		}
		w.prefix[0] = it.lo + uint32(k)
		if err := w.visitor.visit(w.prefix[:], set, &w.matrix, first, last); err != nil {
			return err
		}
	}
	return nil
}

// buildMatrix makes the matrix of the candidates of a root, number k of those that are
// taken together.
func (w *simplexWorker) buildMatrix(root uint32, k int, set []uint32) {
	p := w.plan
	var after []uint64
	beyond := -1
	if p.ranking != nil {
		after, beyond = p.afterRoot(root), int(root)
	}
	switch {
	case w.listing != nil && p.places == nil:
		w.buildListed(set, after, beyond)
		return
	case w.beyond:
		w.buildBeyond(root, k)
		return
	case p.strips != nil:
		w.batch.Matrix(&w.matrix, k)
	default:
		w.scanner(0).Build(&w.matrix, set, p.row.ptr, p.row.idx)
	}
	w.matrix.Restrict(after)
}

// buildListed is clique.BuildListed.
func (w *simplexWorker) buildListed(set []uint32, some []uint64, beyond int) {
	p := w.plan
	if p.short != nil {
		clique.BuildListed(w.scanner(0), &w.matrix, set, some, p.row.ptr, p.short, beyond, w.listing)
		return
	}
	clique.BuildListed(w.scanner(0), &w.matrix, set, some, p.row.ptr, p.row.idx, beyond, w.listing)
}

// buildBeyond makes the matrix of root, number k of those that are taken together, for
// a beyondVisitor. As many are built together as fit in batchWords, the two parts of each one
// after the other, while what both are picked out of is in the nearest caches.
func (w *simplexWorker) buildBeyond(root uint32, k int) {
	p := w.plan
	if p.strips == nil {
		w.scanner(0).BuildBeside(&w.matrix, w.sets[k], w.sets[k], p.row.of(root), p.row.ptr, p.row.idx)
		return
	}
	if k >= w.made {
		w.madeFrom, w.rows, w.columns = k, w.rows[:0], w.columns[:0]
		words := 0
		for w.made = k; w.made < len(w.sets); w.made++ {
			set, further := w.sets[w.made], p.row.of(root+uint32(w.made-k))
			words += clique.BatchWords(len(set), len(set)) + clique.BatchWords(len(set), len(further))
			if words > batchWords && w.made > k {
				break
			}
			w.rows, w.columns = append(w.rows, set, set), append(w.columns, set, further)
		}
		w.batch.Build(p.strips, w.rows, w.columns)
	}
	at := 2 * (k - w.madeFrom)
	w.batch.MatrixBeside(&w.matrix, at, at+1)
}

// split treats a set too large for a matrix by its vertices first to last-1: each
// joins the prefix, and what its list shares with the set goes on. A worker
// holds one list and 4 bytes a neuron for each step down, and one matrix.
func (w *simplexWorker) split(prefix, set []uint32, first, last int) error {
	scan := w.scanner(len(prefix))
	scan.Mark(set)
	defer scan.Unmark(set)
	var sub []uint32
	for _, t := range set[first:last] {
		if w.stop.Load() {
			return nil
		}
		sub = scan.Marked(sub[:0], w.plan.row.of(t))
		longer := append(prefix[:len(prefix):len(prefix)], t)
		w.visitor.ends(longer, sub)
		if w.plan.maxDim > 0 && len(longer) > w.plan.maxDim {
			continue
		}
		if len(sub) > w.plan.limit {
			if err := w.split(longer, sub, 0, len(sub)); err != nil {
				return err
			}
			continue
		}
		if w.listing != nil {
			w.buildListed(sub, nil, -1)
		} else {
			w.scanner(0).Build(&w.matrix, sub, w.plan.row.ptr, w.plan.row.idx)
		}
		if err := w.visitor.visit(longer, sub, &w.matrix, 0, len(sub)); err != nil {
			return err
		}
	}
	return nil
}
