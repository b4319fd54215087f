package topology

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// Innervation is how many inputs every neuron gets from excitatory and from
// inhibitory neurons of the circuit, and how constant their ratio is. Inputs from
// neurons of unknown class are in neither.
type Innervation struct {
	FromE, FromI []int64 // k_E and k_I by neuron

	// SynapsesE and SynapsesI are the sums of the weights of these connections,
	// their synapses; nil if the graph has no weights.
	SynapsesE, SynapsesI []float64

	Groups []InnervationGroup // all, each m-type, layer and class

	cells *connectome.Cells
}

// InnervationGroup is the inputs of a group's neurons.
type InnervationGroup struct {
	Group
	Connections Balance
	Synapses    *Balance // nil if the graph has no weights
}

// Balance is how excitation x and inhibition y of some neurons go together. A
// number that is not defined is NaN: of no neurons, deviations of fewer than two,
// correlation and regression of what does not vary.
type Balance struct {
	MeanE, MeanI float64
	SDE, SDI     float64 // ddof 1

	// The ratio x/y of the neurons with y > 0, and how many have none.
	RatioMean, RatioSD, RatioMedian float64
	RatioCV                         float64 // RatioSD / RatioMean
	RatioUndefined                  int64

	Pearson          float64 // correlation of x and y
	Slope, Intercept float64 // least squares of inhibition on excitation: y = Intercept + Slope·x
}

// Innervations counts excitatory and inhibitory inputs. In the microcircuit's
// excitatory neurons inhibition follows excitation, so that their ratio is about
// constant (Gal et al. 2017, https://doi.org/10.1038/nn.4576).
//
// Complexity: O(N log N + E). Memory: 24 bytes a neuron, 40 with weights.
//
// Errors: an [*Unavailable] if no neuron has a class; the context's.
func Innervations(ctx context.Context, c *connectome.Connectome, opt Options) (*Innervation, error) {
	if !classesKnown(c.Cells) {
		return nil, &Unavailable{MeasureInnervation, "no m-type is known to be excitatory or inhibitory: give a table with --cell-types"}
	}
	r := &Innervation{cells: c.Cells}
	var err error
	if r.FromE, r.FromI, err = inputsByClass(ctx, c, opt); err != nil {
		return nil, err
	}
	connections := [2][]float64{floatsOf(r.FromE), floatsOf(r.FromI)}
	if c.Graph.Weighted() {
		r.SynapsesE, r.SynapsesI = synapsesByClass(c)
	}
	for _, p := range populations(c.Cells) {
		g := InnervationGroup{Group: p.Group, Connections: balanceOf(connections[0], connections[1], p.neurons)}
		if c.Graph.Weighted() {
			b := balanceOf(r.SynapsesE, r.SynapsesI, p.neurons)
			g.Synapses = &b
		}
		r.Groups = append(r.Groups, g)
	}
	return r, ctx.Err()
}

func measureInnervation(ctx context.Context, a *analysis) (Result, error) {
	return Innervations(ctx, a.c, a.opt)
}

// classesKnown reports whether any neuron is known to be excitatory or inhibitory.
func classesKnown(cells *connectome.Cells) bool {
	return slices.ContainsFunc(cells.Classes().Names, func(name string) bool { return name != "" })
}

// classCodes returns the class of each neuron.
func classCodes(cells *connectome.Cells) []connectome.Class {
	class := make([]connectome.Class, cells.N())
	for v := range class {
		class[v] = cells.Class(uint32(v))
	}
	return class
}

// inputsByClass counts the inputs of each neuron from E and from I.
func inputsByClass(ctx context.Context, c *connectome.Connectome, opt Options) (fromE, fromI []int64, err error) {
	const tasks = 64
	n, class := c.Graph.N(), classCodes(c.Cells)
	fromE, fromI = make([]int64, n), make([]int64, n)
	cuts := triad.Spans(n, tasks, func(v int) int64 { return 8 + int64(len(c.Graph.In(uint32(v)))) })
	return fromE, fromI, run.Parallel(ctx, opt.Threads, len(cuts)-1, opt.Progress, func(_, item int) error {
		for v := uint32(cuts[item]); v < uint32(cuts[item+1]); v++ {
			var count [3]int64
			for _, u := range c.Graph.In(v) {
				count[class[u]]++
			}
			fromE[v], fromI[v] = count[connectome.Excitatory], count[connectome.Inhibitory]
		}
		return nil
	})
}

// synapsesByClass adds up the weights of each neuron's inputs from E and from I, in
// the order of their sources.
func synapsesByClass(c *connectome.Connectome) (fromE, fromI []float64) {
	n, class := c.Graph.N(), classCodes(c.Cells)
	var sum [3][]float64
	for k := range sum {
		sum[k] = make([]float64, n)
	}
	for u := range uint32(n) {
		to := sum[class[u]]
		weights := c.Graph.OutWeights(u)
		for i, v := range c.Graph.Out(u) {
			to[v] += weights[i]
		}
	}
	return sum[connectome.Excitatory], sum[connectome.Inhibitory]
}

func floatsOf(x []int64) []float64 {
	f := make([]float64, len(x))
	for i := range x {
		f[i] = float64(x[i])
	}
	return f
}

// balanceOf describes excitation and inhibition of some neurons.
func balanceOf(excitation, inhibition []float64, neurons []uint32) Balance {
	x, y := make([]float64, len(neurons)), make([]float64, len(neurons))
	var ratios []float64
	for i, v := range neurons {
		x[i], y[i] = excitation[v], inhibition[v]
		if y[i] != 0 {
			ratios = append(ratios, x[i]/y[i])
		}
	}
	b := Balance{RatioUndefined: int64(len(neurons) - len(ratios)), RatioMedian: medianOf(ratios),
		Pearson: math.NaN(), Slope: math.NaN(), Intercept: math.NaN()}
	b.MeanE, b.SDE = sampleMoments(x)
	b.MeanI, b.SDI = sampleMoments(y)
	b.RatioMean, b.RatioSD = sampleMoments(ratios)
	b.RatioCV = b.RatioSD / b.RatioMean
	if varies(x) {
		b.Intercept, b.Slope = stat.LinearRegression(x, y, nil, false)
		if varies(y) {
			b.Pearson = stat.Correlation(x, y, nil)
		}
	}
	return b
}

// varies reports whether not all numbers are equal; rounding could not tell.
func varies(x []float64) bool { return len(x) > 0 && slices.Min(x) != slices.Max(x) }

// sampleMoments returns mean and standard deviation (ddof 1); NaN for too few
// numbers.
func sampleMoments(x []float64) (mean, sd float64) {
	switch {
	case len(x) == 0:
		return math.NaN(), math.NaN()
	case len(x) == 1:
		return x[0], math.NaN()
	case !varies(x):
		return x[0], 0
	}
	return stat.MeanStdDev(x, nil)
}

func medianOf(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(x))
	return sorted[(len(x)-1)/2]/2 + sorted[len(x)/2]/2
}

// Scalars lists, for all neurons and for those of each m-type, layer and class, the
// numbers of a [Balance]; those of synapses begin with synapses_, and are listed if
// the graph has weights.
func (r *Innervation) Scalars() Scalars {
	var s Scalars
	for _, g := range r.Groups {
		g.Connections.addTo(&s, g.Group, "", "k_")
		if g.Synapses != nil {
			g.Synapses.addTo(&s, g.Group, "synapses_", "synapses_")
		}
	}
	return s
}

func (b *Balance) addTo(s *Scalars, g Group, prefix, of string) {
	for _, x := range []struct {
		statistic string
		value     float64
	}{
		{of + "E_mean", b.MeanE}, {of + "E_sd", b.SDE}, {of + "I_mean", b.MeanI}, {of + "I_sd", b.SDI},
		{prefix + "ratio_mean", b.RatioMean}, {prefix + "ratio_sd", b.RatioSD}, {prefix + "ratio_median", b.RatioMedian},
		{prefix + "ratio_cv", b.RatioCV}, {prefix + "ratio_undefined", float64(b.RatioUndefined)},
		{prefix + "pearson", b.Pearson}, {prefix + "slope", b.Slope}, {prefix + "intercept", b.Intercept},
	} {
		s.Add(g, x.statistic, x.value)
	}
}

// Tables returns innervation, a row for every neuron.
func (r *Innervation) Tables() []connectome.Table {
	n := len(r.FromE)
	undefined := make([]float64, n)
	for v := range undefined {
		undefined[v] = math.NaN()
	}
	columns := append(r.cells.NeuronColumns("neuron", allNeurons(n)),
		connectome.Ints("k_E", r.FromE), connectome.Ints("k_I", r.FromI),
		connectome.Floats("ratio", ratiosOf(floatsOf(r.FromE), floatsOf(r.FromI))))
	synapses := [][]float64{undefined, undefined, undefined}
	if r.SynapsesE != nil {
		synapses = [][]float64{r.SynapsesE, r.SynapsesI, ratiosOf(r.SynapsesE, r.SynapsesI)}
	}
	for i, name := range []string{"synapses_E", "synapses_I", "synapses_ratio"} {
		columns = append(columns, connectome.Floats(name, synapses[i]))
	}
	return []connectome.Table{connectome.NewTable("innervation", columns...)}
}

// ratiosOf divides, NaN where the denominator is 0.
func ratiosOf(a, b []float64) []float64 {
	r := make([]float64, len(a))
	for i := range a {
		r[i] = math.NaN()
		if b[i] != 0 {
			r[i] = a[i] / b[i]
		}
	}
	return r
}
