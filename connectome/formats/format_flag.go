package formats

import (
	"bytes"
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/flag"
)

var flagFormat = &format{
	name: Flag, about: "flagser's graphs",
	extensions: []string{".flag"}, inFolders: true,
	holds: Holds{Weights: true, Isolated: true, Order: true},
	begins: func(head []byte) bool {
		word := bytes.Fields(head[:min(len(head), 256)])
		return len(word) > 1 && string(word[0]) == "dim" && (string(word[1]) == "0" || string(word[1]) == "0:")
	},
	open: openFlag, write: writeFlag(false),
}

var edgesFormat = &format{
	name: Edges, about: "flagser-count's lists of edges",
	extensions: []string{".edges"}, inFolders: true,
	holds: Holds{Weights: true, Order: true},
	open:  openFlag, write: writeFlag(true),
}

func openFlag(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	return flag.Open(ctx, path, flag.Options{Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
}

func writeFlag(edges bool) func(context.Context, string, *connectome.Connectome, WriteOptions) error {
	return func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return flag.Write(ctx, path, c, flag.WriteOptions{Edges: edges, Progress: opt.Progress})
	}
}
