package main

import (
	"fmt"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// tableFile is a table in the output folder, in place when it is whole.
type tableFile struct {
	*run.File
	name string
	csv  *table.Writer
}

// createTable starts the file of a table of that name.
func createTable(dir, name string) (*tableFile, error) {
	f, err := run.Create(filepath.Join(dir, name+".csv"))
	if err != nil {
		return nil, err
	}
	return &tableFile{File: f, name: name, csv: table.NewWriter(f, table.CSV)}, nil
}

// Write adds rows.
func (f *tableFile) Write(t connectome.Table) error { return f.csv.Write(t) }

// finish puts the file into place and tells what the manifest says of it.
func (f *tableFile) finish() (run.ManifestFile, error) {
	if err := f.csv.Close(); err != nil {
		return run.ManifestFile{}, fmt.Errorf("%s: cannot write: %w", f.Path(), run.Cause(err))
	}
	if err := f.Commit(); err != nil {
		return run.ManifestFile{}, err
	}
	rows := f.csv.Rows()
	return run.ManifestFile{File: filepath.Base(f.Path()), Rows: &rows}, nil
}

// extra writes rows of a further table, which goes to a file of its own; without
// an output folder it goes nowhere.
func (o *output) extra(in instance, t connectome.Table) error {
	return o.beside(t.WithFirst(connectome.Constant("instance", in.name, t.Rows())))
}

// beside is extra for a table that is not about one instance.
func (o *output) beside(t connectome.Table) error {
	o.writes++
	o.plots.keep(t.Name, t)
	if o.file == nil {
		return nil
	}
	for _, f := range o.extras {
		if f.name == t.Name {
			return f.Write(t)
		}
	}
	f, err := createTable(o.flags.out, t.Name)
	if err != nil {
		return err
	}
	o.extras = append(o.extras, f)
	return f.Write(t)
}

// commit puts all files into place, the manifest last.
func (o *output) commit() error {
	for _, f := range append([]*tableFile{o.file}, o.extras...) {
		wrote, err := f.finish()
		if err != nil {
			return err
		}
		o.wrote(wrote)
	}
	drawn, err := o.plots.save(o.flags.out)
	if err != nil {
		return err
	}
	o.manifest.Outputs = append(o.manifest.Outputs, drawn...)
	return o.writeManifest(o.flags.out)
}
