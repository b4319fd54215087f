package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/motifs"
)

func (a *app) newMotifs() *cobra.Command {
	var flags countingFlags
	var mode motifMode
	cmd := &cobra.Command{
		Use:   "motifs [flags] INPUT...",
		Short: "Count triads: the sixteen ways in which three neurons connect",
		Long: `Count the triads of each input: every set of three neurons falls into one of
sixteen classes by the connections among them. All counts are exact.

man names a class by its mutual, asymmetric and null pairs; motif is its number
in Gal et al. 2017, empty for the three classes that do not hang together.

--by splits each class by the types of the neurons at its roles 0, 1 and 2: a
021D of type0 X, type1 Y, type2 Z has an X that connects to a Y and to a Z. Each
triad counts once. --per-neuron counts, for each neuron, the triads that it is
part of, by its role. Both list what is not zero; --by with --null also lists, with
count 0, what does not occur though one or more are expected, or as many as
--min-expected says. The roles:

  021C 2>0 0>1     030T 0>1 0>2 1>2   201  0<>1 0<>2       120D 0>1 0>2 1<>2
  021U 1>0 2>0     111U 1<>2 2>0      120C 0>1 1<>2 2>0    210  0<>1 0<>2 1>2
  021D 0>1 0>2     111D 0>1 1<>2      120U 1<>2 1>0 2>0    300  all six
  012  0>1         102  0<>1          030C 0>1 1>2 2>0     003  none

--null compares the counts with a random circuit in which pairs of neurons are
connected independently: gnp keeps the number of connections in the mean, dyad
the number of mutual pairs too, pathway the number of connections of each pair
of m-types. expected and sd are exact, unless --samples draws circuits instead;
source tells which of the two it was. z is (count - expected)/sd.`,
		Example: `  ctopo motifs example:column
  ctopo motifs mc2.h5 --null dyad --format csv > motifs.csv
  ctopo motifs example:column --by layer --null pathway
  ctopo motifs average_full.tar --layers L5 --summary --out results`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mode.check(flags.out, &flags.null); err != nil {
				return err
			}
			t := tabulation{
				name: mode.table(), single: mode.perNeuron,
				summary:  table.Summary{Keys: []string{"motif"}, ZeroFill: []string{"count"}},
				drawings: mode.drawings(flags.null),
			}
			return a.count(cmd, args, flags, t, func(o *output, i instance, c *connectome.Connectome) error {
				took := a.clock(i, "counted")
				t, err := a.motifs(cmd.Context(), i, c, mode, flags.null)
				if err != nil {
					return inputError(i, err)
				}
				took()
				return o.write(i, c, t)
			})
		},
	}
	mode.define(cmd.Flags())
	flags.define(cmd.Flags())
	return cmd
}

// motifs counts the triads of an instance as the mode says.
func (a *app) motifs(ctx context.Context, in instance, c *connectome.Connectome, mode motifMode, null nullFlags) (connectome.Table, error) {
	opt := a.options(in, "triads")
	switch {
	case mode.perNeuron:
		census, err := motifs.CountTriadsPerNeuron(ctx, c.Graph, opt)
		if err != nil {
			return connectome.Table{}, err
		}
		return census.Table(c.Cells), nil
	case mode.by != "":
		return a.motifsBy(ctx, in, c, mode, null)
	}
	census, err := motifs.CountTriads(ctx, c.Graph, opt)
	if err != nil || null.model == "" {
		return tableOf(census, err)
	}
	var e *motifs.Expectation
	if null.drawn() {
		e, err = motifs.SampleTriads(ctx, null.model, c.Graph, c.Cells.MTypes(), null.samples, null.seed, a.options(in, null.what()))
	} else {
		e, err = motifs.ExpectTriads(ctx, null.model, c.Graph, c.Cells.MTypes(), a.options(in, null.what()))
	}
	if err != nil {
		return connectome.Table{}, err
	}
	return e.Table(census), nil
}

// motifsBy counts the triads of an instance by the types of their neurons.
func (a *app) motifsBy(ctx context.Context, in instance, c *connectome.Connectome, mode motifMode, null nullFlags) (connectome.Table, error) {
	labels, err := labelsBy(c.Cells, mode.by)
	if err != nil {
		return connectome.Table{}, err
	}
	census, err := motifs.CountTriadsBy(ctx, c.Graph, labels, a.options(in, "triads by "+mode.by))
	if err != nil || null.model == "" {
		return tableOf(census, err)
	}
	var e *motifs.TypedExpectation
	if null.drawn() {
		e, err = motifs.SampleTriadsByGroups(ctx, null.model, c.Graph, c.Cells.MTypes(), labels, null.samples, null.seed, a.options(in, null.what()))
	} else {
		e, err = motifs.ExpectTriadsByGroups(ctx, null.model, c.Graph, c.Cells.MTypes(), labels)
	}
	if err != nil {
		return connectome.Table{}, err
	}
	census, below := e.WithAbsent(census, mode.least)
	a.tellAbsent(in, census, below, mode.least)
	return e.Table(census), nil
}

// tellAbsent tells how many rows there are of what does not occur.
func (a *app) tellAbsent(in instance, c *motifs.TypedCensus, below int, least float64) {
	absent := 0
	for _, n := range c.Counts {
		if n.Count == 0 {
			absent++
		}
	}
	switch {
	case below == 0 && absent > 0:
		a.note("%s: %d rows of count 0: all that does not occur though it is expected", in.source, absent)
	case below > 0:
		a.note("%s: %d rows of count 0: what does not occur though %v or more are expected; %d more are expected less often, and left out: --min-expected sets the bound", in.source, absent, least, below)
	}
}

// tableOf is the table of a result, if there is one.
func tableOf[T interface{ Table() connectome.Table }](result T, err error) (connectome.Table, error) {
	if err != nil {
		return connectome.Table{}, err
	}
	return result.Table(), nil
}

// options are those of a count whose progress is shown as what it counts.
func (a *app) options(in instance, what string) motifs.Options {
	return motifs.Options{Threads: a.flags.threads, Progress: a.meter.Stage(in.label + ": " + what)}
}
