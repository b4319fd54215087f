package conntility

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome/formats/internal/hdf"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/infile"
)

// column is one column of a data frame: one of the three.
type column struct {
	ints   []int64
	floats []float64
	texts  []string
}

func (c column) len() int { return max(len(c.ints), len(c.floats), len(c.texts)) }

// text returns the column as text.
func (c column) text() []string {
	if c.texts != nil {
		return c.texts
	}
	return hdf.Text(c.ints, c.floats)
}

// numbers returns the column as floats; nil if it is text.
func (c column) numbers() []float64 {
	if c.texts != nil {
		return nil
	}
	if c.floats != nil {
		return c.floats
	}
	out := make([]float64, len(c.ints))
	for i, x := range c.ints {
		out[i] = float64(x)
	}
	return out
}

// pick returns column k of a matrix of so many columns.
func (c column) pick(k, columns int) column {
	var p column
	for i := k; i < len(c.ints); i += columns {
		p.ints = append(p.ints, c.ints[i])
	}
	for i := k; i < len(c.floats); i += columns {
		p.floats = append(p.floats, c.floats[i])
	}
	for i := k; i < len(c.texts); i += columns {
		p.texts = append(p.texts, c.texts[i])
	}
	return p
}

// frame is a pandas data frame.
type frame struct {
	path    string
	index   column
	columns map[string]column
	pickled []string // columns that could not be read
}

// readFrame reads a data frame in either of pandas' layouts.
func readFrame(f *hdf.File, path string) (*frame, error) {
	fr := &frame{path: path, columns: make(map[string]column)}
	table, err := f.Has(path + "/table")
	if err != nil {
		return nil, err
	}
	if table {
		err = fr.readTable(f)
	} else {
		err = fr.readFixed(f)
	}
	if err != nil {
		return nil, err
	}
	for name, c := range fr.columns {
		if c.len() != fr.index.len() {
			return nil, hdf.Errorf(path, infile.CureFetch, "column %s has %d rows, its index %d", name, c.len(), fr.index.len())
		}
	}
	return fr, nil
}

// readFixed reads blocks of columns of one type: block0_items names the columns,
// block0_values holds them.
func (fr *frame) readFixed(f *hdf.File) error {
	if ok, err := f.Has(fr.path + "/axis1"); err != nil || !ok {
		if err == nil {
			err = hdf.Errorf(fr.path, "save it with ConnectomeUtilities", "it is no data frame")
		}
		return err
	}
	var err error
	if fr.index, err = anyColumn(f, fr.path+"/axis1"); err != nil {
		return err
	}
	for k := 0; ; k++ {
		block := fmt.Sprintf("%s/block%d_", fr.path, k)
		ok, err := f.Has(block + "items")
		if err != nil || !ok {
			return err
		}
		items, err := f.Texts(block + "items")
		if err != nil {
			return err
		}
		if err := fr.readBlock(f, block+"values", items); err != nil {
			return err
		}
	}
}

// frameDatasets returns the datasets that reading a frame reads, its index first;
// none if there is no frame.
func frameDatasets(f *hdf.File, path string) ([]string, error) {
	names, err := f.Names(path)
	if err != nil {
		return nil, err
	}
	if slices.Contains(names, "table") {
		return []string{path + "/table"}, nil
	}
	var datasets []string
	for _, name := range names {
		if name == "axis1" || strings.HasPrefix(name, "block") && strings.HasSuffix(name, "_values") {
			datasets = append(datasets, path+"/"+name)
		}
	}
	return datasets, nil
}

func anyColumn(f *hdf.File, path string) (c column, err error) {
	d, err := f.Dataset(path)
	if err != nil {
		return c, err
	}
	e, err := d.Element("")
	d.Close()
	switch {
	case err != nil:
		return c, hdf.Damaged(path, err)
	case e.Text:
		c.texts, err = f.Texts(path)
	default:
		c.ints, c.floats, err = f.Column(path)
	}
	return c, err
}

func (fr *frame) readBlock(f *hdf.File, path string, items []string) error {
	d, err := f.Dataset(path)
	if err != nil {
		return err
	}
	dims, class := d.Dims, d.Class
	d.Close()
	if class == h5.ClassOther || len(dims) != 2 {
		fr.pickled = append(fr.pickled, items...)
		return nil
	}
	var c column
	columns := 0
	if c.ints, c.floats, columns, err = f.Matrix(path); err != nil {
		return err
	}
	// pandas writes rows first, save for frames without any.
	shape := [2]uint64{uint64(fr.index.len()), uint64(len(items))}
	rowsFirst := dims[0] == shape[0] && dims[1] == shape[1]
	if !rowsFirst && (dims[0] != shape[1] || dims[1] != shape[0]) {
		return hdf.Errorf(path, infile.CureFetch, "%d×%d elements for %d rows of %d columns", dims[0], dims[1], fr.index.len(), len(items))
	}
	for k, name := range items {
		if rowsFirst {
			fr.columns[name] = c.pick(k, columns)
			continue
		}
		var one column
		if c.ints != nil {
			one.ints = c.ints[k*columns : (k+1)*columns]
		} else {
			one.floats = c.floats[k*columns : (k+1)*columns]
		}
		fr.columns[name] = one
	}
	return nil
}

// readTable reads a compound dataset: its index, and members that hold several
// columns each, whose names stand in attributes.
func (fr *frame) readTable(f *hdf.File) error {
	path := fr.path + "/table"
	d, err := f.Dataset(path)
	if err != nil {
		return err
	}
	members, names, categories, err := describe(d)
	d.Close()
	if err != nil {
		return hdf.Damaged(path, err)
	}
	if len(members) == 0 {
		return hdf.Errorf(path, infile.CureFetch, "it is no table")
	}
	for _, m := range members {
		if m.name != "index" && len(names[m.name]) == 0 {
			fr.pickled = append(fr.pickled, m.name)
			continue
		}
		c, ok, err := readMember(f, path, m)
		if err != nil {
			return err
		}
		if m.name == "index" {
			if !ok || m.Count != 1 {
				return hdf.Errorf(path, infile.CureFetch, "an index of %s", m.Element)
			}
			fr.index = c
			continue
		}
		if !ok || uint64(len(names[m.name])) != m.Count {
			fr.pickled = append(fr.pickled, names[m.name]...)
			continue
		}
		if categories[m.name] {
			if c, err = fr.categories(f, m.name, c); err != nil {
				return err
			}
		}
		for k, name := range names[m.name] {
			fr.columns[name] = c.pick(k, len(names[m.name]))
		}
	}
	if fr.index.len() == 0 && len(fr.columns) > 0 {
		return hdf.Errorf(path, infile.CureFetch, "it has no index")
	}
	return nil
}

// member is a member of a compound dataset.
type member struct {
	h5.Element
	name string
}

// describe lists the members of a table, the columns that each holds, and which of
// them are categories.
func describe(d *h5.Dataset) (members []member, names map[string][]string, categories map[string]bool, err error) {
	all, err := d.Members()
	if err != nil {
		return nil, nil, nil, err
	}
	names, categories = make(map[string][]string), make(map[string]bool)
	for _, name := range all {
		e, err := d.Element(name)
		if err != nil {
			return nil, nil, nil, err
		}
		members = append(members, member{e, name})
		kind, _, err := d.Attributes().Text(name + "_kind")
		if err != nil {
			return nil, nil, nil, err
		}
		names[name] = pickledTexts(kind)
		meta, _, err := d.Attributes().Text(name + "_meta")
		if err != nil {
			return nil, nil, nil, err
		}
		categories[name] = strings.Contains(meta, "category")
	}
	return members, names, categories, nil
}

// readMember reads a member; ok is false for one that is neither numbers nor text.
func readMember(f *hdf.File, path string, m member) (c column, ok bool, err error) {
	switch {
	case m.Text && !m.Variable:
		c.texts, err = f.MemberTexts(path, m.name)
	case m.Number():
		c.ints, c.floats, err = f.Member(path, m.name)
	default:
		return c, false, nil
	}
	return c, true, err
}

// categories replaces the numbers of categories by what they stand for.
func (fr *frame) categories(f *hdf.File, name string, codes column) (column, error) {
	meta := fr.path + "/meta/" + name + "/meta"
	ok, err := f.Has(meta + "/table")
	if err != nil {
		return codes, err
	}
	if !ok || codes.ints == nil {
		return codes, nil
	}
	table := &frame{path: meta, columns: make(map[string]column)}
	if err := table.readTable(f); err != nil {
		return codes, err
	}
	values, ok := table.columns["values"]
	if !ok {
		return codes, hdf.Errorf(meta, infile.CureFetch, "it names no categories")
	}
	texts := values.text()
	out := column{texts: make([]string, len(codes.ints))}
	for i, k := range codes.ints {
		switch {
		case k >= 0 && k < int64(len(texts)):
			out.texts[i] = texts[k]
		case k != -1: // which stands for none
			return codes, hdf.Errorf(fr.path, infile.CureFetch, "category %d of %d", k, len(texts))
		}
	}
	return out, nil
}

// pickledTexts returns the texts of a list that Python has pickled in its oldest
// protocol, which is made of lines: V or S, perhaps after others' a, and the text.
// Anything else has none.
func pickledTexts(s string) []string {
	if !strings.HasPrefix(s, "(l") || !strings.HasSuffix(s, ".") {
		return nil
	}
	var texts []string
	for _, line := range strings.Split(s, "\n")[1:] {
		line = strings.TrimPrefix(line, "a")
		switch {
		case strings.HasPrefix(line, "V"):
			text, err := strconv.Unquote(`"` + strings.ReplaceAll(line[1:], `"`, `\"`) + `"`)
			if err != nil {
				return nil
			}
			texts = append(texts, text)
		case strings.HasPrefix(line, "S'") && strings.HasSuffix(line, "'"):
			texts = append(texts, line[2:len(line)-1])
		case strings.HasPrefix(line, "p"), line == ".":
		default:
			return nil // numbers and the like, which name no columns
		}
	}
	return texts
}

// ints returns a column of integers.
func (fr *frame) ints(name string) ([]int64, error) {
	c, ok := fr.columns[name]
	if !ok {
		return nil, hdf.Errorf(fr.path, "save it with ConnectomeUtilities", "it has no column %s, but %s", name, fr.names())
	}
	if c.ints == nil && c.len() > 0 {
		return nil, hdf.Errorf(fr.path, "save it with ConnectomeUtilities", "column %s holds no integers", name)
	}
	return c.ints, nil
}

func (fr *frame) names() string {
	var names []string
	for name := range fr.columns {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
