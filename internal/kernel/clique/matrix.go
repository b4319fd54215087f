package clique

import (
	"math/bits"
	"unsafe"
)

// Matrix is a bit matrix in rows of whole words, as a rule square: bit j of row i
// tells that local vertex j goes on from local vertex i; then the diagonal is
// zero. The bits of a row beyond the last column are zero.
type Matrix struct {
	D    int      // rows
	NW   int      // words a row, a multiple of rowWords
	Bits []uint64 // row i is Bits[i*NW : (i+1)*NW], at a multiple of 64 bytes

	columns int
}

// Reset makes m a zero matrix of d rows and columns, reusing its memory.
func (m *Matrix) Reset(d int) { m.ResetTo(d, d) }

// ResetTo makes m a zero matrix, reusing its memory.
func (m *Matrix) ResetTo(rows, columns int) {
	m.D, m.columns = rows, columns
	m.NW = (columns + 64*rowWords - 1) / (64 * rowWords) * rowWords
	n := m.D * m.NW
	if cap(m.Bits) < n {
		m.Bits = aligned(n + n/4)[:n]
		return
	}
	m.Bits = m.Bits[:n]
	clear(m.Bits)
}

// Restrict keeps, of the rows of the vertices that are set in some, only the bits of
// those.
func (m *Matrix) Restrict(some []uint64) {
	for w, word := range some {
		for ; word != 0; word &= word - 1 {
			row := m.Row(w<<6 | bits.TrailingZeros64(word))
			for k := range some {
				row[k] &= some[k]
			}
		}
	}
}

// aligned returns n zero words that begin at a multiple of 64 bytes.
func aligned(n int) []uint64 {
	s := make([]uint64, n+7)
	skip := (-uintptr(unsafe.Pointer(unsafe.SliceData(s))) & 63) / 8
	return s[skip : int(skip)+n : int(skip)+n]
}

// used returns the number of words of a row that have columns.
func (m *Matrix) used() int { return (m.columns + 63) / 64 }

// Row returns row i.
func (m *Matrix) Row(i int) []uint64 { return m.Bits[i*m.NW : (i+1)*m.NW] }

// Set sets bit j of row i.
func (m *Matrix) Set(i, j int) { m.Bits[i*m.NW+j>>6] |= 1 << (j & 63) }

// Has reports bit j of row i.
func (m *Matrix) Has(i, j int) bool { return m.Bits[i*m.NW+j>>6]>>(j&63)&1 != 0 }

func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

func popcount(p []uint64) int {
	n := 0
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// members appends the vertices of p to list.
func members(list []uint32, p []uint64) []uint32 {
	for w, word := range p {
		for ; word != 0; word &= word - 1 {
			list = append(list, uint32(w<<6|bits.TrailingZeros64(word)))
		}
	}
	return list
}
