package control

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// The bins of dd-outdeg: their number, and by how much their edges are shifted,
// in µm.
const (
	outdegBins  = 50
	outdegShift = 0.1
)

// outdegSampler keeps the number of targets of each neuron, and how probable a
// connection is at each distance. Neuron i draws as many targets as it has,
// without replacement: each of the neurons that it has not drawn yet with a
// probability in proportion to p_bin of its distance from i. p_bin is the
// fraction of the ordered pairs of somata at that distance that are connected;
// the bins are 50 equal ones from 0.1 µm to the largest distance + 0.1 µm.
//
// Reimann et al. 2017, https://doi.org/10.1093/cercor/bhx150.
//
// A draw is of rejections: of a target's leaf by an upper bound of p_bin in it,
// of the target within the leaf evenly, and of what that proposes by p_bin /
// bound. What was drawn before is rejected too, which is the same as drawing from
// the rest. A row that rejects too much draws the rest by exponential keys, of
// which the least win: Efraimidis and Spirakis 2006,
// https://doi.org/10.1016/j.ipl.2005.11.003.
//
// Complexity: N²/2 distances once, at the first draw, some 4 ns each; a draw O(L² + E) time, for
// L of about √E/3 leaves, and no memory to speak of besides the graph.
type outdegSampler struct {
	g      *connectome.Graph
	leaves *leaves
	bins   distanceBins
	limit  int // tries that a row has besides some for each target

	mu     sync.Mutex // guards what the first draw works out
	p      []float64  // p_bin; nil before
	bounds []float64  // bounds[a·bins + b] is the largest of p[a:b+1]
}

func newOutdegSampler(g *connectome.Graph, where []connectome.Position) (*outdegSampler, error) {
	for v, p := range where {
		if x := p.X + p.Y + p.Z; math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("control: %s: neuron %d is at (%v, %v, %v): positions must be finite", DDOutdeg, v, p.X, p.Y, p.Z)
		}
	}
	size := 1 + int(4*float64(g.N())/math.Sqrt(float64(g.Connections()+1)))
	s := &outdegSampler{g: g, leaves: newLeaves(where, size), limit: g.N()}
	s.bins = newDistanceBins(outdegBins, outdegShift, s.leaves.farthest())
	return s, nil
}

// prepare works p_bin out, once.
func (s *outdegSampler) prepare(ctx context.Context, threads int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.p != nil {
		return nil
	}
	where := make([]connectome.Position, s.g.N())
	for k, v := range s.leaves.order {
		where[v] = s.leaves.where[k]
	}
	pairs, err := s.bins.countPairs(ctx, threads, where)
	if err != nil {
		return err
	}
	p := make([]float64, s.bins.count)
	for k, connected := range s.bins.countConnections(s.g, where) {
		if pairs[k] > 0 {
			p[k] = float64(connected) / float64(2*pairs[k])
		}
	}
	s.bounds = make([]float64, len(p)*len(p))
	for a := range p {
		for b := a; b < len(p); b++ {
			s.bounds[a*len(p)+b] = slices.Max(p[a : b+1])
		}
	}
	s.p = p
	return nil
}

// Draw draws a graph.
func (s *outdegSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	ptr, from := s.g.OutCSR()
	idx := make([]uint32, len(from))
	workers := make([]*outdegWorker, run.Threads(threads))
	err := run.Parallel(ctx, threads, len(s.leaves.boxes), nil, func(worker, leaf int) error {
		if workers[worker] == nil {
			workers[worker] = s.newWorker()
		}
		w := workers[worker]
		w.enter(leaf)
		for k := s.leaves.starts[leaf]; k < s.leaves.starts[leaf+1]; k++ {
			v := s.leaves.order[k]
			w.rng = run.Rand(seed, index, streamRow, uint64(v))
			w.drawRow(idx[ptr[v]:ptr[v+1]], k)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return connectome.FromCSR(s.g.N(), slices.Clone(ptr), idx, nil)
}

// outdegWorker draws rows, one after another.
type outdegWorker struct {
	*outdegSampler
	rng   *rand.Rand
	leaf  aliasTable // draws the leaf of a target
	bound []float64  // by leaf: no p_bin in it is larger
	share []float64  // by leaf: bound times its neurons
	taken []bool     // by neuron
	keys  []rowKey
	order rowSorter
}

func (s *outdegSampler) newWorker() *outdegWorker {
	l := len(s.leaves.boxes)
	return &outdegWorker{outdegSampler: s, bound: make([]float64, l), share: make([]float64, l), taken: make([]bool, s.g.N())}
}

// enter gets ready to draw targets of the neurons of a leaf.
func (w *outdegWorker) enter(leaf int) {
	from, starts := w.leaves.boxes[leaf], w.leaves.starts
	for k, to := range w.leaves.boxes {
		lo, hi := from.span(to)
		w.bound[k] = w.bounds[w.bins.of(lo)*w.bins.count+w.bins.of(hi)]
		w.share[k] = w.bound[k] * float64(starts[k+1]-starts[k])
	}
	w.leaf.set(w.share) // false only if the leaf's neurons have no targets
}

// drawRow draws as many targets as row holds, ascending, for the neuron at place
// self of the leaves' order.
func (w *outdegWorker) drawRow(row []uint32, self int) {
	if len(row) == 0 {
		return
	}
	starts, at := w.leaves.starts, w.leaves.where[self]
	drawn := 0
	for tries := w.limit + 16*len(row); drawn < len(row); tries-- {
		if tries == 0 {
			w.drawRest(row, drawn, self)
			break
		}
		leaf := w.leaf.draw(w.rng.Uint64())
		k := starts[leaf]
		if n := starts[leaf+1] - k; n > 1 {
			k += int(w.rng.Uint32N(uint32(n)))
		}
		v := w.leaves.order[k]
		if k == self || w.taken[v] {
			continue
		}
		p, bound := w.p[w.bins.of(distance(at, w.leaves.where[k]))], w.bound[leaf]
		if p < bound && w.rng.Float64()*bound >= p {
			continue
		}
		w.taken[v] = true
		row[drawn] = v
		drawn++
	}
	for _, v := range row {
		w.taken[v] = false
	}
	w.order.sort(row, w.g.N())
}

// rowKey is the key of a neuron, exponential with mean 1/p_bin.
type rowKey struct {
	key    float64
	neuron uint32
}

// drawRest draws the rest of a row of which some are drawn.
func (w *outdegWorker) drawRest(row []uint32, drawn, self int) {
	w.keys = w.keys[:0]
	for k, v := range w.leaves.order {
		p := w.p[w.bins.of(distance(w.leaves.where[self], w.leaves.where[k]))]
		if k == self || w.taken[v] || p == 0 {
			continue
		}
		w.keys = append(w.keys, rowKey{exponential(w.rng.Uint64()) / p, v})
	}
	slices.SortFunc(w.keys, func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.neuron, b.neuron))
	})
	for k := range row[drawn:] {
		row[drawn+k] = w.keys[k].neuron
	}
}
