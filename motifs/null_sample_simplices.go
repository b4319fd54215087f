package motifs

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// SampleSimplices returns mean and standard deviation (ddof 1) of the numbers of
// directed simplices over draws of a null model of g; opt chooses what is
// counted. The result is the same for any number of threads. Progress is in
// draws.
//
// Errors: fewer than two samples; labels that do not fit g under the pathway
// model; those of [CountSimplices]; the context's.
func SampleSimplices(ctx context.Context, model NullModel, g *connectome.Graph, labels connectome.Labels, samples int, seed uint64, opt SimplexOptions) (*SimplexExpectation, error) {
	if _, err := ParseNullModel(string(model)); err != nil {
		return nil, err
	}
	s, err := control.NewSampler(model.Control(), g, labels)
	if err != nil {
		return nil, err
	}
	e, err := SampleSimplicesOf(ctx, s, g, samples, seed, opt)
	if err != nil {
		return nil, err
	}
	e.Model = model
	return e, nil
}

// SampleSimplicesOf is [SampleSimplices] for any control model: s draws controls
// of g.
func SampleSimplicesOf(ctx context.Context, s control.Sampler, g *connectome.Graph, samples int, seed uint64, opt SimplexOptions) (*SimplexExpectation, error) {
	counts := make([][]uint64, max(samples, 0))
	err := eachDraw(ctx, s, g, samples, seed, opt.Options, func(i int, d *connectome.Graph, threads int) error {
		each := opt
		each.Options = Options{Threads: threads}
		c, err := CountSimplices(ctx, d, each)
		if err == nil {
			counts[i] = c.Counts
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	e := &SimplexExpectation{Samples: samples}
	for _, c := range counts {
		for len(e.Mean) < len(c) {
			e.Mean = append(e.Mean, 0)
		}
	}
	e.SD = make([]float64, len(e.Mean))
	for k := range e.Mean {
		e.Mean[k], e.SD[k] = meanAndSD(samples, func(i int) float64 {
			if k < len(counts[i]) {
				return float64(counts[i][k])
			}
			return 0
		})
	}
	return e, nil
}

// meanAndSD returns mean and standard deviation (ddof 1) of n values.
func meanAndSD(n int, value func(i int) float64) (mean, sd float64) {
	for i := range n {
		mean += value(i)
	}
	mean /= float64(n)
	variance := 0.0
	for i := range n {
		d := value(i) - mean
		variance += float64(d * d)
	}
	return mean, math.Sqrt(variance / float64(n-1))
}
