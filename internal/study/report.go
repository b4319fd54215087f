package study

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/report"
	"github.com/ctopo/ctopo/internal/run"
)

// ReportFile is the page that a study ends with.
const ReportFile = "report.html"

// findings are what a study has come to, for the report.
type findings struct {
	profiles  []*compare.Profile
	inputs    []run.ManifestInput
	contrasts compare.Contrasts
	spread    compare.DistributionContrasts
	variance  compare.Variances
	summary   compare.Summaries
	pairs     []compare.Pair
	alone     []*compare.Profile // reconstructions and controls that are in no pair
	failed    []run.ManifestFailure
}

// tables lists the tables over the conditions, the one to show first.
func (f *findings) tables() []connectome.Table {
	var tables []connectome.Table
	if len(f.contrasts) > 0 {
		tables = append(tables, f.contrasts.Table())
	}
	if len(f.spread) > 0 {
		tables = append(tables, f.spread.Table())
	}
	if len(f.variance) > 0 {
		tables = append(tables, f.variance.Table())
	}
	return append(tables, f.summary.Table())
}

// conditions lists the conditions in the order in which they come.
func (f *findings) conditions() []connectome.Condition {
	var all []connectome.Condition
	for _, p := range f.profiles {
		if !slices.Contains(all, p.Source.Condition) {
			all = append(all, p.Source.Condition)
		}
	}
	return all
}

// writeReport writes the page. Its bytes depend on what was measured alone: what
// differs from one run to the next, such as times and threads, is in the manifest.
func (s *Run) writeReport(f *findings, made map[string]report.Figure) error {
	methods := s.methods(f)
	r := &report.Report{
		Title:    "Study of " + nameOf(s.Manifest.Arguments),
		Subtitle: f.count() + ", measured and contrasted by ctopo " + s.Manifest.Version.Ctopo,
		LeftOut:  leftOut(f.failed), LeftOutText: leftOutText(f.failed, f),
		Inputs:     inputTable(f),
		InputsText: f.describe(), InputsFile: "",
		Headlines: headlines(f), HeadlinesText: headlinesText(f),
		Sections:       append(sections(made), resultSections(f, made)...),
		Methods:        methods.paragraphs,
		References:     methods.references(),
		Provenance:     s.provenance(f),
		ProvenanceText: "manifest.json, beside this page, also tells the host, its threads, and how long the last run took; those do not change what is here.",
	}
	return run.WriteFile(filepath.Join(s.Dir, ReportFile), func(w io.Writer) error { return report.Write(w, r) })
}

// leftOut lists the inputs that could not be used.
func leftOut(files []run.ManifestFailure) []report.Fact {
	var facts []report.Fact
	for _, f := range files {
		name := connectome.Source{Path: f.Path, Member: f.Member}.String()
		facts = append(facts, report.Fact{Name: cmp.Or(f.Instance, filepath.Base(name)), Value: f.Error})
	}
	return facts
}

// leftOutText tells what is not here because of them.
func leftOutText(files []run.ManifestFailure, f *findings) string {
	text := plural(len(files), "input", "inputs") + " could not be used, and nothing on this page knows of " + iff(len(files) == 1, "it") + iff(len(files) != 1, "them") + "."
	if len(f.alone) > 0 {
		text += " The contrasts are without " + enumerate(compare.Names(f.alone)) + ", whose counterparts are not there."
	}
	return text + " The same command, when this is mended, measures what is missing and no more."
}

// nameOf names a study after its inputs.
func nameOf(args []string) string {
	var names []string
	for _, a := range args {
		base := strings.TrimPrefix(a, "example:")
		base = filepath.Base(base)
		names = append(names, strings.TrimSuffix(base, filepath.Ext(base)))
	}
	if len(names) > 4 {
		names = append(names[:3], fmt.Sprintf("%d more", len(names)-3))
	}
	return enumerate(names)
}

// enumerate lists words as a sentence does.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// plural is a number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return report.Number(float64(n)) + " " + many
}

// count tells how many instances there are of each condition.
func (f *findings) count() string {
	var parts []string
	for _, c := range f.conditions() {
		n := 0
		for _, p := range f.profiles {
			if p.Source.Condition == c {
				n++
			}
		}
		if c == "" {
			parts = append(parts, plural(n, "circuit", "circuits"))
		} else {
			parts = append(parts, fmt.Sprintf("%d %s", n, c))
		}
	}
	if len(parts) == 1 && f.conditions()[0] == "" {
		return parts[0]
	}
	return plural(len(f.profiles), "instance", "instances") + " (" + strings.Join(parts, ", ") + ")"
}

// describe tells in a sentence or two what was read.
func (f *findings) describe() string {
	var b strings.Builder
	for _, c := range f.conditions() {
		var neurons, connections []float64
		for _, p := range f.profiles {
			if p.Source.Condition == c {
				neurons, connections = append(neurons, float64(p.Circuit.Neurons)), append(connections, float64(p.Circuit.Connections))
			}
		}
		name := string(c)
		if c == "" {
			name = "No condition"
		}
		fmt.Fprintf(&b, "%s: %s of %s neurons and %s connections. ", name, plural(len(neurons), "instance", "instances"), spanOf(neurons), spanOf(connections))
	}
	return strings.TrimSpace(b.String())
}

// spanOf is the least and the most of some numbers.
func spanOf(x []float64) string {
	low, high := slices.Min(x), slices.Max(x)
	if low == high {
		return report.Number(low)
	}
	return report.Number(low) + " to " + report.Number(high)
}

// inputTable lists the instances with what the manifest says of them.
func inputTable(f *findings) connectome.Table {
	n := len(f.profiles)
	texts := make([][]string, 5)
	numbers := make([][]int64, 6)
	nulls := make([][]bool, 3)
	number := func(k int, x *int) {
		nulls[k] = append(nulls[k], x == nil)
		if x == nil {
			x = new(int)
		}
		numbers[k] = append(numbers[k], int64(*x))
	}
	for i := range n {
		p, in := f.profiles[i], f.inputs[i]
		path := in.Path
		if in.Member != "" {
			path += "!" + in.Member
		}
		for k, text := range []string{in.Instance, in.Condition, in.Format, in.SHA256, path} {
			texts[k] = append(texts[k], text)
		}
		number(0, in.MC)
		number(1, in.Animal)
		number(2, in.Control)
		for k, x := range []int64{int64(p.Circuit.Neurons), p.Circuit.Connections, in.Size} {
			numbers[3+k] = append(numbers[3+k], x)
		}
	}
	return connectome.NewTable("inputs",
		connectome.Strings("instance", texts[0]), connectome.Strings("condition", texts[1]),
		connectome.Ints("mc", numbers[0]).WithNull(nulls[0]), connectome.Ints("animal", numbers[1]).WithNull(nulls[1]), connectome.Ints("control", numbers[2]).WithNull(nulls[2]),
		connectome.Ints("neurons", numbers[3]), connectome.Ints("connections", numbers[4]), connectome.Ints("bytes", numbers[5]),
		connectome.Strings("format", texts[2]), connectome.Strings("sha256", texts[3]), connectome.Strings("path", texts[4]))
}

// resultSections hold the tables over the conditions.
func resultSections(f *findings, made map[string]report.Figure) []report.Section {
	alone := func(id, title, caption string, t connectome.Table) report.Figure {
		return report.Figure{ID: id, Title: title, Caption: caption, Table: t, File: t.Name + ".csv"}
	}
	var sections []report.Section
	if len(f.contrasts) > 0 {
		figures := []report.Figure{alone("contrasts-all", "All contrasts",
			"One row for each number and test. Sort by p_adjusted or z, or filter by a measure, a layer or a motif.", f.contrasts.Table())}
		if len(f.spread) > 0 {
			figures = append(figures, alone("distributions-all", "Distributions",
				"Each reconstruction beside all of its controls: the Wasserstein distance is in the units of what is distributed; the test takes neurons for independent, which they are not.", f.spread.Table()))
		}
		if drawn, ok := made["contrasts"]; ok {
			figures = append([]report.Figure{drawn}, figures...)
		}
		sections = append(sections, report.Section{ID: "contrasts", Title: "Contrasts", Figures: figures,
			Text: fmt.Sprintf("Reconstructions against their controls: %s.", pairsOf(f))})
	}
	if len(f.variance) > 0 {
		var figures []report.Figure
		if drawn, ok := made["variance"]; ok {
			figures = append(figures, drawn)
		}
		sections = append(sections, report.Section{ID: "animals", Title: "Animals",
			Text:    "The variance of each number, split into that between animals and that within them.",
			Figures: append(figures, alone("variance-all", "Variance between and within animals", "icc is the share of the variance that lies between animals.", f.variance.Table()))})
	}
	return append(sections, report.Section{ID: "summary", Title: "Summary", Text: "Every number that was taken of the instances, by condition.",
		Figures: []report.Figure{alone("summary-all", "Mean and spread of every number", "sd has n − 1 below the root.", f.summary.Table())}})
}

// pairsOf tells how many reconstructions and controls were contrasted.
func pairsOf(f *findings) string {
	controls := 0
	for _, p := range f.pairs {
		controls += len(p.Controls)
	}
	return plural(len(f.pairs), "reconstruction", "reconstructions") + ", " + plural(controls, "control", "controls")
}

// provenance tells what made the page.
func (s *Run) provenance(f *findings) []report.Fact {
	v := s.Manifest.Version
	facts := []report.Fact{{Name: "Program", Value: "ctopo " + v.Ctopo}}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, report.Fact{Name: name, Value: value})
		}
	}
	revision := v.Revision
	if revision != "" && v.Modified {
		revision += ", modified"
	}
	add("Source revision", revision)
	add("Built with", v.Go+iff(v.HDF5 != "", ", HDF5 "+v.HDF5)+iff(v.Tags != "", ", tags "+v.Tags))
	add("Command", s.Command)
	add("Measures", strings.Join(s.Profile.Measures, ", "))
	add("Seed", fmt.Sprint(s.Profile.Topology.Seed))
	if n := s.Profile.Topology.Samples; n > 0 {
		add("Random circuits", fmt.Sprintf("%d of each instance", n))
	}
	if s.Model != "" {
		add("Controls", fmt.Sprintf("%d draws of %s%s for each reconstruction", s.Draws, s.Model, s.ModelText))
	}
	for _, sheet := range s.Sheets {
		add("Fact sheet", sheet.Path+", SHA-256 "+sheet.SHA256)
	}
	if s.Types.Path != "" {
		add("Cell types", s.Types.Path+", SHA-256 "+s.Types.SHA256)
	}
	add("Inputs", f.count()+", with sizes and SHA-256 in the table of what was read")
	return facts
}

// iff is the text if the condition holds, else nothing.
func iff(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}
