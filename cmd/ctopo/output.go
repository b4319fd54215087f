package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// holdBack is the number of bytes up to which stdout gets all of a table or, if
// the work fails, none of it. Larger tables are streamed.
const holdBack = 8 << 20

// output is where a command's table goes: to stdout, and to a file beside the
// manifest if there is an output folder. Nothing is in place before finish.
type output struct {
	app      *app
	name     string // of the table
	flags    outputFlags
	meta     table.Meta
	held     *heldWriter
	std      *screen      // nil if stdout gets no table
	file     *tableFile   // nil without an output folder
	extras   []*tableFile // further tables, in the order of their first rows
	made     string       // the folder, if it was not there before
	summary  *table.Summary
	single   bool   // rows are of single neurons, connections or simplices: no condition
	plots    *plots // nil without --plot
	unfit    unfit  // the inputs that are left out
	writes   int    // how often rows were written, to any table
	manifest run.Manifest
}

// newOutput opens the output of a table of that name. The summary's keys and
// zero-filled columns are used only if a summary was asked for.
func (a *app) newOutput(cmd *cobra.Command, flags outputFlags, name string, summary table.Summary) (*output, error) {
	format, err := flags.choose(a.stdoutTerminal)
	if err != nil {
		return nil, err
	}
	o := &output{app: a, name: name, flags: flags}
	o.held = &heldWriter{w: a.stdout, limit: holdBack, before: a.meter.Clear}
	o.meta = table.Meta{Table: name, Command: cmd.Name(), Version: release}
	if flags.summary {
		o.summary = &summary
		o.meta.Mixed = func(column string) bool { return !slices.Contains(slices.Concat(summary.Keys, summary.Blank), column) }
	}
	if flags.out == "" || !a.flags.quiet {
		o.std = a.newScreen(o.held, format, flags, o.meta)
	}
	o.manifest = a.newManifest(cmd)
	if flags.out == "" {
		a.skipDigest = true
		return o, nil
	}
	if o.made, err = makeFolder(flags.out); err != nil {
		return nil, err
	}
	if o.file, err = createTable(flags, o.meta); err != nil {
		o.abort()
		return nil, err
	}
	return o, nil
}

// newManifest begins the manifest of this run.
func (a *app) newManifest(cmd *cobra.Command) run.Manifest {
	v := run.ThisVersion(release)
	v.HDF5 = h5.LibVersion()
	return run.Manifest{
		Program: "ctopo", Version: v, Command: cmd.Name(), Arguments: cmd.Flags().Args(),
		Parameters: parameters(cmd), Inputs: []run.ManifestInput{}, Outputs: []run.ManifestFile{},
		Host: run.ThisHost(a.flags.threads), Started: time.Now(),
	}
}

// drew records the seed of what was drawn.
func (o *output) drew(seed uint64) { o.manifest.Seed = &seed }

// write writes rows of the instance, which may have more to come.
func (o *output) write(in instance, c *connectome.Connectome, t connectome.Table) error {
	o.plots.keep(o.name, t.WithFirst(connectome.Constant("instance", in.name, t.Rows())))
	condition := string(c.Source.Condition)
	if _, told := t.Column("condition"); !told && !o.single {
		t = withLast(t, connectome.Constant("condition", condition, t.Rows()))
	}
	if o.summary != nil {
		if err := o.summary.Add(condition, t); err != nil {
			return err
		}
		t = withLast(t, connectome.Constant(table.SummaryColumn, "value", t.Rows()))
	}
	return o.rows(t.WithFirst(connectome.Constant("instance", in.name, t.Rows())))
}

// withLast returns the table with one more column, at the end.
func withLast(t connectome.Table, c connectome.Column) connectome.Table {
	return connectome.NewTable(t.Name, append(append([]connectome.Column{}, t.Columns...), c)...)
}

func (o *output) rows(t connectome.Table) error {
	o.writes++
	if o.file != nil {
		if err := o.file.Write(t); err != nil {
			return err
		}
	}
	if o.std == nil {
		return nil
	}
	return o.readerGone(o.std.Write(t))
}

// readerGone turns the error of a closed pipe into none where there is a folder
// to write to as well: that gets all of the table though stdout does not.
func (o *output) readerGone(err error) error {
	if o.flags.out != "" && errors.Is(err, syscall.EPIPE) {
		o.std = nil
		return nil
	}
	return err
}

// partial writes the last rows of work that was stopped: to stdout, which gets
// what came before as well, but not to a file.
func (o *output) partial(in instance, c *connectome.Connectome, t connectome.Table) error {
	o.abort()
	o.file = nil
	if err := o.write(in, c, t); err != nil {
		return err
	}
	return o.closeStdout()
}

// finish writes what ends the table, and puts the files into place.
func (o *output) finish() error {
	if o.summary != nil {
		for _, t := range o.summary.Tables() {
			if err := o.rows(t.WithFirst(connectome.Constant("instance", "", t.Rows()))); err != nil {
				return err
			}
		}
	}
	if err := o.plots.draw(o.app); err != nil {
		return err
	}
	if o.file != nil {
		if err := o.commit(); err != nil {
			return err
		}
	} else if _, err := o.plots.save(""); err != nil {
		return err
	}
	if err := o.closeStdout(); err != nil {
		return err
	}
	if err := o.plots.end(); err != nil {
		return err
	}
	return o.unfit.err()
}

func (o *output) closeStdout() error {
	if o.std == nil {
		return nil
	}
	err := o.std.Close()
	if err == nil {
		err = o.held.release()
	}
	if err = o.readerGone(err); err != nil {
		return fmt.Errorf("standard output: cannot write: %w", run.Cause(err))
	}
	if o.std == nil {
		return nil
	}
	return o.std.tell()
}

// wrote records a file in the output folder.
func (o *output) wrote(f run.ManifestFile) {
	o.manifest.Outputs = append(o.manifest.Outputs, f)
}

func (o *output) writeManifest(dir string) error {
	o.manifest.Failed = o.unfit.files
	o.manifest.Finish()
	return run.WriteFile(filepath.Join(dir, "manifest.json"), o.manifest.Write)
}

// abort removes what is not in place yet. After finish it does nothing.
func (o *output) abort() {
	for _, f := range append([]*tableFile{o.file}, o.extras...) {
		if f != nil {
			f.Abort()
		}
	}
	if o.made != "" {
		os.Remove(o.made) // only if it is empty
	}
}

// makeFolder makes a folder, and returns its path if it was not there before.
func makeFolder(path string) (made string, err error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return "", fmt.Errorf("%s: it is a file: --out takes a folder", path)
	case err == nil:
		return "", nil
	case !errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("%s: cannot write here: %w", path, run.Cause(err))
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return "", fmt.Errorf("%s: cannot make the folder: %w", path, run.Cause(err))
	}
	return path, nil
}

// heldWriter keeps what is written to itself up to a limit.
type heldWriter struct {
	w      io.Writer
	limit  int
	before func() // called before anything goes out
	buf    []byte
	open   bool
}

func (h *heldWriter) Write(p []byte) (int, error) {
	if !h.open && len(h.buf)+len(p) <= h.limit {
		h.buf = append(h.buf, p...)
		return len(p), nil
	}
	if err := h.release(); err != nil {
		return 0, err
	}
	return h.w.Write(p)
}

// release lets go of what is held, and of all that follows.
func (h *heldWriter) release() error {
	h.before()
	h.open = true
	if len(h.buf) == 0 {
		return nil
	}
	_, err := h.w.Write(h.buf)
	h.buf = nil
	return err
}
