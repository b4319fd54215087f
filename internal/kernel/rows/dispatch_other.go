//go:build !amd64 || purego || noasm

package rows

func mark(row []uint32, own uint32, t *Numbers, marks []uint8, turn uint8) (sum uint64, ok bool) {
	return markGo(row, own, t, marks, turn)
}

func match(row []uint32, own uint32, t *Numbers, marks []uint8, turn uint8, found []uint32) (sum uint64, count int, ok bool) {
	return matchGo(row, own, t, marks, turn, found)
}
