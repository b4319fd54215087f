package main

import (
	"context"
	"fmt"
	"os"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/run"
)

// guardOff is the value of --guard that reads files in this process.
const guardOff = "off"

// readOptions says how this run reads files: those in HDF5 in a process of its own,
// so that one that makes libhdf5 crash becomes an error.
func (a *app) readOptions(source connectome.Source, reading readFlags, progress connectome.Progress) formats.Options {
	opt := formats.Options{
		Format: reading.format, Threads: a.flags.threads, Progress: progress, Guard: a.flags.guard,
		Timeout: a.flags.timeout, MemoryLimit: int64(a.flags.memory * (1 << 30)),
		Cells: reading.cells, NodeTypes: reading.nodeTypes, Population: reading.population, Voxel: reading.voxel.nm, SkipDigest: a.skipDigest,
		Note: func(text string) { a.repeats.note(a, source, text) },
	}
	switch opt.Guard {
	case guardOff:
		opt.Guard = ""
	case "":
		self, err := os.Executable()
		if err != nil {
			a.detail("reading without a guard process: cannot tell where this program is: %v", err)
		}
		opt.Guard = self
	}
	return opt
}

// inputs finds the connectomes in a path. A file whose format is told is not looked
// at.
func (a *app) inputs(ctx context.Context, name string, reading readFlags) ([]formats.Input, []portal.Skipped, error) {
	if st, err := os.Stat(name); reading.format != "" && err == nil && st.Mode().IsRegular() {
		src := connectome.Source{Identity: portal.ParseIdentity(name), Path: name, Format: string(reading.format)}
		return []formats.Input{{Source: src}}, nil, nil
	}
	return formats.Discover(ctx, name)
}

// discover returns the instances in a file, tar or folder, and an error for each place
// in which there may be more.
func (a *app) discover(ctx context.Context, name string, reading readFlags) (found []instance, lost []*run.InputError, err error) {
	inputs, skipped, err := a.inputs(ctx, name, reading)
	for _, s := range skipped {
		source := connectome.Source{Path: s.Path, Member: s.Member}
		switch {
		case s.Lost: // told below
		case s.Reason == portal.ReasonOther: // folders and tars may hold anything else
			a.detail("%s: passed over: %s", source, s.Reason)
		default:
			a.repeats.note(a, source, fmt.Sprintf("passed over: %s", s.Reason))
		}
	}
	if err != nil {
		return nil, nil, err
	}
	// An ensemble that lacks instances must not pass for the whole.
	for _, s := range skipped {
		if source := (connectome.Source{Path: s.Path, Member: s.Member}); s.Lost {
			lost = append(lost, run.NewInputError(source, fmt.Errorf("%s: mend it, or name the inputs that are to be read without it", s.Reason)))
		}
	}
	found = make([]instance, len(inputs))
	for i, in := range inputs {
		found[i] = instance{
			source: in.Source,
			load: func(ctx context.Context, progress connectome.Progress) (*connectome.Connectome, error) {
				return in.Load(ctx, a.readOptions(in.Source, reading, progress))
			},
		}
	}
	return found, lost, nil
}
