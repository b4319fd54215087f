package motifs

import (
	"context"

	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// tasks is the number of work items that a count is cut into: many, so that the
// workers end together and a cancelled context is seen soon.
const tasks = 256

// closedTriads counts the seven closed classes; the rest stay zero.
func closedTriads(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	return closedByStrips(ctx, g, opt)
}

// closedByStrips counts triangles of asymmetric pairs on rows of bits, and those
// with a mutual pair from the mutual pairs.
func closedByStrips(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	s, err := fillStrips(ctx, triad.NewStrips(g, triad.NewLayout(g, nil, 1), false), opt)
	if err != nil {
		return Counts{}, err
	}
	workers := make([]struct {
		rows triad.Rows
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

// closedByScan finds every triangle by marking the neighbours of one neuron.
func closedByScan(ctx context.Context, g *triad.Graph, opt Options) (Counts, error) {
	o, err := orient(ctx, g, opt.Threads)
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
	if err != nil {
		return Counts{}, err
	}
	var c Counts
	for w := range workers {
		for code, n := range workers[w].Counts {
			c[lookup[code].triad] += n
		}
	}
	return c, nil
}

// orient ranks the neurons and lists each pair at its lower rank.
func orient(ctx context.Context, g *triad.Graph, threads int) (*triad.Oriented, error) {
	o := triad.NewOriented(g)
	cuts := triad.Spans(o.N, tasks, func(r int) int64 { return 16 + int64(g.Degree(o.Of[r])) })
	for _, step := range []func(lo, hi int){
		func(lo, hi int) { o.Count(g, lo, hi) },
		func(lo, hi int) { o.Fill(g, lo, hi) },
	} {
		err := run.Parallel(ctx, threads, len(cuts)-1, nil, func(_, item int) error {
			step(cuts[item], cuts[item+1])
			return nil
		})
		if err != nil {
			return nil, err
		}
		if o.Ptr[o.N] == 0 {
			o.Sum()
		}
	}
	return o, nil
}
