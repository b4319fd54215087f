package main

import (
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
)

// motifMode is what is counted of the triads.
type motifMode struct {
	by        string
	perNeuron bool
	least     float64 // of what does not occur, rows of which as many are expected
}

func (m *motifMode) define(flags *pflag.FlagSet) {
	flags.StringVar(&m.by, "by", "", "split each class by the `mtype|layer|class` of the neurons at its roles")
	flags.Float64Var(&m.least, "min-expected", 1, "with --by and --null, list what does not occur if `X` or more are expected: 0 lists all of it, inf none")
	flags.BoolVar(&m.perNeuron, "per-neuron", false, "count for each neuron and each role that it plays")
}

// check reads the flags.
func (m *motifMode) check(out outputFlags, null *nullFlags) error {
	if err := null.check(); err != nil {
		return err
	}
	if err := checkBy(m.by); err != nil {
		return err
	}
	switch {
	case !(m.least >= 0):
		return usagef("--min-expected %v: want a number, 0 or more, or inf", m.least)
	case m.least != 1 && (m.by == "" || null.model == ""):
		return usagef("--min-expected %v is for --by with --null: add them", m.least)
	case m.perNeuron && m.by != "":
		return usagef("--per-neuron and --by exclude each other: give one")
	case m.perNeuron && null.model != "":
		return usagef("--per-neuron has no null model: leave out --null %s", null.name)
	case m.perNeuron && out.summary:
		return usagef("--summary has nothing to say of single neurons: leave out --per-neuron or --summary")
	}
	return nil
}

// table names what is counted.
func (m *motifMode) table() string {
	switch {
	case m.perNeuron:
		return "motifs_per_neuron"
	case m.by != "":
		return "motifs_by_" + m.by
	}
	return "motifs"
}

// drawings is what --plot draws.
func (m *motifMode) drawings(null nullFlags) []drawing {
	name := m.table()
	switch {
	case m.perNeuron:
		return []drawing{drawnWithTypes(name, name, figure.MotifsPerNeuron).condensedFirst(figure.TallyNeuronMotifs)}
	case m.by != "" && null.model != "":
		return []drawing{drawn(name, name, figure.TypedMotifs).condensedFirst(figure.ConnectedTypedMotifs)}
	case m.by != "":
		roles := func(t, types connectome.Table, of figure.Meta) (*figure.Figure, error) {
			return figure.MotifRoles(t, types, m.by, of)
		}
		return []drawing{drawnWithTypes(name, name, roles).condensedFirst(figure.TallyTypedMotifs)}
	}
	return []drawing{drawn("motifs", name, figure.Motifs)}
}
