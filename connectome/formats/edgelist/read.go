package edgelist

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/cells"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value reads connections alone.
type Options struct {
	Cells       string              // path of a table of cells: see package cells
	Voxel       [3]float64          // of the table of cells: see package cells
	Progress    connectome.Progress // in bytes of the file
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader of the file should know; nil is not
}

// Open reads connections, and a table of cells if opt names one.
//
// Complexity: O(bytes + E log d) for the largest out-degree d. Memory: some 24 bytes
// a row at the peak, 48 with weights, and 130 a neuron.
//
// Errors: one of type [*infile.Error], with the line; the context's error.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	r := &reader{lim: infile.NewLimits(opt.MemoryLimit), note: opt.Note}
	if r.note == nil {
		r.note = func(string) {}
	}
	if opt.Cells != "" {
		t, err := cells.Read(ctx, opt.Cells, cells.Options{MemoryLimit: opt.MemoryLimit, Voxel: opt.Voxel})
		if err != nil {
			return nil, err
		}
		r.takeCells(t)
	}
	f, err := infile.Open(ctx, path, opt.Progress)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := r.read(f); err != nil {
		return nil, f.Fail(err)
	}
	src, err := f.Source("csv")
	if err != nil {
		return nil, err
	}
	c, err := r.connectome()
	if err != nil {
		return nil, f.Fail(err)
	}
	c.Source = src
	return c, nil
}

// reader is a list of connections being read.
type reader struct {
	lim  infile.Limits
	note func(string)

	cells    *cells.Table // nil if there is none
	ids      ident.IDs    // those of cells first
	src, dst []uint32     // numbers of ids
	weights  []float64
	weighted bool
	zeros    int64 // rows of weight 0
}

func (r *reader) takeCells(t *cells.Table) {
	r.cells = t
	for row := range t.N() {
		r.ids.Add(t.ID(row))
	}
	if note := t.Note(); note != "" {
		r.note(note)
	}
}

// read reads the rows.
func (r *reader) read(in io.Reader) error {
	rows, err := infile.NewRows(in)
	if err != nil {
		return err
	}
	pre, post, weight := rows.Column(infile.PreNames...), rows.Column(infile.PostNames...), rows.Column(infile.WeightNames...)
	if pre < 0 || post < 0 {
		return &infile.Error{Line: 1, Got: "its columns are " + rows.Header(), Want: "names such as pre,post or source,target or pre_root_id,post_root_id",
			Cure: "name them in the header; a table of cells goes by --cells"}
	}
	r.weighted = weight >= 0
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if r.weighted {
			w, err := infile.ParseWeight(row[weight])
			if err != nil {
				return rows.Fail("%v", err)
			}
			if w == 0 {
				r.zeros++
				continue
			}
			r.weights = append(r.weights, w)
		}
		if err := r.connection(rows, row[pre], row[post]); err != nil {
			return err
		}
	}
}

// connection takes in a connection.
func (r *reader) connection(rows *infile.Rows, pre, post string) error {
	if most := r.lim.Connections(r.weighted); int64(len(r.src)) >= most {
		return r.lim.CheckConnections(int64(len(r.src))+1, r.weighted)
	}
	for k, id := range []string{pre, post} {
		id, err := ident.Clean(id)
		if err != nil {
			return rows.Fail("%v", err)
		}
		v, isNew := r.ids.Add(id)
		if isNew {
			if err := r.lim.CheckNeurons(r.ids.Bytes() / 64); err != nil {
				return err
			}
		}
		if k == 0 {
			r.src = append(r.src, v)
		} else {
			r.dst = append(r.dst, v)
		}
	}
	return nil
}

// connectome numbers the neurons and builds the graph.
func (r *reader) connectome() (*connectome.Connectome, error) {
	listed := 0
	if r.cells != nil {
		listed = r.cells.N()
	}
	place := r.ids.Sort(listed)
	n := len(place)
	g, loops, duplicates, err := r.build(place)
	if err != nil {
		return nil, err
	}
	described, err := r.describe(n, listed)
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, described, connectome.Source{})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	if r.zeros > 0 {
		r.note(fmt.Sprintf("%d rows of weight 0 make no connection", r.zeros))
	}
	if !r.weighted && duplicates > 0 {
		r.note("connections are listed again and have no weights: their weight is how often")
	}
	return c, nil
}

// build builds the graph. Without weights it is built again with some if
// connections turn out to be listed again.
func (r *reader) build(place []uint32) (g *connectome.Graph, loops, duplicates int64, err error) {
	for _, weighted := range []bool{r.weighted, true} {
		b, err := connectome.NewBuilder(len(place))
		if err != nil {
			return nil, 0, 0, err
		}
		b.Grow(len(r.src))
		for e, u := range r.src {
			switch {
			case !weighted:
				err = b.Add(place[u], place[r.dst[e]])
			case r.weighted:
				err = b.AddWeighted(place[u], place[r.dst[e]], r.weights[e])
			default:
				err = b.AddWeighted(place[u], place[r.dst[e]], 1)
			}
			if err != nil {
				return nil, 0, 0, err
			}
		}
		loops = b.Loops()
		if g, duplicates = b.Build(); weighted || duplicates == 0 {
			break
		}
	}
	return g, loops, duplicates, nil
}

// describe describes the neurons: the listed ones by the table of cells.
func (r *reader) describe(n, listed int) (*connectome.Cells, error) {
	numbers, names := r.ids.Lists()
	if r.ids.Consecutive() {
		numbers = nil // they are numbered so anyway
	}
	if r.cells == nil {
		return connectome.NewCells(connectome.Labels{Names: []string{""}, Of: make([]uint32, n)}, connectome.CellOptions{IDs: numbers, Names: names})
	}
	rows := make([]int, n)
	for v := range rows {
		if rows[v] = v; v >= listed {
			rows[v] = -1
		}
	}
	if n > listed {
		if !r.cells.HasIDs() {
			return nil, &infile.Error{Got: fmt.Sprintf("its neurons go by ids such as %s, and %s has no column of ids", r.ids.ID(uint32(listed)), r.cells.Source.Path),
				Cure: "add a column id to the table of cells; a table of cell types goes by --cell-types"}
		}
		if listed > 0 && n-listed == r.named() {
			return nil, &infile.Error{Got: fmt.Sprintf("none of its neurons, such as %s, is in %s, which lists %s", r.ids.ID(uint32(listed)), r.cells.Source.Path, r.cells.ID(0)),
				Cure: "are these other ids?"}
		}
		r.note(fmt.Sprintf("%d of %d neurons are not in %s: they are kept, of unknown cell type, and positions are not taken", n-listed, n, r.cells.Source.Path))
	}
	return r.cells.Cells(rows, numbers, names)
}

// named returns how many neurons the connections name.
func (r *reader) named() int {
	seen, n := make([]bool, r.ids.Len()), 0
	for _, list := range [][]uint32{r.src, r.dst} {
		for _, v := range list {
			if !seen[v] {
				seen[v] = true
				n++
			}
		}
	}
	return n
}
