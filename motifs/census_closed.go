package motifs

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// tasks is the number of work items that a count is cut into: many, so that the
// workers end together and a cancelled context is seen soon.
const tasks = 256

// workers returns how kernels do work items side by side.
func (opt Options) workers(ctx context.Context) triad.Workers {
	each := func(progress connectome.Progress) func(int, func(worker, item int) error) error {
		return func(items int, do func(worker, item int) error) error {
			return run.Parallel(ctx, opt.Threads, items, progress, do)
		}
	}
	return triad.Workers{N: run.Threads(opt.Threads), Prepare: each(nil), Count: each(opt.Progress)}
}

// method is how triangles are found; tests force it.
var method = triad.Automatic

// closedTriads counts the seven closed classes; the rest stay zero.
func closedTriads(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	switch plan := triad.Choose(g, method); plan.Method {
	case triad.ByStrips:
		return closedByStrips(ctx, g, plan, opt)
	case triad.ByTiles:
		return closedByTiles(ctx, g, plan, opt)
	default:
		return closedByScan(ctx, g, opt)
	}
}

// closedByStrips counts triangles of asymmetric pairs on rows of bits, and those
// with a mutual pair from the mutual pairs.
func closedByStrips(ctx context.Context, g *triad.Graph, plan triad.Plan, opt Options) (Counts, error) {
	s, err := triad.NewStrips(g, triad.NewLayout(g, nil, 1, plan.Order)).Filled(opt.workers(ctx))
	if err != nil {
		return Counts{}, err
	}
	cuts, err := g.MutualSpans(opt.workers(ctx))
	if err != nil {
		return Counts{}, err
	}
	workers := make([]struct {
		rows *triad.Rows
		*triad.Marker
		triad.Plain
		triad.Mutual
		_ [64]byte
	}, run.Threads(opt.Threads))
	strips := s.Strips()
	err = run.Parallel(ctx, opt.Threads, strips+len(cuts)-1, opt.Progress, func(w, item int) error {
		k := &workers[w]
		if item < strips {
			if k.rows == nil {
				k.rows = s.NewRows()
			}
			s.CountPlain(k.rows, strips-1-item, &k.Plain)
			return nil
		}
		if k.Marker == nil {
			k.Marker = triad.NewMarker(g)
		}
		for x := cuts[item-strips]; x < cuts[item-strips+1]; x++ {
			k.CountMutual(uint32(x), &k.Mutual)
		}
		return nil
	})
	if err != nil {
		return Counts{}, err
	}
	var c Counts
	for w := range workers {
		k := &workers[w]
		c[T030T] += k.All - k.Cycles
		c[T030C] += k.Cycles
		c[T120D] += k.D
		c[T120U] += k.U
		c[T120C] += k.C
		c[T210] += k.Q
		c[T300] += k.K
	}
	c[T210] /= 2
	c[T300] /= 3
	return c, nil
}

// closedByTiles finds every triangle singly, in tiles.
func closedByTiles(ctx context.Context, g *triad.Graph, plan triad.Plan, opt Options) (Counts, error) {
	workers := make([]struct {
		triad.Counts
		_ [64]byte
	}, run.Threads(opt.Threads))
	err := g.EachTriangle(plan, opt.workers(ctx), func(w int, _ []uint32, t *triad.Triangles) {
		count := &workers[w].Counts
		for _, dyads := range t.Dyads {
			count[dyads&63]++
		}
	})
	var c Counts
	for w := range workers {
		c.addDyads(&workers[w].Counts)
	}
	return c, err
}

// closedByScan counts triangles by marking the neighbours of one neuron.
func closedByScan(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	o, err := g.Orient(opt.workers(ctx))
	if err != nil {
		return Counts{}, err
	}
	cuts := triad.Spans(o.N, tasks, o.Work)
	workers := make([]struct {
		*triad.Scanner
		triad.Counts
		_ [64]byte
	}, run.Threads(opt.Threads))
	err = run.Parallel(ctx, opt.Threads, len(cuts)-1, opt.Progress, func(w, item int) error {
		s := &workers[w]
		if s.Scanner == nil {
			s.Scanner = triad.NewScanner(o)
		}
		for u := cuts[item]; u < cuts[item+1]; u++ {
			s.Count(u, &s.Counts)
		}
		return nil
	})
	var c Counts
	for w := range workers {
		c.addDyads(&workers[w].Counts)
	}
	return c, err
}

// addDyads adds triangles that are counted by their dyads.
func (c *Counts) addDyads(count *triad.Counts) {
	for dyads, n := range count {
		c[lookup[dyads].triad] += n
	}
}
