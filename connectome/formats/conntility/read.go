package conntility

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/hdf"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value will do.
type Options struct {
	Group string // the group within /connectivity; empty: full_matrix, or the only one

	Progress    connectome.Progress // in elements of the connections' tables
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader should know; may be nil
}

func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

const root = "/connectivity"

// Recognises reports whether an HDF5 file holds a matrix of this kind.
func Recognises(ctx context.Context, path string) (bool, error) {
	found := false
	err := hdf.Do(ctx, path, 0, func(f *hdf.File) error {
		groups, err := matrices(f)
		found = len(groups) > 0
		return err
	})
	return found, err
}

// matrices lists the groups that hold one.
func matrices(f *hdf.File) ([]string, error) {
	names, err := f.Names(root)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range names {
		for _, frame := range []string{"/edge_indices", "/edges"} {
			ok, err := f.Has(root + "/" + name + frame)
			if err != nil {
				return nil, err
			}
			// A cell type of the portal's might be called that.
			cmat, err := f.Has(root + "/" + name + frame + "/cMat")
			if err != nil {
				return nil, err
			}
			if ok && !cmat {
				found = append(found, name)
				break
			}
		}
	}
	return found, nil
}

// Open reads a file, in this process.
//
// Memory: some 130 bytes a connection at the peak, for tables of two columns of
// properties.
//
// Errors: one of type [*infile.Error] that names the file and the dataset; the
// context's.
func Open(ctx context.Context, path string, opt Options) (c *connectome.Connectome, err error) {
	progress := hdf.NewProgress(opt.Progress)
	defer func() { progress.End(err) }()
	digesting, stop := context.WithCancel(ctx)
	defer stop()
	digest := hdf.Digest(digesting, path)
	var m *matrix
	err = hdf.Do(ctx, path, opt.MemoryLimit, func(f *hdf.File) (err error) {
		f.Progress = progress
		m, err = readMatrix(f, opt)
		return err
	})
	if err != nil {
		return nil, err
	}
	c, err = m.connectome(ctx, path, opt, progress)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, infile.InFile(path, err)
	}
	c.Source.SHA256, c.Source.Size, err = digest()
	return c, err
}

// matrix is what a group holds.
type matrix struct {
	n        int
	from, to []uint32
	weights  []float64
	vertices *frame
}

func choose(f *hdf.File, want string) (string, error) {
	groups, err := matrices(f)
	if err != nil {
		return "", err
	}
	if want == "" && slices.Contains(groups, "full_matrix") {
		want = "full_matrix"
	}
	switch {
	case len(groups) == 0:
		return "", hdf.Errorf(root, "save one with ConnectomeUtilities", "it holds no matrix")
	case want == "" && len(groups) == 1:
		return groups[0], nil
	case want == "":
		return "", hdf.Errorf(root, "name one of them as the population", "it holds several matrices: %s", strings.Join(groups, ", "))
	case !slices.Contains(groups, want):
		return "", hdf.Errorf(root, "name one of these", "there is no matrix %q: there are %s", want, strings.Join(groups, ", "))
	}
	return want, nil
}

func readMatrix(f *hdf.File, opt Options) (*matrix, error) {
	group, err := choose(f, opt.Group)
	if err != nil {
		return nil, err
	}
	path := root + "/" + group
	m := &matrix{}
	shape, weight, err := readAttributes(f, path)
	if err != nil {
		return nil, err
	}
	if m.vertices, err = readFrame(f, path+"/vertex_properties"); err != nil {
		return nil, err
	}
	m.n = m.vertices.index.len()
	if shape != nil && (len(shape) != 2 || shape[0] != shape[1] || shape[0] != int64(m.n)) {
		return nil, hdf.Errorf(path, "give a square matrix", "its shape is %v, and it has %d vertices", shape, m.n)
	}
	if err := expect(f, path); err != nil {
		return nil, err
	}
	edges, err := readFrame(f, path+"/edges")
	if err != nil {
		return nil, err
	}
	indices := edges // older files keep both together
	if ok, err := f.Has(path + "/edge_indices"); err != nil {
		return nil, err
	} else if ok {
		if indices, err = readFrame(f, path+"/edge_indices"); err != nil {
			return nil, err
		}
	}
	if m.from, err = m.positions(indices, "row"); err != nil {
		return nil, err
	}
	if m.to, err = m.positions(indices, "col"); err != nil {
		return nil, err
	}
	if c, ok := edges.columns[weight]; ok && weight != "" {
		m.weights = c.numbers()
		if len(m.weights) != len(m.from) || slices.ContainsFunc(m.weights, math.IsNaN) {
			m.weights = nil
			opt.note("the weights in column %s of edges are not taken: they are not one number for each connection", weight)
		}
	}
	return m, nil
}

// expect begins to tell of what there is to be read and dealt with of connections.
func expect(f *hdf.File, path string) error {
	var of [2][]string
	rows := uint64(0)
	for k, frame := range []string{"/edges", "/edge_indices"} {
		datasets, err := frameDatasets(f, path+frame)
		if err != nil {
			return err
		}
		if of[k] = datasets; len(datasets) > 0 {
			rows = f.Rows(datasets[0])
		}
	}
	f.Progress.Begin(f.Elements(append(of[0], of[1]...)...) + hdf.GraphElements*rows)
	return nil
}

func readAttributes(f *hdf.File, path string) (shape []int64, weight string, err error) {
	class := ""
	err = f.GroupAttributes(path, func(a h5.Attributes) (err error) {
		if class, _, err = a.Text("NEUROTOP_CLASS"); err != nil {
			return err
		}
		if weight, _, err = a.Text("NEUROTOP_DEFAULT_EDGE"); err != nil {
			return err
		}
		shape, _, err = a.Int64s("NEUROTOP_SHAPE")
		return err
	})
	if err == nil && class != "" && class != "ConnectivityMatrix" {
		err = hdf.Errorf(path, "save one ConnectivityMatrix of it", "it is a %s, want a ConnectivityMatrix", infile.Quote([]byte(class)))
	}
	return shape, weight, err
}

// positions returns a column of positions among the vertices.
func (m *matrix) positions(fr *frame, name string) ([]uint32, error) {
	ints, err := fr.ints(name)
	if err != nil {
		return nil, err
	}
	out := make([]uint32, len(ints))
	for i, v := range ints {
		if v < 0 || v >= int64(m.n) {
			return nil, hdf.Errorf(fr.path, infile.CureFetch, "%s %d of connection %d is none of %d vertices", name, v, i, m.n)
		}
		out[i] = uint32(v)
	}
	return out, nil
}

func (m *matrix) connectome(ctx context.Context, path string, opt Options, progress *hdf.Progress) (*connectome.Connectome, error) {
	g, loops, duplicates, err := hdf.Graph(ctx, m.n, m.from, m.to, m.weights, progress)
	if err != nil {
		return nil, err
	}
	cells, err := m.cells(opt)
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.NoIdentity, Path: path, Format: "conntility"})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	return c, nil
}

func (m *matrix) cells(opt Options) (*connectome.Cells, error) {
	if len(m.vertices.pickled) > 0 {
		opt.note("pandas has pickled what it tells of vertices in %s, which is not read: save vertex_properties in the table format, or give a table of cells", strings.Join(m.vertices.pickled, ", "))
	}
	var cellOpt connectome.CellOptions
	switch index := m.vertices.index; {
	case index.texts != nil:
		cellOpt.Names = index.texts
	case index.ints != nil:
		for v, id := range index.ints {
			if id != int64(v) {
				cellOpt.IDs = index.ints
				break
			}
		}
	}
	x, y, z := m.vertices.columns["x"].numbers(), m.vertices.columns["y"].numbers(), m.vertices.columns["z"].numbers()
	if len(x) == m.n && len(y) == m.n && len(z) == m.n && m.n > 0 {
		cellOpt.Positions = make([]connectome.Position, m.n)
		for v := range cellOpt.Positions {
			cellOpt.Positions[v] = connectome.Position{X: x[v], Y: y[v], Z: z[v]}
			if math.IsNaN(x[v] + y[v] + z[v]) {
				cellOpt.Positions = nil
				break
			}
		}
	}
	attribute := func(name string) ([]string, error) {
		c, ok := m.vertices.columns[name]
		if !ok {
			return nil, nil
		}
		return c.text(), nil
	}
	return hdf.Cells(m.n, attribute, nil, cellOpt, opt.Note)
}
