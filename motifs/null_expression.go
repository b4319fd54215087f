package motifs

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
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

// Table returns a census beside its expectation: man, motif, count, expected, sd,
// z, ratio, log2_ratio, difference, null and source (exact, or how many draws);
// sixteen rows in the order of [Triad].
func (e *Expectation) Table(c *Census) connectome.Table {
	x := make([]Expression, NumTriads)
	for t := range x {
		x[t] = e.Express(Triad(t), c.Counts[t])
	}
	return withExpressions(c.Table(), x, e.Model, e.Source())
}

// withExpressions adds columns that compare each row's count with a null model.
func withExpressions(t connectome.Table, rows []Expression, model NullModel, source string) connectome.Table {
	column := func(name string, value func(x *Expression) float64) connectome.Column {
		values := make([]float64, len(rows))
		for i := range rows {
			values[i] = value(&rows[i])
		}
		return connectome.Floats(name, values)
	}
	columns := append(t.Columns[:len(t.Columns):len(t.Columns)],
		column("expected", func(x *Expression) float64 { return x.Expected }),
		column("sd", func(x *Expression) float64 { return x.SD }),
		column("z", func(x *Expression) float64 { return x.Z }),
		column("ratio", func(x *Expression) float64 { return x.Ratio }),
		column("log2_ratio", func(x *Expression) float64 { return x.Log2Ratio }),
		column("difference", func(x *Expression) float64 { return x.Difference }),
		connectome.Constant("null", string(model), len(rows)),
		connectome.Constant("source", source, len(rows)),
	)
	return connectome.NewTable(t.Name, columns...)
}
