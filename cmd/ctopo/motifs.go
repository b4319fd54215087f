package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/motifs"
)

func (a *app) newMotifs() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var null nullFlags
	cmd := &cobra.Command{
		Use:   "motifs [flags] INPUT...",
		Short: "Count triads: the sixteen ways in which three neurons connect",
		Long: `Count the triads of each input: every set of three neurons falls into one of
sixteen classes by the connections among them. All counts are exact.

man names a class by its mutual, asymmetric and null pairs; motif is its number
in Gal et al. 2017, empty for the three classes that do not hang together.

--null compares the counts with a random circuit in which pairs of neurons are
connected independently: gnp keeps the number of connections in the mean, dyad
the number of mutual pairs too, pathway the number of connections of each pair
of m-types. expected and sd are exact, unless --samples draws circuits instead;
z is (count - expected)/sd, and source tells which of the two it was.`,
		Example: `  ctopo motifs example:column
  ctopo motifs mc2.h5 --null dyad --format csv > motifs.csv
  ctopo motifs average_full.tar --layers L5 --summary --out results`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return noInput(cmd)
			}
			if err := null.check(); err != nil {
				return err
			}
			o, err := a.newOutput(cmd, out, "motifs", table.Summary{Keys: []string{"motif"}})
			if err != nil {
				return err
			}
			defer o.abort()
			if null.drawn() {
				o.drew(null.seed)
			}
			err = a.each(cmd.Context(), o, args, in, func(i instance, c *connectome.Connectome) error {
				t, err := a.census(cmd.Context(), i, c, null)
				if err != nil {
					return err
				}
				return o.write(i, c, t)
			})
			if err != nil {
				return err
			}
			return o.finish()
		},
	}
	null.define(cmd.Flags())
	in.define(cmd.Flags())
	out.define(cmd.Flags())
	return cmd
}

// census counts the triads of an instance and, if asked, compares the counts with
// a null model.
func (a *app) census(ctx context.Context, in instance, c *connectome.Connectome, null nullFlags) (connectome.Table, error) {
	census, err := motifs.CountTriads(ctx, c.Graph, a.options(in, "triads"))
	if err != nil {
		return connectome.Table{}, inputError(in, err)
	}
	t := census.Table()
	if null.model == "" {
		return t, nil
	}
	e, err := a.expectation(ctx, in, c, null)
	if err != nil {
		return t, inputError(in, err)
	}
	expressed := make([]motifs.Expression, motifs.NumTriads)
	for k := range expressed {
		expressed[k] = e.Express(motifs.Triad(k), census.Counts[k])
	}
	t.Columns = append(t.Columns, nullColumns(expressed, string(null.model), e.Source())...)
	return t, nil
}

// expectation returns what the null model expects of the triads: exactly, or over
// draws if a number of them was given.
func (a *app) expectation(ctx context.Context, in instance, c *connectome.Connectome, null nullFlags) (*motifs.Expectation, error) {
	types := c.Cells.MTypes()
	if null.samples == 0 {
		return motifs.ExpectTriads(ctx, null.model, c.Graph, types, a.options(in, "expectation"))
	}
	opt := a.options(in, fmt.Sprintf("%d draws of %s", null.samples, null.model))
	return motifs.SampleTriads(ctx, null.model, c.Graph, types, null.samples, null.seed, opt)
}

// options are those of a count whose progress is shown as what it counts.
func (a *app) options(in instance, what string) motifs.Options {
	return motifs.Options{Threads: a.flags.threads, Progress: a.meter.Stage(in.label + ": " + what)}
}
