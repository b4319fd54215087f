package main

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/motifs"
)

func (a *app) newSimplices() *cobra.Command {
	var flags countingFlags
	var mode simplexMode
	cmd := &cobra.Command{
		Use:   "simplices [flags] INPUT...",
		Short: "Count directed simplices: cliques with a source and a sink",
		Long: `Count the directed simplices of each input, in every dimension. A k-simplex is
k+1 neurons in an order in which each connects to all that follow: the first is
its source, the last its sink. All counts are exact.

dim is the dimension k. expected and ratio compare with G(n, p), a random circuit
of as many connections on average, or with the one that --null names; per_neuron
is count over the number of neurons; density is the share of all choices of k+1
neurons in order; euler is the Euler characteristic of the whole, the same in each
row, empty if --max-dim cut the count short.

--by counts by the types of source and sink; --per-neuron counts the simplices
that hold each neuron, at any place, --per-edge those that hold each connection
from an earlier to a later place. All list what is not zero. --positions counts
the simplices in which place i connects to place j: all for i < j, those with a
reciprocated connection for i > j. --list names the neurons v0, v1, ... of each
simplex. --reciprocal counts cliques of mutual pairs instead, each set of
neurons once.

Dense recurrent circuits have very many simplices: before a run that would take
long, an estimate of their number is printed on stderr. Ctrl-C prints what was
counted exactly by then.`,
		Example: `  ctopo simplices example:column
  ctopo simplices mc2.h5 --max-dim 4 --null dyad
  ctopo simplices example:column --by class
  ctopo simplices average_full.tar --summary --out results`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mode.check(cmd, flags.out, &flags.null); err != nil {
				return err
			}
			t := tabulation{
				name: mode.table(), single: mode.single(),
				summary:  table.Summary{Keys: []string{"dim", "i", "j"}, ZeroFill: []string{"count", "maximal"}},
				drawings: mode.drawings(),
			}
			return a.count(cmd, args, flags, t, func(o *output, i instance, c *connectome.Connectome) error {
				return a.simplices(cmd.Context(), o, i, c, mode, flags.null)
			})
		},
	}
	mode.define(cmd.Flags())
	flags.define(cmd.Flags())
	return cmd
}

// simplices counts the simplices of an instance as the mode says.
func (a *app) simplices(ctx context.Context, o *output, in instance, c *connectome.Connectome, mode simplexMode, null nullFlags) error {
	if !mode.list {
		if err := a.forewarn(ctx, in, c, mode); err != nil {
			return inputError(in, err)
		}
	}
	opt := mode.options(a.options(in, "simplices"))
	if len(mode.given()) > 0 {
		return mode.write(ctx, o, in, c, opt)
	}
	took := a.clock(in, "counted")
	s, err := motifs.CountSimplices(ctx, c.Graph, opt)
	if err != nil {
		if ctx.Err() != nil && s != nil && len(s.Counts) > 2 {
			if err := o.partial(in, c, s.Table()); err != nil {
				return err
			}
			a.note("%s: stopped: dimensions 0 to %d are counted, each of them whole; there may be more", in.source, len(s.Counts)-1)
		}
		return inputError(in, err)
	}
	t := s.Table()
	if null.model != "" {
		if t, err = a.simplexNull(ctx, in, c, s, opt, null); err != nil {
			return inputError(in, err)
		}
	}
	took()
	return o.write(in, c, t)
}

// simplexNull is the table of simplices with the expectation of a null model in
// place of the default one, and what goes with it.
func (a *app) simplexNull(ctx context.Context, in instance, c *connectome.Connectome, s *motifs.Simplices, opt motifs.SimplexOptions, null nullFlags) (connectome.Table, error) {
	var e *motifs.SimplexExpectation
	var err error
	if !null.drawn() {
		e, err = motifs.ExpectSimplices(null.model, c.Graph, len(s.Counts)-1, s.Reciprocal)
	} else {
		opt.Maximal = false
		opt.Options = a.options(in, null.what())
		e, err = motifs.SampleSimplices(ctx, null.model, c.Graph, c.Cells.MTypes(), null.samples, null.seed, opt)
	}
	if err != nil {
		return connectome.Table{}, err
	}
	expressed := make([]motifs.Expression, len(s.Counts))
	for k, count := range s.Counts {
		expressed[k] = e.Express(k, count)
	}
	t := s.Table()
	for _, column := range nullColumns(expressed, null.model, e.Source()) {
		k := slices.IndexFunc(t.Columns, func(c connectome.Column) bool { return c.Name == column.Name })
		if k < 0 {
			t.Columns = append(t.Columns, column)
			continue
		}
		t.Columns[k] = column
	}
	return t, nil
}

// longRun is the time from which a run is announced.
const longRun = 10 * time.Second

// forewarn tells on stderr how many simplices there may be, if counting them
// would take long.
func (a *app) forewarn(ctx context.Context, in instance, c *connectome.Connectome, mode simplexMode) error {
	const chains, seed = 5000, 1
	if a.flags.quiet {
		return nil
	}
	opt := mode.options(a.options(in, "estimate"))
	opt.Maximal = false
	e, err := motifs.EstimateSimplices(ctx, c.Graph, chains, seed, opt)
	if err != nil || e.Time < longRun {
		return err
	}
	sum, variance, most := 0.0, 0.0, 0
	for k, n := range e.Counts {
		sum += n
		variance += e.Errors[k] * e.Errors[k]
		if n > e.Counts[most] {
			most = k
		}
	}
	a.note("%s: some %.2g simplices (standard error %.1g), most of dimension %d; counting may take %s: --max-dim bounds it",
		in.source, sum, math.Sqrt(variance), most, run.Roughly(e.Time))
	return nil
}
