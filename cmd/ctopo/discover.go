package main

import (
	"cmp"
	"context"
	"os"
	"path"
	"slices"
	"strings"

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
		if !slices.Contains([]string{".h5", ".hdf5", ".tar"}, strings.ToLower(path.Ext(cmp.Or(s.Member, s.Path)))) {
			tell = a.detail // folders and tars may hold anything else
		}
		tell("%s: passed over: %s", connectome.Source{Path: s.Path, Member: s.Member}, s.Reason)
	}
	if err != nil {
		return nil, err
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
