//go:build amd64 && !purego && !noasm

package bfs

import "github.com/ctopo/ctopo/internal/kernel/cpu"

func gather(list []uint32, rows []row, sum, want *row) {
	if kernels.Path == cpu.PathAVX2 && len(list) > 0 {
		gatherAVX2(list, &rows[0][0], &sum[0], &want[0])
		return
	}
	gatherGo(list, rows, sum, want)
}
