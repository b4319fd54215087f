//go:build amd64 && !purego && !noasm

package rows

import (
	"math"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// add takes a row that is not empty.
func add(row []uint32, table []uint64) (sum [2]uint64, ok bool) {
	if n := len(table); kernels.Path == cpu.PathAVX2 && n > 0 && n <= math.MaxInt32 {
		ok = sumAVX2(row, &table[0], int32(n), &sum)
		return sum, ok
	}
	return sumGo(row, table)
}
