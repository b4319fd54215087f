package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// synthFlags say which ensemble to make.
type synthFlags struct {
	preset      string
	kind        string
	scale       float64
	instances   int
	perInstance int
	animals     int
	seed        uint64
}

func (f *synthFlags) define(flags *pflag.FlagSet) {
	flags.StringVar(&f.preset, "preset", "nmc", "`PRESET` of cells and connections: nmc, the neocortical microcircuit")
	flags.StringVar(&f.kind, "kind", "average", "`KIND` of instances: average, control or individual")
	flags.Float64Var(&f.scale, "scale", 1, "`SCALE` of the column's cross-section; 1 is the whole column of 31,346 neurons")
	flags.IntVar(&f.instances, "instances", 7, "`N` microcircuits, mc0 and up")
	flags.IntVar(&f.perInstance, "per-instance", 5, "controls of each microcircuit: `N`")
	flags.IntVar(&f.animals, "animals", 5, "individuals: `N` animals, P14-13 and up")
	flags.Uint64Var(&f.seed, "seed", 1, "seed `S`; the same one pairs controls with their average instances")
}

// plan checks the flags and lists the instances that they ask for.
func (f *synthFlags) plan() ([]connectome.Identity, error) {
	if f.preset != "nmc" {
		return nil, usagef("--preset %q: want nmc", f.preset)
	}
	if !(f.scale > 0 && f.scale <= synth.MaxScale) {
		return nil, usagef("--scale %v: want more than 0 and at most %d", f.scale, synth.MaxScale)
	}
	for name, n := range map[string]int{"instances": f.instances, "per-instance": f.perInstance, "animals": f.animals} {
		if n < 1 {
			return nil, usagef("--%s %d: want 1 or more", name, n)
		}
	}
	switch f.kind {
	case "average":
		return synth.Plan(synth.Average, f.instances, 0), nil
	case "control":
		return synth.Plan(synth.Control, f.instances, f.perInstance), nil
	case "individual":
		return synth.Plan(synth.Individual, f.instances, f.animals), nil
	}
	return nil, usagef("--kind %q: want average, control or individual", f.kind)
}

func (a *app) newSynth() *cobra.Command {
	var flags synthFlags
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "synth [flags] --out DIR",
		Short: "Make an ensemble of synthetic microcircuits, as files",
		Long: `Make synthetic microcircuits and write them in the portal's layout, under the
portal's names: DIR/average, DIR/controls or DIR/individuals. The table of what
was made, synth.csv, and manifest.json lie beside them.

The circuits have the portal's 55 m-types, the published number of connections
for each pair of m-types and the published dependence on distance; the rest is
drawn from the seed. A control has the cells and the number of connections of
its average instance, connected at random where distance allows. A scale below
1 makes a narrower column, of the same density of cells.`,
		Example: `  ctopo synth --kind average --scale 0.05 --instances 3 --out ensemble
  ctopo synth --kind control --scale 0.05 --instances 3 --per-instance 2 --out ensemble`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			plan, err := flags.plan()
			if err != nil {
				return err
			}
			if out.out == "" {
				return usagef("synth: no folder to write to: name one, as in ctopo synth --scale 0.05 --out ensemble")
			}
			root := out.out
			set, _, _ := strings.Cut(synth.RelPath(plan[0]), "/")
			beside := out
			beside.out = filepath.Join(root, set)
			o, err := a.newOutput(cmd, beside, "synth", table.Summary{})
			if err != nil {
				return err
			}
			defer o.abort()
			o.drew(flags.seed)
			for i, id := range plan {
				if err := a.synthesize(cmd.Context(), o, root, set, flags, id, fmt.Sprintf("%d of %d", i+1, len(plan))); err != nil {
					return err
				}
			}
			return o.finish()
		},
	}
	flags.define(cmd.Flags())
	out.defineFormat(cmd.Flags())
	out.defineOut(cmd.Flags(), "folder `DIR` that the set's folder is made in")
	return cmd
}

// synthesize makes one instance and writes it below the folder root. label tells
// how far along the ensemble it is.
func (a *app) synthesize(ctx context.Context, o *output, root, set string, flags synthFlags, id connectome.Identity, label string) error {
	opt := synth.Options{Scale: flags.scale, Seed: flags.seed, Threads: a.flags.threads}.For(id)
	opt.Progress = a.meter.Stage(label + ": drawing connections")
	c, err := synth.Generate(ctx, opt)
	if err != nil {
		return err
	}
	rel := synth.RelPath(id)
	made, err := a.writePortal(ctx, c, filepath.Join(root, filepath.FromSlash(rel)), strings.TrimPrefix(rel, set+"/"), label, nil)
	if err != nil {
		return err
	}
	o.wrote(made)
	g := c.Graph
	return o.rows(connectome.NewTable("synth",
		connectome.Strings("instance", []string{strings.TrimSuffix(made.File, ".h5")}),
		connectome.Strings("condition", []string{string(id.Condition)}),
		number("mc", id.MC, true),
		number("animal", id.Animal, true),
		number("control", id.Instance, true),
		count("neurons", int64(g.N())),
		count("connections", g.Connections()),
		count("mutual_pairs", g.MutualPairs()),
		connectome.Strings("file", []string{rel}),
		count("size", made.Size),
	))
}

// writePortal writes a connectome as a file of the portal's, in a folder that is
// made if need be. name is what the manifest is to call it.
func (a *app) writePortal(ctx context.Context, c *connectome.Connectome, file, name, label string, attributes map[string]string) (run.ManifestFile, error) {
	made := run.ManifestFile{File: name}
	if _, err := makeFolder(filepath.Dir(file)); err != nil {
		return made, err
	}
	opt := formats.WriteOptions{Format: formats.Portal, Threads: a.flags.threads, Progress: a.meter.Stage(label + ": writing"), Attributes: attributes}
	err := formats.Write(ctx, file, c, opt)
	if err == nil {
		made.Size, made.SHA256, err = digest(file)
	}
	return made, err
}

// digest returns the size and SHA-256 of a file.
func digest(file string) (int64, string, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", fmt.Errorf("%s: cannot read it: %w", file, run.Cause(err))
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	if err != nil {
		return 0, "", fmt.Errorf("%s: cannot read it: %w", file, run.Cause(err))
	}
	return n, fmt.Sprintf("%x", sum.Sum(nil)), nil
}
