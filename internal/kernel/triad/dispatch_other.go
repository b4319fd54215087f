//go:build !amd64 || purego || noasm

package triad

func bestPath() Path { return Generic }

func sifts() bool { return true }

func sift(list []uint32, rows *uint64, dst *uint32) int { return siftGo(list, rows, dst) }

func siftWords(list []uint32, rows *uint64, dst *uint32) int { return siftWordsGo(list, rows, dst) }

func plain(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) { plainGo(list, rows, acc) }

func typed(list []uint32, rows *uint64, acc *[TypedShapes * stripWord]uint64) {
	typedGo(list, rows, acc)
}

func filter(pairs []uint64, rows *uint64, flags *uint8) { filterGo(pairs, rows, flags) }

func matches() bool { return false }

func match(hits []uint64, first *uint32, lists *uint16, flags *uint8) {
	matchGo(hits, first, lists, flags)
}
