package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// Conclude writes the tables over all instances, which must be done, the contrasts,
// the figures, the report, and the manifest, in which failed are the inputs that are
// left out. It returns the table that the study is for.
func (s *Run) Conclude(instances []Instance, failed []run.ManifestFailure) (connectome.Table, error) {
	f := &findings{failed: failed}
	manifest := s.Manifest
	stored, err := s.gather(instances, f)
	if err != nil {
		return connectome.Table{}, err
	}
	manifest.Inputs = append(manifest.Inputs[:len(manifest.Inputs):len(manifest.Inputs)], f.inputs...)
	manifest.Failed = failed
	for _, name := range stored {
		file, err := s.merge(instances, name)
		if err != nil {
			return connectome.Table{}, err
		}
		manifest.Outputs = append(manifest.Outputs, run.ManifestFile{File: file})
	}
	if err := s.contrast(f); err != nil {
		return connectome.Table{}, err
	}
	results := f.tables()
	made, drawings, err := s.figures(instances, f)
	if err != nil {
		return connectome.Table{}, err
	}
	for _, t := range results {
		wrote, err := s.writeTable(t)
		if err != nil {
			return connectome.Table{}, err
		}
		manifest.Outputs = append(manifest.Outputs, wrote)
	}
	if err := s.writeReport(f, made); err != nil {
		return connectome.Table{}, err
	}
	manifest.Outputs = append(append(manifest.Outputs, drawings...), run.ManifestFile{File: ReportFile})
	s.discard(manifest.Outputs)
	manifest.Finish()
	return results[0], run.WriteFile(filepath.Join(s.Dir, "manifest.json"), manifest.Write)
}

// gather reads what is stored of the instances, and returns the names of their
// tables.
func (s *Run) gather(instances []Instance, f *findings) (names []string, err error) {
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
func (s *Run) writeTable(t connectome.Table) (run.ManifestFile, error) {
	file, rows := t.Name+".csv", int64(t.Rows())
	err := run.WriteFile(filepath.Join(s.Dir, file), func(w io.Writer) error {
		csv := table.NewWriter(w, table.CSV, table.Meta{Table: t.Name})
		if err := csv.Write(t); err != nil {
			return err
		}
		return csv.Close()
	})
	return run.ManifestFile{File: file, Rows: &rows}, err
}

// counterparts returns the reconstructions and controls that have one another, and
// those without. Where there are none of one kind nothing is to be contrasted.
func counterparts(averages, controls []*compare.Profile) (a, c, alone []*compare.Profile) {
	if len(averages) == 0 || len(controls) == 0 {
		return nil, nil, nil
	}
	return compare.Counterparts(averages, controls)
}

// Announce tells beforehand which instances will be in no contrast, and refuses sets
// that cannot be paired, before any time is spent on them.
func (s *Run) Announce(instances []Instance) error {
	if s.Model != "" {
		if !slices.ContainsFunc(instances, func(in Instance) bool { return s.draws(in.Source.Condition) }) {
			return fmt.Errorf("there is no reconstruction among the inputs to draw controls by %s of: name one, or draw none", s.Model)
		}
		return nil
	}
	of := map[connectome.Condition][]*compare.Profile{}
	for _, in := range instances {
		of[in.Source.Condition] = append(of[in.Source.Condition], &compare.Profile{Name: in.Name, Source: in.Source})
	}
	averages, controls, alone := counterparts(of[connectome.Average], of[connectome.Control])
	s.noteAlone(alone)
	if len(averages) == 0 {
		return nil
	}
	_, err := compare.PairByInstance(averages, controls)
	return err
}

// noteAlone tells which instances are in no contrast.
func (s *Run) noteAlone(alone []*compare.Profile) {
	if len(alone) > 0 {
		s.Note("the contrasts are without %s: their counterparts are not there", strings.Join(compare.Names(alone), ", "))
	}
}

// discard removes the tables and drawings that an earlier study left in the folder, as
// its manifest tells, and this one does not write anew.
func (s *Run) discard(written []run.ManifestFile) {
	names := make([]string, len(written))
	for i, f := range written {
		names[i] = f.File
	}
	var earlier run.Manifest
	data, err := os.ReadFile(filepath.Join(s.Dir, "manifest.json"))
	if err != nil || json.Unmarshal(data, &earlier) != nil || earlier.Command != s.Manifest.Command {
		return
	}
	for _, f := range earlier.Outputs {
		name := path.Base(f.File)
		switch {
		case path.Dir(f.File) == FiguresFolder && figure.FormatOf(name) != "":
			name = path.Join(FiguresFolder, name)
		case path.Ext(strings.TrimSuffix(name, ".gz")) != ".csv" && name != ReportFile:
			continue
		}
		if !slices.Contains(names, name) {
			os.Remove(filepath.Join(s.Dir, filepath.FromSlash(name)))
		}
	}
	os.Remove(filepath.Join(s.Dir, FiguresFolder)) // only if it is empty
}

// contrast compares the conditions.
func (s *Run) contrast(f *findings) error {
	of := map[connectome.Condition][]*compare.Profile{}
	for _, p := range f.profiles {
		of[p.Source.Condition] = append(of[p.Source.Condition], p)
	}
	if averages, controls, alone := counterparts(of[connectome.Average], of[connectome.Control]); len(averages) > 0 && s.Model == "" {
		var err error
		if f.alone = alone; len(f.failed) > 0 {
			s.noteAlone(alone) // more than was known beforehand
		}
		if f.pairs, err = compare.PairChecked(averages, controls, compare.PairOptions{Force: s.Force, Note: s.Note, Detail: s.Detail}); err != nil {
			return err
		}
	}
	if len(f.pairs) > 0 {
		f.contrasts = compare.Paired(f.pairs, compare.Options{Seed: s.Profile.Topology.Seed})
		f.spread = compare.Distributions(f.pairs)
	}
	if individuals := of[connectome.Individual]; len(individuals) > 0 {
		f.variance = compare.BetweenAnimals(individuals)
	}
	f.summary = compare.Summarize(f.profiles)
	return nil
}
