package cells

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/celltypes"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value will do.
type Options struct {
	MemoryLimit int64 // bytes that reading may take; 0: 4 GiB

	// Voxel is the size of a voxel along x, y and z, in nm, for tables whose positions
	// count voxels. Zero: unknown; such positions are not taken.
	Voxel [3]float64
}

// Table is a table of cells.
type Table struct {
	Source connectome.Source // the file

	n         int
	ids       *ident.IDs // nil: the table has none, and describes neurons in order
	types     connectome.Labels
	layers    []string // nil if there is no column of them
	classes   []connectome.Class
	positions []connectome.Position

	incomplete int    // cells that lack a position that others have
	elsewhere  int    // rows of cells that have been placed before
	voxels     string // the column of positions that count voxels of unknown size
}

// columns is where the columns of a table stand, -1 for those that are not there.
type columns struct {
	id, kind, class, layer int
	xyz                    [3]int
	place                  int        // of a column that holds all three coordinates
	scale                  [3]float64 // of positions, to µm
	voxels                 string     // the column of positions that count voxels of unknown size
}

func findColumns(rows *infile.Rows, voxel [3]float64) (columns, error) {
	c := columns{
		id: rows.Column(infile.IDNames...), kind: rows.Column(infile.TypeNames...),
		class: rows.Column(infile.ClassNames...), layer: rows.Column(infile.LayerNames...),
	}
	if err := c.findPlaces(rows, voxel); err != nil {
		return c, err
	}
	if c.id < 0 && c.kind < 0 {
		return c, &infile.Error{Line: 1, Got: "its columns are " + rows.Header(), Want: "id and cell_type", Cure: "name them in the header"}
	}
	return c, nil
}

// Read reads a table of cells. A cell may be listed again if nothing about it
// differs.
//
// Errors: one of type [*infile.Error], with the line; the context's error.
func Read(ctx context.Context, path string, opt Options) (*Table, error) {
	f, err := infile.Open(ctx, path, nil)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := read(f, opt)
	if err != nil {
		return nil, f.Fail(err)
	}
	if t.Source, err = f.Source("cells"); err != nil {
		return nil, err
	}
	return t, nil
}

// reader is a table being read.
type reader struct {
	rows  *infile.Rows
	at    columns
	types ident.IDs // names of cell types, numbered
	t     *Table
	given []bool // cells that have a position
}

func read(in io.Reader, opt Options) (*Table, error) {
	lim := infile.NewLimits(opt.MemoryLimit)
	rows, err := infile.NewRows(in)
	if err != nil {
		return nil, err
	}
	at, err := findColumns(rows, opt.Voxel)
	if err != nil {
		return nil, err
	}
	r := &reader{rows: rows, at: at, t: &Table{voxels: at.voxels}}
	if at.id >= 0 {
		r.t.ids = &ident.IDs{}
	}
	layers := make(map[string]string) // so that equal ones share their bytes
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := r.row(row, layers); err != nil {
			return nil, err
		}
		taken := r.types.Bytes()
		if r.t.ids != nil {
			taken += r.t.ids.Bytes()
		}
		if err := lim.CheckNeurons(int64(r.t.n) + taken/bytesPerCell); err != nil {
			return nil, err
		}
	}
	return r.finish()
}

// bytesPerCell is about what a cell takes beyond its id.
const bytesPerCell = 96

// row takes in a row.
func (r *reader) row(row []string, layers map[string]string) error {
	known := -1
	if r.t.ids != nil {
		id, err := ident.Clean(row[r.at.id])
		if err != nil {
			return r.rows.Fail("%v", err)
		}
		if k, isNew := r.t.ids.Add(id); !isNew {
			known = int(k)
		}
	}
	var kind uint32
	if r.at.kind >= 0 {
		kind, _ = r.types.Add("t" + strings.TrimSpace(row[r.at.kind])) // never a number
	} else {
		kind, _ = r.types.Add("t")
	}
	class, layer := connectome.ClassUnknown, ""
	var err error
	if r.at.class >= 0 {
		if class, err = connectome.ParseClass(row[r.at.class]); err != nil {
			return r.rows.Fail("synapse class %s: want E or EXC, I or INH", infile.Quote([]byte(row[r.at.class])))
		}
	}
	if r.at.layer >= 0 {
		layer = celltypes.ParseLayer(row[r.at.layer])
		if same, ok := layers[layer]; ok {
			layer = same
		} else {
			layer = strings.Clone(layer)
			layers[layer] = layer
		}
	}
	place, given, err := r.position(row)
	if err != nil {
		return err
	}
	t := r.t
	if known >= 0 {
		moved := t.positions[known] != place || r.given[known] != given
		if moved && r.at.place >= 0 {
			// FlyWire's coordinates.csv gives some neurons several points.
			moved = false
			t.elsewhere++
		}
		if moved || t.types.Of[known] != kind || t.classes[known] != class || t.layers[known] != layer {
			return r.rows.Fail("cell %s is listed before with other values: keep one of its rows", infile.Quote([]byte(row[r.at.id])))
		}
		return nil
	}
	t.n++
	t.types.Of, t.classes, t.layers = append(t.types.Of, kind), append(t.classes, class), append(t.layers, layer)
	t.positions, r.given = append(t.positions, place), append(r.given, given)
	return nil
}

// finish sorts the cell types and forgets columns that are not there.
func (r *reader) finish() (*Table, error) {
	t := r.t
	if t.n == 0 {
		return nil, &infile.Error{Got: "the table lists no cell", Want: "a row for each"}
	}
	place := r.types.Sort(0)
	for v, k := range t.types.Of {
		t.types.Of[v] = place[k]
	}
	_, names := r.types.Lists()
	for k, name := range names {
		names[k] = name[1:]
	}
	t.types.Names = names
	if r.at.class < 0 {
		t.classes = nil
	}
	if r.at.layer < 0 {
		t.layers = nil
	}
	for _, given := range r.given {
		if !given {
			t.incomplete++
		}
	}
	if t.incomplete > 0 {
		t.positions = nil
	}
	if t.incomplete == t.n {
		t.incomplete = 0
	}
	return t, nil
}

// N returns the number of cells.
func (t *Table) N() int { return t.n }

// HasIDs reports whether the table names its cells. One that does not describes
// neurons in their order.
func (t *Table) HasIDs() bool { return t.ids != nil }

// ID returns what the table calls a cell: its place where it has no ids.
func (t *Table) ID(row int) string {
	if t.ids == nil {
		return strconv.Itoa(row)
	}
	return t.ids.ID(uint32(row))
}

// Row returns the row of a cell by its id, or by its place where the table has no
// ids; ok is false if there is none.
func (t *Table) Row(id string) (row int, ok bool) {
	if t.ids != nil {
		k, ok := t.ids.Find(id)
		return int(k), ok
	}
	n, err := strconv.Atoi(id)
	return n, err == nil && n >= 0 && n < t.n && strconv.Itoa(n) == id
}

// Note returns what a user of the table should know, or nothing.
func (t *Table) Note() string {
	switch {
	case t.incomplete > 0:
		return fmt.Sprintf("%d of %d cells lack a position: positions are not taken", t.incomplete, t.n)
	case t.voxels != "":
		return fmt.Sprintf("positions in column %s count voxels, whose size the table does not tell: they are not taken; give the size in nm by --voxel-size, as 8 for neuPrint's hemibrain or 4,4,40 for CAVE's MICrONS minnie65",
			infile.OneLine(t.voxels))
	case t.elsewhere > 0:
		return fmt.Sprintf("of cells with several positions the first is taken: %d rows are left out", t.elsewhere)
	}
	return ""
}
