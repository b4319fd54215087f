package formats

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/conntility"
	"github.com/ctopo/ctopo/connectome/formats/sonata"
)

// hdf5Readers read files in HDF5 in this process.
var hdf5Readers = map[Format]func(context.Context, string, Options) (*connectome.Connectome, error){
	SONATA: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return sonata.Open(ctx, path, sonata.Options{Population: opt.Population, Nodes: opt.Cells, NodeTypes: opt.NodeTypes, Voxel: opt.Voxel,
			Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
	Conntility: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return conntility.Open(ctx, path, conntility.Options{Group: opt.Population, Progress: opt.Progress, MemoryLimit: opt.MemoryLimit, Note: opt.Note})
	},
}

var sonataFormat = &format{
	name: SONATA, about: "SONATA networks of the Allen Institute and the Blue Brain Project",
	extensions: []string{".sonata.h5", ".sonata"}, inFolders: true, hdf5: true,
	holds:      Holds{IDs: true, Types: true, Classes: true, Positions: true, Weights: true, Isolated: true, Order: true},
	recognises: func(ctx context.Context, path string, _ Options) (bool, error) { return sonata.Recognises(ctx, path) },
	open:       openHDF5(SONATA), ownCells: true,
	write: func(ctx context.Context, path string, c *connectome.Connectome, _ WriteOptions) error {
		return sonata.Write(ctx, path, c, sonata.WriteOptions{})
	},
}

var conntilityFormat = &format{
	name: Conntility, about: "connectivity matrices of ConnectomeUtilities",
	extensions: []string{".conntility.h5"}, inFolders: true, hdf5: true,
	recognises: func(ctx context.Context, path string, _ Options) (bool, error) {
		return conntility.Recognises(ctx, path)
	},
	open: openHDF5(Conntility),
}
