package synth

import "math"

// tailLength is the distance in µm over which connection probability falls to
// 1/e beyond the last published window.
const tailLength = 100

// rates turns the published probabilities of a pathway into the profile f of
// its rates: a rate λ connects with probability 1 − exp(−λ), which is less than
// λ by λ²/2, in the mean by secondMoment·f²/2. The correction is no more than a
// factor of mostSaturated.
func rates(w *pathway, secondMoment float64) [windows]float64 {
	f := sharpen(w)
	for k, p := range f {
		f[k] = float64(p * min(mostSaturated, 1+float64(p*secondMoment/2)))
	}
	return f
}

const mostSaturated = 1.5

// sharpen turns the means of a pathway's probability over windows into its
// values at their centers. Where the curve bends they differ: the mean of one
// that is linear between centers is (f₋ + 2f + f₊)/4. One step of correction is
// enough. Small pathways are left as they are: their curves are noise.
func sharpen(w *pathway) [windows]float64 {
	f := w.prob
	if w.connections < largePathway {
		return f
	}
	for k := 3; k+1 < windows; k++ {
		mean := (w.prob[k-1] + float64(2*w.prob[k]) + w.prob[k+1]) / 4
		if mean > 0 {
			f[k] *= w.prob[k] / mean
		}
	}
	return f
}

// at returns the connection probability of a profile at a horizontal distance
// of d µm: linear between the middles of the windows, constant before the first,
// falling exponentially after the last.
func at(prob *[windows]float64, d float64) float64 {
	basis, k := weightsAt(d)
	p := basis[0] * prob[k]
	if k+1 < windows {
		p += float64(basis[1] * prob[k+1])
	}
	return p
}

// weightsAt returns the weights by which windows k and k+1 enter the
// probability at distance d.
func weightsAt(d float64) (weight [2]float64, k int) {
	last := windows - 1
	switch {
	case d <= centers[0]:
		return [2]float64{1, 0}, 0
	case d >= centers[last]:
		return [2]float64{math.Exp((centers[last] - d) / tailLength), 0}, last
	}
	switch {
	case d >= centers[2]: // from here on, windows lie 25 µm apart
		k = int(d / 25)
	case d >= centers[1]:
		k = 1
	}
	t := (d - centers[k]) / (centers[k+1] - centers[k])
	return [2]float64{1 - t, t}, k
}

// rings is the number of rings of lattice points around the middle of the
// column that stand for all places in it; 12 rings are 469 points.
const rings = 12

// meanWeights returns the weight of each window in the mean of a profile over
// all pairs of places in a column of that radius in µm.
func meanWeights(radius float64) (mean [windows]float64) {
	const points = 3*rings*rings + 3*rings + 1
	// The lattice cells of all points together are as large as the hexagon.
	step := radius * math.Sqrt(3/float64(points))
	var x, z []float64
	for q := -rings; q <= rings; q++ {
		for r := max(-rings, -q-rings); r <= min(rings, -q+rings); r++ {
			x = append(x, step*float64(q)*math.Sqrt(3)/2)
			z = append(z, step*(float64(r)+float64(q)/2))
		}
	}
	for i := range x {
		for j := range i + 1 {
			w, k := weightsAt(distance(x[i]-x[j], z[i]-z[j]))
			share := 2.0
			if i == j {
				share = 1
			}
			mean[k] += share * w[0]
			if k+1 < windows {
				mean[k+1] += share * w[1]
			}
		}
	}
	for k := range mean {
		mean[k] /= points * points
	}
	return mean
}

// distance is the length of a horizontal offset. The conversions keep compilers
// from fusing the products into the sum, so that every machine gets the same.
func distance(dx, dz float64) float64 {
	return math.Sqrt(float64(dx*dx) + float64(dz*dz))
}

// dot weighs the windows of a profile.
func dot(weight, prob *[windows]float64) (sum float64) {
	for k := range weight {
		sum += float64(weight[k] * prob[k])
	}
	return sum
}

// lookup is a profile in steps of lookupStep µm, with its upper bounds.
type lookup struct {
	p     []float32 // p[k]: probability at distance (k+1/2)·lookupStep
	bound []float32 // bound[k]: the largest of p[k:]
}

const lookupStep = 2.0

// leastShare of a profile's largest probability is the least at any distance:
// published profiles hold zeros where seven instances had no connection, which
// does not make one impossible.
const leastShare = 1e-4

// fill tabulates a profile up to a distance of reach µm, which for tiles is the
// diagonal of the square around the column.
func (l *lookup) fill(prob *[windows]float64, reach float64) {
	steps := int(reach/lookupStep) + 2
	l.p, l.bound = resize(l.p, steps), resize(l.bound, steps)
	largest := float32(0)
	for k := range steps {
		l.p[k] = float32(at(prob, (float64(k)+0.5)*lookupStep))
		largest = max(largest, l.p[k])
	}
	bound := float32(0)
	for k := steps - 1; k >= 0; k-- {
		l.p[k] = max(l.p[k], largest*leastShare)
		bound = max(bound, l.p[k])
		l.bound[k] = bound
	}
}

// resize returns a slice of n items, s itself if it has room.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
