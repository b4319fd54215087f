package motifs

import (
	"context"
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/internal/run"
)

// inTurnEdges is the number of connections from which graphs are drawn one after
// another, each on all threads, rather than one on each thread: it bounds memory.
const inTurnEdges = 1 << 22

// SampleTriads returns mean, standard deviation (ddof 1) and covariances of the
// number of triads of each class over draws of a null model of g, instead of
// their exact values from [ExpectTriads]. The result is the same for any number
// of threads. Progress is in draws.
//
// Errors: fewer than two samples; labels that do not fit g under the pathway
// model; the context's.
func SampleTriads(ctx context.Context, model NullModel, g *connectome.Graph, labels connectome.Labels, samples int, seed uint64, opt Options) (*Expectation, error) {
	if _, err := ParseNullModel(string(model)); err != nil {
		return nil, err
	}
	s, err := control.NewSampler(model.Control(), g, labels)
	if err != nil {
		return nil, err
	}
	e, err := SampleTriadsOf(ctx, s, g, samples, seed, opt)
	if err != nil {
		return nil, err
	}
	e.Model = model
	return e, nil
}

// SampleTriadsOf is [SampleTriads] for any control model: s draws controls of g.
func SampleTriadsOf(ctx context.Context, s control.Sampler, g *connectome.Graph, samples int, seed uint64, opt Options) (*Expectation, error) {
	counts, err := drawCounts(ctx, s, g, samples, seed, opt)
	if err != nil {
		return nil, err
	}
	e := &Expectation{Samples: samples}
	for _, x := range counts {
		for t, n := range x {
			e.Mean[t] += float64(n)
		}
	}
	for t := range e.Mean {
		e.Mean[t] /= float64(samples)
	}
	for _, x := range counts {
		for i := range x {
			for j := range x {
				e.Covariance[i][j] += float64((float64(x[i]) - e.Mean[i]) * (float64(x[j]) - e.Mean[j]))
			}
		}
	}
	for i := range e.Covariance {
		for j := range e.Covariance[i] {
			e.Covariance[i][j] /= float64(samples - 1)
		}
		e.SD[i] = math.Sqrt(e.Covariance[i][i])
	}
	return e, nil
}

// drawCounts returns the census of each draw.
func drawCounts(ctx context.Context, s control.Sampler, g *connectome.Graph, samples int, seed uint64, opt Options) ([]Counts, error) {
	counts := make([]Counts, max(samples, 0))
	err := eachDraw(ctx, s, g, samples, seed, opt, func(i int, d *connectome.Graph, threads int) error {
		c, err := CountTriads(ctx, d, Options{Threads: threads})
		if err == nil {
			counts[i] = c.Counts
		}
		return err
	})
	return counts, err
}

// eachDraw calls count for every draw of a sampler, with the number of threads
// that it may use.
func eachDraw(ctx context.Context, s control.Sampler, g *connectome.Graph, samples int, seed uint64, opt Options, count func(i int, d *connectome.Graph, threads int) error) error {
	if samples < 2 {
		return fmt.Errorf("motifs: %d samples: a standard deviation needs at least 2", samples)
	}
	atOnce, threads := opt.Threads, 1
	if g.Connections() >= inTurnEdges {
		atOnce, threads = 1, opt.Threads
	}
	return run.Parallel(ctx, atOnce, samples, opt.Progress, func(_, i int) error {
		d, err := s.Draw(ctx, seed, uint64(i), threads)
		if err != nil {
			return err
		}
		return count(i, d, threads)
	})
}
