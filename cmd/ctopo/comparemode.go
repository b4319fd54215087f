package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/figure"
)

// compareMode is what is compared with what.
type compareMode struct {
	reconstructions, controls []string
	pair                      string
	measures, kinds           []string
	samples                   int
	force                     bool
	modelFlags
	sheets  sheetFlags
	options compare.ProfileOptions

	model control.Model // of controls that are drawn; set by check
}

func (m *compareMode) define(flags *pflag.FlagSet) {
	stringsVar(flags, &m.reconstructions, "reconstruction", "the reconstructions: `INPUT...`")
	stringsVar(flags, &m.controls, "control", "the controls: `INPUT...`, or model:NAME to draw them")
	flags.StringVar(&m.pair, "pair", "auto", "which control belongs to which reconstruction: `auto|none`; auto goes by mcK")
	listVar(flags, &m.measures, "measures", "what to compare: `NAME,...` of "+strings.Join(compare.Measures(), ", ")+" (default: "+strings.Join(compare.DefaultMeasures(), ",")+")")
	listVar(flags, &m.kinds, "groups", "of degree, paths and so on, compare numbers about these: `all,mtype,layer,class,pathway` (default: all)")
	flags.IntVar(&m.options.MaxDim, "max-dim", 0, "highest dimension of simplices: `K` (default: all)")
	flags.IntVar(&m.samples, "samples", 100, "draw `N` controls of each reconstruction, for --control model:NAME")
	flags.Uint64Var(&m.options.Topology.Seed, "seed", 1, "seed `S` of draws and resamples")
	flags.BoolVar(&m.force, "force", false, "compare even if cells or numbers of connections differ")
	m.modelFlags.define(flags)
	m.sheets.defineStrengths(flags)
}

// checkCompared refuses names that are no measures.
func checkCompared(names []string) error {
	if err := compare.CheckMeasures(names); err != nil {
		return usagef("--measures: %s", strings.TrimPrefix(err.Error(), "compare: "))
	}
	return nil
}

// drawnModel returns the model that --control model:NAME names; nothing for files.
func drawnModel(controls []string) (control.Model, error) {
	for _, c := range controls {
		name, drawn := strings.CutPrefix(c, "model:")
		if !drawn {
			continue
		}
		if len(controls) > 1 {
			return "", usagef("--control %s: one model, and no files beside it", c)
		}
		model, err := control.ParseModel(name)
		if err != nil {
			return "", usagef("--control %s: the models are %s", c, modelNames())
		}
		return model, nil
	}
	return "", nil
}

// table names what comes out.
func (m *compareMode) table() string {
	if len(m.controls) == 0 {
		return "variance"
	}
	return "contrasts"
}

// contrasts are the options of contrasts.
func (m *compareMode) contrasts() compare.Options {
	return compare.Options{Seed: m.options.Topology.Seed}
}

// drawings is what --plot draws.
func (m *compareMode) drawings() []drawing {
	if m.table() == "variance" {
		return []drawing{drawn("variance", "variance", figure.Variance)}
	}
	list := []drawing{drawn("contrasts", "contrasts", figure.Contrasts)}
	measures := m.measures
	if len(measures) == 0 {
		measures = compare.DefaultMeasures()
	}
	if slices.Contains(measures, "motifs") {
		list = append(list, drawn("motifs_compared", "contrasts", figure.MotifContrasts))
	}
	if slices.Contains(measures, "simplices") {
		list = append(list, drawn("simplices_compared", "contrasts", figure.SimplexContrasts))
	}
	return list
}

// plotted names what was read, for captions.
func (m *compareMode) plotted(in inputFlags) string {
	text := plotted(m.reconstructions, in)
	if len(m.controls) > 0 {
		text += " against " + plotted(m.controls, inputFlags{})
	}
	return text
}

// check reads the flags.
func (m *compareMode) check() error {
	if len(m.reconstructions) == 0 {
		return usagef("compare: no reconstruction: try ctopo compare --reconstruction example:column --control example:control")
	}
	if err := checkCompared(m.measures); err != nil {
		return err
	}
	for _, name := range m.kinds {
		kind, err := topology.ParseGroupKind(name)
		if err != nil {
			return usagef("--groups: %s", strings.TrimPrefix(err.Error(), "topology: "))
		}
		m.options.Groups = append(m.options.Groups, kind)
	}
	m.options.Measures = m.measures
	switch {
	case m.pair != "auto" && m.pair != "none":
		return usagef("--pair %q: want auto or none", m.pair)
	case m.options.MaxDim < 0:
		return usagef("--max-dim %d: want 1 or more", m.options.MaxDim)
	case m.samples < 2:
		return usagef("--samples %d: want 2 or more, for a standard deviation", m.samples)
	}
	var err error
	if m.model, err = drawnModel(m.controls); err != nil {
		return err
	}
	if m.model == "" && m.given() {
		return usagef("--bin and --fit are of controls that are drawn: add --control model:NAME")
	}
	if err := m.modelFlags.check(); err != nil {
		return err
	}
	m.options.Topology.Strengths, err = m.sheets.readStrengths(m.measures)
	return err
}

func modelNames() string {
	var names []string
	for _, m := range control.Models() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}
