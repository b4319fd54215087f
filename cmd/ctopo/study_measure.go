package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// studyVersion changes when the files of finished instances do.
const studyVersion = 3

// instancesFolder holds a folder for each instance that is done.
const instancesFolder = "instances"

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
	instances, lost, err := a.find(ctx, args, flags.reading)
	if err != nil {
		return err
	}
	manifest := a.newManifest(cmd)
	manifest.Seed = &mode.options.Topology.Seed
	manifest.Inputs = append(manifest.Inputs, mode.sheets.sources...)
	if _, err := makeFolder(out.out); err != nil {
		return err
	}
	mode.options.Topology.Threads = a.flags.threads
	s := &studyRun{app: a, dir: out.out, mode: mode, view: v, parameters: manifest, command: invocation(cmd), unfit: unfit{app: a, strict: flags.strict}}
	if err := s.unfit.leaveAll(ctx, lost); err != nil {
		return err
	}
	if err := s.announce(instances); err != nil {
		return err
	}
	if mode.shards > 0 {
		return s.measureShard(ctx, instances)
	}
	done, err := s.measure(ctx, instances)
	if err != nil {
		return err
	}
	if err := s.conclude(done, format, manifest); err != nil {
		return err
	}
	return s.unfit.err()
}

// studyRun is a study under way.
type studyRun struct {
	app        *app
	dir        string
	mode       studyMode
	view       view
	parameters run.Manifest
	command    string // as it could be typed again, without what does not change results
	unfit      unfit  // the inputs that are left out
}

// folder is where the results of an instance lie when it is done.
func (s *studyRun) folder(in instance) string {
	return filepath.Join(s.dir, instancesFolder, strings.ReplaceAll(in.name, "/", "+"))
}

// key tells what the results of an instance were made from.
func (s *studyRun) key(in instance) (string, error) {
	key := map[string]any{
		"study": studyVersion, "version": s.parameters.Version, "instance": in.name, "path": in.source.Path, "member": in.source.Member,
		"measures": s.mode.options.Measures, "max_dim": s.mode.options.MaxDim, "samples": s.mode.options.Topology.Samples, "seed": s.mode.options.Topology.Seed,
		"control": s.mode.control, "draws": s.mode.drawn, "bin": s.mode.bin, "fit": s.mode.fit, "strength": s.mode.sheets.strength, "sheets": s.mode.sheets.sources,
		"part": s.view.part, "types": s.view.typesFrom.SHA256, "read": s.view.readFrom,
	}
	if info, err := os.Stat(in.source.Path); err == nil {
		key["size"], key["changed"] = info.Size(), info.ModTime().UnixNano()
	}
	b, err := json.Marshal(key)
	return string(b), err
}

// measureShard measures a share of the instances, each of which is in one share. All
// shards are given all inputs, which is what instances get their names from.
func (s *studyRun) measureShard(ctx context.Context, instances []instance) error {
	var share []instance
	for i := s.mode.shard - 1; i < len(instances); i += s.mode.shards {
		share = append(share, instances[i])
	}
	if len(share) == 0 {
		s.app.note("there are %d instances: nothing for shard %d of %d", len(instances), s.mode.shard, s.mode.shards)
		return nil
	}
	done, err := s.measure(ctx, share)
	if err != nil {
		return err
	}
	s.app.note("%d of %d instances are done, shard %d of %d: the same command without --shard makes the tables when all are", len(done), len(instances), s.mode.shard, s.mode.shards)
	return s.unfit.err()
}

// measure measures the instances that are not done, and returns those that then are: all
// that can be.
func (s *studyRun) measure(ctx context.Context, instances []instance) (done []instance, err error) {
	resumed := 0
	for i, in := range instances {
		in.label = fmt.Sprintf("%s (%d of %d)", in.name, i+1, len(instances))
		key, err := s.key(in)
		if err != nil {
			return nil, err
		}
		made, err := run.Once(s.folder(in), key, func(partial string) error { return s.measureOne(ctx, in, partial) })
		if err != nil {
			if ctx.Err() != nil {
				s.app.note("%d of %d instances are done: the same command goes on from there", len(done), len(instances))
			}
			if len(instances) > 1 {
				err = s.unfit.leave(ctx, in.name, err)
			}
			if err != nil {
				return nil, err
			}
			continue
		}
		done = append(done, in)
		if !made {
			resumed++
		}
	}
	if resumed > 0 {
		s.app.note("%d of %d instances were done before and are taken from %s", resumed, len(instances), filepath.Join(s.dir, instancesFolder))
	}
	if len(done) == 0 {
		return nil, s.unfit.none()
	}
	return done, nil
}

// measureOne measures one instance and writes its tables to a folder.
func (s *studyRun) measureOne(ctx context.Context, in instance, dir string) error {
	took := s.app.clock(in, "measured")
	c, err := in.load(ctx, s.app.meter.Stage(in.label+": reading"))
	if err != nil {
		return &unfitError{in.source, err}
	}
	source := c.Source
	if c, err = s.view.of(c); err != nil {
		return inputError(in, err)
	}
	w := &studyTables{dir: dir, name: in.name}
	defer w.abort()
	if err := w.write(infoTable(c)); err != nil {
		return err
	}
	opt := s.mode.options
	opt.Stage = func(what string) connectome.Progress { return s.app.meter.Stage(in.label + ": " + what) }
	opt.Table = w.write
	opt.Skip = func(missing *topology.Unavailable) {
		s.app.note("%s: %s is left out: %s", in.source, missing.Measure, missing.Why)
	}
	p, err := compare.NewProfile(ctx, in.name, c, opt)
	if w.failed != nil {
		return w.failed // which has nothing to do with the instance
	}
	if err != nil {
		return inputError(in, err)
	}
	if err := w.finish(); err != nil {
		return err
	}
	if err := writeGob(filepath.Join(dir, "profile"), p); err != nil {
		return err
	}
	if s.draws(source.Condition) {
		if err := s.drawOne(ctx, in, c, dir); err != nil {
			return err
		}
	}
	took()
	return writeJSON(filepath.Join(dir, "input.json"), run.NewManifestInput(in.name, source))
}

// draws reports whether controls are drawn of instances of a condition: of reconstructions, and of
// circuits that are not the portal's.
func (s *studyRun) draws(c connectome.Condition) bool {
	return s.mode.model != "" && (c == connectome.Average || c == "")
}

// drawOne draws the controls of an instance and stores what is measured of them.
func (s *studyRun) drawOne(ctx context.Context, in instance, c *connectome.Connectome, dir string) error {
	opt := s.mode.options
	opt.Topology.Progress = s.app.meter.Stage(in.label + ": draws of " + string(s.mode.model))
	opt.Skip = func(*topology.Unavailable) {} // told of the circuit itself
	drawn, err := compare.DrawControlsWith(ctx, s.mode.model, s.mode.parameters, c, s.mode.drawn, opt.Topology.Seed, opt)
	if err != nil {
		return inputError(in, err)
	}
	return writeGob(filepath.Join(dir, "drawn"), drawn)
}
