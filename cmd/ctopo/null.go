package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// nullFlags choose the random circuit that counts are compared with.
type nullFlags struct {
	name    string
	samples int
	seed    uint64

	model motifs.NullModel // empty for none; set by check
}

func (f *nullFlags) define(flags *pflag.FlagSet) {
	flags.StringVar(&f.name, "null", "none", "compare with a random circuit, `MODEL`: gnp, dyad, pathway or none")
	flags.IntVar(&f.samples, "samples", 0, "draw `N` random circuits, instead of computing expected and sd exactly")
	flags.Uint64Var(&f.seed, "seed", 1, "seed `S` of the draws")
}

// check reads the flags.
func (f *nullFlags) check() error {
	if f.name == "none" {
		if f.samples != 0 {
			return usagef("--samples %d draws circuits of a null model: name it by --null gnp, dyad or pathway", f.samples)
		}
		return nil
	}
	var err error
	if f.model, err = motifs.ParseNullModel(f.name); err != nil {
		return usagef("--null %q: want gnp, dyad, pathway or none", f.name)
	}
	if f.samples < 0 || f.samples == 1 {
		return usagef("--samples %d: want 2 or more for a standard deviation, or 0 for the exact one", f.samples)
	}
	return nil
}

// drawn reports whether circuits are drawn.
func (f *nullFlags) drawn() bool { return f.model != "" && f.samples > 0 }

// drawnBy returns the seed of the draws; nil if nothing is drawn.
func (f *nullFlags) drawnBy() *uint64 {
	if !f.drawn() {
		return nil
	}
	return &f.seed
}

// what tells what is being worked out.
func (f *nullFlags) what() string {
	if f.drawn() {
		return fmt.Sprintf("%d draws of %s", f.samples, f.model)
	}
	return "expectation under " + string(f.model)
}

// nullColumns compare counts with what a null model expects of them: the model,
// and the source of the numbers, "exact" or so many draws, are columns too.
func nullColumns(expressed []motifs.Expression, model motifs.NullModel, source string) []connectome.Column {
	column := func(name string, number func(motifs.Expression) float64) connectome.Column {
		values := make([]float64, len(expressed))
		for i, x := range expressed {
			values[i] = number(x)
		}
		return connectome.Floats(name, values)
	}
	return []connectome.Column{
		column("expected", func(x motifs.Expression) float64 { return x.Expected }),
		column("ratio", func(x motifs.Expression) float64 { return x.Ratio }),
		column("sd", func(x motifs.Expression) float64 { return x.SD }),
		column("z", func(x motifs.Expression) float64 { return x.Z }),
		column("log2_ratio", func(x motifs.Expression) float64 { return x.Log2Ratio }),
		column("difference", func(x motifs.Expression) float64 { return x.Difference }),
		connectome.Constant("null", string(model), len(expressed)),
		connectome.Constant("source", source, len(expressed)),
	}
}
