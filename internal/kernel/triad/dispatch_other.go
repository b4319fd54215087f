//go:build !amd64 || purego || noasm

package triad

func sifts() bool { return true }

func sift(list []uint32, rows *uint64, dst *uint32) int { return siftGo(list, rows, dst) }

func siftWords(list []uint32, rows *uint64, dst *uint32) int { return siftWordsGo(list, rows, dst) }

func plain(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) { plainGo(list, rows, acc) }

func typed(list []uint32, rows *uint64, acc *[TypedShapes * stripWord]uint64) {
	typedGo(list, rows, acc)
}

func lookUp(spans []uint64, columns *uint16, marks, codes *uint8, hits []uint64, most int) (done, n int) {
	return lookUpGo(spans, columns, marks, codes, hits, most)
}
