package sonata

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/infile"
	"github.com/ctopo/ctopo/internal/run"
)

// WriteOptions says how to write. Its zero value will do.
type WriteOptions struct {
	Nodes string // the name of the node population; "neurons" if empty
}

// Magic and version of the format, attributes of the file.
const magic = 0x0A7A

// Write writes a connectome to one file that holds both a population of nodes and
// the population of edges within it, named NODES__NODES__chemical as the Blue Brain
// Project's tools expect it. The file appears whole or not at all, and is the same
// for the same connectome.
//
// Nodes are numbered from 0; the ids that neurons had are kept as original_id or
// original_name. Weights that are whole numbers from 1 up are written as nsyns,
// others as connection_weight. Nodes have mtype, layer and synapse_class, by
// @library, and x, y, z, where those are known. All is of type -1, so that no table
// of types is needed. The indices by which tools find the edges of a node are there, both ways.
//
// Memory: 24 bytes a connection beyond the connectome's own.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	if opt.Nodes == "" {
		opt.Nodes = "neurons"
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return infile.InFile(path, err)
	}
	tmp.Close()
	defer os.Remove(tmp.Name()) // does nothing after it has been renamed
	err = h5.Do(ctx, func() error {
		f, err := h5.Create(tmp.Name())
		if err != nil {
			return err
		}
		w := &writer{ctx: ctx, f: f, c: c}
		w.file(opt.Nodes)
		if err := f.Close(); w.err == nil {
			w.err = err
		}
		return w.err
	})
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &infile.Error{File: path, Got: "cannot write it: " + run.Cause(err).Error(), Err: err}
	}
	return nil
}

// writer writes datasets; the first error sticks.
type writer struct {
	ctx context.Context
	f   *h5.Writer
	c   *connectome.Connectome
	err error
}

func (w *writer) do(write func() error) {
	if w.err == nil {
		w.err = w.ctx.Err()
	}
	if w.err == nil {
		w.err = write()
	}
}

func (w *writer) group(path string)             { w.do(func() error { return w.f.Group(path) }) }
func (w *writer) int64s(path string, x []int64) { w.do(func() error { return w.f.Int64s(path, x) }) }
func (w *writer) uint64s(path string, x []uint64) {
	w.do(func() error { return w.f.Uint64s(path, x) })
}
func (w *writer) uint32s(path string, x []uint32) {
	w.do(func() error { return w.f.Uint32s(path, x) })
}
func (w *writer) floats(path string, x []float64) { w.do(func() error { return w.f.Floats(path, x) }) }
func (w *writer) texts(path string, x []string)   { w.do(func() error { return w.f.Texts(path, x) }) }

func (w *writer) file(population string) {
	w.do(func() error { return w.f.Uint32Attribute("/", "magic", magic) })
	w.do(func() error { return w.f.Uint32Attribute("/", "version", 0, 1) })
	w.group("/nodes")
	w.group("/edges")
	w.nodes("/nodes/" + population)
	w.edges("/edges/"+population+"__"+population+"__chemical", population)
}

// places writes type, group and place in the group of n nodes or edges: all are of
// type -1 and stand in group 0, in order.
func (w *writer) places(path, kind string, n int) {
	none := make([]int64, n)
	for i := range none {
		none[i] = -1
	}
	w.int64s(path+"/"+kind+"_type_id", none)
	w.uint32s(path+"/"+kind+"_group_id", make([]uint32, n))
	order := make([]uint64, n)
	for i := range order {
		order[i] = uint64(i)
	}
	w.uint64s(path+"/"+kind+"_group_index", order)
}

func (w *writer) nodes(path string) {
	cells := w.c.Cells
	n := cells.N()
	w.group(path)
	w.places(path, "node", n)
	ids := make([]uint64, n)
	for v := range ids {
		ids[v] = uint64(v)
	}
	w.uint64s(path+"/node_id", ids)
	group := path + "/0"
	w.group(group)
	w.group(group + "/@library")
	w.library(group, "mtype", cells.MTypes())
	w.library(group, "layer", cells.Layers())
	w.library(group, "synapse_class", written(cells.Classes()))
	w.texts(group+"/@library/model_type", []string{"virtual"})
	w.uint32s(group+"/model_type", make([]uint32, n))
	if p := cells.Positions(); p != nil {
		for _, axis := range []struct {
			name string
			of   func(connectome.Position) float64
		}{
			{"x", func(p connectome.Position) float64 { return p.X }},
			{"y", func(p connectome.Position) float64 { return p.Y }},
			{"z", func(p connectome.Position) float64 { return p.Z }},
		} {
			x := make([]float64, n)
			for v := range x {
				x[v] = axis.of(p[v])
			}
			w.floats(group+"/"+axis.name, x)
		}
	}
	w.originals(group)
}

// written turns E and I into the EXC and INH of the Blue Brain Project's files.
func written(l connectome.Labels) connectome.Labels {
	names := slices.Clone(l.Names)
	for k, name := range names {
		names[k] = map[string]string{"E": "EXC", "I": "INH"}[name]
	}
	return connectome.Labels{Names: names, Of: l.Of}
}

// library writes labels as indices into a list of texts, if any of them says
// something.
func (w *writer) library(group, name string, l connectome.Labels) {
	if !slices.ContainsFunc(l.Names, func(s string) bool { return s != "" }) {
		return
	}
	for _, text := range l.Names {
		if strings.ContainsRune(text, 0) {
			w.do(func() error {
				return &infile.Error{Got: name + " " + text + " holds a zero byte, which HDF5 has no room for", Cure: "rename it"}
			})
		}
	}
	w.texts(group+"/@library/"+name, l.Names)
	w.uint32s(group+"/"+name, l.Of)
}

// originals writes the ids that neurons had, if they are not their numbers.
func (w *writer) originals(group string) {
	cells := w.c.Cells
	switch {
	case cells.Named():
		names := make([]string, cells.N())
		for v := range names {
			names[v] = cells.ID(uint32(v))
		}
		w.texts(group+"/"+nameName, names)
	case cells.Numbered():
		ids := make([]int64, cells.N())
		for v := range ids {
			ids[v] = cells.NumericID(uint32(v))
		}
		w.int64s(group+"/"+idName, ids)
	}
}

func (w *writer) edges(path, population string) {
	p := w.c.Graph.Parts()
	n := len(p.Out.Idx)
	w.group(path)
	ids := make([]uint64, n)
	for v := range w.c.Graph.N() {
		for e := p.Out.Ptr[v]; e < p.Out.Ptr[v+1]; e++ {
			ids[e] = uint64(v)
		}
	}
	w.uint64s(path+"/source_node_id", ids)
	for e, v := range p.Out.Idx {
		ids[e] = uint64(v)
	}
	w.uint64s(path+"/target_node_id", ids)
	for _, side := range []string{"source_node_id", "target_node_id"} {
		w.do(func() error { return w.f.TextAttribute(path+"/"+side, "node_population", population) })
	}
	w.places(path, "edge", n)
	w.indices(path+"/indices", w.c.Graph)
	w.group(path + "/0")
	if p.Weights == nil {
		return
	}
	counts := make([]uint32, n)
	for e, x := range p.Weights {
		if x < 1 || x > math.MaxUint32 || x != math.Trunc(x) {
			w.floats(path+"/0/"+weightName, p.Weights)
			return
		}
		counts[e] = uint32(x)
	}
	w.uint32s(path+"/0/nsyns", counts)
}
