package formats

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// format is what this package knows of a format: a row of the table of formats.
// A new one is a row, in a file of its own, and its place in formats.
type format struct {
	name       Format
	about      string   // what it is, in some words
	extensions []string // of names, with the dot, the one to write first
	inFolders  bool     // files of that name in a folder are taken for connectomes
	hdf5       bool     // lies in HDF5
	holds      Holds

	// begins reports whether the first bytes of a file, unpacked, can only be
	// those of this format. nil where they cannot tell, as in HDF5.
	begins func(head []byte) bool
	// recognises looks into an HDF5 file, where begins cannot tell; the portal's
	// layout is what none recognises.
	recognises func(ctx context.Context, path string, opt Options) (bool, error)
	// open reads a file. ownCells tells that it takes Options.Cells itself.
	open     func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error)
	ownCells bool
	// write writes one. beside returns the paths of further files that it writes; nil
	// where there are none.
	write  func(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error
	beside func(path string) []string
}

// table lists the formats in the order in which they are tried and told.
var table = []*format{
	portalFormat,
	nativeFormat,
	sonataFormat,
	conntilityFormat,
	npzFormat,
	flagFormat,
	edgesFormat,
	csvFormat,
	graphmlFormat,
}

// All returns the formats.
func All() []Format {
	var names []Format
	for _, f := range table {
		names = append(names, f.name)
	}
	return names
}

// About tells what a format is; nothing for one that there is not.
func (f Format) About() string {
	if row := lookup(f); row != nil {
		return row.about
	}
	return ""
}

// Extensions returns the endings of names that stand for a format, with the dot.
func (f Format) Extensions() []string {
	if row := lookup(f); row != nil {
		return slices.Clone(row.extensions)
	}
	return nil
}

// Beside returns the paths of the files that [Write] writes beside a file of the
// format, such as a table of cells.
func (f Format) Beside(path string) []string {
	if row := lookup(f); row != nil && row.beside != nil {
		return row.beside(path)
	}
	return nil
}

// ForWriting returns the format in which [Write] writes a file: the one named, or
// that of the path's ending.
func ForWriting(path string, name Format) (Format, error) {
	f, err := named(path, name)
	if err != nil {
		return "", err
	}
	return f.name, nil
}

// Parse returns the format of that name.
func Parse(name string) (Format, error) {
	if lookup(Format(name)) == nil {
		return "", fmt.Errorf("there is no format %q: there are %s", name, formatList())
	}
	return Format(name), nil
}

func lookup(name Format) *format {
	for _, f := range table {
		if f.name == name {
			return f
		}
	}
	return nil
}

// byName returns the format that a file's name tells, nil if none. A name of a
// packed file ends in .gz after the format's ending.
func byName(path string) *format {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	var best *format
	longest := 0
	for _, f := range table {
		for _, ext := range f.extensions {
			// .sonata.h5 is more than .h5.
			if strings.HasSuffix(name, ext) && len(ext) > longest {
				best, longest = f, len(ext)
			}
		}
	}
	return best
}
