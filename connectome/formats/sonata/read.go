package sonata

import (
	"context"
	"fmt"
	"math"
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
	Population string // the edge population, or the node population whose edges among itself are wanted
	Nodes      string // the file of nodes; or a CSV table of cells, see package cells
	NodeTypes  string // the table of node types

	MemoryLimit int64             // bytes that reading may take; 0: 4 GiB
	Note        func(text string) // is told what a reader should know; may be nil
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
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	digesting, stop := context.WithCancel(ctx)
	defer stop()
	digest := hdf.Digest(digesting, path)
	var e *edges
	var n *nodes
	err := hdf.Do(ctx, path, opt.MemoryLimit, func(f *hdf.File) error {
		var err error
		if e, err = readEdges(f, opt); err != nil {
			return err
		}
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
	c, err := build(ctx, path, e, n, opt)
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
		table, err := cells.Read(ctx, opt.Nodes, cells.Options{MemoryLimit: opt.MemoryLimit})
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
func build(ctx context.Context, path string, e *edges, n *nodes, opt Options) (*connectome.Connectome, error) {
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
		opt.note("nothing is known of its nodes: their number is taken from the largest one with a connection, which is %d; give the file of nodes by --cells", last)
		plain, err := connectome.NewCells(connectome.NewLabels(make([]string, n.n)), connectome.CellOptions{})
		if err != nil {
			return nil, err
		}
		n.cells = plain
	}
	from, err := n.numbers(e.source, "source_node_id")
	if err == nil {
		e.source = nil
		var to []uint32
		if to, err = n.numbers(e.target, "target_node_id"); err == nil {
			e.target = nil
			return assemble(ctx, path, from, to, e, n)
		}
	}
	return nil, infile.InFile(path, err)
}

func assemble(ctx context.Context, path string, from, to []uint32, e *edges, n *nodes) (*connectome.Connectome, error) {
	g, loops, duplicates, err := hdf.Graph(ctx, n.n, from, to, e.contacts)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, infile.InFile(path, err)
	}
	c, err := connectome.New(g, n.cells, connectome.Source{Identity: connectome.NoIdentity, Path: path, Format: "sonata"})
	if err != nil {
		return nil, infile.InFile(path, err)
	}
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	return c, nil
}

// numbers turns node ids into neurons' numbers.
func (n *nodes) numbers(ids []int64, what string) ([]uint32, error) {
	out := make([]uint32, len(ids))
	for i, id := range ids {
		if n.byID != nil {
			v, ok := n.byID[id]
			if !ok {
				return nil, hdf.Errorf(what, "read it with the nodes that it belongs to", "node %d is not among the %d nodes", id, n.n)
			}
			out[i] = v
			continue
		}
		if id < 0 || id >= int64(n.n) {
			return nil, hdf.Errorf(what, "read it with the nodes that it belongs to", "node %d is not among the %d nodes", id, n.n)
		}
		out[i] = uint32(id)
	}
	return out, nil
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

// edges are those of one population.
type edges struct {
	nodes          string // the node population
	source, target []int64
	contacts       []float64 // of each row; nil: one each
}

// readEdges chooses the population and reads its edges.
func readEdges(f *hdf.File, opt Options) (*edges, error) {
	names, err := f.Names("/edges")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		if ok, err := f.Has("/nodes"); err == nil && ok {
			return nil, hdf.Errorf("", "read the file of edges, and give this one by --cells", "it holds nodes, and no edges")
		}
		return nil, hdf.Errorf("/edges", "give a file of edges in the SONATA format", "it holds no populations of edges")
	}
	chosen, nodes, err := choose(f, names, opt.Population)
	if err != nil {
		return nil, err
	}
	path := "/edges/" + chosen
	e := &edges{nodes: nodes}
	for _, side := range []struct {
		name string
		ids  *[]int64
	}{{"source_node_id", &e.source}, {"target_node_id", &e.target}} {
		ids, floats, err := f.Column(path + "/" + side.name)
		if err != nil {
			return nil, err
		}
		if floats != nil {
			return nil, hdf.Errorf(path+"/"+side.name, "write them as uint64", "node ids that are floats")
		}
		*side.ids = ids
	}
	if len(e.source) != len(e.target) {
		return nil, hdf.Errorf(path, infile.CureFetch, "%d sources for %d targets", len(e.source), len(e.target))
	}
	if int64(len(e.source)) > limitOf(opt)/hdf.BytesPerConnection {
		return nil, hdf.Errorf(path, "the memory limit must be raised", "%d edges take more memory than is allowed", len(e.source))
	}
	e.contacts, err = readContacts(f, path, len(e.source))
	return e, err
}

// choose returns the edge population to read and the node population that it
// connects within.
func choose(f *hdf.File, names []string, want string) (population, nodes string, err error) {
	var within, all []string
	of := make(map[string]string)
	for _, name := range names {
		source, err := f.DatasetText("/edges/"+name+"/source_node_id", "node_population")
		if err != nil {
			return "", "", err
		}
		target, err := f.DatasetText("/edges/"+name+"/target_node_id", "node_population")
		if err != nil {
			return "", "", err
		}
		all = append(all, fmt.Sprintf("%s (%s to %s)", name, source, target))
		if source == target {
			within, of[name] = append(within, name), source
		}
		if name == want && source != target {
			return "", "", hdf.Errorf("/edges/"+name, "name a population of edges within one population of nodes",
				"it leads from nodes of %s to those of %s", source, target)
		}
	}
	if want != "" {
		matching := slices.DeleteFunc(slices.Clone(within), func(name string) bool { return of[name] != want })
		switch {
		case slices.Contains(within, want):
			return want, of[want], nil
		case len(matching) == 1:
			return matching[0], want, nil
		case len(matching) > 1:
			return "", "", hdf.Errorf("/edges", "name one of them as the population", "several populations of edges are within %s: %s", want, list(matching))
		}
		return "", "", hdf.Errorf("/edges", "name one of these", "there is no population %q: there are %s", want, list(all))
	}
	switch len(within) {
	case 0:
		return "", "", hdf.Errorf("/edges", "give edges within one population of nodes", "all its edges lead from one population of nodes to another: %s", list(all))
	case 1:
		return within[0], of[within[0]], nil
	}
	return "", "", hdf.Errorf("/edges", "name one of them as the population", "it holds several populations of edges: %s", list(within))
}

// contactNames are attributes of an edge that tell how many contacts it stands for;
// the last one is what [Write] calls weights that are no counts.
var contactNames = []string{"nsyns", weightName}

const weightName = "connection_weight"

// readContacts reads the contacts of each edge from its group, nil if no group
// tells them.
func readContacts(f *hdf.File, path string, n int) ([]float64, error) {
	names, err := f.Names(path)
	if err != nil {
		return nil, err
	}
	values := make(map[int64][]float64)
	for _, name := range names {
		id, ok := groupID(name)
		if !ok {
			continue
		}
		for _, attribute := range contactNames {
			at := path + "/" + name + "/" + attribute
			there, err := f.Has(at)
			if err != nil {
				return nil, err
			}
			if !there {
				continue
			}
			ints, floats, err := f.Column(at)
			if err != nil {
				return nil, err
			}
			for _, x := range ints {
				floats = append(floats, float64(x))
			}
			values[id] = floats
			break
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	group, index, err := readPlaces(f, path, "edge", n)
	if err != nil {
		return nil, err
	}
	contacts := make([]float64, n)
	for e := range contacts {
		contacts[e] = 1
		v, ok := values[group(e)]
		if !ok {
			continue
		}
		if at := index(e); at >= 0 && at < int64(len(v)) && !math.IsNaN(v[at]) {
			contacts[e] = v[at]
			continue
		}
		return nil, hdf.Errorf(path, infile.CureFetch, "edge %d stands at row %d of %d of its group", e, index(e), len(v))
	}
	return contacts, nil
}
