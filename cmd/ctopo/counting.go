package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
)

// countingFlags are those of commands that count, beside what is counted.
type countingFlags struct {
	null nullFlags
	in   inputFlags
	out  outputFlags
}

func (f *countingFlags) define(flags *pflag.FlagSet) {
	f.null.define(flags)
	f.in.define(flags)
	f.out.define(flags)
	f.out.definePlot(flags)
}

// count is tabulate for inputs whose cells have the types that the null model needs.
func (a *app) count(cmd *cobra.Command, args []string, f countingFlags, t tabulation, do func(*output, instance, *connectome.Connectome) error) error {
	t.seed = f.null.drawnBy()
	return a.tabulate(cmd, args, f.in, f.out, t, func(o *output, i instance, c *connectome.Connectome) error {
		if err := checkTypes(c.Cells, f.null.model); err != nil {
			return inputError(i, err)
		}
		return do(o, i, c)
	})
}
