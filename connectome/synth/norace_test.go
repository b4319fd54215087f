//go:build !race

package synth

const racing = false
