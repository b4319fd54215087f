package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/internal/run"
)

// instance is one connectome to read.
type instance struct {
	name   string // unique among those of the command line
	label  string // the name, and how far along the list it is
	last   bool   // of those of the command line
	source connectome.Source
	load   func(context.Context, connectome.Progress) (*connectome.Connectome, error)
}

// find returns the instances that the arguments name.
func (a *app) find(ctx context.Context, args []string, reading readFlags) ([]instance, error) {
	var found []instance
	for _, arg := range args {
		if name, ok := strings.CutPrefix(arg, "example:"); ok {
			in, err := example(name)
			if err != nil {
				return nil, err
			}
			found = append(found, in)
			continue
		}
		more, err := a.discover(ctx, arg, reading)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	sources := make([]connectome.Source, len(found))
	for i, in := range found {
		sources[i] = in.source
	}
	for i, name := range instanceNames(sources) {
		found[i].name = name
	}
	return found, nil
}

func example(name string) (instance, error) {
	if synth.AboutExample(name) == "" {
		return instance{}, usagef("example:%s: there is no such example: there are example:%s", name, strings.Join(synth.Examples(), ", example:"))
	}
	return instance{
		source: connectome.Source{Path: "example:" + name},
		load: func(ctx context.Context, _ connectome.Progress) (*connectome.Connectome, error) {
			return synth.Example(ctx, name)
		},
	}, nil
}

// each loads the instances that the arguments name, one at a time, takes the
// part of them that is wanted, and hands it on. It records them in the manifest.
func (a *app) each(ctx context.Context, o *output, args []string, flags inputFlags, do func(instance, *connectome.Connectome) error) error {
	v, err := flags.view()
	if err != nil {
		return err
	}
	o.manifest.Inputs = append(o.manifest.Inputs, v.sources()...)
	instances, err := a.find(ctx, args, flags.reading)
	if err != nil {
		return err
	}
	for i, in := range instances {
		in.label, in.last = in.name, i == len(instances)-1
		if len(instances) > 1 {
			in.label = fmt.Sprintf("%s (%d of %d)", in.name, i+1, len(instances))
		}
		took := a.clock(in, "read")
		c, err := in.load(ctx, a.meter.Stage(in.label+": reading"))
		if err != nil {
			return err
		}
		took()
		o.manifest.Inputs = append(o.manifest.Inputs, run.NewManifestInput(in.name, c.Source))
		whole := c.Graph
		if c, err = v.of(c); err != nil {
			return inputError(in, err)
		}
		a.detail("%s: it holds a %s; taken: %s", in.source, whole, c.Graph)
		o.plots.circuit(in, c)
		if err := do(in, c); err != nil {
			return err
		}
	}
	return nil
}

// inputError names the input in an error that does not.
func inputError(in instance, err error) error { return fmt.Errorf("%s: %w", in.source, err) }

// clock returns a function that tells, if -v was given, how long something took
// since the call.
func (a *app) clock(in instance, what string) func() {
	start := time.Now()
	return func() { a.detail("%s: %s in %.3f s", in.source, what, time.Since(start).Seconds()) }
}
