package formats

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
)

var portalFormat = &format{
	name: Portal, about: "the Neocortical Microcircuit portal's HDF5",
	extensions: []string{".h5", ".hdf5"}, inFolders: true, hdf5: true,
	holds: Holds{Types: true, Positions: true, Isolated: true},
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		return portal.Open(ctx, path, opt.portal())
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		return portal.Write(ctx, path, c, portal.WriteOptions{Threads: opt.Threads, Progress: opt.Progress, Attributes: opt.Attributes})
	},
}
