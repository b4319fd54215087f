package table

import (
	"fmt"
	"io"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Format is a way to write a table.
type Format string

// The formats.
const (
	Text Format = "table" // aligned columns, for reading
	CSV  Format = "csv"
	JSON Format = "json" // an array with one object a row

	// Parquet is typed columns in binary; it must be registered.
	Parquet Format = "parquet"
)

// flushAt is the number of bytes that a Writer gathers before it writes them.
const flushAt = 1 << 16

// encoder turns rows into bytes of one format.
type encoder interface {
	header(columns []connectome.Column)
	row(columns []connectome.Column, i int)
	end()
	take() []byte // the bytes so far; the encoder starts anew
}

// Writer writes one table, which may come in pieces.
type Writer struct {
	w     io.Writer
	enc   encoder // nil if there is a sink
	sink  Sink
	names []string // the columns' names; nil before the first piece
	rows  int64
	err   error
}

// NewWriter returns a writer of one table to w. Formats that are registered keep
// what meta tells; the others have no place for it. A format that is not
// registered is a programmer's mistake and panics: [ParseFormat] tells.
func NewWriter(w io.Writer, format Format, meta Meta) *Writer {
	switch format {
	case Text, "":
		return &Writer{w: w, enc: &textEncoder{view: meta.View}}
	case CSV:
		return &Writer{w: w, enc: &csvEncoder{}}
	case JSON:
		return &Writer{w: w, enc: &jsonEncoder{}}
	}
	return &Writer{w: w, sink: sinks[format](w, meta)}
}

// Rows returns the number of rows written so far.
func (w *Writer) Rows() int64 { return w.rows }

// LeftOut returns the columns that did not fit the width of the view, most important
// first. It is known when the table is closed.
func (w *Writer) LeftOut() []string {
	if e, ok := w.enc.(*textEncoder); ok {
		return e.left
	}
	return nil
}

// Write writes the rows of t. The first call writes the header too; later
// pieces must have the same columns, though a number may change its kind.
func (w *Writer) Write(t connectome.Table) error {
	if w.err != nil {
		return w.err
	}
	names := make([]string, len(t.Columns))
	for k, c := range t.Columns {
		names[k] = c.Name
	}
	if w.names == nil {
		w.names = names
		if w.enc != nil {
			w.enc.header(t.Columns)
		}
	} else if !slices.Equal(names, w.names) {
		w.err = fmt.Errorf("table %s: columns %v after columns %v", t.Name, names, w.names)
		return w.err
	}
	if w.sink != nil {
		w.rows += int64(t.Rows())
		w.err = w.sink.Write(t)
		return w.err
	}
	for i := range t.Rows() {
		w.enc.row(t.Columns, i)
		w.rows++
		if i%64 == 63 {
			w.flush(flushAt)
		}
	}
	w.flush(flushAt)
	return w.err
}

// Close writes what is left and what ends the table. It does not close the
// writer beneath.
func (w *Writer) Close() error {
	switch {
	case w.err != nil:
	case w.sink != nil:
		w.err = w.sink.Close()
	default:
		w.enc.end()
		w.flush(0)
	}
	return w.err
}

// flush hands the encoder's bytes on if there are more than atLeast.
func (w *Writer) flush(atLeast int) {
	if w.err != nil {
		return
	}
	if b, ok := w.enc.(interface{ size() int }); ok && b.size() < atLeast {
		return
	}
	if p := w.enc.take(); len(p) > 0 {
		_, w.err = w.w.Write(p)
	}
}
