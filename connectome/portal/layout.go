package portal

import (
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/internal/h5"
)

// layout is what a file says it holds: its m-types in file order and how many
// neurons each has. Sizes are cross-checked with every block before anything is
// allocated by them.
type layout struct {
	names []string
	sizes []int
	first []int // first[k] is the number of the first neuron of m-type k; one entry more than names
}

func newLayout(names []string, sizes []int, lim limits) (*layout, error) {
	l := &layout{names: names, sizes: sizes, first: make([]int, len(names)+1)}
	for k, n := range sizes {
		if n < 0 || int64(n) > lim.neurons()-int64(l.first[k]) {
			return nil, &FormatError{Dataset: populationPath(names[k]), Got: fmt.Sprintf("claims %d neurons", n),
				Want: fmt.Sprintf("at most %d in all", lim.neurons()), Cure: "the file is damaged, or the memory limit must be raised"}
		}
		l.first[k+1] = l.first[k] + n
	}
	return l, nil
}

func (l *layout) n() int { return l.first[len(l.names)] }

func populationPath(name string) string { return "/populations/" + name }

// group spellings, the right one first.
var connectivityNames = []string{"connectivity", "connectivty"}

// survey reads names and sizes. It opens no block but those that alone tell a
// size.
func survey(f *h5.File, lim limits) (l *layout, connectivity string, err error) {
	connectivity, err = findConnectivity(f)
	if err != nil {
		return nil, "", err
	}
	names, err := listTypes(f, connectivity)
	if err != nil {
		return nil, "", err
	}
	sizes, err := populationSizes(f, connectivity, names)
	if err != nil {
		return nil, "", err
	}
	l, err = newLayout(names, sizes, lim)
	return l, connectivity, err
}

func findConnectivity(f *h5.File) (string, error) {
	var found []string
	for _, name := range connectivityNames {
		ok, err := f.Exists(name)
		if err != nil {
			return "", damaged("/"+name, err)
		}
		if ok {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 0:
		return "", &FormatError{Dataset: "/connectivity", Got: "no such group", Cure: curePortal}
	case 1:
		return found[0], nil
	}
	return "", &FormatError{Dataset: "/" + found[0], Got: "the file also has /" + found[1], Want: "one of them", Cure: "remove the one that does not hold"}
}

// listTypes returns the m-types, and checks that every one of them has a row and
// a column of blocks and a population.
func listTypes(f *h5.File, connectivity string) ([]string, error) {
	root := "/" + connectivity
	names, err := listGroup(&f.Group, connectivity, root)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, &FormatError{Dataset: root, Got: "it holds no m-types", Cure: curePortal}
	}
	g, err := f.Group.Group(connectivity)
	if err != nil {
		return nil, damaged(root, err)
	}
	defer g.Close()
	for _, pre := range names {
		posts, err := listGroup(g, pre, root+"/"+pre)
		if err != nil {
			return nil, err
		}
		if missing, ok := difference(names, posts); ok {
			return nil, &FormatError{Dataset: root + "/" + pre + "/" + missing, Got: "the block is missing", Cure: cureFetch}
		}
		if extra, ok := difference(posts, names); ok {
			return nil, &FormatError{Dataset: root + "/" + extra, Got: "the m-type is missing, though there is " + root + "/" + pre + "/" + extra, Cure: cureFetch}
		}
	}
	populations, err := listGroup(&f.Group, "populations", "/populations")
	if err != nil {
		return nil, err
	}
	if missing, ok := difference(names, populations); ok {
		return nil, &FormatError{Dataset: populationPath(missing), Got: "the population is missing, though there is " + root + "/" + missing, Cure: cureFetch}
	}
	if extra, ok := difference(populations, names); ok {
		return nil, &FormatError{Dataset: root + "/" + extra, Got: "the blocks are missing, though there is " + populationPath(extra), Cure: cureFetch}
	}
	return names, nil
}

func listGroup(loc *h5.Group, name, path string) ([]string, error) {
	ok, err := loc.Exists(name)
	if err != nil {
		return nil, damaged(path, err)
	}
	if !ok {
		return nil, &FormatError{Dataset: path, Got: "no such group", Cure: curePortal}
	}
	g, err := loc.Group(name)
	if err != nil {
		return nil, damaged(path, err)
	}
	defer g.Close()
	names, err := g.Names()
	if err != nil {
		return nil, damaged(path, err)
	}
	slices.Sort(names) // an index that is damaged need not be in order
	if i := firstRepeated(names); i >= 0 {
		return nil, &FormatError{Dataset: path + "/" + names[i], Got: "the name occurs twice", Cure: cureFetch}
	}
	return names, nil
}

func firstRepeated(sorted []string) int {
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return i
		}
	}
	return -1
}

// difference returns the first name of a that is not in b; both are ascending.
func difference(a, b []string) (string, bool) {
	for _, name := range a {
		if _, ok := slices.BinarySearch(b, name); !ok {
			return name, true
		}
	}
	return "", false
}

// sizeTellers are the datasets of a population whose length is its size, the
// first one first.
var sizeTellers = []string{"locations", "nCellAff", "nCellEff", "nSynAff", "nSynEff"}

func populationSizes(f *h5.File, connectivity string, names []string) ([]int, error) {
	g, err := f.Group.Group("populations")
	if err != nil {
		return nil, damaged("/populations", err)
	}
	defer g.Close()
	sizes := make([]int, len(names))
	for k, name := range names {
		n, known, err := populationSize(g, name)
		if err != nil {
			return nil, err
		}
		if !known {
			// The population's own block is square.
			path := "/" + connectivity + "/" + name + "/" + name + "/cMat"
			d, err := openDataset(&f.Group, path)
			if err != nil {
				return nil, err
			}
			d.Close()
			if len(d.Dims) != 2 || d.Dims[0] != d.Dims[1] {
				return nil, &FormatError{Dataset: path, Got: dimsText(d.Dims), Want: "a square matrix", Cure: cureFetch}
			}
			n = d.Dims[0]
		}
		sizes[k] = int(min(n, 1<<62))
	}
	return sizes, nil
}

// populationSize returns the length of those datasets of a population that are
// there, which must agree.
func populationSize(populations *h5.Group, name string) (size uint64, known bool, err error) {
	g, err := populations.Group(name)
	if err != nil {
		return 0, false, damaged(populationPath(name), err)
	}
	defer g.Close()
	var teller string
	for _, t := range sizeTellers {
		ok, err := g.Exists(t)
		if err != nil {
			return 0, false, damaged(populationPath(name)+"/"+t, err)
		}
		if !ok {
			continue
		}
		path := populationPath(name) + "/" + t
		d, err := openDataset(g, t)
		if err != nil {
			return 0, false, inDataset(path, err)
		}
		d.Close()
		if t == "locations" && (len(d.Dims) != 2 || d.Dims[1] != 3) {
			return 0, false, &FormatError{Dataset: path, Got: dimsText(d.Dims), Want: "N×3", Cure: cureFetch}
		}
		if len(d.Dims) < 1 || len(d.Dims) > 2 {
			return 0, false, &FormatError{Dataset: path, Got: dimsText(d.Dims), Want: "N×1", Cure: cureFetch}
		}
		n := d.Dims[0]
		if len(d.Dims) == 2 && t != "locations" && d.Dims[0] == 1 {
			n = d.Dims[1] // written as a row
		}
		if known && n != size {
			return 0, false, &FormatError{Dataset: path, Got: fmt.Sprintf("%d neurons", n),
				Want: fmt.Sprintf("%d as %s has", size, teller), Cure: cureFetch}
		}
		size, known, teller = n, true, t
	}
	return size, known, nil
}

// openDataset opens a dataset and refuses those whose bytes lie elsewhere, that
// hold no numbers, or that no filter at hand can read.
func openDataset(loc *h5.Group, path string) (*h5.Dataset, error) {
	d, err := loc.Dataset(path)
	if err != nil {
		return nil, damaged(path, err)
	}
	if err := acceptable(d.Info); err != nil {
		d.Close()
		return nil, inDataset(path, err)
	}
	return d, nil
}

func inDataset(path string, err error) error {
	if e, ok := err.(*FormatError); ok {
		e.Dataset = path
	}
	return err
}

func acceptable(i h5.Info) error {
	switch {
	case i.External:
		return &FormatError{Got: "its bytes lie in another file, which is not opened", Cure: "store it in the file itself"}
	case i.Layout == h5.LayoutVirtual:
		return &FormatError{Got: "a virtual dataset, whose bytes lie in other files", Cure: "store it in the file itself"}
	case i.Layout == h5.LayoutUnknown:
		return &FormatError{Got: "an unknown storage layout", Cure: cureFetch}
	case i.Class == h5.ClassOther:
		return &FormatError{Got: "elements that are not numbers (" + i.ClassName + ")", Want: "integers, booleans or floats", Cure: curePortal}
	case i.Odd:
		return &FormatError{Got: "elements of a type that cannot be", Want: "integers, booleans or floats", Cure: cureFetch}
	case i.Layout == h5.LayoutChunked && len(i.Chunk) != len(i.Dims):
		return &FormatError{Got: fmt.Sprintf("%d-dimensional chunks of %d-dimensional data", len(i.Chunk), len(i.Dims)), Cure: cureFetch}
	case i.Layout == h5.LayoutChunked && slices.Contains(i.Chunk, 0):
		return &FormatError{Got: "chunks of no elements", Cure: cureFetch}
	}
	for k, c := range i.Chunk {
		// The library does not write such a thing, but reads it: beyond what the
		// stored chunk holds.
		if c > i.Max[k] {
			return &FormatError{Got: fmt.Sprintf("chunks of %s elements of a dataset of %s", dimsText(i.Chunk), dimsText(i.Dims)), Cure: cureFetch}
		}
	}
	for _, f := range i.Filters {
		if !f.Available {
			return &FormatError{Got: "compressed with the filter " + h5.FilterName(f.ID) + ", which libhdf5 here cannot undo",
				Want: "deflate or shuffle", Cure: "rewrite it: h5repack -f GZIP=4 IN.h5 OUT.h5, where that filter is installed"}
		}
	}
	return nil
}
