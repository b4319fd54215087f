package control

import (
	"context"
	"math"
)

// Fitted is a sampler of a model whose probabilities are fitted to all ordered
// pairs of different neurons, connected or not.
type Fitted interface {
	Sampler
	// Fit tells how well the model fits. The first call, like the first draw, counts
	// all pairs.
	Fit(ctx context.Context, threads int) (*Fit, error)
}

var (
	_ Fitted = (*distanceSampler)(nil)
	_ Fitted = (*geometrySampler)(nil)
)

// Fit is how well probabilities fit a connectome.
type Fit struct {
	Pairs       int64   // ordered pairs of different neurons
	Connections int64   // E
	Expected    float64 // Σp: connections of a draw on average
	LogLoss     float64 // -Σ (ln p of those connected + ln(1-p) of the others) / pairs, in nats; +Inf if one has p = 0 or 1 and is otherwise
	GNPLogLoss  float64 // that of one probability for all, E / pairs
	Factor      float64 // by which the fitted p are multiplied so that Σp = E; NaN where curves have their own

	Curves []Curve // of dd2 and dd3
}

// Curve is a fit p = A·e^{-B·d} at a distance of d µm, of which a model has
// p·Factor.
type Curve struct {
	Pre, Post string  // types; empty for all
	Side      string  // of the target: "above" (or level), "below" or "" for both
	A         float64 // at distance 0
	B         float64 // per µm
	RMS       float64 // root mean square of what is left, over the bins; NaN for those not fitted
	Factor    float64 // makes Σp the number of connections of the pairs fitted
}

// tally adds pairs of one probability up.
type tally struct {
	pairs, connections int64
	expected, loss     float64
}

func (t *tally) add(p float64, connected, pairs int64) {
	t.pairs += pairs
	t.connections += connected
	t.expected += float64(p * float64(pairs))
	t.loss += logLoss(p, connected, pairs)
}

// fit returns what was added up.
func (t *tally) fit(factor float64) *Fit {
	f := &Fit{Pairs: t.pairs, Connections: t.connections, Expected: t.expected, Factor: factor, LogLoss: math.NaN(), GNPLogLoss: math.NaN()}
	if t.pairs > 0 {
		f.LogLoss = t.loss / float64(t.pairs)
		f.GNPLogLoss = logLoss(float64(t.connections)/float64(t.pairs), t.connections, t.pairs) / float64(t.pairs)
	}
	return f
}

// logLoss returns -k ln p - (n-k) ln(1-p).
func logLoss(p float64, k, n int64) float64 {
	loss := 0.0
	if k > 0 {
		loss -= float64(k) * math.Log(p)
	}
	if n > k {
		loss -= float64(n-k) * math.Log1p(-p)
	}
	return loss
}

// scaleTo multiplies probabilities of numbers of pairs so that Σp is what is wanted,
// leaving none above 1, and returns by what. Where no factor will do, all that are
// not 0 come to 1.
func scaleTo(p []float64, pairs []int64, want float64) (factor float64) {
	factor = 1
	for range 100 {
		sum, full := 0.0, 0.0 // of those below 1, and of those at it
		for k, x := range p {
			if x = float64(x * factor); x < 1 {
				sum += float64(x * float64(pairs[k]))
			} else {
				full += float64(pairs[k])
			}
		}
		if sum <= 0 || want <= full {
			if full <= want || sum+full <= 0 {
				break
			}
			factor = float64(factor * (want / (sum + full)))
			continue
		}
		ratio := (want - full) / sum
		factor = float64(factor * ratio)
		if math.Abs(ratio-1) < 1e-14 {
			break
		}
	}
	for k, x := range p {
		p[k] = min(float64(x*factor), 1)
	}
	return factor
}

// expOf returns e^x by its series for x / 2^n, squared n times: the same on every
// processor, unlike the standard library's. Relative error some 1e-16·|x|·32.
func expOf(x float64) float64 {
	if x < -700 {
		return 0
	}
	n := 0
	for math.Abs(x) > 1.0/32 {
		x /= 2
		n++
	}
	sum := 1.0
	for k := 9; k >= 1; k-- {
		sum = 1 + float64(x*sum)/float64(k)
	}
	for range n {
		sum = float64(sum * sum)
	}
	return sum
}
