package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
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

// compare measures all circuits and contrasts them.
func (a *app) compare(ctx context.Context, o *output, in inputFlags, mode compareMode) (connectome.Table, error) {
	mode.options.Topology.Threads = a.flags.threads
	o.manifest.Inputs = append(o.manifest.Inputs, mode.sheets.sources...)
	if len(mode.controls) == 0 {
		if err := a.checkAnimals(ctx, mode.reconstructions, in.reading); err != nil {
			return connectome.Table{}, err
		}
	}
	if mode.model != "" {
		return a.compareDrawn(ctx, o, in, mode)
	}
	reconstructions, err := a.profiles(ctx, o, mode.reconstructions, in, mode, nil)
	if err != nil {
		return connectome.Table{}, err
	}
	if len(mode.controls) == 0 {
		return compare.BetweenAnimals(reconstructions).Table(), nil
	}
	controls, err := a.profiles(ctx, o, mode.controls, in, mode, nil)
	if err != nil {
		return connectome.Table{}, err
	}
	if mode.pair == "none" {
		return compare.Unpaired(reconstructions, controls, mode.contrasts()).Table(), nil
	}
	if len(o.unfit.files) > 0 { // which may have cost some their counterparts
		var alone []*compare.Profile
		reconstructions, controls, alone = compare.Counterparts(reconstructions, controls)
		a.noteAlone(alone)
		if len(reconstructions) == 0 {
			return connectome.Table{}, errors.New("compare: no reconstruction is left that has a control: mend the inputs told above")
		}
	}
	pairs, err := compare.PairChecked(reconstructions, controls, compare.PairOptions{Force: mode.force, Note: a.note, Detail: a.detail})
	if err != nil {
		return connectome.Table{}, err
	}
	return a.contrast(o, pairs, mode.contrasts())
}

// compareDrawn contrasts circuits with draws from a model.
func (a *app) compareDrawn(ctx context.Context, o *output, in inputFlags, mode compareMode) (connectome.Table, error) {
	var pairs []compare.Pair
	_, err := a.profiles(ctx, o, mode.reconstructions, in, mode, func(i instance, c *connectome.Connectome, p *compare.Profile) error {
		opt := mode.options
		opt.Topology.Progress = a.meter.Stage(i.label + ": draws of " + string(mode.model))
		drawn, err := compare.DrawControlsWith(ctx, mode.model, mode.parameters, c, mode.samples, mode.options.Topology.Seed, opt)
		if err != nil {
			return err
		}
		pairs = append(pairs, compare.Pair{Reconstruction: p, Controls: drawn})
		return nil
	})
	if err != nil {
		return connectome.Table{}, err
	}
	return a.contrast(o, pairs, mode.contrasts())
}

// profiles measures the circuits of inputs, and does with each what follows, if
// anything does.
func (a *app) profiles(ctx context.Context, o *output, inputs []string, in inputFlags, mode compareMode, then func(instance, *connectome.Connectome, *compare.Profile) error) ([]*compare.Profile, error) {
	var all []*compare.Profile
	err := a.each(ctx, o, inputs, in, func(i instance, c *connectome.Connectome) error {
		if then != nil && mode.model != "" { // before anything is measured
			if err := control.CheckCells(mode.model, c, mode.parameters); err != nil {
				return inputError(i, err)
			}
		}
		p, err := a.profile(ctx, i, c, mode)
		if err == nil && then != nil {
			err = then(i, c, p)
		}
		if err != nil {
			return inputError(i, err)
		}
		all = append(all, p)
		return nil
	})
	return all, err
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
