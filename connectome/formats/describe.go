package formats

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/cells"
	"github.com/ctopo/ctopo/internal/infile"
)

// described describes the neurons of a file by the table of cells that opt names, if
// it does and the file does not tell itself what they are.
func described(ctx context.Context, c *connectome.Connectome, path string, f *format, opt Options) (*connectome.Connectome, error) {
	if opt.Cells == "" || f.ownCells {
		return c, nil
	}
	if typed(c.Cells) {
		if opt.Note != nil && f != portalFormat { // whose files always do, and are many
			opt.Note(fmt.Sprintf("the file tells the types of its cells itself: %s is not used for it", opt.Cells))
		}
		return c, nil
	}
	return describe(ctx, c, path, f, opt)
}

// typed reports whether any cell has a type.
func typed(cells *connectome.Cells) bool {
	return slices.ContainsFunc(cells.MTypes().Names, func(name string) bool { return name != "" })
}

// describe describes the neurons of a file by a table of cells.
func describe(ctx context.Context, c *connectome.Connectome, path string, f *format, opt Options) (*connectome.Connectome, error) {
	t, err := cells.Read(ctx, opt.Cells, cells.Options{MemoryLimit: opt.MemoryLimit, Voxel: opt.Voxel})
	if err != nil {
		return nil, err
	}
	if !f.holds.Isolated {
		if c, err = grow(c, t, infile.NewLimits(opt.MemoryLimit)); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	described, unlisted, extra, err := t.Apply(c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if opt.Note == nil {
		return described, nil
	}
	if note := t.Note(); note != "" {
		opt.Note(note)
	}
	if unlisted > 0 {
		opt.Note(fmt.Sprintf("%d of %d neurons are not in %s: they are kept, of unknown cell type, and positions are not taken", unlisted, c.Graph.N(), opt.Cells))
	}
	if extra > 0 {
		opt.Note(fmt.Sprintf("%d cells of %s are not among its neurons and are left out", extra, opt.Cells))
	}
	return described, nil
}

// grow adds neurons without connections, which a bare list of edges cannot tell, up
// to the highest number in the table of cells.
func grow(c *connectome.Connectome, t *cells.Table, lim infile.Limits) (*connectome.Connectome, error) {
	n := c.Graph.N()
	want := n
	for row := range t.N() {
		k, err := strconv.ParseInt(t.ID(row), 10, 64)
		if err == nil && k >= int64(want) {
			if err := lim.CheckNeurons(min(k, 1<<62) + 1); err != nil {
				return nil, infile.InFile(t.Source.Path, err)
			}
			want = int(k) + 1
		}
	}
	if want == n {
		return c, nil
	}
	ptr, idx := c.Graph.OutCSR()
	ptr = slices.Clone(ptr)
	for len(ptr) < want+1 {
		ptr = append(ptr, ptr[n])
	}
	var weights []float64
	for v := range uint32(n) {
		weights = append(weights, c.Graph.OutWeights(v)...)
	}
	g, err := connectome.FromCSR(want, ptr, slices.Clone(idx), weights)
	if err != nil {
		return nil, err
	}
	described, err := connectome.NewCells(connectome.Labels{Names: []string{""}, Of: make([]uint32, want)}, connectome.CellOptions{})
	if err != nil {
		return nil, err
	}
	d := *c
	d.Graph, d.Cells = g, described
	return &d, nil
}
