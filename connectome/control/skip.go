package control

import (
	"math"
	"math/rand/v2"
)

// skipper walks over a sequence of cells and stops at each independently with
// probability p, at a cost that grows with the stops and not with the cells: the
// run of cells passed over is geometric, ⌊ln U / ln(1-p)⌋ for U uniform on (0, 1].
//
// Batagelj and Brandes 2005, https://doi.org/10.1103/PhysRevE.71.036113.
type skipper struct {
	rng   *rand.Rand
	scale float64 // -1 / ln(1-p); 0 for p = 1
	none  bool    // p = 0
}

func newSkipper(rng *rand.Rand, p float64) skipper {
	if p <= 0 {
		return skipper{none: true}
	}
	return skipper{rng: rng, scale: -1 / log1m(p)}
}

// next returns how many cells to pass over before the next stop. ok is false if
// there is no stop among the cells that are left, of which there are at most
// 2^63 (see maxNeurons).
func (s *skipper) next(left int64) (skip int64, ok bool) {
	if s.none {
		return 0, false
	}
	x := exponential(s.rng.Uint64()) * s.scale
	if x >= float64(left) {
		return 0, false
	}
	// Rounding may have made left one more than it is, or x a trifle less than 0,
	// which converts to 0. Signed numbers convert in one instruction.
	skip = int64(x)
	return skip, skip < left
}

// cell is a row and a column of a block, so that cells compare as they stand in
// it, row by row.
type cell uint64

func newCell(row, col uint64) cell { return cell(row<<32 | col) }

func (c cell) row() uint64 { return uint64(c >> 32) }
func (c cell) col() uint64 { return uint64(c & math.MaxUint32) }

// appendStops appends the cells at which the skipper stops in rows lo to hi-1 of
// width cells each, ascending.
func (s *skipper) appendStops(dst []cell, lo, hi, width uint64) []cell {
	left := int64((hi - lo) * width)
	row, col := lo, uint64(0)
	for {
		skip, ok := s.next(left)
		if !ok {
			return dst
		}
		left -= skip + 1
		col += uint64(skip)
		if col >= width {
			row += col / width
			col %= width
		}
		dst = append(dst, newCell(row, col))
		col++
	}
}
