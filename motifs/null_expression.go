package motifs

import (
	"math"
)

// Expression compares a count with what a null model expects of it.
type Expression struct {
	Expected   float64
	SD         float64
	Z          float64 // (count - expected)/sd
	Ratio      float64 // count/expected
	Log2Ratio  float64
	Difference float64 // count - expected
}

// express compares. Where the standard deviation is 0, z is NaN if the count is
// what is expected and infinite if not. 0/0 is NaN.
func express(count uint64, expected, sd float64) Expression {
	// In two parts, so that no digit of a count beyond 2^53 is lost before the
	// difference is taken.
	const low = 1<<32 - 1
	difference := float64(count&^low) - expected + float64(count&low)
	x := Expression{
		Expected: expected, SD: sd, Difference: difference,
		Z: difference / sd, Ratio: float64(count) / expected, Log2Ratio: math.Log2(float64(count) / expected),
	}
	if sd == 0 && math.Abs(difference) <= 1e-12*expected {
		x.Z = math.NaN() // the expectation's rounding error is no difference
	}
	return x
}

// Express compares the count of one class with the expectation.
func (e *Expectation) Express(t Triad, count uint64) Expression {
	return express(count, e.Mean[t], e.SD[t])
}
