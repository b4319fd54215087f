package formats

import (
	"bytes"
	"context"
	"encoding/binary"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/npz"
)

var npzFormat = &format{
	name: NPZ, about: "a sparse matrix of SciPy",
	extensions: []string{".npz"}, inFolders: true,
	holds: Holds{Weights: true, Isolated: true, Order: true},
	begins: func(head []byte) bool {
		// A zip whose first member is an array.
		if !bytes.HasPrefix(head, []byte("PK\x03\x04")) || len(head) < 30 {
			return false
		}
		name := head[30:]
		return bytes.HasSuffix(name[:min(len(name), int(binary.LittleEndian.Uint16(head[26:])))], []byte(".npy"))
	},
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return npz.Open(ctx, path, npz.Options{Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return npz.Write(ctx, path, c, npz.WriteOptions{Progress: opt.Progress})
	},
}
