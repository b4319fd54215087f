package formats

import (
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/sonata"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/infile"
)

// Format names a file format.
type Format string

// The formats.
const (
	Portal  Format = "portal"
	Native  Format = "ctopo"
	NPZ     Format = "npz"
	Flag    Format = "flag"
	Edges   Format = "edges"
	CSV     Format = "csv"
	GraphML Format = "graphml"

	SONATA     Format = "sonata"
	Conntility Format = "conntility"
)

// Error says what is wrong with a file, in one line: FILE: line N: what is wrong:
// what would mend it. Formats that lie in HDF5 have errors of their own.
type Error = infile.Error

// ErrNoConnectome is wrapped by errors about files that belong to a network, and hold no
// connectome: the nodes of SONATA, or edges from one population of nodes to another.
var ErrNoConnectome = sonata.ErrNoConnectome

// Options says how to read. Its zero value detects the format and reads in this
// process, on all cores.
type Options struct {
	Format   Format              // the file's; empty detects it
	Threads  int                 // workers; 0: all cores
	Progress connectome.Progress // in units of the format's own

	// Cells is the path of a table of cells, for formats that keep them apart;
	// NodeTypes the table of node types that SONATA's nodes refer to; Population
	// names the population to read where a file holds several.
	Cells      string
	NodeTypes  string
	Population string

	// Voxel is the size of a voxel along x, y and z, in nm, for tables of cells whose
	// positions count voxels. Zero: unknown; such positions are not taken.
	Voxel [3]float64

	// MemoryLimit bounds what one file may make a reader allocate, in bytes. 0:
	// 4 GiB. Timeout bounds reading one file; 0: none, except for files in HDF5. Guard
	// is the program that reads those: see portal.Options.
	MemoryLimit int64
	Timeout     time.Duration
	Guard       string

	// SkipDigest leaves Source.SHA256 empty where taking it takes longer than
	// reading, which it does for ctopo's own format.
	SkipDigest bool

	// Note is told what a reader of the file should know and no error says, in a
	// line each; nil is not.
	Note func(text string)
}

// portal returns those of the options that reading HDF5 takes.
func (o Options) portal() portal.Options {
	return portal.Options{Threads: o.Threads, Progress: o.Progress, Guard: o.Guard, Timeout: o.Timeout, MemoryLimit: o.MemoryLimit}
}

// WriteOptions says how to write. Its zero value goes by the file's name.
type WriteOptions struct {
	Format     Format              // empty goes by the name's ending
	Threads    int                 // workers; 0: all cores
	Progress   connectome.Progress // in units of the format's own
	Attributes map[string]string   // texts about the file, for formats that have room for them
}
