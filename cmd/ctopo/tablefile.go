package main

import (
	"fmt"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// tableFile is a table in the output folder: a CSV file and, if --format asks for
// it, one in Parquet beside it. They are in place when they are whole.
type tableFile struct {
	name  string
	parts []tablePart
}

// tablePart is one of the files.
type tablePart struct {
	*run.File
	table *table.Writer
}

// createTable starts the files of a table in the folder that --out names.
func createTable(flags outputFlags, meta table.Meta) (*tableFile, error) {
	f := &tableFile{name: meta.Table}
	formats := []table.Format{table.CSV}
	if flags.format == string(table.Parquet) {
		formats = append(formats, table.Parquet)
	}
	for _, format := range formats {
		file, err := run.Create(filepath.Join(flags.out, meta.Table+"."+string(format)))
		if err != nil {
			f.Abort()
			return nil, err
		}
		f.parts = append(f.parts, tablePart{file, table.NewWriter(file, format, meta)})
	}
	return f, nil
}

// Write adds rows.
func (f *tableFile) Write(t connectome.Table) error {
	for _, p := range f.parts {
		if err := p.table.Write(t); err != nil {
			return err
		}
	}
	return nil
}

// Abort removes what is not in place yet.
func (f *tableFile) Abort() {
	for _, p := range f.parts {
		p.Abort()
	}
}

// finish puts the files into place and tells what the manifest says of them.
func (f *tableFile) finish() ([]run.ManifestFile, error) {
	var wrote []run.ManifestFile
	for _, p := range f.parts {
		if err := p.table.Close(); err != nil {
			return nil, fmt.Errorf("%s: cannot write: %w", p.Path(), run.Cause(err))
		}
	}
	for _, p := range f.parts {
		if err := p.Commit(); err != nil {
			return nil, err
		}
		rows := p.table.Rows()
		wrote = append(wrote, run.ManifestFile{File: filepath.Base(p.Path()), Rows: &rows})
	}
	return wrote, nil
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
	meta := o.meta
	meta.Table, meta.Mixed = t.Name, nil
	f, err := createTable(o.flags, meta)
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
		o.manifest.Outputs = append(o.manifest.Outputs, wrote...)
	}
	drawn, err := o.plots.save(o.flags.out)
	if err != nil {
		return err
	}
	o.manifest.Outputs = append(o.manifest.Outputs, drawn...)
	return o.writeManifest(o.flags.out)
}
