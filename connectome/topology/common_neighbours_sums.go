package topology

import "math"

// CommonSums is the common neighbours C_ij summed over the ordered pairs i ≠ j of a
// circuit or a pathway, and over those of them that i → j connects.
type CommonSums struct {
	Pairs, Connections uint64 // ordered pairs, and how many of them are connected
	All, Connected     uint64 // Σ C_ij over either
}

// Mean returns the mean number of common neighbours of a pair, NaN without pairs.
func (s CommonSums) Mean() float64 { return quotient(s.All, s.Pairs) }

// ConnectedMean returns the mean over connected pairs, NaN without any.
func (s CommonSums) ConnectedMean() float64 { return quotient(s.Connected, s.Connections) }

// UnconnectedMean returns the mean over pairs that are not connected, NaN without
// any.
func (s CommonSums) UnconnectedMean() float64 {
	return quotient(s.All-s.Connected, s.Pairs-s.Connections)
}

// Bias returns ConnectedMean/Mean; NaN without connections, and where no pair has
// a neighbour in common.
func (s CommonSums) Bias() float64 { return defined(s.ConnectedMean(), s.Mean()) }

// BiasUnconnected returns ConnectedMean/UnconnectedMean, NaN where one of them is
// undefined and where no unconnected pair has a neighbour in common.
func (s CommonSums) BiasUnconnected() float64 {
	return defined(s.ConnectedMean(), s.UnconnectedMean())
}

// defined returns a/b, NaN for b = 0.
func defined(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// orderedPairs returns n(n-1), the number of ordered pairs of two of n.
func orderedPairs(n uint64) uint64 { return n * (n - min(n, 1)) }

// add adds the sums of other pairs.
func (s *CommonSums) add(t CommonSums) {
	s.Pairs += t.Pairs
	s.Connections += t.Connections
	s.All += t.All
	s.Connected += t.Connected
}
