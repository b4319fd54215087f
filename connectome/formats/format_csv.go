package formats

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/edgelist"
)

var csvFormat = &format{
	name: CSV, about: "a list of connections, with a table of cells beside it",
	extensions: []string{".csv", ".tsv"},
	holds:      Holds{IDs: true, Types: true, Classes: true, Positions: true, Weights: true, Isolated: true, Order: true},
	ownCells:   true,
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return edgelist.Open(ctx, path, edgelist.Options{Cells: opt.Cells, Voxel: opt.Voxel, Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return edgelist.Write(ctx, path, c, edgelist.WriteOptions{Progress: opt.Progress})
	},
	beside: func(path string) []string { return []string{edgelist.CellsPath(path)} },
}
