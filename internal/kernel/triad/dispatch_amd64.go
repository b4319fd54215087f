//go:build amd64 && !purego && !noasm

package triad

import "github.com/ctopo/ctopo/internal/kernel/cpu"

// sifts tells whether sifting a list before its bits are counted pays on the
// path in use.
func sifts() bool { return Kernels.Path != cpu.PathAVX512 }

func sift(list []uint32, rows *uint64, dst *uint32) int {
	if Kernels.Path == cpu.PathGeneric {
		return siftGo(list, rows, dst)
	}
	return siftAVX2(list, rows, dst)
}

func siftWords(list []uint32, rows *uint64, dst *uint32) int {
	if Kernels.Path == cpu.PathGeneric {
		return siftWordsGo(list, rows, dst)
	}
	return siftWordsAVX2(list, rows, dst)
}

// half is the number of words of a row that an AVX2 register holds.
const half = stripWord / 2

func plain(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) {
	switch Kernels.Path {
	case cpu.PathAVX512:
		plainAVX512(list, rows, acc)
	case cpu.PathAVX2:
		plainHalfAVX2(list, rows, &acc[0])
		plainHalfAVX2(list, wordAt(rows, half), &acc[half])
	default:
		plainGo(list, rows, acc)
	}
}

func typed(list []uint32, rows *uint64, acc *[TypedShapes * stripWord]uint64) {
	switch Kernels.Path {
	case cpu.PathAVX512:
		typedAVX512(list, rows, acc)
	case cpu.PathAVX2:
		typedHalfAVX2(list, rows, &acc[0])
		typedHalfAVX2(list, wordAt(rows, half), &acc[half])
	default:
		typedGo(list, rows, acc)
	}
}

func lookUp(spans []uint64, columns *uint16, marks, codes *uint8, hits []uint64, most int) (done, n int) {
	if Kernels.Path == cpu.PathGeneric {
		return lookUpGo(spans, columns, marks, codes, hits, most)
	}
	return lookUpAMD64(spans, columns, marks, codes, hits, most)
}
