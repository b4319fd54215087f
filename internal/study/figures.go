package study

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/report"
	"github.com/ctopo/ctopo/internal/run"
)

// FiguresFolder holds the drawings of a study.
const FiguresFolder = "figures"

// studyFigure is a figure that a study draws from its stored tables.
type studyFigure struct {
	figure.Drawing
	behind condensed
}

// condensedBy says how the table behind a figure is condensed, by figure; figures that
// are not named show all numbers, by the columns of text.
var condensedBy = map[string]condensed{
	"motifs":               {by: []string{"man", "motif"}, of: []string{"count"}},
	"simplices":            {by: []string{"dim"}, of: []string{"count"}, zeros: true},
	"motifs_by_layer":      {by: []string{"man", "motif", "type0", "type1", "type2"}, of: []string{"count"}, zeros: true},
	"simplices_per_neuron": {by: []string{"mtype", "dim"}, of: []string{"count"}},
	"layer_flow":           {by: []string{"pre_layer", "post_layer"}, of: []string{"connections", "density"}, zeros: true},
	"pathways":             {by: []string{"pre", "post"}, of: []string{"density", "connections"}},
	"pathway_connections":  {by: []string{"pre", "post"}, of: []string{"connections", "convergent_mean", "divergent_mean"}},
	"pathway_reciprocity":  {by: []string{"pre", "post"}, of: []string{"mutual_pairs", "expected_blocks"}},
	"degrees":              {from: "degree_histogram", by: []string{"kind", "degree"}, of: []string{"neurons"}, zeros: true},
	"degrees_by_mtype":     {by: []string{"mtype", "layer", "class"}, of: []string{"in", "out", "mutual", "in_E", "in_I"}},
	"innervation":          {by: []string{"mtype"}, of: []string{"k_E", "k_I", "ratio"}},
	"paths":                {by: []string{"length"}, of: []string{"pairs"}, zeros: true},
	"hubs":                 {by: []string{"kind", "mtype"}, of: []string{"total", "in", "out"}},
	"richclub":             {by: []string{"degree_kind", "k"}, of: []string{"neurons", "connections", "phi", "null_mean", "ratio", "z"}},
	"distance":             {by: []string{"pre", "post", "geometry", "bin_low_um", "bin_high_um"}, of: []string{"pairs", "connections", "probability"}},
	"common_neighbours":    {by: []string{"direction", "common"}, of: []string{"pairs"}, zeros: true},
}

// storedRows says which rows of some tables figures need, where those for each pathway
// would be many: by column, the texts that will do.
var storedRows = map[string]map[string][]string{
	"distance":          {"pre": {"all", "class=E", "class=I"}, "post": {"all", "class=E", "class=I"}},
	"paths":             {"pre": {""}},
	"richclub":          {"pre": {""}},
	"common_neighbours": {"type0": {""}, "type1": {""}},
	"degree_histogram":  {"group": {"all"}},
}

// neuronTables have a row for each neuron, or are drawn beside some that have: few
// instances will do.
var neuronTables = []string{"degrees", "innervation", "motifs_by_layer", "simplices_per_neuron"}

// studySections are the parts of the report that have figures, and these.
var studySections = []struct {
	section report.Section
	figures []string
}{
	{report.Section{ID: "motifs", Title: "Motifs"}, []string{"motifs", "motifs_compared", "motifs_by_layer"}},
	{report.Section{ID: "simplices", Title: "Simplices"}, []string{"simplices", "simplices_compared", "simplices_per_neuron"}},
	{report.Section{ID: "cells", Title: "Cell types and layers"}, []string{"degrees", "degrees_by_mtype", "innervation", "hubs", "layer_flow"}},
	{report.Section{ID: "pathways", Title: "Pathways"}, []string{"pathways", "pathway_connections", "pathway_reciprocity"}},
	{report.Section{ID: "structure", Title: "Paths, distance, common neighbours"}, []string{"paths", "distance", "common_neighbours", "richclub"}},
}

// allFigures lists what can be drawn from stored tables.
func allFigures() []studyFigure {
	figures := []studyFigure{
		{Drawing: drawing("motifs", "motifs", figure.Motifs)},
		{Drawing: drawing("simplices", "simplices", figure.Simplices)},
		{Drawing: drawingBeside("motifs_by_layer", "degrees", figure.LayerRoles)},
		{Drawing: drawingBeside("simplices_per_neuron", "degrees", figure.NeuronSimplices)},
	}
	for _, d := range figure.Topology() {
		figures = append(figures, studyFigure{Drawing: d})
	}
	for i := range figures {
		figures[i].behind = condensedBy[figures[i].Name]
	}
	return figures
}

// contrastFigures are drawn from the table of contrasts or that of variance.
var contrastFigures = []figure.Drawing{
	drawing("contrasts", "contrasts", figure.Contrasts),
	drawing("motifs_compared", "contrasts", figure.MotifContrasts),
	drawing("simplices_compared", "contrasts", figure.SimplexContrasts),
	drawing("variance", "variance", figure.Variance),
}

// drawing is a figure that is drawn from one table.
func drawing(name, table string, draw func(connectome.Table, figure.Meta) (*figure.Figure, error)) figure.Drawing {
	return figure.Drawing{Name: name, Tables: []string{table}, Draw: func(t []connectome.Table, m figure.Meta) (*figure.Figure, error) { return draw(t[0], m) }}
}

// drawingBeside is a figure that is drawn from the table of its name and another.
func drawingBeside(name, other string, draw func(t, other connectome.Table, m figure.Meta) (*figure.Figure, error)) figure.Drawing {
	return figure.Drawing{Name: name, Tables: []string{name, other}, Draw: func(t []connectome.Table, m figure.Meta) (*figure.Figure, error) { return draw(t[0], t[1], m) }}
}

// figures draws all figures that the tables allow. It returns them by name, and the
// files that were written.
func (s *Run) figures(instances []Instance, f *findings) (map[string]report.Figure, []run.ManifestFile, error) {
	var files []run.ManifestFile
	made := make(map[string]report.Figure)
	keep := func(name string, one report.Figure, err error) error {
		if errors.Is(err, figure.ErrNothing) {
			s.Detail("%s", err)
			return nil
		}
		if err != nil {
			return err
		}
		made[name] = one
		for _, d := range one.Drawings {
			files = append(files, run.ManifestFile{File: d})
		}
		return nil
	}
	all := allFigures()
	progress := s.Stage("drawing figures")
	shown := contrasted(instances, f)
	stored := make(map[string]connectome.Table) // several figures take the same
	for i, x := range all {
		if progress != nil {
			progress(int64(i), int64(len(all)))
		}
		one, err := s.figure(x, shown, f, stored)
		if err := keep(x.Name, one, err); err != nil {
			return nil, nil, err
		}
	}
	tables := make(map[string]connectome.Table)
	for _, t := range f.tables() {
		tables[t.Name] = t
	}
	for _, d := range contrastFigures {
		t, ok := tables[d.Tables[0]]
		if !ok || s.Model == "" && strings.HasSuffix(d.Name, "_compared") {
			continue // those of the counts show controls from files themselves
		}
		of := shown
		if d.Name == "variance" {
			of = animals(instances, f)
		}
		drawn, err := d.Draw([]connectome.Table{t}, s.meta(of, f))
		var one report.Figure
		if err == nil {
			drawn.Table = connectome.Table{} // it stands in the section of its own
			one, err = s.save(drawn, "")
		}
		if err := keep(d.Name, one, err); err != nil {
			return nil, nil, err
		}
	}
	return made, files, nil
}

// sections are those of the figures that were made.
func sections(made map[string]report.Figure) []report.Section {
	var out []report.Section
	for _, x := range studySections {
		section := x.section
		for _, name := range x.figures {
			if f, ok := made[name]; ok {
				section.Figures = append(section.Figures, f)
			}
		}
		if len(section.Figures) > 0 {
			out = append(out, section)
		}
	}
	return out
}

// figure draws one figure. stored keeps tables for the next.
func (s *Run) figure(x studyFigure, shown []Instance, f *findings, stored map[string]connectome.Table) (report.Figure, error) {
	var tables []connectome.Table
	read := func(name string) (connectome.Table, error) {
		of := shown
		if slices.Contains(neuronTables, name) {
			of = fewOf(of)
		}
		t, ok := stored[name]
		if ok {
			return t, nil
		}
		t, err := s.readStored(of, storedTable{name: name, where: storedRows[name]})
		stored[name] = t
		return t, err
	}
	for k, name := range append(x.Tables[:len(x.Tables):len(x.Tables)], x.Optional...) {
		t, err := read(name)
		if err != nil {
			return report.Figure{}, err
		}
		if len(t.Columns) == 0 && k < len(x.Tables) {
			return report.Figure{}, fmt.Errorf("figure: %s: %w: there is no table %s", x.Name, figure.ErrNothing, name)
		}
		tables = append(tables, t)
	}
	of := shown
	if slices.Contains(neuronTables, x.Tables[0]) {
		of = fewOf(of)
	}
	m := s.meta(of, f)
	drawn, err := x.Draw(tables, m)
	if err != nil {
		return report.Figure{}, err
	}
	behind, from := tables[0], x.Tables[0]
	if x.behind.from != "" {
		from = x.behind.from
		if behind, err = read(from); err != nil {
			return report.Figure{}, err
		}
	}
	drawn.Table = x.behind.condense(behind, m)
	out, err := s.save(drawn, s.fileOf(from))
	out.Made = "means over what is in"
	return out, err
}

// save writes the files of a figure, and returns it for the report.
func (s *Run) save(f *figure.Figure, from string) (report.Figure, error) {
	out := report.Figure{ID: "figure-" + idOf(f.Name), Title: plainMarkup(f.Title), Caption: plainMarkup(f.Caption), Table: f.Table, File: from}
	for _, format := range figure.Formats() {
		name := path.Join(FiguresFolder, f.Name+"."+format)
		file := filepath.Join(s.Dir, filepath.FromSlash(name))
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
func (s *Run) meta(instances []Instance, f *findings) figure.Meta {
	m := figure.Meta{File: nameOf(s.Manifest.Arguments)}
	for _, in := range instances {
		for _, p := range f.profiles {
			if p.Name == in.Name {
				m.Circuits = append(m.Circuits, figure.Circuit{
					Instance: in.Name, Group: figure.GroupOf(p.Source.Identity), Neurons: int64(p.Circuit.Neurons), Connections: p.Circuit.Connections,
				})
			}
		}
	}
	return m
}

// contrasted returns the instances that figures show: reconstructions and their controls,
// if there are any of the first, else all.
func contrasted(instances []Instance, f *findings) []Instance {
	var out []Instance
	averages := slices.ContainsFunc(f.profiles, func(p *compare.Profile) bool { return p.Source.Condition == connectome.Average })
	for i, in := range instances {
		in.Source.Identity = f.profiles[i].Source.Identity // examples tell it only when they are read
		c := in.Source.Condition
		if !averages || c == connectome.Average || c == connectome.Control && in.Source.Animal < 0 {
			out = append(out, in)
		}
	}
	return out
}

// animals returns the instances whose variance is split.
func animals(instances []Instance, f *findings) []Instance {
	var out []Instance
	for i, in := range instances {
		if f.profiles[i].Source.Condition == connectome.Individual {
			out = append(out, in)
		}
	}
	return out
}

// fewOf returns at most seven instances of each group: of controls the first of each
// circuit.
func fewOf(instances []Instance) []Instance {
	const most = 7
	var out []Instance
	n := make(map[string]int)
	circuit := make(map[[2]int]bool)
	for _, in := range instances {
		group := figure.GroupOf(in.Source.Identity)
		if group == figure.Control {
			id := [2]int{in.Source.MC, in.Source.Animal}
			if in.Source.MC >= 0 && circuit[id] {
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
