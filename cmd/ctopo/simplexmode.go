package main

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/motifs"
)

// simplexMode is what is counted of the simplices.
type simplexMode struct {
	maxDim     int
	maximal    bool
	reciprocal bool
	by         string
	perNeuron  bool
	perEdge    bool
	positions  bool
	list       bool
	minDim     int
}

func (m *simplexMode) define(flags *pflag.FlagSet) {
	flags.IntVar(&m.maxDim, "max-dim", 0, "highest dimension to count: `K` (default: all)")
	flags.BoolVar(&m.maximal, "maximal", false, "count maximal simplices too: those that no further neuron extends")
	flags.BoolVar(&m.reciprocal, "reciprocal", false, "count cliques of mutual pairs instead, each set of neurons once")
	flags.StringVar(&m.by, "by", "", "count by the `mtype|layer|class` of source and sink")
	flags.BoolVar(&m.perNeuron, "per-neuron", false, "count the simplices that hold each neuron")
	flags.BoolVar(&m.perEdge, "per-edge", false, "count the simplices that hold each connection")
	flags.BoolVar(&m.positions, "positions", false, "count the simplices with a connection from place i to place j")
	flags.BoolVar(&m.list, "list", false, "list the simplices themselves, up to --max-dim")
	flags.IntVar(&m.minDim, "min-dim", 0, "lowest dimension to list: `K`")
}

// given lists the flags that choose another table than the plain one.
func (m *simplexMode) given() []string {
	var flags []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"--by", m.by != ""},
		{"--per-neuron", m.perNeuron},
		{"--per-edge", m.perEdge},
		{"--positions", m.positions},
		{"--list", m.list},
	} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// single reports whether rows are of single neurons, connections or simplices.
func (m *simplexMode) single() bool { return m.perNeuron || m.perEdge || m.list }

// check reads the flags.
func (m *simplexMode) check(cmd *cobra.Command, out outputFlags, null *nullFlags) error {
	if cmd.Flags().Changed("max-dim") && m.maxDim < 1 {
		return usagef("--max-dim %d: want 1 or more", m.maxDim)
	}
	if err := checkBy(m.by); err != nil {
		return err
	}
	switch {
	case m.list && m.maxDim == 0:
		return usagef("--list needs the highest dimension to list: add --max-dim 3")
	case m.minDim != 0 && !m.list:
		return usagef("--min-dim is for --list: counts begin with dimension 0")
	case m.minDim < 0 || m.list && m.minDim > m.maxDim:
		return usagef("--min-dim %d: want 0 to --max-dim %d", m.minDim, m.maxDim)
	}
	if err := null.check(); err != nil {
		return err
	}
	if null.model == motifs.NullPathway && null.samples == 0 {
		return usagef("--null pathway has no exact expectation of simplices: add --samples 100 to draw circuits")
	}
	given := m.given()
	if out.plot != "" && len(given) > 0 && len(m.drawings()) == 0 {
		return usagef("--plot has no picture for %s: it draws counts, not the simplices themselves: leave out %s or --plot", given[0], given[0])
	}
	if len(given) == 0 {
		return nil
	}
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"--maximal", m.maximal},
		{"--reciprocal", m.reciprocal && !m.list},
		{"--null", null.model != ""},
		{"--summary", out.summary && m.by == "" && !m.positions},
	} {
		if f.set {
			given = append(given, f.name)
		}
	}
	if len(given) > 1 {
		return usagef("%s and %s exclude each other: give one", given[0], given[1])
	}
	return nil
}

// drawings is what --plot draws.
func (m *simplexMode) drawings() []drawing {
	switch {
	case m.by == "mtype":
		return []drawing{drawnWithTypes(m.table(), m.table(), figure.SimplexTypes)}
	case m.by != "":
		return []drawing{drawn(m.table(), m.table(), figure.SimplexFlow)}
	case m.perNeuron:
		return []drawing{drawnWithTypes(m.table(), m.table(), figure.SimplicesPerNeuron).condensedFirst(figure.TallyNeuronSimplices)}
	case m.perEdge:
		return []drawing{drawn(m.table(), m.table(), figure.SimplicesPerEdge).condensedFirst(figure.TallyEdges)}
	case m.positions:
		return []drawing{drawn("positions", m.table(), figure.Positions)}
	case len(m.given()) > 0:
		return nil
	}
	return []drawing{drawn("simplices", m.table(), figure.Simplices)}
}

// table names what is counted.
func (m *simplexMode) table() string {
	switch {
	case m.by != "":
		return "simplices_by_" + m.by
	case m.perNeuron:
		return "simplices_per_neuron"
	case m.perEdge:
		return "simplices_per_edge"
	case m.positions:
		return "simplices_positions"
	case m.list:
		return "simplices_list"
	}
	return "simplices"
}

func (m *simplexMode) options(opt motifs.Options) motifs.SimplexOptions {
	return motifs.SimplexOptions{Options: opt, MaxDim: m.maxDim, Maximal: m.maximal, Reciprocal: m.reciprocal}
}

// write counts and writes the table of a mode other than the plain one.
func (m *simplexMode) write(ctx context.Context, o *output, in instance, c *connectome.Connectome, opt motifs.SimplexOptions) error {
	var t connectome.Table
	var err error
	took := o.app.clock(in, "counted")
	switch {
	case m.by != "":
		var labels connectome.Labels
		if labels, err = labelsBy(c.Cells, m.by); err == nil {
			t, err = tableOf(motifs.CountSimplicesBy(ctx, c.Graph, labels, opt))
		}
	case m.perNeuron:
		var s *motifs.NeuronSimplices
		if s, err = motifs.CountSimplicesPerNeuron(ctx, c.Graph, opt); err == nil {
			t = s.Table(c.Cells)
		}
	case m.positions:
		t, err = tableOf(motifs.SimplexPositions(ctx, c.Graph, opt))
	case m.list:
		return writeList(ctx, o, in, c, motifs.ListOptions{SimplexOptions: opt, MinDim: m.minDim})
	case m.perEdge:
		s, err := motifs.CountSimplicesPerEdge(ctx, c.Graph, opt)
		if err != nil {
			return inputError(in, err)
		}
		took()
		return writeEdges(o, in, c, s)
	}
	if err != nil {
		return inputError(in, err)
	}
	took()
	return o.write(in, c, t)
}
