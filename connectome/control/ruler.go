package control

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// maxRulerBins bounds the bins of distance, so that they fit a uint16.
const maxRulerBins = 1 << 15

// ruler puts distances into bins of equal width from 0 up: a squared distance is
// in bin k if (k·w)² ≤ it < ((k+1)·w)².
type ruler struct {
	width   float64
	perUnit float64
	ends    []float64 // (k·w)² for k = 0..bins, and +Inf
}

// newRuler makes bins of a width for the distances between some somata.
func newRuler(width float64, where []connectome.Position) (ruler, error) {
	r := ruler{width: width, perUnit: 1 / width}
	far := 0.0
	if len(where) > 0 {
		b := boxOf(where)
		far = length(b.hi.X-b.lo.X, b.hi.Y-b.lo.Y, b.hi.Z-b.lo.Z)
	}
	bins := far/width + 2
	if !(bins < maxRulerBins) {
		return r, fmt.Errorf("control: somata are %.3g µm apart, too far for bins of %v µm: give positions in µm, or wider bins", far, width)
	}
	for k := range int(bins) + 1 {
		end := float64(float64(k) * width)
		r.ends = append(r.ends, float64(end*end))
	}
	r.ends = append(r.ends, math.Inf(1))
	return r, nil
}

// bins returns the number of bins.
func (r *ruler) bins() int { return len(r.ends) - 1 }

// of returns the bin of a squared distance. A root is rounded correctly, and times
// the inverse of the width is off by a bin at most.
func (r *ruler) of(square float64) int {
	k := min(int(float64(math.Sqrt(square)*r.perUnit)), len(r.ends)-2)
	if square < r.ends[k] {
		k--
	} else if square >= r.ends[k+1] {
		k++
	}
	return k
}

// squared returns the squared distance between two somata in µm², as [distance]
// has it before the root.
func squared(p, q connectome.Position) float64 {
	x, y, z := p.X-q.X, p.Y-q.Y, p.Z-q.Z
	return float64(x*x) + float64(y*y) + float64(z*z)
}

// spanSquared is [box.span] of squared distances.
func (b *box) spanSquared(c *box) (lo, hi float64) {
	x0, x1 := apart(b.lo.X, b.hi.X, c.lo.X, c.hi.X)
	y0, y1 := apart(b.lo.Y, b.hi.Y, c.lo.Y, c.hi.Y)
	z0, z1 := apart(b.lo.Z, b.hi.Z, c.lo.Z, c.hi.Z)
	return float64(x0*x0) + float64(y0*y0) + float64(z0*z0), float64(x1*x1) + float64(y1*y1) + float64(z1*z1)
}

func checkPositions(model Model, where []connectome.Position) error {
	for v, p := range where {
		if x := p.X + p.Y + p.Z; math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("control: %s: neuron %d is at (%v, %v, %v): positions must be finite", model, v, p.X, p.Y, p.Z)
		}
	}
	return nil
}
