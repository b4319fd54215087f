package formats

import (
	"bytes"
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/npz"
)

var npzFormat = &format{
	name: NPZ, about: "a sparse matrix of SciPy",
	extensions: []string{".npz"}, inFolders: true,
	holds:  Holds{Weights: true, Isolated: true, Order: true},
	begins: func(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) },
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return npz.Open(ctx, path, npz.Options{Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return npz.Write(ctx, path, c, npz.WriteOptions{Progress: opt.Progress})
	},
}
