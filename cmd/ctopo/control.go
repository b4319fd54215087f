package main

import (
	"context"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/portal"
)

// controlFlags say which controls to draw.
type controlFlags struct {
	name string
	n    int
	seed uint64
	modelFlags

	model control.Model // set by check
}

// modelFlags are the parameters of the models that have any.
type modelFlags struct {
	bin float64
	fit string

	parameters control.Parameters // set by check
}

// fitScopes are what --fit names.
var fitScopes = map[string]control.Scope{"whole": control.Whole, "pre": control.PerPre, "pathway": control.PerPathway}

func (f *modelFlags) define(flags *pflag.FlagSet) {
	flags.Float64Var(&f.bin, "bin", 0, "width of the bins of distance, in `MICROMETRES`, of the models that have them (default: each model's own)")
	flags.StringVar(&f.fit, "fit", "whole", "what dd, ddz, dd2 and dd3 fit together: `whole|pre|pathway`, the circuit, what a presynaptic m-type sends, or each pathway")
}

func (f *modelFlags) check() error {
	if !(f.bin >= 0) || math.IsInf(f.bin, 0) {
		return usagef("--bin %v: want micrometres, such as 75", f.bin)
	}
	scope, ok := fitScopes[f.fit]
	if !ok {
		return usagef("--fit %q: want whole, pre or pathway", f.fit)
	}
	f.parameters = control.Parameters{Bin: f.bin, Scope: scope}
	return nil
}

// given reports whether any differs from what models take by themselves.
func (f *modelFlags) given() bool { return f.bin != 0 || f.fit != "whole" }

// String tells them as a command line would.
func (f *modelFlags) String() string {
	var text string
	if f.bin != 0 {
		text += " --bin " + strconv.FormatFloat(f.bin, 'g', -1, 64)
	}
	if f.fit != "whole" {
		text += " --fit " + f.fit
	}
	return text
}

func (f *controlFlags) define(flags *pflag.FlagSet) {
	flags.StringVar(&f.name, "model", "", "what is kept, `MODEL`: "+modelNames())
	flags.IntVar(&f.n, "n", 1, "draw `N` controls of each input")
	flags.Uint64Var(&f.seed, "seed", 1, "seed `S` of the draws")
	f.modelFlags.define(flags)
}

func (f *controlFlags) check() error {
	if f.name == "" {
		return usagef("control: no model: add --model, one of %s", modelNames())
	}
	var err error
	if f.model, err = control.ParseModel(f.name); err != nil {
		return usagef("--model %q: want one of %s", f.name, modelNames())
	}
	if f.n < 1 {
		return usagef("--n %d: want 1 or more", f.n)
	}
	return f.modelFlags.check()
}

func (a *app) newControl() *cobra.Command {
	var in inputFlags
	var out outputFlags
	var flags controlFlags
	cmd := &cobra.Command{
		Use:   "control [flags] --model MODEL --out DIR INPUT...",
		Short: "Draw control circuits of a circuit, as files: what is kept, the rest at random",
		Long: `Draw random circuits that keep some properties of each input, and write them in
the portal's layout: DIR/INSTANCE_rnd_instance0.h5 and so on, with the model, its
parameters and fit, and the seed in the file's attributes. The table of what was
made, control.csv, and manifest.json lie beside them. ctopo compare --control DIR
pairs them with their reconstructions.

` + modelHelp() + `
The same input, model and seed give the same circuits, for any number of threads.`,
		Example: `  ctopo control --model pathway --n 5 --seed 1 --out controls example:column
  ctopo control --model configuration --n 2 --out controls mc0.h5
  ctopo compare --reconstruction mc0.h5 --control controls`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			if out.out == "" {
				return usagef("control: no folder to write to: add --out controls")
			}
			return a.tabulate(cmd, args, in, out, tabulation{name: "control", single: true, seed: &flags.seed}, func(o *output, i instance, c *connectome.Connectome) error {
				return a.drawControls(cmd.Context(), o, i, c, flags)
			})
		},
	}
	flags.define(cmd.Flags())
	in.define(cmd.Flags())
	out.defineFormat(cmd.Flags())
	out.defineOut(cmd.Flags(), "folder `DIR` for the files")
	return cmd
}

// controlName is the base name of a control's file: that of its circuit and its
// number, with mcK and the animal before it where the name does not tell them.
func controlName(in instance, s connectome.Source, i int) string {
	name := strings.ReplaceAll(in.name, "/", "_")
	if s.MC >= 0 && portal.ParseIdentity(name).MC != s.MC {
		name = fmt.Sprintf("mc%d_%s", s.MC, name)
	}
	if s.Animal >= 0 && portal.ParseIdentity(name+"_rnd_instance0").Animal != s.Animal {
		name = fmt.Sprintf("P14-%02d_%s", s.Animal, name)
	}
	return fmt.Sprintf("%s_rnd_instance%d", name, i)
}

// modelHelp lists the models, a line each.
func modelHelp() string {
	var text strings.Builder
	for _, m := range control.Models() {
		fmt.Fprintf(&text, "  %-20s  %s\n", m, m.Keeps())
	}
	return text.String()
}

// aboutModel returns the attributes of the i-th control's file: how it was made, and
// how well the model fits, where it is one that is fitted.
func (a *app) aboutModel(ctx context.Context, o *output, in instance, c *connectome.Connectome, s control.Sampler, flags controlFlags) (func(i int) map[string]string, error) {
	about := map[string]string{
		"ctopo_model": string(flags.model), "ctopo_keeps": flags.model.Keeps(), "ctopo_seed": strconv.FormatUint(flags.seed, 10),
		"ctopo_version": o.manifest.Version.Ctopo, "ctopo_source": in.name, "ctopo_source_sha256": c.Source.SHA256,
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	if flags.bin > 0 {
		about["ctopo_bin_um"] = number(flags.bin)
	}
	if fitted, ok := s.(control.Fitted); ok {
		fit, err := fitted.Fit(ctx, a.flags.threads)
		if err != nil {
			return nil, err
		}
		a.detail("%s: %s: %.6g connections expected, log-loss %.6g nats a pair (%.6g for one probability)", in.source, flags.model, fit.Expected, fit.LogLoss, fit.GNPLogLoss)
		about["ctopo_fit"] = flags.fit
		about["ctopo_fit_expected_connections"] = number(fit.Expected)
		about["ctopo_fit_log_loss_nats"] = number(fit.LogLoss)
		about["ctopo_fit_log_loss_gnp_nats"] = number(fit.GNPLogLoss)
		about["ctopo_fit_factor"] = number(fit.Factor)
	}
	return func(i int) map[string]string {
		attributes := maps.Clone(about)
		attributes["ctopo_draw"] = strconv.Itoa(i)
		return attributes
	}, nil
}

// drawControls draws the controls of one instance and writes their files.
func (a *app) drawControls(ctx context.Context, o *output, in instance, c *connectome.Connectome, flags controlFlags) error {
	s, err := control.SamplerWith(flags.model, c, flags.parameters)
	if err != nil {
		return inputError(in, err)
	}
	about, err := a.aboutModel(ctx, o, in, c, s, flags)
	if err != nil {
		return inputError(in, err)
	}
	for i := range flags.n {
		took := a.clock(in, fmt.Sprintf("control %d drawn", i))
		a.meter.Stage(fmt.Sprintf("%s: drawing %d of %d", in.label, i+1, flags.n))
		g, err := s.Draw(ctx, flags.seed, uint64(i), a.flags.threads)
		if err != nil {
			return inputError(in, err)
		}
		took()
		drawn, err := connectome.New(g, c.Cells, connectome.Source{Identity: connectome.NoIdentity})
		if err != nil {
			return inputError(in, err)
		}
		name := controlName(in, c.Source, i)
		made, err := a.writePortal(ctx, drawn, filepath.Join(o.flags.out, name+".h5"), name+".h5", in.label, about(i))
		if err != nil {
			return err
		}
		o.wrote(made)
		err = o.write(in, c, connectome.NewTable("control",
			connectome.Strings("model", []string{string(flags.model)}),
			count("draw", int64(i)),
			count("neurons", int64(g.N())),
			count("connections", g.Connections()),
			count("mutual_pairs", g.MutualPairs()),
			connectome.Strings("file", []string{made.File}),
			count("size", made.Size),
		))
		if err != nil {
			return err
		}
	}
	return nil
}
