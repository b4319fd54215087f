package synth

import "math"

// reach is how connections within a layer depend on the depths of the two cells:
// as a Gaussian of y_pre − y_post, of standard deviation sd around below, in µm.
// Axons of many cells go down, and dendrites up. The zero value does not depend
// on depth.
type reach struct{ sd, below float64 }

// leastVertical is the least share of connections that the vertical distance of
// two cells leaves, so that a small pathway can be filled.
const leastVertical = 1.0 / 32

// at is the share of connections that cells have whose depths differ by dy, y_post − y_pre in µm,
// relative to those that have most.
func (r reach) at(dy float64) float64 {
	if r.sd == 0 {
		return 1
	}
	t := (dy + r.below) / r.sd
	return max(leastVertical, math.Exp(-float64(t*t)/2))
}

// variances are relative variances that a reach brings to cells spread evenly over a
// layer: of the means over partners of senders and of receivers, and of pairs.
type variances struct{ out, in, pairs float64 }

// variances in a layer, from cells at 50 depths.
func (r reach) variances(layer depth) variances {
	const n = 50
	thickness := layer.high - layer.low
	var share [2*n + 1]float64 // by difference of depths
	for k := range share {
		share[k] = r.at(float64(k-n) / n * thickness)
	}
	var sum, out, in, square float64
	for a := range n {
		var sent, received float64
		for b := range n {
			g := share[n+b-a]
			sent += g
			received += share[n+a-b]
			square += float64(g * g)
		}
		sum += sent
		out += float64(sent * sent)
		in += float64(received * received)
	}
	return variances{
		out:   n*out/float64(sum*sum) - 1,
		in:    n*in/float64(sum*sum) - 1,
		pairs: n*n*square/float64(sum*sum) - 1,
	}
}

// slope is how a propensity towards another layer grows with depth,
//
//	x = s·e^(s·u) / (e^s − 1)
//
// for u from 0 at the bottom of the cell's layer to 1 at its top: of mean 1 and
// variance (s/2)·coth(s/2) − 1.
type slope float64

// flat is the slope below which there is none.
const flat = 1e-3

// slopeOf returns the slope, not negative, of that variance.
func slopeOf(variance float64) slope {
	low, high := 0.0, 2*(variance+2)
	for range 50 {
		s := (low + high) / 2
		if slope(s).variance() < variance {
			low = s
		} else {
			high = s
		}
	}
	return slope(low)
}

// variance of the propensity.
func (s slope) variance() float64 {
	if math.Abs(float64(s)) < flat {
		return 0
	}
	return float64(s/2)/math.Tanh(float64(s/2)) - 1
}

// at returns the propensity at depth u.
func (s slope) at(u float64) float64 {
	if math.Abs(float64(s)) < flat {
		return 1
	}
	return float64(s) * math.Exp(float64(s)*u) / math.Expm1(float64(s))
}
