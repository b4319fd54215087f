package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/report"
	"github.com/ctopo/ctopo/internal/run"
)

// figuresFolder holds the drawings of a study.
const figuresFolder = "figures"

// studyFigure is a figure that a study draws from its stored tables.
type studyFigure struct {
	section string // by ID
	drawing drawing
	tables  []storedTable
	few     bool // the tables have a row for each neuron: take few instances
	behind  condensed
}

// studySections are the parts of the report that have figures.
var studySections = []report.Section{
	{ID: "motifs", Title: "Motifs"},
	{ID: "simplices", Title: "Simplices"},
	{ID: "cells", Title: "Cell types"},
	{ID: "structure", Title: "Paths, distance and clubs"},
}

// whole is a stored table, all of it.
func whole(name string) storedTable { return storedTable{name: name} }

// studyFigures lists what is drawn, in the order of the report.
func studyFigures() []studyFigure {
	return []studyFigure{
		{section: "motifs", drawing: drawn("motifs", "motifs", figure.Motifs), tables: []storedTable{whole("motifs")},
			behind: condensed{by: []string{"man", "motif"}, of: []string{"count"}}},
	}
}

// figures draws all figures that the tables allow, and returns the sections that they
// are in, with the files that were written.
func (s *studyRun) figures(instances []instance, f *findings) ([]report.Section, []run.ManifestFile, error) {
	var files []run.ManifestFile
	sections := slices.Clone(studySections)
	progress := s.app.meter.Stage("drawing figures")
	all := studyFigures()
	for i, x := range all {
		if progress != nil {
			progress(int64(i), int64(len(all)))
		}
		made, err := s.figure(x, instances, f)
		if errors.Is(err, figure.ErrNothing) {
			s.app.detail("%s", err)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		for k := range sections {
			if sections[k].ID == x.section {
				sections[k].Figures = append(sections[k].Figures, made)
			}
		}
		for _, name := range made.Drawings {
			files = append(files, run.ManifestFile{File: name})
		}
	}
	return slices.DeleteFunc(sections, func(x report.Section) bool { return len(x.Figures) == 0 }), files, nil
}

// figure draws one figure.
func (s *studyRun) figure(x studyFigure, instances []instance, f *findings) (report.Figure, error) {
	shown := contrasted(instances, f)
	if x.few {
		shown = fewOf(shown)
	}
	var tables []connectome.Table
	for _, t := range x.tables {
		table, err := s.readStored(shown, t)
		if err != nil {
			return report.Figure{}, err
		}
		if len(table.Columns) == 0 {
			return report.Figure{}, fmt.Errorf("figure: %s: %w: there is no table %s", x.drawing.name, figure.ErrNothing, t.name)
		}
		tables = append(tables, table)
	}
	m := s.meta(shown, f)
	drawn, err := x.drawing.draw(tables, m)
	if err != nil {
		return report.Figure{}, err
	}
	drawn.Table = x.behind.condense(tables[0], m)
	out, err := s.save(drawn, x.tables[0].name+".csv")
	out.Made = "means over what is in"
	return out, err
}

// save writes the files of a figure, and returns it for the report.
func (s *studyRun) save(f *figure.Figure, from string) (report.Figure, error) {
	out := report.Figure{ID: "figure-" + idOf(f.Name), Title: plainMarkup(f.Title), Caption: plainMarkup(f.Caption), Table: f.Table, File: from}
	for _, format := range figure.Formats() {
		name := path.Join(figuresFolder, f.Name+"."+format)
		file := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := makeFolderOf(file); err != nil {
			return out, err
		}
		var drawing bytes.Buffer
		if err := f.Write(&drawing, format); err != nil {
			return out, err
		}
		if err := run.WriteFile(file, func(w io.Writer) error { _, err := drawing.WriteTo(w); return err }); err != nil {
			return out, err
		}
		out.Drawings = append(out.Drawings, name)
	}
	// In the page title and caption are text around the drawing.
	bare := *f
	bare.Title, bare.Caption = "", ""
	var drawing bytes.Buffer
	if err := bare.Write(&drawing, "svg"); err != nil {
		return out, err
	}
	out.SVG = drawing.Bytes()
	return out, nil
}

// raised is what texts of figures raise or lower.
var raised = regexp.MustCompile(`[_^]\{([^{}]*)\}`)

// plainMarkup is a text of a figure without that.
func plainMarkup(s string) string { return raised.ReplaceAllString(s, "$1") }

// idOf is a name as part of an HTML id.
func idOf(name string) string {
	return string(bytes.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, []byte(name)))
}

// meta is what figures are told of the instances.
func (s *studyRun) meta(instances []instance, f *findings) figure.Meta {
	m := figure.Meta{File: studyName(s.parameters.Arguments)}
	for _, in := range instances {
		for _, p := range f.profiles {
			if p.Name == in.name {
				m.Circuits = append(m.Circuits, figure.Circuit{
					Instance: in.name, Group: figure.GroupOf(p.Source.Identity), Neurons: int64(p.Circuit.Neurons), Connections: p.Circuit.Connections,
				})
			}
		}
	}
	return m
}

// contrasted returns the instances that figures show: reconstructions and their controls,
// if there are any of the first, else all.
func contrasted(instances []instance, f *findings) []instance {
	var out []instance
	averages := slices.ContainsFunc(f.profiles, func(p *compare.Profile) bool { return p.Source.Condition == connectome.Average })
	for i, in := range instances {
		in.source.Identity = f.profiles[i].Source.Identity // examples tell it only when they are read
		c := in.source.Condition
		if !averages || c == connectome.Average || c == connectome.Control && in.source.Animal < 0 {
			out = append(out, in)
		}
	}
	return out
}

// fewOf returns at most seven instances of each group: of controls the first of each
// circuit.
func fewOf(instances []instance) []instance {
	const most = 7
	var out []instance
	n := make(map[string]int)
	circuit := make(map[[2]int]bool)
	for _, in := range instances {
		group := figure.GroupOf(in.source.Identity)
		if group == figure.Control {
			id := [2]int{in.source.MC, in.source.Animal}
			if in.source.MC >= 0 && circuit[id] {
				continue
			}
			circuit[id] = true
		}
		if n[group]++; n[group] <= most {
			out = append(out, in)
		}
	}
	return out
}
