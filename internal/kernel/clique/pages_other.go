//go:build !linux

package clique

// LargePages does nothing here.
func LargePages[T any]([]T) {}
