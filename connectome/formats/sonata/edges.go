package sonata

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome/formats/internal/hdf"
	"github.com/ctopo/ctopo/internal/infile"
)

// ErrNoConnectome is wrapped by errors about the files of a network that hold no
// connectome and are not meant to: nodes alone, and edges that all lead from one
// population of nodes to another.
var ErrNoConnectome = errors.New("no connectome")

func notOne(e *infile.Error) *infile.Error {
	e.Err = ErrNoConnectome
	return e
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
			return nil, notOne(hdf.Errorf("", "read the file of edges, and give this one by --cells", "it holds nodes, and no edges"))
		}
		return nil, hdf.Errorf("/edges", "give a file of edges in the SONATA format", "it holds no populations of edges")
	}
	chosen, nodes, err := choose(f, names, opt.Population)
	if err != nil {
		return nil, err
	}
	path := "/edges/" + chosen
	contacts, err := contactColumns(f, path)
	if err != nil {
		return nil, err
	}
	columns := []string{path + "/source_node_id", path + "/target_node_id"}
	rows := f.Rows(columns[0])
	if len(contacts) > 0 {
		columns = append(columns, path+"/edge_group_id", path+"/edge_group_index")
		columns = slices.AppendSeq(columns, maps.Values(contacts))
	}
	f.Progress.Begin(f.Elements(columns...) + hdf.GraphElements*rows)
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
	e.contacts, err = readContacts(f, path, contacts, len(e.source))
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
		return "", "", notOne(hdf.Errorf("/edges", "give edges within one population of nodes", "all its edges lead from one population of nodes to another: %s", list(all)))
	case 1:
		return within[0], of[within[0]], nil
	}
	return "", "", hdf.Errorf("/edges", "name one of them as the population", "it holds several populations of edges: %s", list(within))
}

// contactNames are attributes of an edge that tell how many contacts it stands for;
// the last one is what [Write] calls weights that are no counts.
var contactNames = []string{"nsyns", weightName}

const weightName = "connection_weight"

// contactColumns returns, by group of edges, the dataset that tells the contacts of
// each.
func contactColumns(f *hdf.File, path string) (map[int64]string, error) {
	names, err := f.Names(path)
	if err != nil {
		return nil, err
	}
	columns := make(map[int64]string)
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
			if there {
				columns[id] = at
				break
			}
		}
	}
	return columns, nil
}

// readContacts reads the contacts of each of n edges from its group's column, nil if no
// group has one.
func readContacts(f *hdf.File, path string, columns map[int64]string, n int) ([]float64, error) {
	if len(columns) == 0 {
		return nil, nil
	}
	values := make(map[int64][]float64)
	for id, column := range columns {
		ints, floats, err := f.Column(column)
		if err != nil {
			return nil, err
		}
		for _, x := range ints {
			floats = append(floats, float64(x))
		}
		values[id] = floats
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
