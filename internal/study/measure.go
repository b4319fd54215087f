package study

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/run"
)

// version changes when the files of finished instances do.
const version = 4

// InstancesFolder holds a folder for each instance that is done.
const InstancesFolder = "instances"

// folder is where the results of an instance lie when it is done.
func (s *Run) folder(in Instance) string {
	return filepath.Join(s.Dir, InstancesFolder, strings.ReplaceAll(in.Name, "/", "+"))
}

// key tells what the results of an instance were made from.
func (s *Run) key(in Instance) (string, error) {
	key := map[string]any{
		"study": version, "version": s.Manifest.Version, "instance": in.Name, "path": in.Source.Path, "member": in.Source.Member,
		"measures": s.Profile.Measures, "max_dim": s.Profile.MaxDim, "samples": s.Profile.Topology.Samples, "seed": s.Profile.Topology.Seed,
		"model": s.Model, "draws": s.Draws, "parameters": s.ModelText, "sheets": s.Sheets, "part": s.Part, "further": s.Further,
	}
	if info, err := os.Stat(in.Source.Path); err == nil {
		key["size"], key["changed"] = info.Size(), info.ModTime().UnixNano()
	}
	b, err := json.Marshal(key)
	return string(b), err
}

// Shard returns the i-th of every n instances, i from 1: each instance is in one share.
// All shards must be given all instances, which is what these have their names from.
func Shard(instances []Instance, i, n int) []Instance {
	var share []Instance
	for k := i - 1; k < len(instances); k += n {
		share = append(share, instances[k])
	}
	return share
}

// Measure measures the instances that are not done, and returns those that then are: all
// that can be.
//
// Errors: those of writing; an [*run.InputError] of the only instance, or one that
// Leave returns; that no instance can be measured.
func (s *Run) Measure(ctx context.Context, instances []Instance) (done []Instance, err error) {
	resumed := 0
	for i, in := range instances {
		in.label = fmt.Sprintf("%s (%d of %d)", in.Name, i+1, len(instances))
		key, err := s.key(in)
		if err != nil {
			return nil, err
		}
		made, err := run.Once(s.folder(in), key, func(partial string) error { return s.measureOne(ctx, in, partial) })
		if err != nil {
			if ctx.Err() != nil {
				s.Note("%d of %d instances are done: the same command goes on from there", len(done), len(instances))
			}
			if len(instances) > 1 {
				err = s.Leave(ctx, in.Name, err)
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
		s.Note("%d of %d instances were done before and are taken from %s", resumed, len(instances), filepath.Join(s.Dir, InstancesFolder))
	}
	if len(done) == 0 {
		return nil, fmt.Errorf("none of the %d instances can be measured: what is wrong with each is told above", len(instances))
	}
	return done, nil
}

// measureOne measures one instance and writes its tables to a folder.
func (s *Run) measureOne(ctx context.Context, in Instance, dir string) error {
	took := s.Clock(in.Source, "measured")
	c, err := in.Load(ctx, s.Stage(in.label+": reading"))
	if err != nil {
		return &run.InputError{Source: in.Source, Err: err}
	}
	source := c.Source
	if c, err = s.Select(c); err != nil {
		return run.NewInputError(in.Source, err)
	}
	w := &writer{dir: dir, name: in.Name, condition: source.Condition}
	defer w.abort()
	if err := w.write(s.Info(c)); err != nil {
		return err
	}
	opt := s.Profile
	opt.Stage = func(what string) connectome.Progress { return s.Stage(in.label + ": " + what) }
	opt.Table = w.write
	opt.Skip = func(missing *topology.Unavailable) {
		s.Note("%s: %s is left out: %s", in.Source, missing.Measure, missing.Why)
	}
	p, err := compare.NewProfile(ctx, in.Name, c, opt)
	if w.failed != nil {
		return w.failed // which has nothing to do with the instance
	}
	if err != nil {
		return run.NewInputError(in.Source, err)
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
	return writeJSON(filepath.Join(dir, "input.json"), run.NewManifestInput(in.Name, source))
}

// draws reports whether controls are drawn of instances of a condition: of reconstructions, and of
// circuits that are not the portal's.
func (s *Run) draws(c connectome.Condition) bool {
	return s.Model != "" && (c == connectome.Average || c == "")
}

// drawOne draws the controls of an instance and stores what is measured of them.
func (s *Run) drawOne(ctx context.Context, in Instance, c *connectome.Connectome, dir string) error {
	opt := s.Profile
	opt.Topology.Progress = s.Stage(in.label + ": draws of " + string(s.Model))
	opt.Skip = func(*topology.Unavailable) {} // told of the circuit itself
	drawn, err := compare.DrawControlsWith(ctx, s.Model, s.Parameters, c, s.Draws, opt.Topology.Seed, opt)
	if err != nil {
		return run.NewInputError(in.Source, err)
	}
	return writeGob(filepath.Join(dir, "drawn"), drawn)
}
