package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/formats/celltypes"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// globalFlags are those of every command.
type globalFlags struct {
	threads  int
	progress string
	quiet    bool
	verbose  bool
	guard    string
	timeout  time.Duration
	memory   float64
}

func (f *globalFlags) define(flags *pflag.FlagSet) {
	flags.IntVar(&f.threads, "threads", 0, "`N` worker threads; 0 uses all cores. The output does not depend on it")
	flags.StringVar(&f.progress, "progress", "auto", "show progress on stderr, `WHEN`: auto (on a terminal), always or never")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no notes on stderr; with --out, no table on stdout")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "more notes on stderr: what was read, what was skipped and why")
	flags.DurationVar(&f.timeout, "read-timeout", 0, "`TIME` that reading one file may take, such as 5m (default 30s and 1s a megabyte)")
	flags.Float64Var(&f.memory, "read-memory", 4, "`GB` of memory that reading one file may take")
	flags.StringVar(&f.guard, "guard", "", "the ctopo `PROGRAM` that reads HDF5 files as a child process; off reads them in this one")
	// Failing to hide a flag defined a line above is impossible.
	_ = flags.MarkHidden("guard")
}

// apply checks the flags and sets up what they ask for.
func (a *app) apply() error {
	f := &a.flags
	if f.threads < 0 {
		return usagef("--threads %d: want 1 or more, or 0 for all cores", f.threads)
	}
	if f.threads > 0 {
		runtime.GOMAXPROCS(f.threads)
	}
	if f.timeout < 0 {
		return usagef("--read-timeout %v: want more than 0, such as 5m", f.timeout)
	}
	if !(f.memory > 0 && f.memory < 1<<20) {
		return usagef("--read-memory %v: want gigabytes, such as 16", f.memory)
	}
	if f.quiet && f.verbose {
		return usagef("-q and -v exclude each other: give one")
	}
	switch f.progress {
	case "auto":
		if a.stderrTerminal && !f.quiet {
			a.meter = run.NewMeter(a.stderr, true)
		}
	case "always":
		a.meter = run.NewMeter(a.stderr, a.stderrTerminal)
	case "never":
	default:
		return usagef("--progress %q: want auto, always or never", f.progress)
	}
	return nil
}

// checkEmpty refuses flags that were given an empty value, as an unset variable
// of a shell does: --mtypes "$TYPES" would silently take the whole circuit.
func checkEmpty(cmd *cobra.Command) error {
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		empty := f.Value.String() == ""
		if list, several := f.Value.(pflag.SliceValue); several {
			empty = len(list.GetSlice()) == 0 || slices.Contains(list.GetSlice(), "")
		}
		if empty && err == nil {
			err = usagef("--%s: a value is empty: fill it in, or leave the flag out", f.Name)
		}
	})
	return err
}

// inputFlags say which part of each input to take.
type inputFlags struct {
	mtypes    []string
	layers    []string
	class     string
	cellTypes string
	strict    bool
	reading   readFlags
}

// readFlags say how to read formats that keep cells apart.
type readFlags struct {
	cells      string
	nodeTypes  string
	population string
	voxel      voxelSize

	format formats.Format // empty detects it
}

func (f *readFlags) define(flags *pflag.FlagSet) {
	flags.StringVar(&f.cells, "cells", "", "`FILE` that tells the cells: CSV with columns id,cell_type,synapse_class,layer,x,y,z, or SONATA nodes")
	flags.StringVar(&f.nodeTypes, "node-types", "", "`FILE` with the node types of SONATA nodes, CSV")
	flags.Var(&f.voxel, "voxel-size", "size of a voxel in `NM`, as 8 or 4,4,40, for cells whose positions count voxels: somaLocation, pt_position")
	flags.StringVar(&f.population, "population", "", "`NAME` of the population to read, where a file holds several")
}

// sources describes the files that the flags name, for the manifest.
func (f *readFlags) sources() ([]run.ManifestInput, error) {
	if f.voxel.nm[0] > 0 && f.cells == "" {
		return nil, usagef("--voxel-size is about positions in a table of cells: name it by --cells")
	}
	var found []run.ManifestInput
	for _, one := range []struct{ path, format string }{{f.cells, "cells"}, {f.nodeTypes, "node-types"}} {
		if one.path == "" {
			continue
		}
		size, sum, err := digest(one.path)
		if err != nil {
			return nil, err
		}
		found = append(found, run.ManifestInput{Path: one.path, Format: one.format, Size: size, SHA256: sum})
	}
	return found, nil
}

func (f *inputFlags) define(flags *pflag.FlagSet) {
	listVar(flags, &f.mtypes, "mtypes", "take the sub-circuit of these m-types: `GLOB,...`, names or patterns with *, ? and [...]")
	listVar(flags, &f.layers, "layers", "take the sub-circuit of these layers: `L4,L5,...`")
	flags.StringVar(&f.class, "class", "", "take the sub-circuit of one synapse class: `E|I`")
	flags.StringVar(&f.cellTypes, "cell-types", "", "CSV `FILE` with columns mtype,synapse_class,layer that replaces what m-type names say")
	f.reading.define(flags)
	flags.BoolVar(&f.strict, "strict", false, "stop at the first input that cannot be used, instead of going on without it")
}

// view is what inputFlags amount to.
type view struct {
	types     []connectome.CellType // nil takes what names say
	typesFrom run.ManifestInput
	readFrom  []run.ManifestInput // files that tell the cells
	part      connectome.Selection
}

// sources describes the files that flags name, for the manifest.
func (v view) sources() []run.ManifestInput {
	if v.types == nil {
		return v.readFrom
	}
	return append([]run.ManifestInput{v.typesFrom}, v.readFrom...)
}

func (f *inputFlags) view() (view, error) {
	v := view{part: connectome.Selection{MTypes: f.mtypes}}
	for _, pattern := range f.mtypes {
		if _, err := path.Match(pattern, ""); err != nil {
			return v, usagef("--mtypes %q: a [ lacks its ], or a \\ what follows it: want names, or patterns with *, ? and [...]", pattern)
		}
	}
	for _, layer := range f.layers {
		v.part.Layers = append(v.part.Layers, celltypes.ParseLayer(layer))
	}
	class, err := connectome.ParseClass(f.class)
	if err != nil || f.class != "" && class == connectome.ClassUnknown {
		return v, usagef("--class %q: want E or I", f.class)
	}
	v.part.Class = class
	if v.readFrom, err = f.reading.sources(); err != nil {
		return v, err
	}
	if f.cellTypes == "" {
		return v, nil
	}
	table, err := os.ReadFile(f.cellTypes)
	if err != nil {
		return v, fmt.Errorf("%s: cannot read the table of cell types: %w", f.cellTypes, run.Cause(err))
	}
	v.types, err = celltypes.Read(bytes.NewReader(table), f.cellTypes)
	v.typesFrom = run.ManifestInput{
		Path: f.cellTypes, Format: "cell-types", Size: int64(len(table)),
		SHA256: fmt.Sprintf("%x", sha256.Sum256(table)),
	}
	return v, err
}

// of returns the part of a connectome that is wanted.
func (v view) of(c *connectome.Connectome) (*connectome.Connectome, error) {
	if v.types != nil {
		var err error
		if c, err = c.WithTypes(v.types); err != nil {
			return nil, err
		}
	}
	return c.Select(v.part)
}

// outputFlags say where the tables go.
type outputFlags struct {
	format  string
	wide    bool
	columns []string
	out     string
	summary bool
	plot    string
	width   float64 // of figures, in mm; 0 is each one's own
}

func (f *outputFlags) define(flags *pflag.FlagSet) {
	f.defineFormat(flags)
	f.defineColumns(flags)
	f.defineOut(flags, "folder `DIR` for the table as a CSV file, beside manifest.json, which tells how it was made")
	flags.BoolVar(&f.summary, "summary", false, "add mean, sd, min, max and n of every number over the instances of each condition")
}

func (f *outputFlags) defineFormat(flags *pflag.FlagSet) {
	flags.StringVar(&f.format, "format", "", "`table|csv|json|parquet` on stdout (default: table on a terminal, csv otherwise); parquet with --out: files beside the CSV")
}

func (f *outputFlags) defineColumns(flags *pflag.FlagSet) {
	listVar(flags, &f.columns, "columns", "print these columns only, in this order: `NAME,...`; files have all of them")
	flags.BoolVar(&f.wide, "wide", false, "on a terminal, print all columns, however wide")
}

func (f *outputFlags) defineOut(flags *pflag.FlagSet, usage string) {
	flags.StringVar(&f.out, "out", "", usage)
}

func (f *outputFlags) definePlot(flags *pflag.FlagSet) {
	flags.StringVar(&f.plot, "plot", "", "draw it: `PATH`, a file .svg, .png or .pdf, or a folder for every figure in all three")
	flags.Float64Var(&f.width, "plot-width", 0, "width of figures, `MM`: 85 is a column of most journals, 174 a page (default: each one's own)")
}

// choose returns the format of stdout. A binary one goes to the files in the
// output folder if there is one, and stdout gets what it gets by default.
func (f *outputFlags) choose(terminal bool) (table.Format, error) {
	if f.format != "" {
		format, err := table.ParseFormat(f.format)
		switch binary := table.Binary(format); {
		case err != nil:
			return "", usageError{fmt.Errorf("--%w", err)}
		case binary && terminal && f.out == "":
			return "", usagef("--format %s: a terminal cannot show it: add --out DIR, or send it to a file by > FILE.%s", format, format)
		case !binary || f.out == "":
			return format, nil
		}
	}
	if terminal {
		return table.Text, nil
	}
	return table.CSV, nil
}

// parameters returns the values of all flags of a command, for the manifest.
func parameters(cmd *cobra.Command) map[string]any {
	values := make(map[string]any)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		text := f.Value.String()
		list, several := f.Value.(pflag.SliceValue)
		switch kind := f.Value.Type(); {
		case several:
			values[f.Name] = append([]string{}, list.GetSlice()...)
		case kind == "bool":
			values[f.Name] = text == "true"
		case kind == "int" || kind == "uint64" || kind == "float64":
			values[f.Name] = json.Number(text)
		default:
			values[f.Name] = text
		}
	})
	return values
}
