//go:build !linux

package triad

func inLargePages[T any](s []T) {}
