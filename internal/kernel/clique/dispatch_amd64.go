//go:build amd64 && !purego && !noasm

package clique

import (
	"unsafe"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// UseStrips tells whether local matrices come faster out of strips than by
// scanning lists. It is a variable for tests, which walk both paths.
var UseStrips = cpu.AVX2

// wide tells whether the kernels with AVX-512 VBMI are used; where they are not,
// those with AVX2 are if there is that. It is a variable for tests.
var wide = cpu.AVX512VBMI

// rowWords is the number of words that rows are padded to: 512 bits.
var rowWords = rowWordsFor(cpu.AVX2)

func rowWordsFor(vector bool) int {
	if vector {
		return 8
	}
	return 1
}

func gatherStrip(dst []uint64, list []uint32, base []uint64, p *part, shift int) {
	at := (*byte)(unsafe.Pointer(&base[0]))
	switch {
	case wide:
		gather128(&dst[0], 8, &list[0], uint64(len(list)), at, stripWords*8, &p.index, &p.mask, uint64(shift))
	case cpu.AVX2:
		for first := 0; first < p.n; {
			q, next := pairsFrom(p, first)
			gatherPairs(&dst[0], &list[0], uint64(len(list)), at, &q.index[0], &q.mask[0], uint64(first+shift-q.first)&63, uint64(first+shift))
			first = next
		}
	default:
		gatherGeneric(dst, 1, list, base, stripWords, p, shift)
	}
}

// marked is markedGo; the next list is wanted soon.
func marked[T entry](list []T, in []uint64, hits []uint32, next []T) int {
	if len(list) == 0 {
		return 0
	}
	from, soon := unsafe.Pointer(&list[0]), unsafe.Pointer(unsafe.SliceData(next))
	if unsafe.Sizeof(list[0]) == 2 {
		return int(marked16((*uint16)(from), uint64(len(list)), &in[0], &hits[0], (*uint16)(soon), uint64(len(next))))
	}
	return int(marked32((*uint32)(from), uint64(len(list)), &in[0], &hits[0], (*uint32)(soon), uint64(len(next))))
}

// pairs is up to 16 columns of the lower and 16 of the upper half of a strip that
// gatherPairs picks, in the middle of its 32 places, so that they come out side by
// side from place first on.
type pairs struct {
	index, mask [32]byte
	first       int
}

// pairsFrom returns what can be picked together of p from place first on, and where
// that ends.
func pairsFrom(p *part, first int) (q pairs, next int) {
	upper := func(k int) bool { return p.index[k]&16 != 0 }
	middle := first
	for middle < min(first+16, p.n) && !upper(middle) {
		middle++
	}
	next = middle
	for next < min(middle+16, p.n) && upper(next) {
		next++
	}
	q.first = 16 - (middle - first)
	for i := range q.index {
		q.index[i], q.mask[i] = 255, 255
	}
	for k := first; k < next; k++ {
		// The number of its piece among those of its half, and the byte within that.
		b := p.index[k]
		q.index[q.first+k-first], q.mask[q.first+k-first] = b>>5<<4|b&15, p.mask[k]
	}
	return q, next
}

// project stores, for each row listed, its bits at the columns listed, ascending,
// at every step-th word of dst.
func project(dst []uint64, step int, m *Matrix, rows, columns []uint32) {
	if !cpu.AVX2 || m.NW%8 != 0 {
		projectGeneric(dst, step, m, rows, columns)
		return
	}
	if len(rows) == 0 {
		return
	}
	var p part
	for at := 0; at < len(columns); {
		p.reset()
		first, block := at, columns[at]/512
		for at < len(columns) && (p.n == 0 || at&63 != 0) && columns[at]/512 == block {
			p.pick(columns[at] % 512)
			at++
		}
		gatherBlock(dst[first>>6:], step, rows, m, int(block), &p, first&63)
	}
}

// gatherBlock takes the bits of one block of 512 columns to dst.
func gatherBlock(dst []uint64, step int, rows []uint32, m *Matrix, block int, p *part, shift int) {
	at := (*byte)(unsafe.Pointer(&m.Bits[8*block]))
	if wide {
		gather64(&dst[0], uint64(8*step), &rows[0], uint64(len(rows)), at, uint64(8*m.NW), &p.index, &p.mask, uint64(shift))
		return
	}
	for first := 0; first < p.n; first += 32 {
		gather64by32(&dst[0], uint64(8*step), &rows[0], uint64(len(rows)), at, uint64(8*m.NW), &p.index[first], &p.mask[first], uint64(first+shift))
	}
}
