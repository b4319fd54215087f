package sonata

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/hdf"
	"github.com/ctopo/ctopo/internal/infile"
)

// nodes are those of one population.
type nodes struct {
	n     int
	byID  map[int64]uint32 // nil: ids are 0 to n-1, in order
	cells *connectome.Cells
}

func isHDF5(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return true // which then says why it cannot be opened
	}
	defer f.Close()
	head := make([]byte, 8)
	_, _ = f.ReadAt(head, 0)
	return bytes.Equal(head, []byte("\x89HDF\r\n\x1a\n"))
}

// groupID returns the number that a group's name is.
func groupID(name string) (int64, bool) {
	id, err := strconv.ParseInt(name, 10, 64)
	return id, err == nil && id >= 0
}

// readPlaces reads in which group, and where in it, each of n nodes or edges has
// its attributes; without such datasets, all are in group 0, in order.
func readPlaces(f *hdf.File, path, kind string, n int) (group, index func(i int) int64, err error) {
	column := func(name string) ([]int64, error) {
		ok, err := f.Has(path + "/" + name)
		if err != nil || !ok {
			return nil, err
		}
		ints, _, err := f.Column(path + "/" + name)
		if err == nil && len(ints) != n {
			err = hdf.Errorf(path+"/"+name, infile.CureFetch, "it has %d elements, want %d", len(ints), n)
		}
		return ints, err
	}
	groups, err := column(kind + "_group_id")
	if err != nil {
		return nil, nil, err
	}
	indices, err := column(kind + "_group_index")
	if err != nil {
		return nil, nil, err
	}
	group = func(i int) int64 {
		if groups == nil {
			return 0
		}
		return groups[i]
	}
	index = func(i int) int64 {
		if indices == nil {
			return int64(i)
		}
		return indices[i]
	}
	return group, index, nil
}

// readNodes reads the nodes of a population; nil if the file has none of it. An
// empty name stands for the only population that there is.
func readNodes(f *hdf.File, population string, opt Options) (*nodes, error) {
	names, err := f.Names("/nodes")
	if err != nil {
		return nil, err
	}
	if population == "" && len(names) == 1 {
		population = names[0]
	}
	if !slices.Contains(names, population) {
		return nil, nil
	}
	r := &nodeReader{f: f, path: "/nodes/" + population, n: -1}
	typeIDs, err := r.typeIDs()
	if err != nil {
		return nil, err
	}
	nodes := &nodes{n: r.n}
	cellOpt := connectome.CellOptions{}
	if err := r.ids(nodes, &cellOpt); err != nil {
		return nil, err
	}
	if r.group, r.index, err = readPlaces(f, r.path, "node", r.n); err != nil {
		return nil, err
	}
	if err := r.listGroups(); err != nil {
		return nil, err
	}
	if opt.NodeTypes != "" {
		if r.types, err = readNodeTypes(opt.NodeTypes, population); err != nil {
			return nil, err
		}
		r.typeOf = typeIDs
	}
	if err := r.original(&cellOpt); err != nil {
		return nil, err
	}
	if cellOpt.Positions, err = r.positions(); err != nil {
		return nil, err
	}
	fallback := make([]string, r.n)
	for v := range fallback {
		if typeIDs != nil && typeIDs[v] >= 0 {
			fallback[v] = fmt.Sprintf("type %d", typeIDs[v])
		}
	}
	nodes.cells, err = hdf.Cells(r.n, r.attribute, fallback, cellOpt, opt.Note)
	return nodes, err
}

// nodeReader reads what is known of the nodes of a population.
type nodeReader struct {
	f            *hdf.File
	path         string
	n            int
	group, index func(i int) int64
	groups       map[int64][]string // the attributes of each group
	libraries    map[int64][]string // those that are indices into a library
	types        map[int64]map[string]string
	typeOf       []int64
}

// typeIDs reads the type of each node, whose number is that of the nodes.
func (r *nodeReader) typeIDs() ([]int64, error) {
	for _, name := range []string{"node_type_id", "node_id", "node_group_id"} {
		ok, err := r.f.Has(r.path + "/" + name)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		ints, floats, err := r.f.Column(r.path + "/" + name)
		if err != nil {
			return nil, err
		}
		if floats != nil || uint64(len(ints)) > connectome.MaxNeurons {
			return nil, hdf.Errorf(r.path+"/"+name, infile.CureFetch, "%d floats, want integers", len(floats))
		}
		r.n = len(ints)
		if name != "node_type_id" {
			ints = nil
		}
		return ints, nil
	}
	return nil, hdf.Errorf(r.path+"/node_type_id", infile.CureFetch, "it is missing")
}

// ids reads the nodes' ids, which are their numbers if there are none.
func (r *nodeReader) ids(nodes *nodes, opt *connectome.CellOptions) error {
	path := r.path + "/node_id"
	ok, err := r.f.Has(path)
	if err != nil || !ok {
		return err
	}
	ids, floats, err := r.f.Column(path)
	if err != nil {
		return err
	}
	if floats != nil || len(ids) != r.n {
		return hdf.Errorf(path, infile.CureFetch, "%d integers for %d nodes", len(ids), r.n)
	}
	own := true
	for v, id := range ids {
		own = own && id == int64(v)
	}
	if own {
		return nil
	}
	nodes.byID = make(map[int64]uint32, r.n)
	for v, id := range ids {
		if _, twice := nodes.byID[id]; twice {
			return hdf.Errorf(path, infile.CureFetch, "node %d is listed twice", id)
		}
		nodes.byID[id] = uint32(v)
	}
	opt.IDs = ids
	return nil
}

func (r *nodeReader) listGroups() error {
	names, err := r.f.Names(r.path)
	if err != nil {
		return err
	}
	r.groups, r.libraries = make(map[int64][]string), make(map[int64][]string)
	for _, name := range names {
		id, ok := groupID(name)
		if !ok {
			continue
		}
		if r.groups[id], err = r.f.Names(r.path + "/" + name); err != nil {
			return err
		}
		if slices.Contains(r.groups[id], "@library") {
			if r.libraries[id], err = r.f.Names(r.path + "/" + name + "/@library"); err != nil {
				return err
			}
		}
	}
	return nil
}

// attribute returns an attribute of all nodes: of their groups, else of their
// types.
func (r *nodeReader) attribute(name string) ([]string, error) {
	var values []string
	set := func(v int, text string) {
		if values == nil {
			values = make([]string, r.n)
		}
		values[v] = text
	}
	columns := make(map[int64][]string)
	for id, attributes := range r.groups {
		if !slices.Contains(attributes, name) {
			continue
		}
		column, err := r.column(id, name)
		if err != nil {
			return nil, err
		}
		columns[id] = column
	}
	if len(columns) == 0 && r.types == nil {
		return nil, nil
	}
	for v := range r.n {
		if column, ok := columns[r.group(v)]; ok {
			at := r.index(v)
			if at < 0 || at >= int64(len(column)) {
				return nil, hdf.Errorf(r.path, infile.CureFetch, "node %d stands at row %d of %d of its group", v, at, len(column))
			}
			set(v, column[at])
			continue
		}
		if r.typeOf == nil {
			continue
		}
		if text, ok := r.types[r.typeOf[v]][name]; ok {
			set(v, text)
		}
	}
	return values, nil
}

// column reads an attribute of a group, as text.
func (r *nodeReader) column(group int64, name string) ([]string, error) {
	path := fmt.Sprintf("%s/%d/%s", r.path, group, name)
	d, err := r.f.Dataset(path)
	if err != nil {
		return nil, err
	}
	e, err := d.Element("")
	d.Close()
	if err != nil {
		return nil, hdf.Damaged(path, err)
	}
	if e.Text {
		return r.f.Texts(path)
	}
	ints, floats, err := r.f.Column(path)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(r.libraries[group], name) || floats != nil {
		return hdf.Text(ints, floats), nil
	}
	library, err := r.f.Texts(fmt.Sprintf("%s/%d/@library/%s", r.path, group, name))
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(ints))
	for i, k := range ints {
		if k < 0 || k >= int64(len(library)) {
			return nil, hdf.Errorf(path, infile.CureFetch, "it refers to text %d of %d of its library", k, len(library))
		}
		texts[i] = library[k]
	}
	return texts, nil
}

// What [Write] calls the ids that neurons had before.
const (
	idName   = "original_id"
	nameName = "original_name"
)

// original takes the ids that [Write] has kept.
func (r *nodeReader) original(opt *connectome.CellOptions) error {
	for _, name := range []string{nameName, idName} {
		texts, err := r.attribute(name)
		if err != nil {
			return err
		}
		if texts == nil {
			continue
		}
		if name == nameName {
			opt.Names, opt.IDs = texts, nil
			return nil
		}
		ids := make([]int64, len(texts))
		for v, text := range texts {
			if ids[v], err = strconv.ParseInt(text, 10, 64); err != nil {
				return nil // somebody else's attribute of that name
			}
		}
		opt.IDs = ids
	}
	return nil
}

// positions reads the positions of all nodes, nil if some have none.
func (r *nodeReader) positions() ([]connectome.Position, error) {
	if r.n == 0 {
		return nil, nil
	}
	of := make(map[int64][]connectome.Position)
	for id, attributes := range r.groups {
		var p []connectome.Position
		var err error
		switch group := fmt.Sprintf("%s/%d/", r.path, id); {
		case slices.Contains(attributes, "x") && slices.Contains(attributes, "y") && slices.Contains(attributes, "z"):
			p, err = r.axes(group)
		case slices.Contains(attributes, "positions"):
			p, err = r.matrix(group + "positions")
		}
		if err != nil {
			return nil, err
		}
		of[id] = p
	}
	all := make([]connectome.Position, r.n)
	for v := range all {
		p, at := of[r.group(v)], r.index(v)
		if at < 0 || at >= int64(len(p)) {
			return nil, nil
		}
		if all[v] = p[at]; math.IsNaN(p[at].X + p[at].Y + p[at].Z) {
			return nil, nil
		}
	}
	return all, nil
}

func (r *nodeReader) axes(group string) ([]connectome.Position, error) {
	var axis [3][]float64
	for k, name := range []string{"x", "y", "z"} {
		ints, floats, err := r.f.Column(group + name)
		if err != nil {
			return nil, err
		}
		for _, x := range ints {
			floats = append(floats, float64(x))
		}
		if axis[k] = floats; len(floats) != len(axis[0]) {
			return nil, hdf.Errorf(group+name, infile.CureFetch, "it has %d elements, x has %d", len(floats), len(axis[0]))
		}
	}
	p := make([]connectome.Position, len(axis[0]))
	for v := range p {
		p[v] = connectome.Position{X: axis[0][v], Y: axis[1][v], Z: axis[2][v]}
	}
	return p, nil
}

func (r *nodeReader) matrix(path string) ([]connectome.Position, error) {
	_, xyz, columns, err := r.f.Matrix(path)
	if err != nil {
		return nil, err
	}
	if columns != 3 {
		return nil, hdf.Errorf(path, infile.CureFetch, "it has %d columns, want 3", columns)
	}
	p := make([]connectome.Position, len(xyz)/3)
	for v := range p {
		p[v] = connectome.Position{X: xyz[3*v], Y: xyz[3*v+1], Z: xyz[3*v+2]}
	}
	return p, nil
}
