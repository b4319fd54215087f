package table

import (
	"fmt"
	"io"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Meta tells about a table what a format may keep beside its rows.
type Meta struct {
	Table   string // the table's name
	Command string // of ctopo, which made it
	Version string // of ctopo

	// View is how the text for a terminal is fitted to it.
	View View

	// Mixed reports whether a column that begins with integers may go on with
	// floats, as those do that a summary adds means to; nil: none does.
	Mixed func(column string) bool
}

// Sink writes one table, which may come in pieces; [Writer] has checked that they
// have the same columns. Close writes what is left, and does not close the writer
// beneath.
type Sink interface {
	Write(t connectome.Table) error
	Close() error
}

// sinks are the formats that are linked in.
var sinks = map[Format]func(io.Writer, Meta) Sink{}

// Register adds a format that lives in a package of its own, so that only programs
// that want it link it. It is for init functions.
func Register(f Format, open func(io.Writer, Meta) Sink) { sinks[f] = open }

// Binary reports whether a format is for files and pipes only: a terminal cannot
// show it.
func Binary(f Format) bool { return f == Parquet }

// Formats returns the names of the formats that can be written.
func Formats() []string {
	names := []string{string(Text), string(CSV), string(JSON)}
	for f := range sinks {
		names = append(names, string(f))
	}
	slices.Sort(names[3:])
	return names
}

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	f := Format(name)
	if !slices.Contains([]Format{Text, CSV, JSON, Parquet}, f) {
		return "", fmt.Errorf("format %q: want table, csv, json or parquet", name)
	}
	if f == Parquet && sinks[f] == nil {
		return "", fmt.Errorf("format %s: this ctopo was built without it: build it with -tags parquet, or take csv", name)
	}
	return f, nil
}
