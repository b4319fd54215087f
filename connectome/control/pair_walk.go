package control

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// pairModel gives each ordered pair of neurons a probability of being connected,
// by the place of their somata. Its pathways are numbered.
type pairModel interface {
	// bound returns a probability that no pair of somata in two boxes exceeds, and
	// -ln(1 - it).
	bound(path int, from, to *box) (p, rate float64)
	// at returns the probability of a pair, and the bin that it is that of.
	at(path int, from, to *connectome.Position) (p float64, bin int)
}

// pairWalk connects every ordered pair of different neurons independently, with the
// probability that a model gives it.
//
// Neurons stand in leaves of near neighbours. A pair of leaves has a bound that no
// probability in it exceeds; its cells are proposed with that, by a clock that runs
// from stop to stop over all pairs of leaves, and what is proposed is kept with
// probability / bound. The cost of pairs that are seldom connected is that of their
// leaves.
//
// Complexity: O(L² + E) time for L leaves.
type pairWalk struct {
	*somaLeaves
	model  pairModel
	paths  [][]walkPath // by presynaptic type: its pathways that can be connected
	strips []walkStrip
	strip  []uint32 // by neuron: the strip whose rows hold it
}

// walkPath is a pathway to neurons of type post.
type walkPath struct {
	post, number int // number is that of the model
}

// walkStrip is leaves lo to hi-1 of one presynaptic type, in all its pathways.
type walkStrip struct {
	pre, lo, hi int
	cells       int // about as many will be drawn
}

// stripLeaves is about how many pairs of leaves a strip goes through at most.
const stripLeaves = 1 << 16

// newPairWalk makes a walk of pathways that hold edges[a] connections from neurons
// of type a, about.
func newPairWalk(s *somaLeaves, model pairModel, paths [][]walkPath, edges []int64) *pairWalk {
	w := &pairWalk{somaLeaves: s, model: model, paths: paths, strip: make([]uint32, s.n)}
	for a, l := range s.types {
		pairs := 0
		for _, p := range paths[a] {
			pairs += len(l.boxes) * len(s.types[p.post].boxes)
		}
		if pairs == 0 {
			continue
		}
		rows := uint64(len(l.boxes))
		k := min(rows, 1+uint64(edges[a])/stripEdges+uint64(pairs)/stripLeaves)
		for i := range k {
			st := walkStrip{pre: a, lo: int(cut(rows, i, k)), hi: int(cut(rows, i+1, k)), cells: int(edges[a]) / int(k)}
			for _, v := range l.order[l.starts[st.lo]:l.starts[st.hi]] {
				w.strip[v] = uint32(len(w.strips))
			}
			w.strips = append(w.strips, st)
		}
	}
	return w
}

// walked is what a strip drew: connections from neuron to neuron, pathway after
// pathway, and the bin of each.
type walked struct {
	cells []cell
	bins  []uint16
	ends  []int // of each pathway of the strip's type
}

// path returns the k-th pathway's connections and their bins.
func (w *walked) path(k int) ([]cell, []uint16) {
	lo := 0
	if k > 0 {
		lo = w.ends[k-1]
	}
	return w.cells[lo:w.ends[k]], w.bins[lo:w.ends[k]]
}

// draw draws all strips.
func (w *pairWalk) draw(ctx context.Context, seed, index uint64, threads int) ([]walked, error) {
	drawn := make([]walked, len(w.strips))
	err := run.Parallel(ctx, threads, len(w.strips), nil, func(_, i int) error {
		st := w.strips[i]
		d := walked{cells: make([]cell, 0, roomFor(st.cells)), bins: make([]uint16, 0, roomFor(st.cells))}
		rng := run.Rand(seed, index, streamLeaf, uint64(i))
		for _, p := range w.paths[st.pre] {
			w.walk(&d, rng, p, st)
			d.ends = append(d.ends, len(d.cells))
		}
		drawn[i] = d
		return nil
	})
	return drawn, err
}

// walk draws one pathway of a strip. With rate r for each of m cells, the number of
// cells before the next stop is ⌊e/r⌋ for e exponential with mean 1; where it
// passes the last of them, e - m·r is what is left of e, and again exponential.
func (w *pairWalk) walk(d *walked, rng *rand.Rand, path walkPath, st walkStrip) {
	from, to := w.types[st.pre], w.types[path.post]
	e := exponential(rng.Uint64())
	for a := st.lo; a < st.hi; a++ {
		rows, firstRow := from.starts[a+1]-from.starts[a], from.starts[a]
		for b := range to.boxes {
			p, rate := w.model.bound(path.number, &from.boxes[a], &to.boxes[b])
			if rate == 0 {
				continue
			}
			firstCol := to.starts[b]
			width := uint32(to.starts[b+1] - firstCol)
			left, at := float64(rows)*float64(width), uint32(0)
			for left > 0 {
				skip := e / rate
				if skip >= left {
					e -= float64(left * rate)
					break
				}
				at += uint32(skip)
				left -= float64(uint32(skip) + 1)
				i, j := firstRow+int(at/width), firstCol+int(at%width)
				w.propose(d, rng, path.number, p, from, i, to, j)
				e = exponential(rng.Uint64())
				at++
			}
		}
	}
}

// propose keeps a cell that was proposed with probability bound.
func (w *pairWalk) propose(d *walked, rng *rand.Rand, path int, bound float64, from *leaves, i int, to *leaves, j int) {
	if from == to && i == j {
		return
	}
	p, bin := w.model.at(path, &from.where[i], &to.where[j])
	if p < bound && float64(rng.Float64()*bound) >= p {
		return
	}
	d.cells = append(d.cells, newCell(uint64(from.order[i]), uint64(to.order[j])))
	d.bins = append(d.bins, uint16(bin))
}

// assemble makes a graph of what the strips drew. Strips own their rows.
func (w *pairWalk) assemble(ctx context.Context, drawn []walked, threads int) (*connectome.Graph, error) {
	ptr := make([]int64, w.n+1)
	err := run.Parallel(ctx, threads, len(drawn), nil, func(_, i int) error {
		for _, c := range drawn[i].cells {
			ptr[c.row()+1]++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for v := range w.n {
		ptr[v+1] += ptr[v]
	}
	idx := make([]uint32, ptr[w.n])
	next := slices.Clone(ptr)
	sorters := make([]rowSorter, run.Threads(threads))
	err = run.Parallel(ctx, threads, len(drawn), nil, func(worker, i int) error {
		st := w.strips[i]
		l := w.types[st.pre]
		neurons := l.order[l.starts[st.lo]:l.starts[st.hi]]
		for _, c := range drawn[i].cells {
			idx[next[c.row()]] = uint32(c.col())
			next[c.row()]++
		}
		for _, v := range neurons {
			sorters[worker].sort(idx[ptr[v]:ptr[v+1]], w.n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return connectome.FromCSR(w.n, ptr, idx, nil)
}
