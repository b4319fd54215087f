package motifs

import (
	"context"
	"math/bits"
	"slices"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/run"
)

// Positions tells between which places of the directed simplices connections run.
type Positions struct {
	// B[k][i][j] is the number of k-simplices v0..vk with vi → vj: all of them, s_k,
	// for i < j, and those with a reciprocated connection for i > j. B[k][i][i] is 0.
	B        [][][]uint64
	Complete bool // there are no simplices beyond B
}

// Table returns dim, i, j, count for every dimension from 1 and i ≠ j.
func (p *Positions) Table() connectome.Table {
	var dim, from, to []int64
	var count []uint64
	for k, b := range p.B {
		for i, row := range b {
			for j, n := range row {
				if i != j {
					dim, from, to = append(dim, int64(k)), append(from, int64(i)), append(to, int64(j))
					count = append(count, n)
				}
			}
		}
	}
	return connectome.NewTable("simplex_positions", connectome.Ints("dim", dim),
		connectome.Ints("i", from), connectome.Ints("j", to), connectome.Uints("count", count))
}

// pairsAtOnce is how many mutual pairs are treated together.
const pairsAtOnce = 2048

// SimplexPositions counts, for each dimension and each pair of places, the
// directed simplices in which a connection runs from the one to the other.
// opt.Maximal is ignored; Reciprocal is refused.
//
// The upper triangle is the number of simplices. The lower one is found pair by
// pair: the simplices that hold a mutual pair's connection a → b at the places i
// and j are chains of i partners that come before both, j-i-1 between and k-j
// beyond.
//
// Complexity: that of [CountSimplices] and a step for every simplex and mutual
// pair in it. Memory: that of CountSimplices and, for each thread, 2 MB and the
// square of the common partners of a pair in bits, 8 MB at most: those with more are
// cut down by each of their neurons.
func SimplexPositions(ctx context.Context, g *connectome.Graph, opt SimplexOptions) (*Positions, error) {
	if err := opt.directed("by place"); err != nil {
		return nil, err
	}
	plan, err := newCountPlan(ctx, g, opt.MaxDim, opt.Options, false)
	if err != nil {
		return nil, err
	}
	s, err := countAll(ctx, g, plan, opt)
	if err != nil {
		return nil, err
	}
	p := &Positions{Complete: s.Complete}
	for k, n := range s.Counts {
		b := make([][]uint64, k+1)
		for i := range b {
			b[i] = make([]uint64, k+1)
			for j := i + 1; j <= k; j++ {
				b[i][j] = n
			}
		}
		p.B = append(p.B, b)
	}
	if len(p.B) < 2 {
		return p, nil
	}
	workers, err := countPlaces(ctx, g, plan, opt)
	if err != nil {
		return nil, err
	}
	for _, w := range workers {
		if err := w.addTo(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// countPlaces treats all mutual pairs.
func countPlaces(ctx context.Context, g *connectome.Graph, plan *simplexPlan, opt SimplexOptions) ([]*placesWorker, error) {
	var pairs [][2]uint32
	for a := range uint32(g.N()) {
		for _, b := range g.Mutual(a) {
			if a < b {
				pairs = append(pairs, [2]uint32{a, b})
			}
		}
	}
	var stop atomic.Bool
	defer context.AfterFunc(ctx, func() { stop.Store(true) })()
	workers := make([]*placesWorker, run.Threads(opt.Threads))
	items := (len(pairs) + pairsAtOnce - 1) / pairsAtOnce
	err := run.Parallel(ctx, opt.Threads, items, opt.Progress, func(worker, item int) error {
		if workers[worker] == nil {
			workers[worker] = newPlacesWorker(g, plan, &stop)
		}
		err := workers[worker].item(pairs[item*pairsAtOnce : min((item+1)*pairsAtOnce, len(pairs))])
		if err == nil {
			err = ctx.Err()
		}
		return err
	})
	return slices.DeleteFunc(workers, func(w *placesWorker) bool { return w == nil }), err
}

// placesWorker counts by place for some mutual pairs.
type placesWorker struct {
	g      *connectome.Graph
	plan   *simplexPlan
	row    adjacency // of each neuron those that a row of a matrix tells of
	toSink bool      // which are its targets
	ranks  bool      // matrices are of ranks: see pairSets.rank
	stop   *atomic.Bool
	places clique.Places
	scan   *clique.Scanner
	batch  clique.Batch
	matrix clique.Matrix
	pairs  []pairSets
	sets   [][]uint32
	bits   [3][]uint64

	marks   []uint8 // of the partners of neuron of
	of      uint32
	common4 [4][]uint32
}

func newPlacesWorker(g *connectome.Graph, plan *simplexPlan, stop *atomic.Bool) *placesWorker {
	w := &placesWorker{g: g, plan: plan, stop: stop, row: plan.row, toSink: plan.fromT}
	w.batch.Room = batchWords
	w.places.MaxDim, w.places.Stop = plan.maxDim, stop
	if plan.ranking != nil {
		w.toSink, w.ranks = true, plan.strips != nil
		w.row.ptr, w.row.idx = g.OutCSR()
	}
	return w
}

// pairSets is a mutual pair's common partners: those before both, beyond both,
// between a and b (a → x → b) and between b and a; all is their union.
type pairSets struct {
	before, beyond, ab, ba, all []uint32
}

// rank replaces the partners by their ranks, ascending.
func (s *pairSets) rank(rank []uint32) {
	for _, set := range [5][]uint32{s.before, s.beyond, s.ab, s.ba, s.all} {
		for k, v := range set {
			set[k] = rank[v]
		}
		slices.Sort(set)
	}
}

func (w *placesWorker) item(pairs [][2]uint32) error {
	for len(pairs) > 0 {
		w.pairs, w.sets = w.pairs[:0], w.sets[:0]
		words := 0
		for len(pairs) > 0 && words < batchWords {
			s := w.common(pairs[0][0], pairs[0][1])
			set := s.all
			switch {
			case len(set) > w.plan.limit:
				set = nil // see large
			case w.ranks:
				s.rank(w.plan.rank)
			}
			w.pairs, w.sets = append(w.pairs, s), append(w.sets, set)
			words += clique.BatchWords(len(set), len(set))
			pairs = pairs[1:]
		}
		if w.plan.strips != nil {
			w.batch.Build(w.plan.strips, w.sets, w.sets)
		}
		for k := range w.pairs {
			if w.stop.Load() {
				return nil
			}
			if err := w.pair(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// common returns the common partners of a and b. Pairs come by their first neuron,
// whose partners stay marked.
func (w *placesWorker) common(a, b uint32) (s pairSets) {
	const in, out = 1, 2
	if w.marks == nil {
		w.marks = make([]uint8, w.g.N())
		w.of = a
		w.mark(in, out)
	}
	if a != w.of {
		w.mark(0, 0)
		w.of = a
		w.mark(in, out)
	}
	w.common4 = [4][]uint32{w.common4[0][:0], w.common4[1][:0], w.common4[2][:0], w.common4[3][:0]}
	c := &w.common4
	for _, x := range w.g.In(b) {
		m := w.marks[x]
		if m&in != 0 {
			c[0] = append(c[0], x)
		}
		if m&out != 0 {
			c[2] = append(c[2], x)
		}
	}
	for _, x := range w.g.Out(b) {
		m := w.marks[x]
		if m&out != 0 {
			c[1] = append(c[1], x)
		}
		if m&in != 0 {
			c[3] = append(c[3], x)
		}
	}
	// One piece of memory for all five.
	n := len(c[0]) + len(c[1]) + len(c[2]) + len(c[3])
	all := make([]uint32, 0, 2*n)
	take := func(list []uint32) []uint32 {
		from := len(all)
		all = append(all, list...)
		return all[from:len(all):len(all)]
	}
	s.before, s.beyond, s.ab, s.ba = take(c[0]), take(c[1]), take(c[2]), take(c[3])
	s.all = take(all[:n])
	slices.Sort(s.all)
	s.all = slices.Compact(s.all)
	return s
}

// mark marks the partners of the neuron at hand, or takes the marks back with 0.
func (w *placesWorker) mark(in, out uint8) {
	for _, x := range w.g.In(w.of) {
		w.marks[x] = in
	}
	for _, x := range w.g.Out(w.of) {
		if out == 0 {
			w.marks[x] = 0
		} else {
			w.marks[x] |= out
		}
	}
}

// pair counts for both connections of a pair.
func (w *placesWorker) pair(k int) error {
	s := &w.pairs[k]
	large := len(s.all) > w.plan.limit
	switch {
	case large:
	case w.plan.strips != nil:
		w.batch.Matrix(&w.matrix, k)
	default:
		w.build(s.all)
	}
	// Rows lead from the sink towards the source, or the other way: the chain meets the
	// classes in that order.
	first, third := s.beyond, s.before
	if w.toSink {
		first, third = s.before, s.beyond
	}
	for _, between := range [][]uint32{s.ab, s.ba} {
		sets, ok := [3][]uint32{first, between, third}, w.places.Count([3]int{}, 1)
		if large {
			ok = w.large(sets, [3]int{})
		} else {
			ok = ok && w.small(sets, s.all, [3]int{})
		}
		if !ok && !w.stop.Load() {
			return errSimplexOverflow
		}
	}
	return nil
}

// build makes the matrix of a set by scanning lists.
func (w *placesWorker) build(set []uint32) {
	if w.scan == nil {
		w.scan = clique.NewScanner(w.plan.n)
	}
	w.scan.Build(&w.matrix, set, w.row.ptr, w.row.idx)
}

// small counts what goes on from a simplex with n[q] neurons of class q in the sets
// of the classes; all is their union, of which there is the matrix.
func (w *placesWorker) small(sets [3][]uint32, all []uint32, n [3]int) bool {
	for q, set := range sets {
		w.bits[q] = bitsOf(w.bits[q], w.matrix.NW, set, all)
	}
	return w.places.Add(&w.matrix, w.bits, n)
}

// large is small for sets too large for a matrix. Each neuron that can come next
// joins, and what its list shares with the sets goes on, until that is few enough:
// as many lists are held as neurons have joined.
func (w *placesWorker) large(sets [3][]uint32, n [3]int) bool {
	if w.places.MaxDim > 0 && n[0]+n[1]+n[2]+1 >= w.places.MaxDim {
		return true
	}
	if all := union(union(sets[0], sets[1]), sets[2]); len(all) <= w.plan.limit {
		w.build(all)
		return w.small(sets, all, n)
	}
	for q, set := range sets {
		one := n
		one[q]++
		if !w.places.Count(one, len(set)) {
			return false
		}
		for _, x := range set {
			if w.stop.Load() {
				return false
			}
			var rest [3][]uint32
			for later := q; later < len(sets); later++ {
				rest[later] = intersection(sets[later], w.row.of(x))
			}
			if !w.large(rest, one) {
				return false
			}
		}
	}
	return true
}

// bitsOf returns the set of the places of set's entries in all, both ascending.
func bitsOf(dst []uint64, words int, set, all []uint32) []uint64 {
	dst = append(dst[:0], make([]uint64, words)...)
	at := 0
	for _, v := range set {
		for all[at] != v {
			at++
		}
		dst[at>>6] |= 1 << (at & 63)
	}
	return dst
}

// addTo adds the reciprocated connections to the lower triangles.
func (w *placesWorker) addTo(p *Positions) error {
	for k := 1; k < len(p.B); k++ {
		for i := range k {
			for j := i + 1; j <= k; j++ {
				before, between, beyond := i, j-i-1, k-j
				n := w.places.At(beyond, between, before)
				if w.toSink {
					n = w.places.At(before, between, beyond)
				}
				var carry uint64
				if p.B[k][j][i], carry = bits.Add64(p.B[k][j][i], n, 0); carry != 0 {
					return errSimplexOverflow
				}
			}
		}
	}
	return nil
}
