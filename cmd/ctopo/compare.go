package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/table"
)

func (a *app) newCompare() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var mode compareMode
	cmd := &cobra.Command{
		Use:   "compare [flags] --reconstruction INPUT... --control INPUT...",
		Short: "Contrast reconstructions with controls: what is there that the controls lack",
		Long: `Contrast numbers about reconstructions with the same numbers about controls, from
files or drawn from a model, and test whether they differ.

A control belongs to the reconstruction of the same mcK, and animal, as the
portal's names tell (--pair auto), or to the only one if no name does. It must
have the same cells and as many connections; --force compares them all the same.
Each reconstruction is then set against the mean of its controls. With --pair none
all are set against all. --control model:NAME draws --samples circuits for each
reconstruction instead; ctopo control --help tells what each model keeps.
` + wrapped("The models: ", control.Models()) + `.

statistic and key name the number. ratio is reconstruction over control, z the
difference in standard deviations of the controls (ddof 1); both are means over
the pairs. effect_size is the mean difference in its own standard deviations
(Cohen's d_z with Hedges' correction; unpaired, Hedges' g), ci_low and ci_high
its 95 % interval, exact for normal differences; those of the difference and of
the ratio are Student's, of the ratio on a log scale. test names the test of a
row: paired_t and wilcoxon for pairs, rank for one reconstruction among its
controls, mann_whitney and permutation without pairs. p is two-sided, p_adjusted
by Benjamini and Hochberg over the n_tests of the same family (numbers of one
measure about one kind of group) and test. verdict puts it into words, at 5 %.

--out DIR also writes distributions.csv: degrees, path lengths and participation
within each reconstruction beside those pooled over its controls, with the
Kolmogorov-Smirnov statistic and the Wasserstein distance.

INDIVIDUALS without --control: the variance of each number between animals and
within them, and their intraclass correlation, ICC(1).`,
		Example: `  ctopo compare --reconstruction example:column --control example:control
  ctopo compare --reconstruction average_full.tar --control controls_full.tar --out results
  ctopo compare --reconstruction mc2.h5 --control model:pathway --samples 100
  ctopo compare --reconstruction individuals/ --measures motifs,simplices`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("compare: %s: say what it is: --reconstruction %s --control INPUT", args[0], args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := mode.check(); err != nil {
				return err
			}
			o, err := a.newOutput(cmd, out, mode.table(), table.Summary{})
			if err != nil {
				return err
			}
			defer o.abort()
			if o.plots, err = newPlots(out, mode.drawings(), mode.plotted(in)); err != nil {
				return err
			}
			o.drew(mode.options.Topology.Seed)
			t, err := a.compare(cmd.Context(), o, in, mode)
			if err != nil {
				return err
			}
			o.plots.keep(o.name, t)
			if err := o.rows(t); err != nil {
				return err
			}
			return o.finish()
		},
	}
	mode.define(cmd.Flags())
	in.define(cmd.Flags())
	out.defineFormat(cmd.Flags())
	out.defineColumns(cmd.Flags())
	out.defineOut(cmd.Flags(), "folder `DIR` for the table as a CSV file, beside manifest.json, which tells how it was made")
	out.definePlot(cmd.Flags())
	return cmd
}

func modelNames() string {
	var names []string
	for _, m := range control.Models() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}

// compareMode is what is compared with what.
type compareMode struct {
	reconstructions, controls []string
	pair                      string
	measures, kinds           []string
	samples                   int
	force                     bool
	modelFlags
	sheets  sheetFlags
	options compare.ProfileOptions

	model control.Model // of controls that are drawn; set by check
}

func (m *compareMode) define(flags *pflag.FlagSet) {
	stringsVar(flags, &m.reconstructions, "reconstruction", "the reconstructions: `INPUT...`")
	stringsVar(flags, &m.controls, "control", "the controls: `INPUT...`, or model:NAME to draw them")
	flags.StringVar(&m.pair, "pair", "auto", "which control belongs to which reconstruction: `auto|none`; auto goes by mcK")
	listVar(flags, &m.measures, "measures", "what to compare: `NAME,...` of "+strings.Join(compare.Measures(), ", ")+" (default: "+strings.Join(compare.DefaultMeasures(), ",")+")")
	listVar(flags, &m.kinds, "groups", "of degree, paths and so on, compare numbers about these: `all,mtype,layer,class,pathway` (default: all)")
	flags.IntVar(&m.options.MaxDim, "max-dim", 0, "highest dimension of simplices: `K` (default: all)")
	flags.IntVar(&m.samples, "samples", 100, "draw `N` controls of each reconstruction, for --control model:NAME")
	flags.Uint64Var(&m.options.Topology.Seed, "seed", 1, "seed `S` of draws and resamples")
	flags.BoolVar(&m.force, "force", false, "compare even if cells or numbers of connections differ")
	m.modelFlags.define(flags)
	m.sheets.defineStrengths(flags)
}

// checkCompared refuses names that are no measures.
func checkCompared(names []string) error {
	if err := compare.CheckMeasures(names); err != nil {
		return usagef("--measures: %s", strings.TrimPrefix(err.Error(), "compare: "))
	}
	return nil
}

// drawnModel returns the model that --control model:NAME names; nothing for files.
func drawnModel(controls []string) (control.Model, error) {
	for _, c := range controls {
		name, drawn := strings.CutPrefix(c, "model:")
		if !drawn {
			continue
		}
		if len(controls) > 1 {
			return "", usagef("--control %s: one model, and no files beside it", c)
		}
		model, err := control.ParseModel(name)
		if err != nil {
			return "", usagef("--control %s: the models are %s", c, modelNames())
		}
		return model, nil
	}
	return "", nil
}

// table names what comes out.
func (m *compareMode) table() string {
	if len(m.controls) == 0 {
		return "variance"
	}
	return "contrasts"
}

// drawings is what --plot draws.
func (m *compareMode) drawings() []drawing {
	if m.table() == "variance" {
		return []drawing{drawn("variance", "variance", figure.Variance)}
	}
	list := []drawing{drawn("contrasts", "contrasts", figure.Contrasts)}
	measures := m.measures
	if len(measures) == 0 {
		measures = compare.DefaultMeasures()
	}
	if slices.Contains(measures, "motifs") {
		list = append(list, drawn("motifs_compared", "contrasts", figure.MotifContrasts))
	}
	if slices.Contains(measures, "simplices") {
		list = append(list, drawn("simplices_compared", "contrasts", figure.SimplexContrasts))
	}
	return list
}

// plotted names what was read, for captions.
func (m *compareMode) plotted(in inputFlags) string {
	text := plotted(m.reconstructions, in)
	if len(m.controls) > 0 {
		text += " against " + plotted(m.controls, inputFlags{})
	}
	return text
}

// check reads the flags.
func (m *compareMode) check() error {
	if len(m.reconstructions) == 0 {
		return usagef("compare: no reconstruction: try ctopo compare --reconstruction example:column --control example:control")
	}
	if err := checkCompared(m.measures); err != nil {
		return err
	}
	for _, name := range m.kinds {
		kind, err := topology.ParseGroupKind(name)
		if err != nil {
			return usagef("--groups: %s", strings.TrimPrefix(err.Error(), "topology: "))
		}
		m.options.Groups = append(m.options.Groups, kind)
	}
	m.options.Measures = m.measures
	switch {
	case m.pair != "auto" && m.pair != "none":
		return usagef("--pair %q: want auto or none", m.pair)
	case m.options.MaxDim < 0:
		return usagef("--max-dim %d: want 1 or more", m.options.MaxDim)
	case m.samples < 2:
		return usagef("--samples %d: want 2 or more, for a standard deviation", m.samples)
	}
	var err error
	if m.model, err = drawnModel(m.controls); err != nil {
		return err
	}
	if m.model == "" && m.given() {
		return usagef("--bin and --fit are of controls that are drawn: add --control model:NAME")
	}
	if err := m.modelFlags.check(); err != nil {
		return err
	}
	m.options.Topology.Strengths, err = m.sheets.readStrengths(m.measures)
	return err
}

// compare measures all circuits and contrasts them.
func (a *app) compare(ctx context.Context, o *output, in inputFlags, mode compareMode) (connectome.Table, error) {
	mode.options.Topology.Threads = a.flags.threads
	o.manifest.Inputs = append(o.manifest.Inputs, mode.sheets.sources...)
	if len(mode.controls) == 0 {
		if err := a.checkAnimals(ctx, mode.reconstructions, in.reading); err != nil {
			return connectome.Table{}, err
		}
	}
	var pairs []compare.Pair
	var reconstructions []*compare.Profile
	err := a.each(ctx, o, mode.reconstructions, in, func(i instance, c *connectome.Connectome) error {
		p, err := a.profile(ctx, i, c, mode)
		if err != nil {
			return inputError(i, err)
		}
		reconstructions = append(reconstructions, p)
		if mode.model == "" {
			return nil
		}
		opt := mode.options
		opt.Topology.Progress = a.meter.Stage(i.label + ": draws of " + string(mode.model))
		drawn, err := compare.DrawControlsWith(ctx, mode.model, mode.parameters, c, mode.samples, mode.options.Topology.Seed, opt)
		if err != nil {
			return inputError(i, err)
		}
		pairs = append(pairs, compare.Pair{Reconstruction: p, Controls: drawn})
		return nil
	})
	if err != nil {
		return connectome.Table{}, err
	}
	opt := compare.Options{Seed: mode.options.Topology.Seed}
	switch {
	case mode.model != "":
		return a.contrast(o, pairs, opt)
	case len(mode.controls) == 0:
		return compare.BetweenAnimals(reconstructions).Table(), nil
	}
	var controls []*compare.Profile
	err = a.each(ctx, o, mode.controls, in, func(i instance, c *connectome.Connectome) error {
		p, err := a.profile(ctx, i, c, mode)
		controls = append(controls, p)
		if err != nil {
			return inputError(i, err)
		}
		return nil
	})
	if err != nil {
		return connectome.Table{}, err
	}
	if mode.pair == "none" {
		return compare.Unpaired(reconstructions, controls, opt).Table(), nil
	}
	if len(o.unfit.files) > 0 { // which may have cost some their counterparts
		var alone []*compare.Profile
		reconstructions, controls, alone = compare.Counterparts(reconstructions, controls)
		a.noteAlone(alone)
		if len(reconstructions) == 0 {
			return connectome.Table{}, errors.New("compare: no reconstruction is left that has a control: mend the inputs told above")
		}
	}
	if pairs, err = compare.PairChecked(reconstructions, controls, compare.PairOptions{Force: mode.force, Note: a.note, Detail: a.detail}); err != nil {
		return connectome.Table{}, err
	}
	return a.contrast(o, pairs, opt)
}

// noteAlone tells which instances are in no contrast.
func (a *app) noteAlone(alone []*compare.Profile) {
	if len(alone) > 0 {
		a.note("the contrasts are without %s: their counterparts are not there", strings.Join(compare.Names(alone), ", "))
	}
}

// checkAnimals refuses inputs that are not of two animals or more, before any is
// read.
func (a *app) checkAnimals(ctx context.Context, args []string, reading readFlags) error {
	instances, _, err := a.find(ctx, args, reading)
	if err != nil {
		return err
	}
	animals := make(map[int]bool)
	for _, in := range instances {
		if in.source.Condition == connectome.Individual {
			animals[in.source.Animal] = true
		}
	}
	if len(animals) < 2 {
		return usagef("compare: no control: name them by --control, or two animals or more by --reconstruction to compare those")
	}
	return nil
}

// contrast is the table of contrasts of pairs; that of distributions goes beside it.
func (a *app) contrast(o *output, pairs []compare.Pair, opt compare.Options) (connectome.Table, error) {
	if spread := compare.Distributions(pairs); len(spread) > 0 {
		if err := o.beside(spread.Table()); err != nil {
			return connectome.Table{}, err
		}
	}
	return compare.Paired(pairs, opt).Table(), nil
}

// profile measures one circuit.
func (a *app) profile(ctx context.Context, in instance, c *connectome.Connectome, mode compareMode) (*compare.Profile, error) {
	took := a.clock(in, "measured")
	mode.options.Topology.Progress = a.meter.Stage(in.label + ": measuring")
	p, err := compare.NewProfile(ctx, in.name, c, mode.options)
	took()
	return p, err
}
