package sonata

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/cells"
	"github.com/ctopo/ctopo/connectome/formats/internal/hdf"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value reads a file that holds one population
// of edges, and its nodes if they are in it.
type Options struct {
	Population string     // the edge population, or the node population whose edges among itself are wanted
	Nodes      string     // the file of nodes; or a CSV table of cells, see package cells
	NodeTypes  string     // the table of node types
	Voxel      [3]float64 // of a table of cells; see package cells

	Progress    connectome.Progress // in elements of the edges' datasets
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader should know; may be nil
}

func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

// Recognises reports whether an HDF5 file holds edges or nodes as SONATA has them.
func Recognises(ctx context.Context, path string) (bool, error) {
	found := false
	err := hdf.Do(ctx, path, 0, func(f *hdf.File) error {
		for _, name := range []string{"/edges", "/nodes"} {
			ok, err := f.Has(name)
			if err != nil {
				return err
			}
			found = found || ok
		}
		return nil
	})
	return found, err
}

// Open reads a file of edges, in this process.
//
// Memory: 48 bytes a row of the file at the peak.
//
// Errors: one of type [*infile.Error] that names the file and the dataset; the
// context's.
func Open(ctx context.Context, path string, opt Options) (c *connectome.Connectome, err error) {
	progress := hdf.NewProgress(opt.Progress)
	defer func() { progress.End(err) }()
	digesting, stop := context.WithCancel(ctx)
	defer stop()
	digest := hdf.Digest(digesting, path)
	var e *edges
	var n *nodes
	err = hdf.Do(ctx, path, opt.MemoryLimit, func(f *hdf.File) error {
		var err error
		f.Progress = progress
		if e, err = readEdges(f, opt); err != nil {
			return err
		}
		f.Progress = nil // nodes are few beside edges
		if opt.Nodes == "" {
			n, err = readNodes(f, e.nodes, opt)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var table *cells.Table
	if opt.Nodes != "" {
		if n, table, err = otherNodes(ctx, e, opt); err != nil {
			return nil, err
		}
	}
	c, err = build(ctx, path, e, n, opt, progress)
	if err != nil {
		return nil, err
	}
	if table != nil {
		described, unlisted, extra, err := table.Apply(c)
		if err != nil {
			return nil, err
		}
		if unlisted > 0 || extra > 0 {
			opt.note("%s: %d neurons are not in it, and %d of its cells are no neurons", opt.Nodes, unlisted, extra)
		}
		c = described
	}
	c.Source.SHA256, c.Source.Size, err = digest()
	return c, err
}

// otherNodes reads the nodes, or a table of cells, from a file of their own.
func otherNodes(ctx context.Context, e *edges, opt Options) (n *nodes, table *cells.Table, err error) {
	if !isHDF5(opt.Nodes) {
		table, err := cells.Read(ctx, opt.Nodes, cells.Options{MemoryLimit: opt.MemoryLimit, Voxel: opt.Voxel})
		return nil, table, err
	}
	err = hdf.Do(ctx, opt.Nodes, opt.MemoryLimit, func(f *hdf.File) error {
		n, err = readNodes(f, e.nodes, opt)
		if err == nil && n == nil {
			names, nerr := f.Names("/nodes")
			if nerr != nil {
				return nerr
			}
			err = hdf.Errorf("/nodes/"+e.nodes, "name the file that holds them", "there are no such nodes, but %s", list(names))
		}
		return err
	})
	return n, nil, err
}

// build puts edges and nodes together; n is nil where nothing is known of nodes.
func build(ctx context.Context, path string, e *edges, n *nodes, opt Options, progress *hdf.Progress) (*connectome.Connectome, error) {
	if n == nil {
		last := int64(-1)
		for _, ids := range [][]int64{e.source, e.target} {
			if len(ids) > 0 {
				last = max(last, slices.Max(ids))
			}
		}
		if last >= int64(connectome.MaxNeurons) || (last+1)*96 > limitOf(opt) {
			return nil, infile.InFile(path, hdf.Errorf("", "name the file of nodes", "it has a node number %d, and no nodes", last))
		}
		n = &nodes{n: int(last + 1)}
		opt.note("nothing is known of its nodes: their number is taken from the largest one with a connection, which is %d; give the file of nodes by --cells%s", last, besideText(path, e.nodes))
		plain, err := connectome.NewCells(connectome.NewLabels(make([]string, n.n)), connectome.CellOptions{})
		if err != nil {
			return nil, err
		}
		n.cells = plain
	}
	c, err := assemble(ctx, path, e, n, progress)
	switch {
	case err == nil:
		return c, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, infile.InFile(path, err)
}

// assemble makes the connectome of edges, which it lets go of, and nodes.
func assemble(ctx context.Context, path string, e *edges, n *nodes, progress *hdf.Progress) (*connectome.Connectome, error) {
	from, err := n.numbers(ctx, e.source, "source_node_id")
	if err != nil {
		return nil, err
	}
	e.source = nil
	to, err := n.numbers(ctx, e.target, "target_node_id")
	if err != nil {
		return nil, err
	}
	e.target = nil
	g, loops, duplicates, err := hdf.Graph(ctx, n.n, from, to, e.contacts, progress)
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, n.cells, connectome.Source{Identity: connectome.NoIdentity, Path: path, Format: "sonata"})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	return c, nil
}

// numbers turns node ids into neurons' numbers.
func (n *nodes) numbers(ctx context.Context, ids []int64, what string) ([]uint32, error) {
	out := make([]uint32, len(ids))
	for i, id := range ids {
		if i%(1<<18) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		v, ok := uint32(id), id >= 0 && id < int64(n.n)
		if n.byID != nil {
			v, ok = n.byID[id]
		}
		if !ok {
			return nil, hdf.Errorf(what, "read it with the nodes that it belongs to", "node %d is not among the %d nodes", id, n.n)
		}
		out[i] = v
	}
	return out, nil
}

// besideText points to the file beside one of edges which by its name holds the nodes.
func besideText(path, population string) string {
	base := filepath.Base(path)
	for _, name := range []string{strings.Replace(base, "edges", "nodes", 1), population + "_nodes.h5", "nodes.h5"} {
		if st, err := os.Stat(filepath.Join(filepath.Dir(path), name)); name != base && err == nil && st.Mode().IsRegular() {
			return fmt.Sprintf(", such as %s beside it", infile.OneLine(name))
		}
	}
	return ""
}

func limitOf(opt Options) int64 {
	if opt.MemoryLimit > 0 {
		return opt.MemoryLimit
	}
	return 4 << 30
}

func list(names []string) string {
	const most = 8
	if len(names) == 0 {
		return "none"
	}
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
