package parquet

import (
	"fmt"
	"io"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
)

// GroupRows is the number of rows of a row group, and the most that a writer holds.
const GroupRows = 1 << 17

// batch is the number of values that are handed on at a time.
const batch = 1 << 12

// storage is how a column lies in the file.
type storage uint8

const (
	storeInt storage = iota
	storeDecimal
	storeDouble
	storeText
	storeBool
)

// node is the schema's entry of a column that lies so.
func (s storage) node() pq.Node {
	node := pq.Leaf(pq.Int64Type)
	switch s {
	case storeDecimal:
		node = pq.Decimal(0, 20, pq.FixedLenByteArrayType(9))
	case storeDouble:
		node = pq.Leaf(pq.DoubleType)
	case storeText:
		node = pq.Encoded(pq.String(), &pq.RLEDictionary)
	case storeBool:
		node = pq.Leaf(pq.BooleanType)
	}
	return pq.Optional(pq.Compressed(node, &zstd.Codec{Level: zstd.SpeedDefault}))
}

// columns is a group of fields in an order that is theirs, which that of
// [pq.Group] is not.
type columns struct {
	pq.Group
	fields []pq.Field
}

func (c columns) Fields() []pq.Field { return c.fields }

// newColumns orders a group's fields by names.
func newColumns(g pq.Group, names []string) columns {
	at := make(map[string]pq.Field)
	for _, f := range g.Fields() {
		at[f.Name()] = f
	}
	c := columns{Group: g}
	for _, name := range names {
		c.fields = append(c.fields, at[name])
	}
	return c
}

// writer is a [table.Sink].
type writer struct {
	w       io.Writer
	meta    table.Meta
	columns []column
	rows    int // held
	stored  []storage
	file    *pq.GenericWriter[any] // nil before the first row group
	values  []pq.Value
}

// New returns a sink that writes a table to w as Parquet.
func New(w io.Writer, meta table.Meta) table.Sink { return &writer{w: w, meta: meta} }

// Write takes in rows, and writes those of a row group when they are together.
func (w *writer) Write(t connectome.Table) error {
	if w.columns == nil {
		w.columns = make([]column, len(t.Columns))
		for k, c := range t.Columns {
			w.columns[k] = column{name: c.Name, mixed: w.meta.Mixed != nil && c.Numeric() && w.meta.Mixed(c.Name)}
		}
	}
	for from := 0; ; {
		to := min(t.Rows(), from+GroupRows-w.rows)
		for k, c := range t.Columns {
			w.columns[k].add(c, from, to)
		}
		w.rows += to - from
		if w.rows < GroupRows {
			return nil
		}
		if err := w.group(); err != nil {
			return err
		}
		from = to
	}
}

// Close writes the rows that are left, and the footer.
func (w *writer) Close() error {
	if w.rows > 0 || w.file == nil {
		if err := w.group(); err != nil {
			return err
		}
	}
	return w.file.Close()
}

// open settles the types of the columns and begins the file.
func (w *writer) open() {
	group, names := pq.Group{}, make([]string, len(w.columns))
	w.stored = make([]storage, len(w.columns))
	for k := range w.columns {
		c := &w.columns[k]
		w.stored[k], names[k] = c.settle(), c.name
		group[c.name] = w.stored[k].node()
	}
	w.file = pq.NewGenericWriter[any](w.w,
		pq.NewSchema(w.meta.Table, newColumns(group, names)),
		pq.CreatedBy("ctopo", w.meta.Version, ""),
		pq.DataPageVersion(1), // which every reader knows
		pq.DictionaryMaxBytes(1<<20),
		pq.KeyValueMetadata("ctopo.table", w.meta.Table),
		pq.KeyValueMetadata("ctopo.command", w.meta.Command),
		pq.KeyValueMetadata("ctopo.version", w.meta.Version))
	w.values = make([]pq.Value, 0, batch)
}

// group writes the rows held as a row group.
func (w *writer) group() error {
	if w.file == nil {
		w.open()
	}
	for k, to := range w.file.ColumnWriters() {
		if err := w.chunk(k, to); err != nil {
			return err
		}
		w.columns[k].reset()
	}
	w.rows = 0
	return w.file.Flush()
}

// chunk writes the cells of column k.
func (w *writer) chunk(k int, to *pq.ColumnWriter) error {
	c := &w.columns[k]
	for start := 0; start < len(c.cells); start += batch {
		w.values = w.values[:0]
		for _, x := range c.cells[start:min(start+batch, len(c.cells))] {
			v, fits := c.value(x, w.stored[k])
			if !fits {
				return fmt.Errorf("table %s: column %s: %s does not fit the type that earlier rows gave it in Parquet: write csv", w.meta.Table, c.name, c.text(x))
			}
			defined := 1
			if x.kind == null {
				defined = 0
			}
			w.values = append(w.values, v.Level(0, defined, k))
		}
		if _, err := to.WriteRowValues(w.values); err != nil {
			return err
		}
	}
	return nil
}
