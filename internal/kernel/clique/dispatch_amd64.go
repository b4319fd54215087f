//go:build amd64 && !purego && !noasm

package clique

import (
	"unsafe"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// UseStrips tells whether local matrices come faster out of strips than by
// scanning lists. It is a variable for tests, which walk both paths.
var UseStrips = cpu.AVX512VBMI

// rowWords is the number of words that rows are padded to: a whole register.
var rowWords = rowWordsFor(cpu.AVX512VBMI)

func rowWordsFor(vector bool) int {
	if vector {
		return 8
	}
	return 1
}

func gatherStrip(dst []uint64, list []uint32, base []uint64, p *part, shift int) {
	if !cpu.AVX512VBMI {
		gatherGeneric(dst, 1, list, base, stripWords, p, shift)
		return
	}
	gather128(&dst[0], 8, &list[0], uint64(len(list)), (*byte)(unsafe.Pointer(&base[0])), stripWords*8, &p.index, &p.mask, uint64(shift))
}

// Compress makes dst[:n] the matrix of the n ≤ 64 vertices in p alone: bit b of
// dst[a] is bit j of row i of m, where i and j are the a-th and b-th vertex of p.
func Compress(dst *[64]uint64, m *Matrix, p []uint64, n int) {
	compressGeneric(dst, m, p, n)
}

// SumAnd returns the number of connections of m inside p: the sum over the
// vertices of p of the set bits that their rows share with p.
func SumAnd(m *Matrix, p []uint64) uint64 {
	return sumAndGeneric(m, p)
}
