package published

import (
	"context"
	"errors"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
)

// Options say how to measure. The zero value uses all cores.
type Options struct {
	Threads int
	// Stage, if not nil, begins a piece of work and returns whom to tell of its
	// progress.
	Stage func(what string) connectome.Progress
	// Anatomy, if not nil, is compared with too: the portal's fact sheet, which
	// describes AVERAGE mc2 to two significant digits.
	Anatomy *factsheet.Anatomy
}

// Check is a published number beside what was measured.
type Check struct {
	Quantity
	Measured float64 // NaN if undefined
	OK       bool    // Measured rounds to the published digits; equal, for integers
}

// Checks is the result of [Verify].
type Checks []Check

// Verify measures whatever was published about a connectome. Numbers that need
// what it lacks, as positions, are left out.
//
// Complexity: of a whole instance, that of counting simplices, by neuron or by
// place where such numbers are known, and of all shortest paths where the mean
// distance is.
//
// Errors: an [*Unrecognized] if nothing that was published belongs to it; those of
// the measures; the context's.
func Verify(ctx context.Context, c *connectome.Connectome, opt Options) (Checks, error) {
	sheet, err := checkAnatomy(ctx, c, opt)
	if err != nil {
		return nil, err
	}
	quantities, err := Find(c)
	if err != nil && len(sheet) == 0 {
		return nil, err
	}
	var checks Checks
	var at *circuit
	for _, q := range quantities {
		if at == nil || at.name != q.Circuit {
			at = newCircuit(c, q.number.part, q.Circuit, opt)
		}
		x, err := q.number.measure(ctx, at)
		if errors.Is(err, errNotMeasured) {
			continue
		}
		if err != nil {
			return nil, err
		}
		checks = append(checks, Check{q, x, q.agrees(x)})
	}
	return append(checks, sheet...), nil
}

// Differ returns how many published numbers were not found again.
func (c Checks) Differ() int {
	n := 0
	for _, check := range c {
		if !check.OK {
			n++
		}
	}
	return n
}

// Table returns quantity, published, measured, ok, source.
func (c Checks) Table() connectome.Table {
	names, sources := make([]string, len(c)), make([]string, len(c))
	published, measured := make([]float64, len(c)), make([]float64, len(c))
	ok := make([]bool, len(c))
	for i, check := range c {
		names[i], sources[i] = check.String(), check.Source
		published[i], measured[i], ok[i] = check.Published, check.Measured, check.OK
	}
	return connectome.NewTable("verify",
		connectome.Strings("quantity", names),
		connectome.Floats("published", published),
		connectome.Floats("measured", measured),
		connectome.Bools("ok", ok),
		connectome.Strings("source", sources))
}
