package topology

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// histogramSlope returns the slope of the least-squares line through log10 of
// H(k)/samples over the k ≥ 1 that occur, NaN for fewer than two of them.
func histogramSlope(h []uint64, samples int) float64 {
	var x, y []float64
	for k := 1; k < len(h); k++ {
		if h[k] > 0 {
			x = append(x, float64(k))
			y = append(y, math.Log10(float64(h[k])/float64(samples)))
		}
	}
	if len(x) < 2 {
		return math.NaN()
	}
	_, slope := stat.LinearRegression(x, y, nil, false)
	return slope
}

// controlsOf returns how many controls to draw: none where somata are nowhere.
func controlsOf(c *connectome.Connectome, opt Options) int {
	where := c.Cells.Positions()
	if where == nil {
		return 0
	}
	for _, p := range where {
		if x := p.X + p.Y + p.Z; math.IsNaN(x) || math.IsInf(x, 0) {
			return 0
		}
	}
	return max(opt.Samples, 0)
}

// addControls draws controls and compares the slopes.
func (r *CommonNeighbors) addControls(ctx context.Context, c *connectome.Connectome, opt Options, progress stages) error {
	sums, samples, err := controlHistograms(ctx, c, opt, progress)
	for k, d := range r.directions() {
		d.ControlSlope, d.SlopeBias = math.NaN(), math.NaN()
		if err != nil || samples == 0 {
			continue
		}
		for _, pairs := range sums[k] {
			d.Control = append(d.Control, float64(pairs)/float64(samples))
		}
		d.ControlSlope = histogramSlope(sums[k], samples)
		d.SlopeBias = defined(d.ControlSlope-d.Slope, d.ControlSlope)
	}
	return err
}

// controlHistograms returns the sums of the controls' histograms, of common targets and of
// common sources.
func controlHistograms(ctx context.Context, c *connectome.Connectome, opt Options, progress stages) (sums [2][]uint64, samples int, err error) {
	samples = controlsOf(c, opt)
	if samples == 0 {
		return sums, 0, nil
	}
	sampler, err := control.SamplerFor(control.DDOutdeg, c, connectome.Labels{})
	if err != nil {
		return sums, 0, err
	}
	start := []uint32{0, uint32(c.Graph.N())}
	for s := range samples {
		g, err := sampler.Draw(ctx, opt.Seed, uint64(s), opt.Threads)
		if err != nil {
			return sums, 0, err
		}
		for k := range sums {
			plan, err := countCommon(ctx, rowsOf(g, k == 1), start, opt.Threads, progress.stage(2+3*s+1+k))
			if err != nil {
				return sums, 0, err
			}
			sums[k] = addHistogram(sums[k], trimmed(plan.Histogram(0, 0)))
		}
	}
	return sums, samples, nil
}

// stages tells of work that is done in several equal pieces.
type stages struct {
	progress connectome.Progress
	count    int
}

// stage returns whom to tell of one piece.
func (s stages) stage(k int) connectome.Progress {
	if s.progress == nil {
		return nil
	}
	const parts = 1000
	return func(done, total int64) {
		s.progress(int64(k)*parts+int64(parts*float64(done)/float64(max(total, 1))), int64(s.count)*parts)
	}
}
