package control

// ratioPrior is how many connections a cell has beside its own, at a ratio of 1 to
// what is expected: ratios of few connections stay near 1.
const ratioPrior = 4

// smoothing is the weights of a cell and its neighbours in a row: binomial, with a
// standard deviation of one cell, and whole numbers, so that sums are exact.
var smoothing = [5]int64{1, 4, 6, 4, 1}

// weights is the sum of the weights of smoothing along one axis.
const weights = 16

// smooth spreads counts over neighbouring cells along one axis. A cell is at
// (outer·length + k)·stride + inner.
func smooth(counts []int64, length, stride int) []int64 {
	out := make([]int64, len(counts))
	for i := range counts {
		k := i / stride % length
		for d, weight := range smoothing {
			if j := k + d - 2; j >= 0 && j < length {
				out[i] += weight * counts[i+(d-2)*stride]
			}
		}
	}
	return out
}

// marginal sums counts of blocks·middle·inner cells over the middle axis.
func marginal(counts []int64, middle, inner int) []int64 {
	out := make([]int64, len(counts)/middle)
	for i, x := range counts {
		out[i/(middle*inner)*inner+i%inner] += x
	}
	return out
}

// geometryTable is the probabilities of offsets: p = level · turn, of the depth of
// the source, the rise and the reach, and of the rise, the reach and the azimuth.
type geometryTable struct {
	level []float64 // by (depth·rises + rise)·reaches + reach
	turn  []float64 // by (rise·reaches + reach)·octants + octant
}

// fitGeometry fits probabilities to counts by cell:
//
//	p(depth, rise, reach, octant) = F · p0(rise, reach) · a(depth, rise, reach) · b(rise, reach, octant)
//
// p0 is the fraction of pairs connected; a and b are ratios of the connections that
// a cell holds to those that p0 expects there, (n + M)/(expected + M), which M
// connections more of each draw to 1. All counts are smoothed first. F makes Σp the
// number of connections.
func (o *offsets) fitGeometry(pairs, connected []int64, deep bool) (*geometryTable, *Fit) {
	plane := o.rises * o.reaches
	base := fractions(o.smoothed(connected, 1, 1), o.smoothed(pairs, 1, 1))
	turn := make([]float64, plane*octants)
	n, c := o.smoothed(pairs, 1, octants), o.smoothed(connected, 1, octants)
	for k := range turn {
		turn[k] = ratio(c[k], n[k], base[k/octants], weights*weights)
	}
	level := base
	if deep {
		level = make([]float64, o.depths*plane)
		n, c = o.smoothed(pairs, o.depths, 1), o.smoothed(connected, o.depths, 1)
		for k := range level {
			level[k] = float64(base[k%plane] * ratio(c[k], n[k], base[k%plane], weights*weights*weights))
		}
	}
	p := make([]float64, len(pairs))
	for i := range p {
		p[i] = min(1, float64(level[i/octants]*turn[i%(plane*octants)]))
		if pairs[i] == 0 {
			p[i] = 0
		}
	}
	factor := scaleTo(p, pairs, float64(sum(connected)))
	var all tally
	for i := range p {
		if pairs[i] > 0 {
			all.add(p[i], connected[i], pairs[i])
		}
	}
	for k := range level {
		level[k] = float64(level[k] * factor)
	}
	return &geometryTable{level: level, turn: turn}, all.fit(factor)
}

// smoothed returns counts summed over what is not told apart, either the depths or
// the octants or both, and smoothed along the rest but for the octants.
func (o *offsets) smoothed(counts []int64, depths, turns int) []int64 {
	if depths == 1 && o.depths > 1 {
		counts = marginal(counts, o.depths, o.rises*o.reaches*octants)
	}
	if turns == 1 {
		counts = marginal(counts, octants, 1)
	}
	counts = smooth(counts, o.rises, o.reaches*turns)
	counts = smooth(counts, o.reaches, turns)
	if depths > 1 {
		counts = smooth(counts, o.depths, o.rises*o.reaches*turns)
	}
	return counts
}

// ratio returns how many times as many connections there are as expected, of counts
// that are smoothed with weights of a sum.
func ratio(connected, pairs int64, p, weights float64) float64 {
	prior := ratioPrior * weights
	return (float64(connected) + prior) / (float64(p*float64(pairs)) + prior)
}

func sum(counts []int64) (total int64) {
	for _, x := range counts {
		total += x
	}
	return total
}
