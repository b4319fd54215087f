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
