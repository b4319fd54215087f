package motifs

import (
	"context"

	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// tasks is the number of work items that a count is cut into: many, so that the
// workers end together and a cancelled context is seen soon.
const tasks = 256

// method is how triangles are found; tests force it.
var method = triad.Automatic

// closedTriads counts the seven closed classes; the rest stay zero.
func closedTriads(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	switch plan := triad.Choose(g, method); plan.Method {
	case triad.ByStrips:
		return closedByStrips(ctx, g, plan, opt)
	case triad.ByFolds:
		return closedByFolds(ctx, g, plan, opt)
	default:
		return closedByScan(ctx, g, opt)
	}
}

// closedByStrips counts triangles of asymmetric pairs on rows of bits, and those
// with a mutual pair from the mutual pairs.
func closedByStrips(ctx context.Context, g *triad.Graph, plan triad.Plan, opt Options) (Counts, error) {
	s, err := fillStrips(ctx, triad.NewStrips(g, triad.NewLayout(g, nil, 1, plan.Natural), false), opt)
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
	cuts := triad.Spans(g.N, tasks, func(x int) int64 { return g.MutualWork(uint32(x)) })
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

// fillStrips lists the pairs of a graph.
func fillStrips(ctx context.Context, s *triad.Strips, opt Options) (*triad.Strips, error) {
	fillers := make([]triad.Filler, run.Threads(opt.Threads))
	return s, run.Parallel(ctx, opt.Threads, s.Chunks(), nil, func(w, chunk int) error {
		s.Fill(&fillers[w], chunk)
		return nil
	})
}

// closedByFolds finds every triangle singly, past a filter of folded rows.
func closedByFolds(ctx context.Context, g *triad.Graph, plan triad.Plan, opt Options) (Counts, error) {
	workers := make([]struct {
		triad.Counts
		_ [64]byte
	}, run.Threads(opt.Threads))
	err := eachTriangle(ctx, g, plan, opt, func(w int, _ *triad.Oriented, t *triad.Triangles) {
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
	o, err := orient(ctx, g, opt)
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

// eachTriangle hands every triangle to visit, in batches; worker tells which of
// the workers calls.
func eachTriangle(ctx context.Context, g *triad.Graph, plan triad.Plan, opt Options, visit func(worker int, o *triad.Oriented, t *triad.Triangles)) error {
	o, err := orient(ctx, g, opt)
	if err != nil {
		return err
	}
	if plan.Method == triad.ByFolds {
		f := triad.NewFolded(o, plan.Width)
		if err := run.Parallel(ctx, opt.Threads, f.Chunks(), nil, func(_, chunk int) error {
			f.Fill(chunk)
			return nil
		}); err != nil {
			return err
		}
		rows := make([]*triad.FoldedRows, run.Threads(opt.Threads))
		return run.Parallel(ctx, opt.Threads, f.Strips(), opt.Progress, func(w, item int) error {
			if rows[w] == nil {
				rows[w] = f.NewRows()
			}
			f.Find(rows[w], f.Strips()-1-item, func(t *triad.Triangles) { visit(w, o, t) })
			return nil
		})
	}
	cuts := triad.Spans(o.N, tasks, o.Work)
	scanners := make([]*triad.Scanner, run.Threads(opt.Threads))
	return run.Parallel(ctx, opt.Threads, len(cuts)-1, opt.Progress, func(w, item int) error {
		if scanners[w] == nil {
			scanners[w] = triad.NewScanner(o)
		}
		for u := cuts[item]; u < cuts[item+1]; u++ {
			scanners[w].Find(u, func(t *triad.Triangles) { visit(w, o, t) })
		}
		return nil
	})
}

// orient ranks the neurons and lists each pair at its lower rank.
func orient(ctx context.Context, g *triad.Graph, opt Options) (*triad.Oriented, error) {
	o := triad.NewOriented(g)
	cuts := triad.Spans(o.N, tasks, func(r int) int64 { return 16 + int64(g.Degree(o.Of[r])) })
	each := func(step func(lo, hi int)) error {
		return run.Parallel(ctx, opt.Threads, len(cuts)-1, nil, func(_, item int) error {
			step(cuts[item], cuts[item+1])
			return nil
		})
	}
	if err := each(func(lo, hi int) { o.Count(g, lo, hi) }); err != nil {
		return nil, err
	}
	o.Sum()
	return o, each(func(lo, hi int) { o.Fill(g, lo, hi) })
}
