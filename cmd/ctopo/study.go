package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
)

func (a *app) newStudy() *cobra.Command {
	var in inputFlags
	var mode studyMode
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "study [flags] FOLDER|TAR... --out DIR",
		Short: "Measure whole sets of instances and contrast them, in one run that can be resumed",
		Long: `Measure every instance of the sets, and contrast them: reconstructions with the
controls of the same mcK, INDIVIDUALS between and within animals.

--out DIR then holds one CSV file for each table, over all instances: info,
motifs, simplices, topology and what goes with it (degrees, pathways, paths,
distance, ...), summary.csv (mean, sd, min, max and n of every number by
condition), contrasts.csv and distributions.csv where there are controls,
variance.csv where there are individuals, and manifest.json.

A run that was stopped, even by a crash, is taken up by the same command: what
is done lies in DIR/instances and is not done again, as long as the input, the
flags and the program are the same. The tables come out the same in the end;
those of an earlier study in DIR that this one does not make are removed.

--gzip compresses the tables of the instances, NAME.csv.gz. --shard I/N measures one
share of the instances; the same command without it makes the tables of all.

Reconstructions without controls, and controls without theirs, are measured but
not contrasted.

DIR/report.html is all of it as one page that needs nothing else: what was found in
sentences, the figures with the tables behind them, the methods with their sources.
The figures lie in DIR/figures, as SVG, PNG and PDF.

--samples N adds the measures that draw random circuits, N for each instance.
--control model:NAME contrasts each reconstruction with --draws circuits of a control
model, as ctopo compare does, instead of with CONTROLS among the inputs.
--physiology FILE adds the strengths of connections, functional.`,
		Example: `  ctopo study average_full.tar controls_full.tar individuals_full.tar --out results
  ctopo study ensemble --out results --measures motifs,simplices
  ctopo study average_full.tar --out results --control model:gb --draws 10`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("study: no input: name the folders or tars with the instances, and an output folder: ctopo study ensemble --out results")
			}
			if out.out == "" {
				return usagef("study: no folder to write to: add --out results")
			}
			if err := mode.check(); err != nil {
				return err
			}
			return a.study(cmd, args, in, out, mode)
		},
	}
	mode.define(cmd.Flags())
	in.define(cmd.Flags())
	out.defineFormat(cmd.Flags())
	out.defineColumns(cmd.Flags())
	out.defineOut(cmd.Flags(), "folder `DIR` for all tables; what is done of a run that was stopped lies there too")
	return cmd
}

// studyMode is what a study measures.
type studyMode struct {
	measures []string
	force    bool
	gzip     bool   // tables over instances are compressed
	part     string // I/N: measure that share of the instances, and no more
	control  string // model:NAME, of controls that are drawn
	drawn    int
	modelFlags
	sheets  sheetFlags
	options compare.ProfileOptions

	model         control.Model // set by check
	shard, shards int           // of part; 0 of 0 is all
}

// studyMeasures are measured if nothing is named: everything that draws nothing, unless
// circuits are drawn, and needs nothing beyond the file, unless sheets are given.
func studyMeasures(drawn, sheets bool) []string {
	names := []string{"motifs", "motifs_by_layer", "simplices", "participation"}
	for _, m := range topology.Measures() {
		draws := m == topology.MeasureSmallWorld || m == topology.MeasureRichClub
		if (sheets || m != topology.MeasureFunctional) && (drawn || !draws) {
			names = append(names, string(m))
		}
	}
	return names
}

func (m *studyMode) define(flags *pflag.FlagSet) {
	listVar(flags, &m.measures, "measures", "what to measure: `NAME,...` of "+strings.Join(compare.Measures(), ", ")+" (default: all that draw nothing)")
	flags.IntVar(&m.options.MaxDim, "max-dim", 0, "highest dimension of simplices: `K` (default: all)")
	flags.IntVar(&m.options.Topology.Samples, "samples", 0, "draw `N` random circuits of each instance for rich club, small world and common neighbours")
	flags.Uint64Var(&m.options.Topology.Seed, "seed", 1, "seed `S` of draws and resamples")
	flags.BoolVar(&m.force, "force", false, "contrast controls even if cells or numbers of connections differ")
	flags.StringVar(&m.control, "control", "", "contrast with controls that are drawn, `model:NAME`, instead of those among the inputs; the models are those of ctopo control")
	flags.IntVar(&m.drawn, "draws", 20, "draw `N` controls of each reconstruction, for --control model:NAME")
	flags.BoolVar(&m.gzip, "gzip", false, "write the tables of the instances as NAME.csv.gz, a sixth of the size, which pandas and R read as they are")
	flags.StringVar(&m.part, "shard", "", "measure the `I`-th of every N instances, as in 3/10, and write no table; the same command without it takes up what all shards did")
	m.modelFlags.define(flags)
	m.sheets.defineStrengths(flags)
}

func (m *studyMode) check() error {
	if err := checkCompared(m.measures); err != nil {
		return err
	}
	if s := m.options.Topology.Samples; s < 0 || s == 1 {
		return usagef("--samples %d: want 2 or more for a standard deviation, or 0 to draw nothing", s)
	}
	if m.options.MaxDim < 0 {
		return usagef("--max-dim %d: want 1 or more", m.options.MaxDim)
	}
	if err := m.checkDrawn(); err != nil {
		return err
	}
	if m.part != "" {
		n, err := fmt.Sscanf(m.part+"\n", "%d/%d\n", &m.shard, &m.shards)
		if err != nil || n != 2 || m.shard < 1 || m.shard > m.shards {
			return usagef("--shard %s: want I/N with I from 1 to N, as 3/10", m.part)
		}
	}
	m.options.Groups = []topology.GroupKind{topology.GroupAll, topology.GroupLayer, topology.GroupClass}
	m.options.Measures = m.measures
	if len(m.measures) == 0 {
		m.options.Measures = studyMeasures(m.options.Topology.Samples > 0, m.sheets.physiologyPath != "")
	}
	var err error
	m.options.Topology.Strengths, err = m.sheets.readStrengths(m.options.Measures)
	return err
}

// checkDrawn reads the flags of controls that are drawn.
func (m *studyMode) checkDrawn() error {
	switch {
	case m.control == "" && m.given():
		return usagef("--bin and --fit are of controls that are drawn: add --control model:NAME")
	case m.control != "" && !strings.HasPrefix(m.control, "model:"):
		return usagef("--control %s: want model:NAME; controls in files are given beside the other inputs", m.control)
	case m.drawn < 2:
		return usagef("--draws %d: want 2 or more, for a standard deviation", m.drawn)
	}
	var err error
	if m.model, err = drawnModel([]string{m.control}); err != nil {
		return err
	}
	return m.modelFlags.check()
}
