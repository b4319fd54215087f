package synth

import (
	"math"
	"sync"
)

// model holds the numbers that no table gives. They are fitted, in this order,
// by the test of the build tag calibrate (see calibrate_test.go), to published
// numbers that docs/synthetic.md lists.
type model struct {
	// within are the reaches within each layer, in the order of layers, of
	// pathways that a pyramidal cell sends or receives; interneurons is that
	// among interneurons.
	within       [nLayers]reach
	interneurons reach
	// depth is the share that cells' depths have in the variance of their
	// propensities towards another layer.
	depth float64
	// control is the variance of propensities in a control beyond what depth
	// brings, relative to a reconstruction's. There cells only differ by what
	// comes with their place, here by their arbors.
	control float64
	// own is the probability that a cell's rank in a reconstruction is its
	// arbor's own, and has nothing to do with its rank in the controls.
	own float64
}

// fitted is the model in use.
var fitted = model{
	within: [nLayers]reach{
		{sd: 210, below: 60}, {sd: 160, below: 170}, {sd: 200}, {sd: 160}, {sd: 100},
	},
	interneurons: reach{sd: 100},
	depth:        0.35,
	control:      0.42,
	own:          0.5,
}

// tuned is a model with what follows from it and the published numbers.
type tuned struct {
	model
	pathways []tunedPathway
}

// tunedPathway is a published pathway with its profiles.
type tunedPathway struct {
	*pathway
	rate  [windows]float64 // the profile f at the windows' centers; see rates
	reach reach            // of g
}

var usual = sync.OnceValue(func() *tuned { return fitted.tune(numbers()) })

// tune works out the profiles of all pathways.
func (m *model) tune(pub *published) *tuned {
	t := &tuned{model: *m, pathways: make([]tunedPathway, len(pub.pathways))}
	for w := range pub.pathways {
		path := &pub.pathways[w]
		t.pathways[w] = tunedPathway{path, rates(path, m.secondMoment(path, pub.spreads)), m.reachOf(path)}
	}
	return t
}

// reachOf returns the vertical reach of a pathway within a layer, and none for
// others.
func (m *model) reachOf(w *pathway) reach {
	switch {
	case layerOf[w.pre] != layerOf[w.post]:
		return reach{}
	case !excitatory(w.pre) && !excitatory(w.post):
		return m.interneurons
	}
	return m.within[layerOf[w.pre]]
}

// secondMoment is the mean square of the rates of a pathway's pairs at one
// horizontal distance over their squared mean.
func (m *model) secondMoment(w *pathway, s *spreads) float64 {
	all := float64(1+s.out[w.pre][partner[w.post]]) * float64(1+s.in[w.post][partner[w.pre]])
	if layerOf[w.pre] != layerOf[w.post] {
		return all
	}
	layer := layers[layerOf[w.pre]].depth
	out, in := m.usualReach(w.pre).variances(layer).out, m.usualReach(w.post).variances(layer).in
	return all / float64((1+out)*(1+in)) * (1 + m.reachOf(w).variances(layer).pairs)
}

// usualReach is that within its layer of most of an m-type's connections with
// others of its class.
func (m *model) usualReach(t int) reach {
	if excitatory(t) {
		return m.within[layerOf[t]]
	}
	return m.interneurons
}

// propensity is the distribution of a cell's propensity given its rank and its
// depth.
type propensity struct {
	own   power
	slope slope
}

// propensities returns those of an m-type to send to a group of partners and to
// receive from it: of the published variances what depth does not bring is the
// cells' own.
func (m *model) propensities(kind Kind, c *column, t, g int) (send, receive propensity) {
	s := numbers().spreads
	var out, in float64 // what depth brings
	switch layer := layerOf[t]; layer {
	case partnerLayer[g]:
		by := m.usualReach(t).variances(c.depth[t])
		out, in = by.out, by.in
	default:
		out, in = m.depth*s.out[t][g], m.depth*s.in[t][g]
		send.slope, receive.slope = slopeOf(out), slopeOf(in)
		if partnerLayer[g] < layer {
			send.slope, receive.slope = -send.slope, -receive.slope
		}
	}
	less := 1.0
	if kind == Control {
		less = m.control
	}
	send.own = powerOf(less * rest(s.out[t][g], out))
	receive.own = powerOf(less * rest(s.in[t][g], in))
	return send, receive
}

// leastOwn is the least variance of the cells' own.
const leastOwn = 0.01

// rest is what of a variance, of a product of two factors of mean 1, is left
// when one of them is taken off.
func rest(variance, part float64) float64 {
	return max(leastOwn, (1+variance)/(1+part)-1)
}

// of returns the propensity of a cell of that rank, at that share of its layer's
// thickness from below, rounded to 2^-20, so that machines whose powers differ
// in the last bit agree.
func (p propensity) of(rank, depth float64) float64 {
	const unit = 1 << 20
	x := p.own.of(rank) * p.slope.at(depth)
	return max(leastPropensity, math.Round(unit*x)/unit)
}
