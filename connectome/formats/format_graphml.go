package formats

import (
	"bytes"
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/graphml"
)

var graphmlFormat = &format{
	name: GraphML, about: "GraphML, as NetworkX and igraph write it",
	extensions: []string{".graphml"}, inFolders: true,
	holds: Holds{IDs: true, Types: true, Classes: true, Positions: true, Weights: true, Isolated: true, Order: true},
	begins: func(head []byte) bool {
		text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
		return bytes.HasPrefix(text, []byte("<graphml")) || bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("<graphml"))
	},
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return graphml.Open(ctx, path, graphml.Options{Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return graphml.Write(ctx, path, c, graphml.WriteOptions{Progress: opt.Progress})
	},
}
