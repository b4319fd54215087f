package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
)

// guardOff is the value of --guard that reads files in this process.
const guardOff = "off"

// portalOptions says how this run reads files: in a process of its own, so that
// a file that makes libhdf5 crash becomes an error.
func (a *app) portalOptions(progress connectome.Progress) portal.Options {
	opt := portal.Options{
		Threads: a.flags.threads, Progress: progress, Guard: a.flags.guard,
		Timeout: a.flags.timeout, MemoryLimit: int64(a.flags.memory * (1 << 30)),
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

// discover returns the instances in a file, tar or folder.
func (a *app) discover(ctx context.Context, name string) ([]instance, error) {
	inputs, skipped, err := portal.Discover(ctx, name)
	for _, s := range skipped {
		tell := a.note
		if s.Reason == portal.ReasonOther {
			tell = a.detail // folders and tars may hold anything else
		}
		if !s.Lost {
			tell("%s: passed over: %s", connectome.Source{Path: s.Path, Member: s.Member}, s.Reason)
		}
	}
	if err != nil {
		return nil, err
	}
	// An ensemble that lacks instances must not pass for the whole.
	if i := slices.IndexFunc(skipped, func(s portal.Skipped) bool { return s.Lost }); i >= 0 {
		s := skipped[i]
		return nil, fmt.Errorf("%s: %s: mend it, or name the inputs that are to be read without it", connectome.Source{Path: s.Path, Member: s.Member}, s.Reason)
	}
	found := make([]instance, len(inputs))
	for i, in := range inputs {
		found[i] = instance{
			source: in.Source,
			load: func(ctx context.Context, progress connectome.Progress) (*connectome.Connectome, error) {
				return in.Load(ctx, a.portalOptions(progress))
			},
		}
	}
	return found, nil
}
