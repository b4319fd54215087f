//go:build !amd64 || purego || noasm

package rows

func add(row []uint32, table []uint64) (sum [2]uint64, ok bool) { return sumGo(row, table) }
