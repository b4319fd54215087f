package clique

import "math/bits"

// edgeIndex numbers the set bits of a matrix, row by row, and lists them.
type edgeIndex struct {
	m      *Matrix
	base   []uint32 // by row: the number of its first bit
	before []uint16 // by word: the set bits of the row before it
	cols   []uint16 // by set bit: its column; there are indexSlack more
}

// indexSlack is how many columns beyond the last may be read.
const indexSlack = 64

func (x *edgeIndex) build(m *Matrix) {
	x.m = m
	x.base, x.before = grown(x.base, m.D+1), grown(x.before, m.D*m.NW)
	words, at := (m.D+63)/64, 0
	for i := 0; i < m.D; {
		n := min(m.D-i, indexAtOnce)
		if need := at + n*m.D + indexSlack; need > len(x.cols) {
			x.cols = append(x.cols, make([]uint16, need)...)
		}
		at = x.rows(i, n, words, at)
		i += n
	}
	x.base[m.D] = uint32(at)
}

// indexAtOnce is how many rows are numbered before room for more is made.
const indexAtOnce = 16

// rowsGo numbers n rows from row i on, of which so many words are in use and whose bits
// begin with number at; it returns the number beyond the last.
func (x *edgeIndex) rowsGo(i, n, words, at int) int {
	m := x.m
	for ; n > 0; n-- {
		first := at
		x.base[i] = uint32(at)
		before := x.before[i*m.NW:][:words]
		for w, word := range m.Bits[i*m.NW:][:words] {
			before[w] = uint16(at - first)
			for ; word != 0; word &= word - 1 {
				x.cols[at] = uint16(w<<6 | bits.TrailingZeros64(word))
				at++
			}
		}
		i++
	}
	return at
}

// row returns the columns of the set bits of a row.
func (x *edgeIndex) row(i int) []uint16 { return x.cols[x.base[i]:x.base[i+1]] }

// at returns the number of bit j of row i, which must be set.
func (x *edgeIndex) at(i, j uint16) int {
	w := int(i)*x.m.NW + int(j>>6)
	return int(x.base[i]) + int(x.before[w]) + bits.OnesCount64(x.m.Bits[w]&(1<<(j&63)-1))
}
