package synth

import (
	"math"
	"math/rand/v2"
)

// propensity says how much cells of an m-type differ in how readily they send
// and receive connections. Both are drawn from the same distribution of mean 1:
//
//	x = 1 + w·sign(t)·|t|^γ
//
// with t uniform in (−1, 1), whose variance is w²/(2γ + 1). It is bounded, unlike
// the log-normal: published numbers of simplices grow with dimension as they do
// where a few cells have twice the mean, not ten times.
type propensity struct {
	width    float64 // w, below 1
	exponent float64 // γ: 1 is uniform, less has more cells near both ends
}

// variance of the propensity.
func (p propensity) variance() float64 { return p.width * p.width / (2*p.exponent + 1) }

// of returns the propensity for t, rounded to 2^-20, so that machines whose
// powers differ in the last bit agree.
func (p propensity) of(t float64) float64 {
	const unit = 1 << 20
	return math.Round(unit*(1+float64(p.width*math.Copysign(math.Pow(math.Abs(t), p.exponent), t)))) / unit
}

// heterogeneity is what the kinds differ in: propensities in a reconstruction
// vary more than in a control, where only a cell's place matters. The numbers
// are chosen so that the whole column comes near the published numbers of
// directed simplices of mc0 and of its control.
var heterogeneity = struct {
	reconstruction, control propensity

	// own is the probability that a cell's propensity in a reconstruction is its
	// arbor's own, and has nothing to do with that in the controls.
	own float64
	// both is the probability that a cell receives as readily as it sends.
	both float64
}{
	reconstruction: propensity{width: 0.97, exponent: 1.05},
	control:        propensity{width: 0.97, exponent: 2.3},
	own:            0.5,
	both:           0.18,
}

// drawPropensities draws a cell's propensities. It draws as often for each kind.
func drawPropensities(rng *rand.Rand, kind Kind) (out, in float64) {
	h := &heterogeneity
	var place, own [2]float64 // t of sending and of receiving
	for k := range place {
		place[k], own[k] = 2*rng.Float64()-1, 2*rng.Float64()-1
	}
	isOwn, isBoth := rng.Float64() < h.own, rng.Float64() < h.both
	p := h.control
	if kind != Control {
		p = h.reconstruction
		if isOwn {
			place = own
		}
	}
	if isBoth {
		place[1] = place[0]
	}
	return p.of(place[0]), p.of(place[1])
}
