//go:build !amd64 || purego || noasm

package bfs

func gather(list []uint32, rows []row, sum, want *row) { gatherGo(list, rows, sum, want) }
