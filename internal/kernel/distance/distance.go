// Package distance puts the distances between points into bins, and fits
// exponentials to what depends on them. It works on plain slices.
//
// A squared distance is dx² + dz² + dy², of float64 differences, squares and sums
// in that order, none of them fused; a horizontal one leaves dy² out. It falls into
// bin k if (k·w)² ≤ it < ((k+1)·w)² for bins of width w. Both ends are whole
// numbers, and so exact: bins are the same on every machine.
package distance

import "math"

// Width is the width of a bin.
const Width = 25

// MaxBins is the largest number of bins: roots taken in single precision are then
// off by one bin at most.
const MaxBins = 1 << 16

// Points is points in space, coordinate by coordinate; y is vertical.
type Points struct{ X, Y, Z []float64 }

// Slice returns points lo to hi-1.
func (p Points) Slice(lo, hi int) Points { return Points{p.X[lo:hi], p.Y[lo:hi], p.Z[lo:hi]} }

// Squares returns the squared horizontal and the squared distance.
func Squares(dx, dy, dz float64) (horizontal, all float64) {
	horizontal = float64(dx*dx) + float64(dz*dz)
	return horizontal, horizontal + float64(dy*dy)
}

// Bins tells the bins of squared distances: bin k is [Bins[k], Bins[k+1]).
type Bins []float64

// NewBins returns n bins, at most [MaxBins], and one to spare.
func NewBins(n int) Bins {
	b := make(Bins, n+2)
	for k := range b {
		b[k] = Width * Width * float64(k) * float64(k)
	}
	return b
}

// Factors that turn a distance into a bin, rounded towards 0: a little less than
// 1/Width, by more than roots and products can be off (4·2^-53 and 4·2^-24), so that
// the bin is the right one or, seldom, the one before.
const (
	perWidth   = (1 - 1e-12) / Width
	perWidth32 = (1 - 1e-6) / Width // of a distance in single precision; MaxBins·1e-6 < 1
)

// Of returns the bin of a squared distance that is in one of the bins.
func (b Bins) Of(square float64) int { return b.settle(int(math.Sqrt(square)*perWidth), square) }

// settle takes the next bin if k is one too low.
func (b Bins) settle(k int, square float64) int {
	if square >= b[k+1] {
		k++
	}
	return k
}

// Count adds, for each point of p, one to the bin of its distance from (x, y, z),
// and one to that of its horizontal distance. It returns the sum of the distances,
// added in order. A distance beyond the bins panics.
//
// The root of the horizontal one serves its bin alone, so that single precision
// does. On Zen 3 this takes 5 ns a point, of which the two roots are the most.
func (b Bins) Count(p Points, x, y, z float64, all, horizontal []uint32) (sum float64) {
	px := p.X
	py, pz := p.Y[:len(px)], p.Z[:len(px)]
	for i := range px {
		h, e := Squares(px[i]-x, py[i]-y, pz[i]-z)
		d := math.Sqrt(e)
		sum += d
		all[b.settle(int(d*perWidth), e)]++
		horizontal[b.settle(int(float32(math.Sqrt(float64(float32(h))))*perWidth32), h)]++
	}
	return sum
}
