package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// conclude writes the tables over all instances, the contrasts, and the report.
func (s *studyRun) conclude(instances []instance, format table.Format, manifest run.Manifest) error {
	f := &findings{}
	stored, err := s.gather(instances, f)
	if err != nil {
		return err
	}
	manifest.Inputs = append(manifest.Inputs, f.inputs...)
	var names []string
	for _, name := range stored {
		file, err := s.merge(instances, name)
		if err != nil {
			return err
		}
		names = append(names, file)
		manifest.Outputs = append(manifest.Outputs, run.ManifestFile{File: file})
	}
	if err := s.contrast(f); err != nil {
		return err
	}
	results := f.tables()
	for _, t := range results {
		names = append(names, t.Name+".csv")
	}
	made, drawings, err := s.figures(instances, f)
	if err != nil {
		return err
	}
	for _, d := range drawings {
		names = append(names, d.File)
	}
	names = append(names, reportFile)
	s.discard(names)
	for _, t := range results {
		wrote, err := s.writeTable(t)
		if err != nil {
			return err
		}
		manifest.Outputs = append(manifest.Outputs, wrote...)
	}
	if err := s.writeReport(f, made); err != nil {
		return err
	}
	manifest.Outputs = append(append(manifest.Outputs, drawings...), run.ManifestFile{File: reportFile})
	manifest.Failed = s.unfit.files
	manifest.Finish()
	if err := run.WriteFile(filepath.Join(s.dir, "manifest.json"), manifest.Write); err != nil || s.app.flags.quiet {
		return err
	}
	return s.show(results[0], format)
}

// gather reads what is stored of the instances, and returns the names of their
// tables.
func (s *studyRun) gather(instances []instance, f *findings) (names []string, err error) {
	for _, in := range instances {
		var p compare.Profile
		var input run.ManifestInput
		if err := errors.Join(readGob(filepath.Join(s.folder(in), "profile"), &p), readJSON(filepath.Join(s.folder(in), "input.json"), &input)); err != nil {
			return nil, err
		}
		f.profiles, f.inputs = append(f.profiles, &p), append(f.inputs, input)
		if s.draws(p.Source.Condition) {
			var drawn []*compare.Profile
			if err := readGob(filepath.Join(s.folder(in), "drawn"), &drawn); err != nil {
				return nil, err
			}
			f.pairs = append(f.pairs, compare.Pair{Reconstruction: &p, Controls: drawn})
		}
		tables, err := filepath.Glob(filepath.Join(s.folder(in), "*"+storedSuffix))
		if err != nil {
			return nil, err
		}
		for _, file := range tables {
			if name := strings.TrimSuffix(filepath.Base(file), storedSuffix); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

// writeTable writes a table to its file.
func (s *studyRun) writeTable(t connectome.Table) ([]run.ManifestFile, error) {
	f, err := createTable(outputFlags{out: s.dir}, table.Meta{Table: t.Name})
	if err != nil {
		return nil, err
	}
	if err := f.Write(t); err != nil {
		f.Abort()
		return nil, err
	}
	return f.finish()
}

// counterparts returns the reconstructions and controls that have one another, and
// those without. Where there are none of one kind nothing is to be contrasted.
func counterparts(averages, controls []*compare.Profile) (a, c, alone []*compare.Profile) {
	if len(averages) == 0 || len(controls) == 0 {
		return nil, nil, nil
	}
	return compare.Counterparts(averages, controls)
}

// announce tells beforehand which instances will be in no contrast, and refuses sets
// that cannot be paired, before any time is spent on them.
func (s *studyRun) announce(instances []instance) error {
	if s.mode.model != "" {
		if !slices.ContainsFunc(instances, func(in instance) bool { return s.draws(in.source.Condition) }) {
			return fmt.Errorf("--control %s: there is no reconstruction among the inputs to draw controls of: name one, or leave that flag out", s.mode.control)
		}
		return nil
	}
	of := map[connectome.Condition][]*compare.Profile{}
	for _, in := range instances {
		of[in.source.Condition] = append(of[in.source.Condition], &compare.Profile{Name: in.name, Source: in.source})
	}
	averages, controls, alone := counterparts(of[connectome.Average], of[connectome.Control])
	s.app.noteAlone(alone)
	if len(averages) == 0 {
		return nil
	}
	_, err := compare.PairByInstance(averages, controls)
	return err
}

// discard removes the tables and drawings that an earlier study left in the folder, as
// its manifest tells, and this one does not write anew.
func (s *studyRun) discard(names []string) {
	var earlier run.Manifest
	data, err := os.ReadFile(filepath.Join(s.dir, "manifest.json"))
	if err != nil || json.Unmarshal(data, &earlier) != nil || earlier.Command != "study" {
		return
	}
	for _, f := range earlier.Outputs {
		name := path.Base(f.File)
		switch {
		case path.Dir(f.File) == figuresFolder && figure.FormatOf(name) != "":
			name = path.Join(figuresFolder, name)
		case path.Ext(strings.TrimSuffix(name, ".gz")) != ".csv" && name != reportFile:
			continue
		}
		if !slices.Contains(names, name) {
			os.Remove(filepath.Join(s.dir, filepath.FromSlash(name)))
		}
	}
	os.Remove(filepath.Join(s.dir, figuresFolder)) // only if it is empty
}

// show prints the table that a study is for.
func (s *studyRun) show(t connectome.Table, format table.Format) error {
	s.app.meter.Clear()
	w := table.NewWriter(s.app.stdout, format, table.Meta{})
	if err := w.Write(t); err != nil {
		return err
	}
	return w.Close()
}

// contrast compares the conditions.
func (s *studyRun) contrast(f *findings) error {
	of := map[connectome.Condition][]*compare.Profile{}
	for _, p := range f.profiles {
		of[p.Source.Condition] = append(of[p.Source.Condition], p)
	}
	if averages, controls, alone := counterparts(of[connectome.Average], of[connectome.Control]); len(averages) > 0 && s.mode.model == "" {
		var err error
		if f.alone = alone; len(s.unfit.files) > 0 {
			s.app.noteAlone(alone) // more than was known beforehand
		}
		if f.pairs, err = s.app.pair(averages, controls, s.mode.force); err != nil {
			return err
		}
	}
	if len(f.pairs) > 0 {
		f.contrasts = compare.Paired(f.pairs, compare.Options{Seed: s.mode.options.Topology.Seed})
		f.spread = compare.Distributions(f.pairs)
	}
	if individuals := of[connectome.Individual]; len(individuals) > 0 {
		f.variance = compare.BetweenAnimals(individuals)
	}
	f.summary = compare.Summarize(f.profiles)
	return nil
}
