//go:build !amd64 || purego || noasm

package cpu

// No kernel here is in assembly for this build.
const (
	AVX2       = false
	AVX512     = false
	AVX512VBMI = false
)
