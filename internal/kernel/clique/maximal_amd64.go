//go:build amd64 && !purego && !noasm

package clique

import (
	"unsafe"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// pickRows sets bit b of the word at dst[a*step] to the bit of row rows[a] at
// columns[b], b < count ≤ 64; columns has room for 64.
func pickRows(dst []uint64, step int, m *Matrix, rows, columns []uint16, count int) {
	if !cpu.AVX2 || m.NW%8 != 0 {
		pickRowsGeneric(dst, step, m, rows, columns, count)
		return
	}
	if len(rows) == 0 {
		return
	}
	bytes, stride, n := (*byte)(unsafe.Pointer(&m.Bits[0])), uint64(8*m.NW), uint64(len(rows))
	columns = columns[:64]
	switch {
	case m.NW <= 8:
		pick64(&dst[0], uint64(8*step), &rows[0], n, bytes, stride, &columns[0], uint64(max(0, count)))
	case m.NW <= 16:
		pick128(&dst[0], uint64(8*step), &rows[0], n, bytes, stride, &columns[0], uint64(max(0, count)))
	default:
		pickLong(dst, step, m, rows, columns, count)
	}
}

// pickLong is pickRows for rows of more than 1,024 columns, by runs of columns that are
// in the same 1,024.
func pickLong(dst []uint64, step int, m *Matrix, rows, columns []uint16, count int) {
	for a := range rows {
		dst[a*step] = 0
	}
	var found [64*maxWords + 1]uint64
	var run [64]uint16
	for at := 0; at < count; {
		first, block := at, columns[at]/1024
		for at < count && columns[at]/1024 == block {
			run[at-first] = columns[at] % 1024
			at++
		}
		words := m.Bits[16*int(block):]
		if len(words)-(m.D-1)*m.NW < 16 {
			// The last block of a row may be half as long.
			pick64(&found[0], 8, &rows[0], uint64(len(rows)), (*byte)(unsafe.Pointer(&words[0])), uint64(8*m.NW), &run[0], uint64(at-first))
		} else {
			pick128(&found[0], 8, &rows[0], uint64(len(rows)), (*byte)(unsafe.Pointer(&words[0])), uint64(8*m.NW), &run[0], uint64(at-first))
		}
		for a, x := range found[:len(rows)] {
			dst[a*step] |= x << (first & 63)
		}
	}
}

// listSet is listSetGo. It may write up to four entries more.
func listSet(words []uint64, out []uint16) int {
	if !cpu.AVX2 || len(words) == 0 {
		return listSetGo(words, out)
	}
	return int(listBits(&words[0], uint64(len(words)), &out[0]))
}

// join is joinGo.
func (s *maxSmall) join(in *maxSets, from, to int, out *maxSets, sums *[2]uint64) (kept int) {
	if !cpu.AVX2 {
		return s.joinGo(in, from, to, out, sums)
	}
	n := uint64(to - from)
	switch s.words {
	case 1:
		return int(join64(&in[from], n, s.x[0], &s.relation[0], &out[0], sums))
	case 2:
		return int(join128(&in[from], n, &s.x[0], &s.relation[0], &out[0], sums))
	}
	return int(join256(&in[from], n, &s.x[0], &s.relation[0], &out[0], sums))
}
