package formats

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/native"
)

var nativeFormat = &format{
	name: Native, about: "ctopo's own, which opens a column in some 25 ms",
	extensions: []string{native.Extension}, inFolders: true,
	holds:  Holds{IDs: true, Types: true, Classes: true, Positions: true, Weights: true, Isolated: true, Order: true},
	begins: native.Is,
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return native.Open(ctx, path, native.Options{Threads: opt.Threads, Digest: !opt.SkipDigest})
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, _ WriteOptions) error {
		return native.Write(ctx, path, c)
	},
}
