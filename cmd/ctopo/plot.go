package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/run"
)

// drawing is a figure that a command can draw from its tables.
type drawing struct {
	name   string   // of the figure
	tables []string // that it is drawn from
	// optional are tables that draw gets after those, empty where there are none.
	optional []string
	draw     func([]connectome.Table, figure.Meta) (*figure.Figure, error)
	// reduce condenses the first table of a circuit before it is kept; nil keeps all of it.
	reduce func(connectome.Table, figure.Circuit) connectome.Table
}

// needs reports whether the figure is drawn from a table of that name.
func (d drawing) needs(name string) bool {
	return slices.Contains(d.tables, name) || slices.Contains(d.optional, name)
}

// drawn is a drawing from one table.
func drawn(name, table string, draw func(connectome.Table, figure.Meta) (*figure.Figure, error)) drawing {
	return drawing{name: name, tables: []string{table}, draw: func(t []connectome.Table, m figure.Meta) (*figure.Figure, error) { return draw(t[0], m) }}
}

// drawnWithTypes is a drawing from one table and that of cell types.
func drawnWithTypes(name, table string, draw func(t, types connectome.Table, m figure.Meta) (*figure.Figure, error)) drawing {
	return drawing{name: name, tables: []string{table}, optional: []string{cellTypesTable},
		draw: func(t []connectome.Table, m figure.Meta) (*figure.Figure, error) { return draw(t[0], t[1], m) }}
}

// condensedFirst has the table condensed before it is kept.
func (d drawing) condensedFirst(reduce func(connectome.Table, figure.Circuit) connectome.Table) drawing {
	d.reduce = reduce
	return d
}

// cellTypesTable is the table of the types of each circuit's cells, which figures may
// take beside what they are drawn from.
const cellTypesTable = "cell_types"

// cellTypesOf counts the cells of a circuit by m-type, layer and class.
func cellTypesOf(in instance, c *connectome.Connectome) connectome.Table {
	mtypes, layers, classes := c.Cells.MTypes(), c.Cells.Layers(), c.Cells.Classes()
	counts := make(map[[3]uint32]int)
	var keys [][3]uint32
	var of []int64
	for v := range uint32(c.Graph.N()) {
		key := [3]uint32{mtypes.Of[v], layers.Of[v], classes.Of[v]}
		k, ok := counts[key]
		if !ok {
			k = len(keys)
			counts[key] = k
			keys, of = append(keys, key), append(of, 0)
		}
		of[k]++
	}
	codes := make([][]uint32, 3)
	for _, key := range keys {
		for i := range codes {
			codes[i] = append(codes[i], key[i])
		}
	}
	return connectome.NewTable(cellTypesTable, connectome.Constant("instance", in.name, len(keys)),
		connectome.Coded("mtype", codes[0], mtypes.Names), connectome.Coded("layer", codes[1], layers.Names), connectome.Coded("class", codes[2], classes.Names),
		connectome.Ints("cells", of))
}

// plots are the figures of a run: what they are drawn from and where they go. A nil
// *plots draws nothing.
type plots struct {
	path     string
	format   string  // of the one file; empty for a folder
	width    float64 // in mm; 0 is each figure's own
	drawings []drawing
	meta     figure.Meta
	current  figure.Circuit // whose tables are being kept
	kept     map[string][]connectome.Table
	files    []plotFile // what is drawn
	undrawn  error      // that nothing could be drawn, though the tables are whole
}

// plotFile is a figure in one format.
type plotFile struct {
	path string
	data []byte
}

// newPlots reads --plot. Without it nothing is drawn.
func newPlots(flags outputFlags, drawings []drawing, of string) (*plots, error) {
	path := flags.plot
	switch {
	case path == "" && flags.width != 0:
		return nil, usagef("--plot-width %v: there is nothing to draw: add --plot PATH", flags.width)
	case path == "":
		return nil, nil
	case flags.width != 0 && !(flags.width >= 60 && flags.width <= 1000):
		return nil, usagef("--plot-width %v: want 60 to 1000 mm", flags.width)
	}
	p := &plots{path: path, width: flags.width, drawings: drawings, meta: figure.Meta{File: of}, kept: make(map[string][]connectome.Table)}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		p.format = figure.FormatOf(path)
		if info != nil && p.format == "" {
			return nil, usagef("--plot %s: it is a file, and none of %s: name a folder, or a file that ends in one of them", path, extensions())
		}
	}
	if p.format == "" {
		if ext := strings.ToLower(filepath.Ext(path)); slices.Contains([]string{".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".eps", ".ps", ".bmp", ".webp", ".html"}, ext) {
			return nil, usagef("--plot %s: figures are written as %s: name a file that ends in one of them, or a folder", path, extensions())
		}
		return p, nil
	}
	if len(drawings) > 1 {
		i := slices.IndexFunc(drawings, func(d drawing) bool { return d.name == p.stem() })
		if i < 0 {
			var names []string
			for _, d := range drawings {
				names = append(names, d.name+"."+p.format)
			}
			return nil, usagef("--plot %s: there are %d figures to draw: name a folder for all of them, or a file by one of their names: %s", path, len(drawings), strings.Join(names, ", "))
		}
		p.drawings = drawings[i : i+1]
	}
	return p, nil
}

// stem is the name of the one file without its extension.
func (p *plots) stem() string {
	return strings.TrimSuffix(filepath.Base(p.path), filepath.Ext(p.path))
}

// extensions lists what files of figures end in.
func extensions() string {
	var list []string
	for _, f := range figure.Formats() {
		list = append(list, "."+f)
	}
	return strings.Join(list, ", ")
}

// plotted names what was read, for captions: the inputs, and the part of them that is
// taken.
func plotted(args []string, in inputFlags) string {
	var names []string
	for _, arg := range args {
		names = append(names, filepath.Base(arg))
	}
	const few = 3
	text := strings.Join(names, ", ")
	if len(names) > few {
		text = fmt.Sprintf("%s and %d more", strings.Join(names[:few-1], ", "), len(names)-few+1)
	}
	part := slices.Concat(in.mtypes, in.layers)
	if in.class != "" {
		part = append(part, "class "+in.class)
	}
	if len(part) > 0 {
		text += " (" + strings.Join(part, ", ") + ")"
	}
	return text
}

// begin tells which circuit the tables that follow are of.
func (p *plots) begin(in instance, c *connectome.Connectome) {
	if p != nil {
		p.current = figure.Circuit{
			Instance: in.name, Group: figure.GroupOf(c.Source.Identity),
			Neurons: int64(c.Graph.N()), Connections: c.Graph.Connections(),
		}
	}
}

// circuit takes note of an instance whose tables are whole.
func (p *plots) circuit(in instance, c *connectome.Connectome) {
	if p == nil {
		return
	}
	p.begin(in, c)
	p.meta.Circuits = append(p.meta.Circuits, p.current)
	if p.needs(cellTypesTable) {
		p.keep(cellTypesTable, cellTypesOf(in, c))
	}
}

// needs reports whether a figure is drawn from a table of that name.
func (p *plots) needs(name string) bool {
	return p != nil && slices.ContainsFunc(p.drawings, func(d drawing) bool { return d.needs(name) })
}

// keep keeps a table, or a part of one, if a figure is drawn from it.
func (p *plots) keep(name string, t connectome.Table) {
	if !p.needs(name) {
		return
	}
	t.Name = name
	for _, d := range p.drawings {
		if d.reduce != nil && d.tables[0] == name {
			t = d.reduce(t, p.current)
		}
	}
	p.kept[name] = append(p.kept[name], t)
}

// tables returns those of a drawing, and the name of one that there is not.
func (p *plots) tables(d drawing) (tables []connectome.Table, missing string, err error) {
	for k, name := range slices.Concat(d.tables, d.optional) {
		switch {
		case len(p.kept[name]) == 0 && k < len(d.tables):
			return nil, name, nil
		case len(p.kept[name]) == 0:
			tables = append(tables, connectome.Table{Name: name})
			continue
		}
		t, err := connectome.Concat(p.kept[name]...)
		if err != nil {
			return nil, "", err
		}
		p.kept[name] = []connectome.Table{t} // the parts are not held beside the whole
		tables = append(tables, t)
	}
	return tables, "", nil
}

// draw draws the figures, in memory. What some of them lack is noted; that none could be
// drawn is for end to tell, when the tables are in place.
func (p *plots) draw(a *app) error {
	if p == nil {
		return nil
	}
	var lacking []string
	for _, d := range p.drawings {
		tables, missing, err := p.tables(d)
		if err != nil {
			return err
		}
		var f *figure.Figure
		if missing != "" {
			err = fmt.Errorf("figure: %s: %w: there is no table %s", d.name, figure.ErrNothing, missing)
		} else {
			f, err = d.draw(tables, p.meta)
		}
		if errors.Is(err, figure.ErrNothing) {
			lacking = append(lacking, strings.TrimPrefix(err.Error(), "figure: "))
			continue
		}
		if err != nil {
			return err
		}
		if err := p.render(f); err != nil {
			return err
		}
	}
	if len(p.files) == 0 {
		p.undrawn = fmt.Errorf("%s: no figure is drawn: %s", p.path, strings.Join(lacking, "; "))
		return nil
	}
	for _, why := range lacking {
		a.note("%s: %s", p.path, why)
	}
	return nil
}

// end returns the error of a run whose tables are in place but which drew nothing.
func (p *plots) end() error {
	if p == nil {
		return nil
	}
	return p.undrawn
}

// render adds the files of a figure.
func (p *plots) render(f *figure.Figure) error {
	if p.width > 0 {
		f.Resize(p.width)
	}
	add := func(path, format string) error {
		var b bytes.Buffer
		if err := f.Write(&b, format); err != nil {
			return err
		}
		p.files = append(p.files, plotFile{path, b.Bytes()})
		return nil
	}
	if p.format != "" {
		return add(p.path, p.format)
	}
	for _, format := range figure.Formats() {
		if err := add(filepath.Join(p.path, f.Name+"."+format), format); err != nil {
			return err
		}
	}
	return nil
}

// save puts the files into place and returns them as a manifest in the folder out
// names them: relative to it if they are in it.
func (p *plots) save(out string) ([]run.ManifestFile, error) {
	if p == nil || len(p.files) == 0 {
		return nil, nil
	}
	if p.format == "" {
		if err := os.MkdirAll(p.path, 0o755); err != nil {
			return nil, fmt.Errorf("%s: cannot make the folder: %w", p.path, run.Cause(err))
		}
	}
	var wrote []run.ManifestFile
	for _, f := range p.files {
		err := run.WriteFile(f.path, func(w io.Writer) error {
			_, err := w.Write(f.data)
			return err
		})
		if err != nil {
			return nil, err
		}
		name := f.path
		if inside, err := filepath.Rel(out, f.path); out != "" && err == nil && filepath.IsLocal(inside) {
			name = filepath.ToSlash(inside)
		}
		wrote = append(wrote, run.ManifestFile{File: name})
	}
	return wrote, nil
}
