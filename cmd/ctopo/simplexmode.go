package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/motifs"
)

// simplexMode is what is counted of the simplices.
type simplexMode struct {
	maxDim     int
	maximal    bool
	reciprocal bool
}

func (m *simplexMode) define(flags *pflag.FlagSet) {
	flags.IntVar(&m.maxDim, "max-dim", 0, "highest dimension to count: `K` (default: all)")
	flags.BoolVar(&m.maximal, "maximal", false, "count maximal simplices too: those that no further neuron extends")
	flags.BoolVar(&m.reciprocal, "reciprocal", false, "count cliques of mutual pairs instead, each set of neurons once")
}

// check reads the flags.
func (m *simplexMode) check(cmd *cobra.Command, null *nullFlags) error {
	if cmd.Flags().Changed("max-dim") && m.maxDim < 1 {
		return usagef("--max-dim %d: want 1 or more", m.maxDim)
	}
	if err := null.check(); err != nil {
		return err
	}
	if null.model == motifs.NullPathway && null.samples == 0 {
		return usagef("--null pathway has no exact expectation of simplices: add --samples 100 to draw circuits")
	}
	return nil
}

func (m *simplexMode) options(opt motifs.Options) motifs.SimplexOptions {
	return motifs.SimplexOptions{Options: opt, MaxDim: m.maxDim, Maximal: m.maximal, Reciprocal: m.reciprocal}
}
