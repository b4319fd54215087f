package control

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// gbOutdegSampler keeps the number of targets of each neuron of each type at each
// distance: neuron i has as many targets of type b whose somata are in a bin of
// distance from its own, and every such set of them is equally likely. That is the
// gb model within each row of the adjacency matrix, and so keeps what gb does and
// out-degrees. See [gbSampler] for the source.
//
// Targets of a type are proposed at random, and are drawn if their bin still lacks
// some. A row that rejects too many goes through all neurons of the type.
//
// Complexity: of a draw, at most N² distances, some 4 ns each, and about a third
// of that for a column; no memory to speak of besides the graph.
type gbOutdegSampler struct {
	g       *connectome.Graph
	labels  connectome.Labels
	ruler   ruler
	members [][]uint32              // the neurons of each type, ascending
	somata  [][]connectome.Position // theirs
	where   []connectome.Position
}

func newGBOutdegSampler(c *connectome.Connectome, opt Parameters) (*gbOutdegSampler, error) {
	blocks, err := CountBlocks(c.Graph, opt.Labels)
	if err != nil {
		return nil, err
	}
	s := &gbOutdegSampler{g: c.Graph, labels: opt.Labels, where: c.Cells.Positions()}
	if s.ruler, err = newRuler(opt.Bin, s.where); err != nil {
		return nil, err
	}
	s.members, s.somata = make([][]uint32, blocks.Types), make([][]connectome.Position, blocks.Types)
	for v, a := range opt.Labels.Of {
		s.members[a] = append(s.members[a], uint32(v))
		s.somata[a] = append(s.somata[a], s.where[v])
	}
	return s, nil
}

// Draw draws a graph.
func (s *gbOutdegSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	const rows = 32
	ptr, from := s.g.OutCSR()
	idx := make([]uint32, len(from))
	workers := make([]*gbRow, run.Threads(threads))
	err := run.Parallel(ctx, threads, (s.g.N()+rows-1)/rows, nil, func(worker, item int) error {
		if workers[worker] == nil {
			workers[worker] = s.newRow()
		}
		for v := item * rows; v < min(s.g.N(), (item+1)*rows); v++ {
			workers[worker].draw(run.Rand(seed, index, streamRow, uint64(v)), uint32(v), from[ptr[v]:ptr[v+1]], idx[ptr[v]:ptr[v+1]])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return connectome.FromCSR(s.g.N(), slices.Clone(ptr), idx, nil)
}

// gbRow draws rows, one after another.
type gbRow struct {
	*gbOutdegSampler
	rng     *rand.Rand
	missing []int32   // by type and bin: targets to draw
	lacking []int     // by type
	kinds   []uint32  // types that lack targets
	taken   []bool    // by neuron
	rows    [][]int32 // by bin: a sample of the neurons that are left, by place in their type
	seen    []uint32  // by bin: those that the sample is of
	order   rowSorter
}

func (s *gbOutdegSampler) newRow() *gbRow {
	t, bins := len(s.members), s.ruler.bins()
	return &gbRow{gbOutdegSampler: s, missing: make([]int32, t*bins), lacking: make([]int, t), taken: make([]bool, s.g.N()),
		rows: make([][]int32, bins), seen: make([]uint32, bins)}
}

// draw draws the targets of a neuron in the place of those that it has.
func (w *gbRow) draw(rng *rand.Rand, self uint32, have, row []uint32) {
	w.rng = rng
	w.kinds = w.kinds[:0]
	bins := w.ruler.bins()
	at := w.where[self]
	for _, v := range have {
		b := w.labels.Of[v]
		if w.lacking[b] == 0 {
			w.kinds = append(w.kinds, b)
		}
		w.lacking[b]++
		w.missing[int(b)*bins+w.ruler.of(squared(at, w.where[v]))]++
	}
	w.taken[self] = true
	drawn := row[:0]
	for _, b := range w.kinds {
		missing := w.missing[int(b)*bins : (int(b)+1)*bins]
		drawn = w.propose(drawn, at, b, missing)
		if w.lacking[b] > 0 {
			drawn = w.drawRest(drawn, at, b, missing)
		}
	}
	w.taken[self] = false
	for _, v := range drawn {
		w.taken[v] = false
	}
	w.order.sort(drawn, w.g.N())
}

// propose draws targets of a type by proposing neurons of it, of which there may be
// half as many as going through all of them would take the time of.
func (w *gbRow) propose(drawn []uint32, at connectome.Position, b uint32, missing []int32) []uint32 {
	some := w.somata[b]
	for tries := len(some) / 4; tries > 0 && w.lacking[b] > 0; tries-- {
		k := w.rng.Uint32N(uint32(len(some)))
		bin := w.ruler.of(squared(at, some[k]))
		if missing[bin] == 0 {
			continue
		}
		if v := w.members[b][k]; !w.taken[v] {
			w.taken[v] = true
			drawn = append(drawn, v)
			missing[bin]--
			w.lacking[b]--
		}
	}
	return drawn
}

// drawRest draws what is missing of a type, by a random sample of each bin's
// neurons that are left: Vitter's algorithm R, 1985,
// https://doi.org/10.1145/3147.3165.
func (w *gbRow) drawRest(drawn []uint32, at connectome.Position, b uint32, missing []int32) []uint32 {
	neurons := w.members[b]
	for k, p := range w.somata[b] {
		bin := w.ruler.of(squared(at, p))
		want := missing[bin]
		if want == 0 || w.taken[neurons[k]] {
			continue
		}
		w.seen[bin]++
		if len(w.rows[bin]) < int(want) {
			w.rows[bin] = append(w.rows[bin], int32(k))
		} else if x := w.rng.Uint32N(w.seen[bin]); x < uint32(want) {
			w.rows[bin][x] = int32(k)
		}
	}
	for bin, sample := range w.rows {
		for _, k := range sample {
			w.taken[neurons[k]] = true
			drawn = append(drawn, neurons[k])
		}
		w.rows[bin], w.seen[bin], missing[bin] = sample[:0], 0, 0
	}
	w.lacking[b] = 0
	return drawn
}
