package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// Densities is how densely the whole circuit, groups of neurons and pathways are
// connected.
type Densities struct {
	Neurons, Connections int64
	Pathways             *PathwayTable // by m-type
	Layers               *PathwayTable // by layer; an unknown layer has an empty name
	Classes              *PathwayTable // by class; an unknown class has an empty name
}

// Density counts connections, in all and by m-types, layers and classes. The density
// of a circuit, or among the neurons of a group, is E / (N(N-1)): the fraction of
// ordered pairs of different neurons that are connected.
//
// Complexity and errors: those of [Pathways].
func Density(ctx context.Context, c *connectome.Connectome, opt Options) (*Densities, error) {
	d := &Densities{Neurons: int64(c.Graph.N()), Connections: c.Graph.Connections()}
	var err error
	if d.Pathways, err = Pathways(ctx, c, opt); err != nil {
		return nil, err
	}
	opt.Progress = nil
	if d.Layers, err = pathwaysBy(ctx, c.Graph, c.Cells.Layers(), opt); err != nil {
		return nil, err
	}
	if d.Classes, err = pathwaysBy(ctx, c.Graph, c.Cells.Classes(), opt); err != nil {
		return nil, err
	}
	return d, nil
}

// Scalars lists, for the circuit and for the neurons of each m-type, layer and
// class: neurons, connections among them, density, and mean_degree, the connections
// a neuron; for each pathway that has connections its density, convergence (mean
// number of inputs a target neuron gets) and divergence (mean number of targets a
// source neuron has).
func (d *Densities) Scalars() Scalars {
	var s Scalars
	add := func(g Group, neurons, connections int64) {
		s.Add(g, "neurons", float64(neurons))
		s.Add(g, "connections", float64(connections))
		s.Add(g, "density", quotient(connections, neurons*(neurons-1)))
		s.Add(g, "mean_degree", quotient(connections, neurons))
	}
	add(All, d.Neurons, d.Connections)
	for _, by := range []struct {
		kind  GroupKind
		table *PathwayTable
	}{{GroupMType, d.Pathways}, {GroupLayer, d.Layers}, {GroupClass, d.Classes}} {
		for a, name := range by.table.Types {
			if name != "" {
				add(Group{Kind: by.kind, Name: name}, by.table.Cells[a], by.table.Rows[a*len(by.table.Types)+a].Connections)
			}
		}
	}
	for _, r := range d.Pathways.Rows {
		if r.Connections > 0 {
			g := Pathway(r.Pre, r.Post)
			s.Add(g, "density", r.Density)
			s.Add(g, "convergence", r.ConvergentMean)
			s.Add(g, "divergence", r.DivergentMean)
		}
	}
	return s
}

// Tables returns pathways, and layers: connections and density by layer of source
// and target.
func (d *Densities) Tables() []connectome.Table {
	var pre, post []string
	var connections []int64
	var density []float64
	for _, r := range d.Layers.Rows {
		if r.Pre != "" && r.Post != "" {
			pre, post = append(pre, r.Pre), append(post, r.Post)
			connections, density = append(connections, r.Connections), append(density, r.Density)
		}
	}
	layers := connectome.NewTable("layers",
		connectome.Strings("pre_layer", pre), connectome.Strings("post_layer", post),
		connectome.Ints("connections", connections), connectome.Floats("density", density))
	return []connectome.Table{d.Pathways.Table(), layers}
}

func measureDensity(ctx context.Context, a *analysis) (Result, error) {
	return Density(ctx, a.c, a.opt)
}
