package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/compare/published"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/internal/table"
)

func (a *app) newVerify() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var sheets sheetFlags
	cmd := &cobra.Command{
		Use:   "verify [flags] INPUT...",
		Short: "Measure again what was published about a portal file",
		Long: `Measure again, on the portal's files, what was published about them, and tell
whether it is found: numbers of cells, connections and mutual pairs, simplices
and triads, connections between layers, sub-circuits, degrees, paths, clustering.

A whole instance is told by its path, as the portal names it (AVERAGE and CONTROL
mc0 to mc6), and by its number of neurons; parts of one, such as L5_TTPC2 of mc2
alone, by how many neurons their m-types have. Little is published of most
instances, most of mc0, mc2 and mc6.

quantity names a number, after the circuit that it is about where that is a part:
L6/E + L6_LBC is the excitatory m-types of layer 6 and L6_LBC. simplices_k is the
number of k-simplices, reciprocated_share_k_j_i the share of them whose neuron at
place j connects back to that at place i. ok tells whether measured rounds to the
digits of published, integers whether it is equal. source names the paper that
defines both.

--anatomy adds the pathways of mc2, as A>B, beside the portal's anatomy fact sheet:
what of its two significant digits the connections of a file determine.

The exit status is 1 if any number differs, and if none belong to any input; of
several inputs, those without are passed over with a note.`,
		Example: `  ctopo verify cons_locs_pathways_mc2_Column.h5
  ctopo verify average_full.tar --format csv > verify.csv
  ctopo verify mc2_L5_TTPC2.h5 --anatomy pathways_anatomy_factsheets_simplified.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var v verification
			if sheets.anatomyPath != "" {
				var err error
				if v.anatomy, err = readSheet(&sheets, sheets.anatomyPath, "anatomy", factsheet.ReadAnatomy); err != nil {
					return err
				}
			}
			t := tabulation{name: "verify", summary: table.Summary{}, sources: sheets.sources}
			err := a.tabulate(cmd, args, in, out, t, func(o *output, i instance, c *connectome.Connectome) error {
				return v.add(cmd.Context(), a, o, i, c)
			})
			if err != nil {
				return err
			}
			return v.err()
		},
	}
	cmd.Flags().StringVar(&sheets.anatomyPath, "anatomy", "", "compare with the portal's anatomy fact sheet in `FILE` (JSON) too")
	in.define(cmd.Flags())
	out.define(cmd.Flags())
	return cmd
}

// verification is what became of the published numbers of all inputs.
type verification struct {
	anatomy                     *factsheet.Anatomy // nil if none is compared
	recognized, numbers, differ int
}

// add measures what was published about an instance.
func (v *verification) add(ctx context.Context, a *app, o *output, in instance, c *connectome.Connectome) error {
	checks, err := published.Verify(ctx, c, published.Options{
		Threads: a.flags.threads, Anatomy: v.anatomy,
		Stage: func(what string) connectome.Progress { return a.meter.Stage(in.label + ": " + what) },
	})
	if errors.As(err, new(*published.Unrecognized)) {
		if in.last && v.recognized == 0 {
			return fmt.Errorf("%s: %w", in.source, err) // not of this input alone
		}
		a.note("%s: %s", in.source, packagePrefix.ReplaceAllString(err.Error(), ""))
		return nil
	}
	if err != nil {
		return inputError(in, err)
	}
	v.recognized++
	v.numbers += len(checks)
	v.differ += checks.Differ()
	return o.write(in, c, checks.Table())
}

// err is the error of numbers that were not found again.
func (v *verification) err() error {
	if v.differ == 0 {
		return nil
	}
	return fmt.Errorf("verify: %d of %d published numbers differ: the column ok tells which", v.differ, v.numbers)
}
