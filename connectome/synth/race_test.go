//go:build race

package synth

// racing: the race detector makes whole columns ten times slower, and small
// circuits race the same code.
const racing = true
