//go:build amd64 && !purego && !noasm

package triad

import "github.com/ctopo/ctopo/internal/kernel/cpu"

func bestPath() Path {
	switch {
	case cpu.AVX512:
		return AVX512
	case cpu.AVX2:
		return AVX2
	}
	return Generic
}

// matches tells whether comparing short lists first pays on the path in use.
func matches() bool { return path == AVX512 }

func match(hits []uint64, first *uint32, lists *uint16, flags *uint8) {
	if path == AVX512 {
		matchAVX512(hits, first, lists, flags)
		return
	}
	matchGo(hits, first, lists, flags)
}

// sifts tells whether sifting a list before its bits are counted pays on the
// path in use.
func sifts() bool { return path != AVX512 }

func sift(list []uint32, rows *uint64, dst *uint32) int {
	if path == Generic {
		return siftGo(list, rows, dst)
	}
	return siftAVX2(list, rows, dst)
}

func siftWords(list []uint32, rows *uint64, dst *uint32) int {
	if path == Generic {
		return siftWordsGo(list, rows, dst)
	}
	return siftWordsAVX2(list, rows, dst)
}

// half is the number of words of a row that an AVX2 register holds.
const half = stripWord / 2

func plain(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) {
	switch path {
	case AVX512:
		plainAVX512(list, rows, acc)
	case AVX2:
		plainHalfAVX2(list, rows, &acc[0])
		plainHalfAVX2(list, wordAt(rows, half), &acc[half])
	default:
		plainGo(list, rows, acc)
	}
}

func typed(list []uint32, rows *uint64, acc *[TypedShapes * stripWord]uint64) {
	switch path {
	case AVX512:
		typedAVX512(list, rows, acc)
	case AVX2:
		typedHalfAVX2(list, rows, &acc[0])
		typedHalfAVX2(list, wordAt(rows, half), &acc[half])
	default:
		typedGo(list, rows, acc)
	}
}

func filter(pairs []uint64, rows *uint64, flags *uint8) {
	switch path {
	case AVX512:
		filterAVX512(pairs, rows, flags)
	case AVX2:
		filterAVX2(pairs, rows, flags)
	default:
		filterGo(pairs, rows, flags)
	}
}
