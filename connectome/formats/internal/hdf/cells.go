package hdf

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/celltypes"
)

// Names under which files keep what is known of a cell, the first one found being
// taken.
var (
	TypeNames  = []string{"mtype", "cell_type", "pop_name", "model_name", "node_type_name", "type"}
	ClassNames = []string{"synapse_class", "ei"}
	LayerNames = []string{"layer"}
)

// Attributes looks up an attribute of all cells, as text; nil if there is none of
// that name.
type Attributes func(name string) ([]string, error)

func (a Attributes) first(names []string) (name string, values []string, err error) {
	for _, name := range names {
		values, err := a(name)
		if err != nil {
			return "", nil, err
		}
		if slices.ContainsFunc(values, func(s string) bool { return s != "" }) {
			return name, values, nil
		}
	}
	return "", nil, nil
}

// Cells describes n cells by their attributes; opt holds ids, names and positions.
// fallback are types for cells of a file that tells none; nil leaves them empty.
// note is told what could not be used.
func Cells(n int, attributes Attributes, fallback []string, opt connectome.CellOptions, note func(string)) (*connectome.Cells, error) {
	_, types, err := attributes.first(TypeNames)
	if err != nil {
		return nil, err
	}
	if types == nil {
		if types = fallback; types == nil {
			types = make([]string, n)
		}
	}
	className, classes, err := attributes.first(ClassNames)
	if err != nil {
		return nil, err
	}
	for v, text := range classes {
		class, err := connectome.ParseClass(text)
		if err != nil {
			opt.Classes = nil
			if note != nil {
				note(fmt.Sprintf("synapse classes are not taken: %s of cell %d is %q, want E or EXC, I or INH", className, v, text))
			}
			break
		}
		opt.Classes = append(opt.Classes, class)
	}
	_, layers, err := attributes.first(LayerNames)
	if err != nil {
		return nil, err
	}
	for _, layer := range layers {
		opt.Layers = append(opt.Layers, celltypes.ParseLayer(layer))
	}
	return connectome.NewCells(connectome.NewSortedLabels(types), opt)
}

// Text returns numbers as text.
func Text(ints []int64, floats []float64) []string {
	var texts []string
	for _, x := range ints {
		texts = append(texts, strconv.FormatInt(x, 10))
	}
	for _, x := range floats {
		texts = append(texts, strconv.FormatFloat(x, 'g', -1, 64))
	}
	return texts
}
