package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/figure"
)

func (a *app) newTopology() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var mode topologyMode
	cmd := &cobra.Command{
		Use:   "topology [flags] INPUT...",
		Short: "Measure cells and connections: degrees, paths, clustering, hubs, distance, ...",
		Long: `Measure each input: one row for each number, with what it is about. Everything
is exact, over all neurons and all pairs of them; nothing is drawn without
--samples.

` + wrapped("measure is one of ", topology.Measures()) + `.
group is all, mtype=X, layer=X, class=X or pathway=A>B, from m-type A to m-type B;
--groups keeps some kinds of them. value is empty where it is not defined.

--out DIR also writes, as CSV files, what is more than a number: degrees,
degree_histogram, pathways, distance, paths, richclub, hubs, common_neighbours,
entropy, innervation and others, one row an observation.

--physiology FILE, a fact sheet of the portal, tells how strong connections are,
which functional needs; --anatomy FILE has the pathways' density compared with the
sheet: anatomy_compared and anatomy_agree count its numbers, and the table anatomy
of --out lists them. That sheet describes mc2.

--samples N draws N random circuits for what needs them: rich club and small
world against circuits of the same degrees, the slope of common neighbours
against circuits of the same out-degrees and distances. Measures that need what
an input lacks, such as positions or classes, are left out with a note, unless
--measures names them.

--plot FOLDER draws the measures chosen: heat maps of pathways, degrees and
inputs by m-type, paths, hubs, rich club, distance, common neighbours, flow
between layers; --plot richclub.svg draws one of them, by its name.`,
		Example: `  ctopo topology example:column --groups all
  ctopo topology mc2.h5 --measures degree,reciprocity,paths --out results
  ctopo topology example:column --measures richclub --samples 20 --groups all
  ctopo topology example:column --measures density,degree --plot figures
  ctopo topology average_full.tar --groups all --summary`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mode.check(); err != nil {
				return err
			}
			var seed *uint64
			if mode.draws() {
				seed = &mode.options.Seed
			}
			return a.tabulate(cmd, args, in, out, tabulation{name: "topology", seed: seed, sources: mode.sheets.sources, drawings: mode.drawings()}, func(o *output, i instance, c *connectome.Connectome) error {
				return a.topology(cmd.Context(), o, i, c, mode)
			})
		},
	}
	mode.define(cmd.Flags())
	in.define(cmd.Flags())
	out.define(cmd.Flags())
	out.definePlot(cmd.Flags())
	return cmd
}

// topologyMode is what is measured, and how it is shown.
type topologyMode struct {
	names   []string
	kinds   []string
	hubs    float64
	sheets  sheetFlags
	options topology.Options

	measures []topology.Measure   // set by check
	groups   []topology.GroupKind // nil keeps all
}

func (m *topologyMode) define(flags *pflag.FlagSet) {
	listVar(flags, &m.names, "measures", "what to measure: `NAME,...` (default: everything)")
	listVar(flags, &m.kinds, "groups", "list numbers about these: `all,mtype,layer,class,pathway` (default: all of them)")
	flags.IntVar(&m.options.Samples, "samples", 0, "draw `N` random circuits for rich club, small world and common neighbours")
	flags.Uint64Var(&m.options.Seed, "seed", 1, "seed `S` of the draws")
	flags.IntVar(&m.options.PathSources, "sources", 0, "shortest paths from `N` neurons drawn at random (default: from all)")
	flags.Float64Var(&m.hubs, "hubs", 1, "hubs are the `PERCENT` of the neurons with the highest degree")
	m.sheets.define(flags)
}

// draws reports whether anything depends on the seed.
func (m *topologyMode) draws() bool { return m.options.Samples > 0 || m.options.PathSources > 0 }

// check reads the flags.
func (m *topologyMode) check() error {
	var err error
	if m.measures, err = topology.ParseMeasures(m.names); err != nil {
		return usagef("--measures: %s", strings.TrimPrefix(err.Error(), "topology: "))
	}
	for _, name := range m.kinds {
		kind, err := topology.ParseGroupKind(name)
		if err != nil {
			return usagef("--groups: %s", strings.TrimPrefix(err.Error(), "topology: "))
		}
		m.groups = append(m.groups, kind)
	}
	switch {
	case m.options.Samples < 0 || m.options.Samples == 1:
		return usagef("--samples %d: want 2 or more for a standard deviation, or 0 to draw nothing", m.options.Samples)
	case m.options.PathSources < 0:
		return usagef("--sources %d: want 1 or more, or 0 for all neurons", m.options.PathSources)
	case !(m.hubs > 0 && m.hubs <= 100):
		return usagef("--hubs %v: want a percentage above 0, at most 100", m.hubs)
	}
	m.options.HubFraction = m.hubs / 100
	m.options.Strengths, err = m.sheets.read(m.measures)
	return err
}

// drawings is what --plot draws: the figures of the measures chosen.
func (m *topologyMode) drawings() []drawing {
	var out []drawing
	for _, d := range figure.Topology() {
		if slices.Contains(m.measures, topology.Measure(d.Measure)) {
			out = append(out, drawing{name: d.Name, tables: d.Tables, optional: d.Optional, draw: d.Draw})
		}
	}
	return out
}

// topology measures an instance and writes what it found.
func (a *app) topology(ctx context.Context, o *output, in instance, c *connectome.Connectome, mode topologyMode) error {
	mode.options.Threads = a.flags.threads
	var rows []connectome.Table
	took := func() {}
	hooks := topology.Hooks{
		Stage: func(m topology.Measure) connectome.Progress {
			took = a.clock(in, string(m))
			return a.meter.Stage(in.label + ": " + string(m))
		},
		Done: func(m topology.Measure, r topology.Result) error {
			took()
			tables, compared := mode.sheets.compare(r)
			scalars := append(r.Scalars(), compared...)
			if mode.groups != nil {
				scalars = scalars.Only(mode.groups...)
			}
			rows = append(rows, scalars.Table(m))
			for _, t := range append(r.Tables(), tables...) {
				if err := o.extra(in, t); err != nil {
					return err
				}
			}
			return nil
		},
	}
	if len(mode.names) == 0 {
		hooks.Skip = func(missing *topology.Unavailable) {
			a.note("%s: %s is left out: %s", in.source, missing.Measure, missing.Why)
		}
	}
	if err := topology.Run(ctx, c, mode.measures, mode.options, hooks); err != nil {
		return inputError(in, err)
	}
	if len(rows) == 0 {
		rows = append(rows, topology.Scalars{}.Table(""))
	}
	all, err := connectome.Concat(rows...)
	if err != nil {
		return inputError(in, err)
	}
	return o.write(in, c, all)
}
