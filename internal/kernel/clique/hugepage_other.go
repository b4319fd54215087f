//go:build !linux

package clique

func hugePages([]uint64) {}
