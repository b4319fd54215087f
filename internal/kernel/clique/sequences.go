package clique

import (
	"math/bits"
	"sync/atomic"
)

// Sequences counts the simplices inside rows by the types of all their vertices.
// A sequence of types t0, t1, … in the order in which vertices join is the number
// Σ t_i·Types^i.
type Sequences struct {
	Types  int
	Digits int // most types in a sequence; 0 means all
	Limit  int // largest number of sequences of one length that is kept
	Stop   *atomic.Bool

	Count [][]uint64 // [d][sequence of d+1 types]
	Over  bool       // sequences of more types than Limit allows were met

	small  [64]uint64
	mask   []uint64 // by type: which of the small set are of it
	power  []uint64 // Types^i
	frames []seqFrame
	budget int // nodes until Stop is looked at again
}

type seqFrame struct {
	list []uint32
	set  []uint64
}

// Row counts what begins with a sequence of the given number of types and goes on
// inside row i of m; of tells the types of m's vertices. It reports false if it was
// stopped.
func (s *Sequences) Row(m *Matrix, i int, of []uint32, sequence uint64, digits int) bool {
	row := m.Row(i)
	s.inside(m, row, popcount(row), of, sequence, digits, 0)
	return s.Stop == nil || !s.Stop.Load()
}

// Add adds n to the count of a sequence.
func (s *Sequences) Add(sequence uint64, digits int, n uint64) {
	if n > 0 && s.room(digits) {
		s.Count[digits-1][sequence] += n
	}
}

// Power returns Types^i, for i that Limit allows.
func (s *Sequences) Power(i int) uint64 {
	if len(s.power) == 0 {
		s.power = append(s.power, 1)
	}
	for len(s.power) <= i {
		s.power = append(s.power, s.power[len(s.power)-1]*uint64(s.Types))
	}
	return s.power[i]
}

// room makes sequences of that many types, and reports whether they are counted.
func (s *Sequences) room(digits int) bool {
	if s.Digits > 0 && digits > s.Digits {
		return false
	}
	for len(s.Count) < digits {
		size := s.Power(len(s.Count) + 1)
		if size > uint64(s.Limit) {
			s.Over = true
			return false
		}
		s.Count = append(s.Count, make([]uint64, size))
	}
	return true
}

func (s *Sequences) inside(m *Matrix, p []uint64, n int, of []uint32, sequence uint64, digits, depth int) {
	if n == 0 || !s.room(digits+1) {
		return
	}
	for len(s.frames) <= depth {
		s.frames = append(s.frames, seqFrame{})
	}
	f := &s.frames[depth]
	f.list = members(f.list[:0], p)
	if n <= 64 {
		compressList(&s.small, m, f.list)
		s.mask = zeroed(s.mask, s.Types)
		for a, j := range f.list {
			s.mask[of[j]] |= 1 << a
		}
		s.extend(^uint64(0)>>(64-n), sequence, digits)
		return
	}
	for k := range f.list {
		if stopped(s.Stop, &s.budget) {
			return
		}
		f := &s.frames[depth]
		j := f.list[k]
		next := sequence + uint64(of[j])*s.Power(digits)
		s.Count[digits][next]++
		f.set = grown(f.set, m.NW)
		size := and(f.set, p, m.Row(int(j)))
		s.inside(m, f.set, size, of, next, digits+1, depth+1)
	}
}

// extend counts the vertices of x, which complete simplices, by type, and goes on
// with each.
func (s *Sequences) extend(x uint64, sequence uint64, digits int) {
	if stopped(s.Stop, &s.budget) || !s.room(digits+1) {
		return
	}
	count, power := s.Count[digits], s.power[digits]
	for t, mask := range s.mask {
		y := x & mask
		if y == 0 {
			continue
		}
		next := sequence + uint64(t)*power
		count[next] += uint64(bits.OnesCount64(y))
		for ; y != 0; y &= y - 1 {
			if z := x & s.small[bits.TrailingZeros64(y)&63]; z != 0 {
				s.extend(z, next, digits+1)
			}
		}
	}
}
