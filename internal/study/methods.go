package study

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/report"
)

// methodsText is the methods of a study, with the sources that it cites.
type methodsText struct {
	paragraphs []string
	cited      []string // keys, in the order of the text
}

// cite returns the citation of a source, and notes that it was cited.
func (m *methodsText) cite(keys ...string) string {
	var cites []string
	for _, key := range keys {
		r, ok := report.Source(key)
		if !ok {
			panic("ctopo: no source is called " + key) // the keys are ours
		}
		if !slices.Contains(m.cited, key) {
			m.cited = append(m.cited, key)
		}
		cites = append(cites, r.Cite)
	}
	return strings.Join(cites, "; ")
}

// references lists what was cited, and the data's and the program's own sources.
func (m *methodsText) references() []report.Reference {
	var all []report.Reference
	for _, key := range m.cited {
		r, _ := report.Source(key)
		all = append(all, r)
	}
	return all
}

// add adds a paragraph.
func (m *methodsText) add(format string, args ...any) {
	m.paragraphs = append(m.paragraphs, fmt.Sprintf(format, args...))
}

// methods describes what was run: the circuits, the measures, the draws, the tests.
func (s *Run) methods(f *findings) *methodsText {
	m := &methodsText{}
	m.circuits(s, f)
	m.measures(s.Profile.Measures)
	m.draws(s)
	m.tests(s, f)
	m.add("All counts are exact integers over the whole of each circuit, and nothing was sampled unless said above. Computed by ctopo %s (%s).",
		s.Manifest.Version.Ctopo, s.Manifest.Version.Go)
	return m
}

func (m *methodsText) circuits(s *Run, f *findings) {
	var formats []string
	for _, in := range f.inputs {
		if in.Format != "" && !slices.Contains(formats, in.Format) {
			formats = append(formats, in.Format)
		}
	}
	text := fmt.Sprintf("We analysed %s of neurons and their connections as directed graphs without weights; connections of neurons with themselves were dropped. %s", f.count(), f.describe())
	if slices.Contains(formats, "portal") {
		text += fmt.Sprintf(" The circuits are in the layout of the Neocortical Microcircuit Collaboration portal (%s; %s).", m.cite("ramaswamy2015"), m.cite("markram2015"))
		if slices.Contains(f.conditions(), connectome.Control) {
			text += fmt.Sprintf(" CONTROL circuits have the cells and the number of connections of their AVERAGE instance, connected where average morphologies overlap (%s).", m.cite("reimann2017diversity", "reimann2017cliques"))
		}
	}
	if p := s.Part; len(p.MTypes)+len(p.Layers) > 0 || p.Class != connectome.ClassUnknown {
		var parts []string
		if len(p.MTypes) > 0 {
			parts = append(parts, "m-types "+strings.Join(p.MTypes, ", "))
		}
		if len(p.Layers) > 0 {
			parts = append(parts, "layers "+strings.Join(p.Layers, ", "))
		}
		if p.Class != connectome.ClassUnknown {
			parts = append(parts, "synapse class "+p.Class.String())
		}
		text += " Of each, the sub-circuit induced by " + strings.Join(parts, " and ") + " was taken."
	}
	m.paragraphs = append(m.paragraphs, text)
}

// measureText says how a measure is defined; citations in it are by key.
var measureText = []struct {
	name    string
	text    string
	sources []string
}{
	{"motifs", "We counted the induced sub-graphs of all sets of three neurons, in the sixteen classes of directed triads (%s)", []string{"gal2017", "milo2002"}},
	{"motifs_by_layer", "triads were also counted by the layers of the neurons at each role", nil},
	{"motifs_by_class", "triads were also counted by the synapse classes of the neurons at each role", nil},
	{"simplices", "directed simplices of dimension k, ordered sets of k + 1 neurons each of which connects to all that follow, were counted in every dimension, the non-maximal ones too, and the Euler characteristic is their alternating sum (%s)", []string{"reimann2017cliques"}},
	{"participation", "the participation of a neuron is the number of simplices of a dimension that it belongs to", nil},
	{"density", "densities of pathways from m-type to m-type are connections over ordered pairs of different neurons", nil},
	{"degree", "in-, out- and total degrees were described by mean, standard deviation and percentiles, of all neurons and by layer, class and m-type (%s)", []string{"gal2017"}},
	{"signed_degree", "the signed degree of a neuron is in- minus out-degree, directionality the sum of its squares (%s)", []string{"reimann2017cliques"}},
	{"reciprocity", "mutual pairs were set against E²/(2N(N−1)), which independent connections would make of E connections of N neurons, and against the expectation from the densities of the pathways (%s)", []string{"song2005", "gal2017"}},
	{"paths", "shortest directed paths were measured between all ordered pairs of neurons (%s)", []string{"latora2001"}},
	{"clustering", "clustering coefficients are those of directed graphs and of the undirected projection, neurons for which they are undefined counting as 0 (%s)", []string{"fagiolo2007", "watts1998"}},
	{"transitivity", "transitivity is three times the triangles over the connected triples of the undirected projection (%s)", []string{"newman2003review"}},
	{"smallworld", "small-worldness is the ratio of clustering to that of random circuits over the ratio of path lengths (%s)", []string{"humphries2008"}},
	{"hubs", "hubs are the 1 %% of the neurons with the highest degree; the enrichment of a group is its share among them over its share of the neurons (%s)", []string{"gal2017"}},
	{"richclub", "the rich-club coefficient is the density among the neurons of more than k connections (%s)", []string{"colizza2006"}},
	{"distance", "the probability of connection was taken in bins of the distance between somata, and fitted by a·exp(−bd) (%s)", []string{"reimann2017cliques"}},
	{"common_neighbours", "common neighbours were counted for all pairs of neurons; their bias is the mean number of connected pairs over that of all pairs (%s)", []string{"ramaswamy2015", "reimann2017diversity"}},
	{"innervation", "inputs from excitatory and inhibitory neurons were counted for each neuron (%s)", []string{"gal2017"}},
	{"entropy", "the entropy of connectivity was computed for one probability of connection, for one each pathway, and for one each pathway and distance (%s)", []string{"reimann2017diversity"}},
	{"functional", "strengths of connections are the means of their pathways in the physiology fact sheets, signed by the class of the presynaptic neuron (%s)", []string{"markram2015"}},
	{"components", "weakly and strongly connected components were found", nil},
	{"kcore", "core numbers were found by taking away neurons of the smallest remaining degree", nil},
	{"assortativity", "assortativity is the correlation of degrees, and of layer, class and m-type, over connections (%s)", []string{"newman2003mixing"}},
}

func (m *methodsText) measures(names []string) {
	var sentences []string
	for _, x := range measureText {
		if !slices.Contains(names, x.name) {
			continue
		}
		text := x.text
		if len(x.sources) > 0 {
			text = fmt.Sprintf(text, m.cite(x.sources...))
		}
		sentences = append(sentences, strings.ToUpper(text[:1])+text[1:]+".")
	}
	if len(sentences) > 0 {
		m.paragraphs = append(m.paragraphs, strings.Join(sentences, " "))
	}
}

// draws says what was drawn at random.
func (m *methodsText) draws(s *Run) {
	opt := s.Profile
	n, seed := opt.Topology.Samples, opt.Topology.Seed
	if n == 0 {
		return
	}
	has := func(measure topology.Measure) bool { return slices.Contains(opt.Measures, string(measure)) }
	var sentences []string
	if has(topology.MeasureRichClub) {
		sentences = append(sentences, fmt.Sprintf("Rich-club coefficients were divided by the mean over %d random circuits in which each neuron keeps its in- and its out-degree (%s).", n, m.cite("strona2014")))
	}
	if has(topology.MeasureSmallWorld) {
		sentences = append(sentences, fmt.Sprintf("Small-worldness refers to %d random circuits with the same number of connections, to as many with the same degrees, and to the expectation for independent connections.", n))
	}
	if has(topology.MeasureCommonNeighbors) {
		sentences = append(sentences, fmt.Sprintf("The bias by slope of common neighbours refers to %d random circuits that keep each out-degree and the dependence on distance (%s).", n, m.cite("reimann2017diversity")))
	}
	if len(sentences) > 0 {
		m.add("%s Draws are by seed %d.", strings.Join(sentences, " "), seed)
	}
}

// tests says how circuits were compared.
func (m *methodsText) tests(s *Run, f *findings) {
	if len(f.contrasts) > 0 {
		m.pairedTests(s, f)
	}
	if len(f.spread) > 0 {
		m.add("Distributions within each reconstruction were set against those pooled over its controls by the statistic of Kolmogorov and Smirnov and the Wasserstein distance; neurons of a circuit are not independent, so that these p values describe circuits, not the way they were made.")
	}
	if v := f.variance; len(v) > 0 && v[0].Groups > 1 && v[0].N > v[0].Groups {
		v := v[0]
		m.add("The variance of each number over %d instances of %d animals was split into that between and that within animals by a one-way analysis of variance with random effects; ICC(1) is the share between animals (%s). P values are of its F, adjusted for the false discovery rate (%s).",
			v.N, v.Groups, m.cite("shrout1979"), m.cite("benjamini1995"))
	}
}

func (m *methodsText) pairedTests(s *Run, f *findings) {
	with := fmt.Sprintf("its own controls (%s), which have the same cells%s", pairsOf(f), iff(!s.Force, " and as many connections"))
	if s.Model != "" {
		with = fmt.Sprintf("random circuits of the control model %s%s (%s; seed %d), %s%s", s.Model, s.ModelText, pairsOf(f), s.Profile.Topology.Seed,
			"which have the same cells and keep: "+s.Model.Keeps(), m.citeModel(s.Model))
	}
	if f.oneControl() {
		m.add("The reconstruction was compared with %s. For each number we report the ratio to that of the control and the difference; one control does not tell what is chance, and nothing was tested.", with)
		return
	}
	text := fmt.Sprintf("Each reconstruction was compared with %s. For each number we report the ratio to the mean of the controls, the difference, and z, the difference over the standard deviation of the controls (n − 1)", with)
	if len(f.pairs) == 1 {
		text += ", and p by the rank of the reconstruction among its controls, two-sided."
	} else {
		text += fmt.Sprintf(", each as the mean over the pairs. Differences were tested against zero by Student's paired t and by the signed-rank test (%s), both two-sided. The effect size is the mean difference over the standard deviation of the differences, corrected for small samples (%s), with an interval by the noncentral t; 95 %% intervals of differences and ratios are Student's, those of ratios on the scale of their logarithm.",
			m.cite("wilcoxon1945"), m.cite("hedges1981"))
	}
	m.paragraphs = append(m.paragraphs, text+fmt.Sprintf(" P values were adjusted for the false discovery rate (%s), those of each measure about the same kind of thing (the whole circuit, layers, classes) together, in %s.",
		m.cite("benjamini1995"), families(f.contrasts)))
}

// citeModel cites the source of a control model, if it has one.
func (m *methodsText) citeModel(model control.Model) string {
	key := map[control.Model]string{
		control.GB: "reimann2017cliques", control.GBOutdeg: "reimann2017cliques", control.DDOutdeg: "reimann2017diversity",
		control.Configuration: "strona2014", control.ConfigurationMutual: "strona2014", control.ConfigurationBlocks: "strona2014",
		control.DD: "gal2019", control.DDZ: "gal2019", control.OD: "gal2019", control.LD: "gal2019",
	}[model]
	if key == "" {
		return ""
	}
	return " (" + m.cite(key) + ")"
}

// families tells how many families of tests there are, and of how many tests.
func families(contrasts compare.Contrasts) string {
	tests := make(map[string]int)
	for _, x := range contrasts {
		tests[x.Family] = max(tests[x.Family], x.Tests)
	}
	sizes := slices.Collect(maps.Values(tests))
	if low, high := slices.Min(sizes), slices.Max(sizes); low < high {
		return fmt.Sprintf("%s of %d to %d tests", plural(len(sizes), "family", "families"), low, high)
	}
	return fmt.Sprintf("%s of %s", plural(len(sizes), "family", "families"), plural(sizes[0], "test", "tests"))
}
