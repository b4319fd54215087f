//go:build amd64 && !purego && !noasm

package rows

import (
	"math"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// inAssembly tells whether the kernels can be taken that compare with signs.
func inAssembly(marks []uint8) bool {
	return kernels.Path == cpu.PathAVX2 && len(marks) > 0 && len(marks) <= math.MaxInt32
}

// mark takes a row that is not empty.
func mark(row []uint32, own uint32, t *Numbers, marks []uint8, turn uint8) (sum uint64, ok bool) {
	if inAssembly(marks) {
		return markAVX2(row, &t.Low[0], &t.High[0], &marks[0], int32(len(marks)), own, turn)
	}
	return markGo(row, own, t, marks, turn)
}

// match takes a row that is not empty.
func match(row []uint32, own uint32, t *Numbers, marks []uint8, turn uint8, found []uint32) (sum uint64, count int, ok bool) {
	if inAssembly(marks) {
		return matchAVX2(row, &t.Low[0], &t.High[0], &marks[0], int32(len(marks)), own, turn, &found[0])
	}
	return matchGo(row, own, t, marks, turn, found)
}
