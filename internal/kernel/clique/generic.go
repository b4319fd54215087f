package clique

import "math/bits"

// compress makes dst[:n] the matrix of the n ≤ 64 vertices in p alone: bit b of
// dst[a] is bit j of row i of m, where i and j are the a-th and b-th vertex of p.
func compress(dst *[64]uint64, m *Matrix, p []uint64, n int) {
	var member [64]int32
	k := 0
	for w, word := range p {
		for ; word != 0; word &= word - 1 {
			member[k&63] = int32(w<<6 | bits.TrailingZeros64(word))
			k++
		}
	}
	for a, i := range member[:n] {
		row := m.Row(int(i))
		out, shift := uint64(0), 0
		for w, word := range p {
			if x := word & row[w]; x != 0 {
				out |= extract(x, word) << (shift & 63)
			}
			shift += bits.OnesCount64(word)
		}
		dst[a&63] = out
	}
}

// extract gathers the bits of x at the set bits of mask, lowest first, for x a
// subset of mask: the instruction PEXT. It takes a step for each set bit of x.
func extract(x, mask uint64) (out uint64) {
	for ; x != 0; x &= x - 1 {
		low := x & -x
		out |= 1 << bits.OnesCount64(mask&(low-1))
	}
	return out
}

// connectionsIn returns the number of connections of m inside p: the sum over its vertices
// of the set bits that their rows share with p.
func connectionsIn(m *Matrix, p []uint64) (sum uint64) {
	for w, word := range p {
		for ; word != 0; word &= word - 1 {
			row := m.Row(w<<6 | bits.TrailingZeros64(word))
			n := 0
			for k, x := range p {
				n += bits.OnesCount64(x & row[k])
			}
			sum += uint64(n)
		}
	}
	return sum
}

// gatherGeneric is the loop that gather64 and gather128 equal, for rows of
// stride words: it picks the part's bits out of each row listed, shifted, and
// stores them in dst, every step-th word, or adds them if shift is not 0.
func gatherGeneric(dst []uint64, step int, list []uint32, base []uint64, stride int, p *part, shift int) {
	for k, v := range list {
		row := base[int(v)*stride:]
		x := uint64(0)
		for j := range p.n {
			byteOf := row[p.index[j]>>3] >> (8 * (p.index[j] & 7))
			if byte(byteOf)&p.mask[j] != 0 {
				x |= 1 << j
			}
		}
		if shift == 0 {
			dst[k*step] = x
		} else {
			dst[k*step] |= x << shift
		}
	}
}

// submatrix makes dst the matrix of the vertices of m listed, ascending.
func submatrix(dst, m *Matrix, list []uint32) {
	dst.Reset(len(list))
	project(dst.Bits, dst.NW, m, list, list)
}

// compressList is compress for the vertices listed.
func compressList(dst *[64]uint64, m *Matrix, list []uint32) {
	project(dst[:], 1, m, list, list)
}

// projectGeneric is project without assembly. It takes a step for each column of
// each row, in runs of columns that lie in one word.
func projectGeneric(dst []uint64, step int, m *Matrix, rows, columns []uint32) {
	for first := 0; first < len(columns); {
		word, mask, at := columns[first]>>6, uint64(0), first
		for at < len(columns) && columns[at]>>6 == word && (at == first || at&63 != 0) {
			mask |= 1 << (columns[at] & 63)
			at++
		}
		for k, i := range rows {
			x := extract(m.Bits[int(i)*m.NW+int(word)]&mask, mask) << (first & 63)
			if first&63 == 0 {
				dst[k*step+first>>6] = x
			} else {
				dst[k*step+first>>6] |= x
			}
		}
		first = at
	}
}

// pickRowsGeneric is pickRows without assembly. It takes a step for each column of each
// row.
func pickRowsGeneric(dst []uint64, step int, m *Matrix, rows, columns []uint16, count int) {
	for a, i := range rows {
		row, x := m.Row(int(i)), uint64(0)
		for b := range max(0, count) {
			j := columns[b]
			x |= row[j>>6] >> (j & 63) & 1 << (b & 63)
		}
		dst[a*step] = x
	}
}
