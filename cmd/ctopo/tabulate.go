package main

import (
	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// tabulation is the table that a command makes of its inputs.
type tabulation struct {
	name    string        // the base name of its file
	single  bool          // its rows are of single neurons, connections or simplices, or of what is made: no condition
	summary table.Summary // how --summary takes it
	seed    *uint64       // of what is drawn; nil if nothing is

	sources  []run.ManifestInput // files that flags name, read already
	drawings []drawing           // what --plot draws
}

// tabulate reads the inputs one at a time and has each of them add its rows to one
// table. Nothing is in place before the last one has.
func (a *app) tabulate(cmd *cobra.Command, args []string, in inputFlags, out outputFlags, t tabulation, do func(*output, instance, *connectome.Connectome) error) error {
	if len(args) == 0 {
		return noInput(cmd)
	}
	o, err := a.newOutput(cmd, out, t.name, t.summary)
	if err != nil {
		return err
	}
	defer o.abort()
	o.single = t.single
	if o.plots, err = newPlots(out, t.drawings, plotted(args, in)); err != nil {
		return err
	}
	if t.seed != nil {
		o.drew(*t.seed)
	}
	o.manifest.Inputs = append(o.manifest.Inputs, t.sources...)
	err = a.each(cmd.Context(), o, args, in, func(i instance, c *connectome.Connectome) error { return do(o, i, c) })
	if err != nil {
		return err
	}
	return o.finish()
}
