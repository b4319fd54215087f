package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/internal/run"
)

// endings lists the endings of names that stand for a format; what lies in HDF5 is
// told by what is in it.
func endings() string {
	var all []string
	for _, f := range formats.All() {
		if ext := f.Extensions()[0]; ext == ".h5" || !strings.HasSuffix(ext, ".h5") {
			all = append(all, ext)
		}
	}
	return strings.Join(all, " ")
}

// formatHelp lists what files may be, a line each.
func formatHelp() string {
	var b strings.Builder
	listed := false
	for _, f := range formats.All() {
		ext := f.Extensions()[0]
		if !strings.HasSuffix(ext, ".h5") {
			fmt.Fprintf(&b, "  %-14s  %s\n", "FILE"+ext, f.About())
			continue
		}
		// Formats in HDF5 have one ending, and are told apart by what is in the file.
		if !listed {
			fmt.Fprintf(&b, "  %-14s  HDF5, told apart by what is in the file:\n", "FILE.h5")
			for _, h := range formats.All() {
				if strings.HasSuffix(h.Extensions()[0], ".h5") {
					fmt.Fprintf(&b, "  %-14s    %s\n", "", h.About())
				}
			}
			listed = true
		}
	}
	return b.String()
}

// convertFlags say what to convert to and from.
type convertFlags struct {
	from, to  string
	noWeights bool
}

// check reads the flags and the arguments.
func (f *convertFlags) check(args []string) (from, to formats.Format, err error) {
	if len(args) < 2 {
		return "", "", usagef("convert: %d arguments: name an input and an output, as in ctopo convert edges.csv brain.npz", len(args))
	}
	for _, one := range []struct {
		flag, value string
		format      *formats.Format
	}{{"from", f.from, &from}, {"to", f.to, &to}} {
		if one.value == "" {
			continue
		}
		if *one.format, err = formats.Parse(one.value); err != nil {
			return "", "", usagef("--%s %s: %v", one.flag, one.value, err)
		}
	}
	return from, to, nil
}

func (a *app) newConvert() *cobra.Command {
	var in inputFlags
	var flags convertFlags
	cmd := &cobra.Command{
		Use:   "convert [flags] INPUT... OUTPUT",
		Short: "Write connectomes in another format",
		Long: `Read connectomes in any format, and write them in another, or a part of them.

The ending of OUTPUT tells the format, or --to:

` + formatList() + `
INPUT may be whatever other commands read. Where there are several, or one that
holds several connectomes, OUTPUT is a folder, which gets a file for each, named as
the column instance of other commands names it (+ for /), and --to tells the format.
Each file appears when it is complete; interrupted, those before it remain.

What a format does not keep, as ids, cell types, positions or weights, is told on
stderr. A .csv gets a table of cells beside it, FILE.cells.csv, which
--cells reads again. A file of OUTPUT's name is replaced, but never one that is
read. Weights add up where connections are listed again, and can be left out by
--no-weights.`,
		Example: `  ctopo convert edges.csv --cells cells.csv brain.graphml
  ctopo convert average_full.tar matrices --to npz
  ctopo convert larva.csv celegans.graphml columns/ matrices --to ctopo
  ctopo convert example:column --layers L5 l5.flag`,
		RunE: func(cmd *cobra.Command, args []string) error {
			from, to, err := flags.check(args)
			if err != nil {
				return err
			}
			in.reading.format = from
			return a.convert(cmd.Context(), args[:len(args)-1], args[len(args)-1], in, to, flags.noWeights)
		},
	}
	cmd.Flags().StringVar(&flags.from, "from", "", "read INPUT in this `FORMAT`, not in that which it looks like")
	cmd.Flags().StringVar(&flags.to, "to", "", "write OUTPUT in this `FORMAT`, not in that of its ending")
	cmd.Flags().BoolVar(&flags.noWeights, "no-weights", false, "leave the connections' weights out")
	in.define(cmd.Flags())
	return cmd
}

// formatList lists the formats by the names that --from and --to know.
func formatList() string {
	var b strings.Builder
	for _, f := range formats.All() {
		about := f.About()
		if _, err := formats.ForWriting("", f); err != nil {
			about += " (read, not written)"
		}
		fmt.Fprintf(&b, "  %-10s  %-20s  %s\n", f, strings.Join(f.Extensions(), " "), about)
	}
	return b.String()
}

// convert writes the connectomes of the inputs to a file, or to a folder.
func (a *app) convert(ctx context.Context, inputs []string, output string, in inputFlags, to formats.Format, noWeights bool) error {
	v, err := in.view()
	if err != nil {
		return err
	}
	st, err := os.Stat(output)
	folder := err == nil && st.IsDir() || strings.HasSuffix(output, "/") || strings.HasSuffix(output, string(filepath.Separator))
	if !folder && to == "" && len(inputs) == 1 {
		if to, err = formats.ForWriting(output, ""); err != nil {
			return usagef("convert: %v; --to names a format", err)
		}
	}
	without := &unfit{strict: in.strict, app: a}
	instances, lost, err := a.find(ctx, inputs, in.reading)
	if err == nil {
		err = without.leaveAll(ctx, lost)
	}
	if err != nil {
		return err
	}
	several := len(instances) > 1 || len(inputs) > 1
	switch {
	case several && !folder && (st != nil || filepath.Ext(output) != ""):
		return usagef("convert: %s: name a folder for them, not %s", holding(inputs, len(instances)), output)
	case (folder || several) && to == "":
		return usagef("convert: %s: a folder for %d connectomes: name their format, as in --to npz", output, len(instances))
	case folder || several:
		if _, err := makeFolder(output); err != nil {
			return err
		}
	}
	paths := []string{output}
	if folder || several {
		paths = filesIn(output, instances, to)
	}
	if err := sparesInputs(paths, instances, v.sources(), to); err != nil {
		return err
	}
	for i, one := range instances {
		if one.label = one.name; len(instances) > 1 {
			one.label = fmt.Sprintf("%s (%d of %d)", one.name, i+1, len(instances))
		}
		err := a.convertOne(ctx, one, paths[i], v, to, noWeights)
		if err != nil && len(instances) > 1 {
			err = without.leave(ctx, one.name, err)
		}
		if err != nil {
			return err
		}
	}
	if without.count() == len(instances)+len(lost) {
		return without.none()
	}
	return without.err()
}

// holding says what is given, for errors.
func holding(inputs []string, connectomes int) string {
	if len(inputs) == 1 {
		return fmt.Sprintf("%s holds %d connectomes", inputs[0], connectomes)
	}
	return fmt.Sprintf("%d inputs hold %d connectomes", len(inputs), connectomes)
}

// filesIn names a file in a folder for each connectome, none of which, nor of the files
// that are written beside them, is that of another, also where a disk does not tell
// capital letters from small ones.
func filesIn(folder string, instances []instance, to formats.Format) []string {
	taken := make(map[string]bool)
	paths := make([]string, len(instances))
	for i, one := range instances {
		name, ext := strings.ReplaceAll(one.name, "/", "+"), to.Extensions()[0]
		path := filepath.Join(folder, name+ext)
		for n := 2; slices.ContainsFunc(written(path, to), func(w string) bool { return taken[strings.ToLower(w)] }); n++ {
			path = filepath.Join(folder, fmt.Sprintf("%s#%d%s", name, n, ext))
		}
		for _, w := range written(path, to) {
			taken[strings.ToLower(w)] = true
		}
		paths[i] = path
	}
	return paths
}

// written returns the files that writing to a path makes.
func written(path string, to formats.Format) []string {
	return append([]string{path}, to.Beside(path)...)
}

// sparesInputs returns an error if something that is read would be written over.
func sparesInputs(paths []string, instances []instance, tables []run.ManifestInput, to formats.Format) error {
	var read []os.FileInfo
	for _, one := range instances {
		st, err := os.Stat(one.source.Path)
		if err != nil {
			st = nil // an example, or an error to come when it is read
		}
		read = append(read, st)
	}
	for _, path := range paths {
		for _, w := range written(path, to) {
			st, err := os.Stat(w)
			if err != nil {
				continue
			}
			if slices.ContainsFunc(read, func(in os.FileInfo) bool { return in != nil && os.SameFile(in, st) }) {
				if len(instances) == 1 {
					return fmt.Errorf("%s: it is the input itself: name another file", w)
				}
				return fmt.Errorf("%s: it is one of the inputs: name another folder", w)
			}
			if slices.ContainsFunc(tables, func(s run.ManifestInput) bool { return sameFile(s.Path, w) }) {
				return fmt.Errorf("%s: it is read, and would be written over: name another file than %s", w, path)
			}
		}
	}
	return nil
}

// convertOne reads a connectome and writes it to a file.
func (a *app) convertOne(ctx context.Context, in instance, path string, v view, to formats.Format, noWeights bool) error {
	c, err := in.load(ctx, a.meter.Stage(in.label+": reading"))
	if err != nil {
		return &run.InputError{Source: in.source, Err: err}
	}
	if c, err = v.of(c); err != nil {
		return inputError(in, err)
	}
	if noWeights {
		d := *c
		d.Graph = c.Graph.Unweighted()
		c = &d
	}
	var left []string
	if c.LoopsDropped > 0 {
		left = append(left, fmt.Sprintf("%d loops dropped", c.LoopsDropped))
	}
	if c.DuplicatesCollapsed > 0 {
		left = append(left, fmt.Sprintf("%d connections listed again collapsed", c.DuplicatesCollapsed))
	}
	if len(left) > 0 {
		a.note("%s: %s", in.source, strings.Join(left, ", "))
	}
	if lost := formats.Lost(c, to); len(lost) > 0 {
		a.note("%s: %s does not keep %s%s", path, to, strings.Join(lost, ", nor "), a.keepers(c))
	}
	opt := formats.WriteOptions{Format: to, Threads: a.flags.threads, Progress: a.meter.Stage(in.label + ": writing")}
	if err := formats.Write(ctx, path, c, opt); err != nil {
		return err
	}
	a.note("%s: %d neurons, %d connections, in %s", in.source, c.Graph.N(), c.Graph.Connections(), strings.Join(written(path, to), " and "))
	return nil
}

// keepers names the formats that keep all of a connectome.
func (a *app) keepers(c *connectome.Connectome) string {
	var names []string
	for _, f := range formats.Keepers(c) {
		names = append(names, string(f))
	}
	if len(names) == 0 {
		return ""
	}
	return "; these formats do: " + strings.Join(names, ", ")
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
