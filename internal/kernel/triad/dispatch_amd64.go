//go:build amd64 && !purego && !noasm

package triad

import "github.com/ctopo/ctopo/internal/kernel/cpu"

func bestPath() Path {
	if cpu.AVX512 {
		return AVX512
	}
	return Generic
}

func plain(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) {
	switch path {
	case AVX512:
		plainAVX512(list, rows, acc)
	default:
		plainGo(list, rows, acc)
	}
}

func typed(list []uint32, rows *uint64, acc *[TypedShapes * stripWord]uint64) {
	switch path {
	case AVX512:
		typedAVX512(list, rows, acc)
	default:
		typedGo(list, rows, acc)
	}
}

func neuron(list []uint32, urows, vrows, acc *uint64) {
	switch path {
	case AVX512:
		neuronAVX512(list, urows, vrows, acc)
	default:
		neuronGo(list, urows, vrows, acc)
	}
}

func filter(pairs []uint64, rows, hits *uint64) int {
	switch path {
	case AVX512:
		return filterAVX512(pairs, rows, hits)
	default:
		return filterGo(pairs, rows, hits)
	}
}
