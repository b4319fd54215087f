package main

import (
	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
)

func (a *app) newInfo() *cobra.Command {
	var in inputFlags
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "info [flags] INPUT...",
		Short: "Tell what a connectome holds: cells, connections, types",
		Long: `Tell what each input holds: how many neurons and connections, how dense and how
reciprocal it is, how many m-types and layers it has, and how many of its
neurons are excitatory and inhibitory.

density is connections over ordered pairs of neurons, mean_degree connections
per neuron (the mean in-degree and the mean out-degree), reciprocity the share
of connections that another one answers, 2M/E for M mutual pairs. excitatory and
inhibitory are empty where the classes are not known; --cell-types gives them.
self_loops_dropped and duplicates_collapsed are what the file listed besides. mc,
animal and control tell which of the portal's instances it is, as its name does.

--plot draws the neurons by m-type, the probability of connection between layers
and the distribution of degrees.`,
		Example: `  ctopo info example:column
  ctopo info example:column --plot info.svg
  ctopo info average_full.tar --summary
  ctopo info example:column --layers L4 --class E`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.tabulate(cmd, args, in, out, tabulation{name: "info", summary: table.Summary{Blank: []string{"mc", "animal", "control"}}, drawings: []drawing{infoDrawing()}}, func(o *output, i instance, c *connectome.Connectome) error {
				if o.plots.needs(infoDegrees) {
					o.plots.keep(infoDegrees, degreesOf(i, c))
					o.plots.keep(infoConnections, connectionsOf(i, c))
				}
				return o.write(i, c, infoTable(c))
			})
		},
	}
	in.define(cmd.Flags())
	out.define(cmd.Flags())
	out.definePlot(cmd.Flags())
	return cmd
}

// infoTable describes a connectome in one row, and tells which instance it is where
// its path does.
func infoTable(c *connectome.Connectome) connectome.Table {
	g, classes := c.Graph, c.Cells.Classes()
	unknown := []bool{len(classes.Names) == 1 && classes.Names[0] == ""}
	of := map[string]int64{}
	for k, n := range classes.Counts() {
		of[classes.Names[k]] = n
	}
	degree := 0.0
	if g.N() > 0 {
		degree = float64(g.Connections()) / float64(g.N())
	}
	s := c.Source
	return connectome.NewTable("info",
		count("neurons", int64(g.N())),
		count("connections", g.Connections()),
		connectome.Floats("density", []float64{g.Density()}),
		connectome.Floats("mean_degree", []float64{degree}),
		count("mutual_pairs", g.MutualPairs()),
		connectome.Floats("reciprocity", []float64{g.Reciprocity()}),
		count("mtypes", named(c.Cells.MTypes())),
		count("layers", named(c.Cells.Layers())),
		count("excitatory", of["E"]).WithNull(unknown),
		count("inhibitory", of["I"]).WithNull(unknown),
		count("self_loops_dropped", c.LoopsDropped),
		count("duplicates_collapsed", c.DuplicatesCollapsed),
		connectome.Strings("condition", []string{string(s.Condition)}),
		number("mc", s.MC, s.Condition != ""),
		number("animal", s.Animal, s.Condition == connectome.Individual),
		number("control", s.Instance, s.Condition == connectome.Control),
	)
}

func count(name string, n int64) connectome.Column { return connectome.Ints(name, []int64{n}) }

// number is a column of one number, undefined unless it applies.
func number(name string, n int, applies bool) connectome.Column {
	return count(name, int64(n)).WithNull([]bool{!applies || n < 0})
}

// named returns how many names that are not empty some cell bears.
func named(l connectome.Labels) int64 {
	n := int64(0)
	for k, cells := range l.Counts() {
		if cells > 0 && l.Names[k] != "" {
			n++
		}
	}
	return n
}
