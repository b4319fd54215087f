package main

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/motifs"
)

func (a *app) newMotifs() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var null nullFlags
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
			if err := mode.check(out, &null); err != nil {
				return err
			}
			sum := table.Summary{Keys: []string{"motif"}, ZeroFill: []string{"count"}}
			return a.tabulate(cmd, args, in, out, tabulation{name: mode.table(), single: mode.perNeuron, summary: sum, seed: null.drawnBy(), drawings: mode.drawings(null)}, func(o *output, i instance, c *connectome.Connectome) error {
				if err := checkTypes(c.Cells, null.model); err != nil {
					return inputError(i, err)
				}
				took := a.clock(i, "counted")
				t, err := a.motifs(cmd.Context(), i, c, mode, null)
				if err != nil {
					return inputError(i, err)
				}
				took()
				return o.write(i, c, t)
			})
		},
	}
	mode.define(cmd.Flags())
	null.define(cmd.Flags())
	in.define(cmd.Flags())
	out.define(cmd.Flags())
	out.definePlot(cmd.Flags())
	return cmd
}

// motifMode is what is counted of the triads.
type motifMode struct {
	by        string
	perNeuron bool
	least     float64 // of what does not occur, rows of which as many are expected
}

func (m *motifMode) define(flags *pflag.FlagSet) {
	flags.StringVar(&m.by, "by", "", "split each class by the `mtype|layer|class` of the neurons at its roles")
	flags.Float64Var(&m.least, "min-expected", 1, "with --by and --null, list what does not occur if `X` or more are expected: 0 lists all of it, inf none")
	flags.BoolVar(&m.perNeuron, "per-neuron", false, "count for each neuron and each role that it plays")
}

// check reads the flags.
func (m *motifMode) check(out outputFlags, null *nullFlags) error {
	if err := null.check(); err != nil {
		return err
	}
	if err := checkBy(m.by); err != nil {
		return err
	}
	switch {
	case !(m.least >= 0):
		return usagef("--min-expected %v: want a number, 0 or more, or inf", m.least)
	case m.least != 1 && (m.by == "" || null.model == ""):
		return usagef("--min-expected %v is for --by with --null: add them", m.least)
	case m.perNeuron && m.by != "":
		return usagef("--per-neuron and --by exclude each other: give one")
	case m.perNeuron && null.model != "":
		return usagef("--per-neuron has no null model: leave out --null %s", null.name)
	case m.perNeuron && out.summary:
		return usagef("--summary has nothing to say of single neurons: leave out --per-neuron or --summary")
	}
	return nil
}

// table names what is counted.
func (m *motifMode) table() string {
	switch {
	case m.perNeuron:
		return "motifs_per_neuron"
	case m.by != "":
		return "motifs_by_" + m.by
	}
	return "motifs"
}

// drawings is what --plot draws.
func (m *motifMode) drawings(null nullFlags) []drawing {
	name := m.table()
	switch {
	case m.perNeuron:
		return []drawing{drawnWithTypes(name, name, figure.MotifsPerNeuron).condensedFirst(figure.TallyNeuronMotifs)}
	case m.by != "" && null.model != "":
		return []drawing{drawn(name, name, figure.TypedMotifs).condensedFirst(figure.ConnectedTypedMotifs)}
	case m.by != "":
		roles := func(t, types connectome.Table, of figure.Meta) (*figure.Figure, error) {
			return figure.MotifRoles(t, types, m.by, of)
		}
		return []drawing{drawnWithTypes(name, name, roles).condensedFirst(figure.TallyTypedMotifs)}
	}
	return []drawing{drawn("motifs", name, figure.Motifs)}
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
