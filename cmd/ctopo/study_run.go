package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/study"
	"github.com/ctopo/ctopo/internal/table"
)

// study measures all instances, then writes the tables over all of them.
func (a *app) study(cmd *cobra.Command, args []string, flags inputFlags, out outputFlags, mode studyMode) error {
	ctx := cmd.Context()
	format, err := out.choose(a.stdoutTerminal)
	if err != nil {
		return err
	}
	if out.format == string(table.Parquet) {
		return usagef("--format parquet: a study has CSV files only: the other commands write it")
	}
	v, err := flags.view()
	if err != nil {
		return err
	}
	found, lost, err := a.find(ctx, args, flags.reading)
	if err != nil {
		return err
	}
	if _, err := makeFolder(out.out); err != nil {
		return err
	}
	without := &unfit{strict: flags.strict, app: a}
	if err := without.leaveAll(ctx, lost); err != nil {
		return err
	}
	instances := make([]study.Instance, len(found))
	for i, in := range found {
		instances[i] = study.Instance{Name: in.name, Source: in.source, Load: in.load}
	}
	s := a.newRun(cmd, out.out, v, mode, without)
	if err := s.Announce(instances); err != nil {
		return err
	}
	if mode.shards > 0 {
		share := study.Shard(instances, mode.shard, mode.shards)
		if len(share) == 0 {
			a.note("there are %d instances: nothing for shard %d of %d", len(instances), mode.shard, mode.shards)
			return nil
		}
		done, err := s.Measure(ctx, share)
		if err != nil {
			return err
		}
		a.note("%d of %d instances are done, shard %d of %d: the same command without --shard makes the tables when all are", len(done), len(instances), mode.shard, mode.shards)
		return without.err()
	}
	done, err := s.Measure(ctx, instances)
	if err != nil {
		return err
	}
	t, err := s.Conclude(done, without.files)
	if err != nil {
		return err
	}
	if !a.flags.quiet {
		a.meter.Clear()
		w := a.newScreen(a.stdout, format, out, table.Meta{Table: t.Name})
		if err := w.Write(t); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := w.tell(); err != nil {
			return err
		}
	}
	return without.err()
}

// newRun is the study that the flags ask for.
func (a *app) newRun(cmd *cobra.Command, dir string, v view, mode studyMode, without *unfit) *study.Run {
	manifest := a.newManifest(cmd)
	manifest.Seed = &mode.options.Topology.Seed
	manifest.Inputs = append(append(manifest.Inputs, mode.sheets.sources...), v.sources()...)
	mode.options.Topology.Threads = a.flags.threads
	return &study.Run{
		Dir: dir, Profile: mode.options, Force: mode.force, Gzip: mode.gzip,
		Model: mode.model, Parameters: mode.parameters, ModelText: mode.modelFlags.String(), Draws: mode.drawn,
		Select: v.of, Part: v.part, Types: v.typesFrom, Sheets: mode.sheets.sources,
		Further:  map[string]any{"strength": mode.sheets.strength, "types": v.typesFrom.SHA256, "read": v.readFrom},
		Info:     func(c *connectome.Connectome) connectome.Table { return infoTable(c) },
		Manifest: manifest, Command: invocation(cmd),
		Note: a.note, Detail: a.detail,
		Stage: func(what string) connectome.Progress { return a.meter.Stage(what) },
		Clock: func(s connectome.Source, what string) func() { return a.clock(instance{source: s}, what) },
		Leave: without.leave,
	}
}

// invocation is the command line that gives the same results: without the flags that
// say where they go and how they are shown.
func invocation(cmd *cobra.Command) string {
	words := append([]string{"ctopo", cmd.Name()}, cmd.Flags().Args()...)
	without := []string{"out", "threads", "progress", "format", "quiet", "verbose", "guard", "read-timeout", "read-memory"}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(without, f.Name) {
			return
		}
		value := f.Value.String()
		if list, several := f.Value.(pflag.SliceValue); several {
			value = strings.Join(list.GetSlice(), ",")
		}
		words = append(words, "--"+f.Name)
		if f.Value.Type() != "bool" {
			words = append(words, value)
		}
	})
	for i, w := range words {
		if strings.ContainsAny(w, " \t'\"\\$*?[](){}<>|&;!#~`") {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(append(words, "--out", "DIR"), " ")
}
