package formats

import (
	"context"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
)

// unknownType is what the portal's layout calls cells without a type, as it has to
// call them something.
const unknownType = "unknown"

var portalFormat = &format{
	name: Portal, about: "the Neocortical Microcircuit portal's HDF5",
	extensions: []string{".h5", ".hdf5"}, inFolders: true, hdf5: true,
	holds: Holds{Types: true, Positions: true, Isolated: true},
	open: func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		c, err := portal.Open(ctx, path, opt.portal())
		if err != nil {
			return nil, err
		}
		return nameless(c)
	},
	write: func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
		c, err := renamed(c, groupName)
		if err != nil {
			return err
		}
		return portal.Write(ctx, path, c, portal.WriteOptions{Threads: opt.Threads, Progress: opt.Progress, Attributes: opt.Attributes})
	},
}

// groupName returns a cell type's name as that of a group in HDF5.
func groupName(name string) string {
	switch name {
	case "":
		return unknownType
	case ".":
		return "_"
	}
	return strings.Map(func(r rune) rune {
		if r == '/' || r == 0 {
			return '_'
		}
		return r
	}, name)
}

// nameless takes the type back from cells that have none.
func nameless(c *connectome.Connectome) (*connectome.Connectome, error) {
	return renamed(c, func(name string) string {
		if name == unknownType {
			return ""
		}
		return name
	})
}

// renamed returns a connectome with other names of cell types. What was told apart
// stays so: a name that is taken is an error of whoever needs different ones.
func renamed(c *connectome.Connectome, rename func(string) string) (*connectome.Connectome, error) {
	mtypes := c.Cells.MTypes()
	names := make([]string, len(mtypes.Names))
	for k, name := range mtypes.Names {
		names[k] = rename(name)
	}
	if slices.Equal(names, mtypes.Names) {
		return c, nil
	}
	n := uint32(c.Cells.N())
	opt := connectome.CellOptions{Positions: c.Cells.Positions(), Layers: make([]string, n), Classes: make([]connectome.Class, n)}
	for v := range n {
		opt.Layers[v], opt.Classes[v] = c.Cells.Layers().Name(v), c.Cells.Class(v)
		switch {
		case c.Cells.Named():
			opt.Names = append(opt.Names, c.Cells.ID(v))
		case c.Cells.Numbered():
			opt.IDs = append(opt.IDs, c.Cells.NumericID(v))
		}
	}
	cells, err := connectome.NewCells(connectome.Labels{Names: names, Of: mtypes.Of}, opt)
	if err != nil {
		return nil, err
	}
	d := *c
	d.Cells = cells
	return &d, nil
}
