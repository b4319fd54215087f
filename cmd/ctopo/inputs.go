package main

import (
	"context"
	"fmt"
	"os"
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

// find returns the instances that the arguments name, and an error for each input that
// is seen to be unfit before it is read.
func (a *app) find(ctx context.Context, args []string, reading readFlags) (found []instance, lost []*run.InputError, err error) {
	for _, arg := range args {
		if name, ok := strings.CutPrefix(arg, "example:"); ok {
			in, err := example(name)
			if err != nil {
				return nil, nil, err
			}
			found = append(found, in)
			continue
		}
		if arg == "-" {
			return nil, nil, usagef("-: files are read, not pipes: save it to a file, with the ending of its format, and name that")
		}
		more, without, err := a.discover(ctx, arg, reading)
		if err != nil && len(args) > 1 && isRegular(arg) {
			without, err = append(without, &run.InputError{Source: connectome.Source{Path: arg}, Err: err}), nil
		}
		if err != nil {
			return nil, nil, err
		}
		found, lost = append(found, more...), append(lost, without...)
	}
	sources := make([]connectome.Source, len(found))
	for i, in := range found {
		sources[i] = in.source
	}
	for i, name := range instanceNames(sources) {
		found[i].name = name
	}
	return found, lost, nil
}

// isRegular reports whether a path leads to a file, so that an error about it is not
// one of a name that there is not.
func isRegular(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
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
// What is unfit is left out, with a note, if that is possible: not if rows of it are
// written already.
func (a *app) each(ctx context.Context, o *output, args []string, flags inputFlags, do func(instance, *connectome.Connectome) error) error {
	v, err := flags.view()
	if err != nil {
		return err
	}
	o.manifest.Inputs = append(o.manifest.Inputs, v.sources()...)
	o.unfit.app, o.unfit.strict = a, flags.strict
	instances, lost, err := a.find(ctx, args, flags.reading)
	if err == nil {
		err = o.unfit.leaveAll(ctx, lost)
	}
	if err != nil {
		return err
	}
	used := 0
	for i, in := range instances {
		in.label, in.last = in.name, i == len(instances)-1
		if len(instances) > 1 {
			in.label = fmt.Sprintf("%s (%d of %d)", in.name, i+1, len(instances))
		}
		before := o.writes
		source, err := a.one(ctx, o, in, v, do)
		if err == nil {
			used++
			o.manifest.Inputs = append(o.manifest.Inputs, run.NewManifestInput(in.name, source))
			continue
		}
		if o.writes > before || len(instances) == 1 && o.unfit.count() == 0 {
			return err
		}
		if err := o.unfit.leave(ctx, in.name, err); err != nil {
			return err
		}
	}
	if used == 0 {
		return o.unfit.none()
	}
	return nil
}

// one loads an instance and hands on the part of it that is wanted. It returns where
// it came from.
func (a *app) one(ctx context.Context, o *output, in instance, v view, do func(instance, *connectome.Connectome) error) (connectome.Source, error) {
	took := a.clock(in, "read")
	c, err := in.load(ctx, a.meter.Stage(in.label+": reading"))
	if err != nil {
		return connectome.Source{}, &run.InputError{Source: in.source, Err: err}
	}
	took()
	source, whole := c.Source, c.Graph
	if c, err = v.of(c); err != nil {
		return source, inputError(in, err)
	}
	a.detail("%s: it holds a %s; taken: %s", in.source, whole, c.Graph)
	o.plots.begin(in, c)
	if err := do(in, c); err != nil {
		return source, err
	}
	o.plots.circuit(in, c)
	return source, nil
}

// clock returns a function that tells, if -v was given, how long something took
// since the call.
func (a *app) clock(in instance, what string) func() {
	start := time.Now()
	return func() { a.detail("%s: %s in %.3f s", in.source, what, time.Since(start).Seconds()) }
}
