package topology

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// Functional is the circuit with the strengths of its connections, signed by class.
// A connection is as strong as the mean of its pathway; connections of pathways
// whose strength is not known, and from neurons of unknown class, count nowhere.
type Functional struct {
	Name, Unit string // of the strengths, as [Strengths] names them

	// By neuron: the strengths of its connections from excitatory and from inhibitory
	// neurons, and to others, each a sum that is not negative.
	InE, InI, Out []float64

	Hub  []bool   // by neuron: among the hubs
	Hubs []uint32 // the neurons with the largest InE + InI + Out, strongest first

	RichClub *WeightedRichClubCurves // of the connections that count

	Groups   []FunctionalGroup   // all, each m-type, layer and class
	Pathways []FunctionalPathway // those with connections, by source, then target

	MissingPathways    int64 // pathways with connections whose strength is not known
	MissingConnections int64 // their connections
	Unsigned           int64 // connections from neurons of unknown class

	cells *connectome.Cells
}

// FunctionalGroup is the strengths of a group's neurons.
type FunctionalGroup struct {
	Group
	In             Balance // of InE and InI
	OutMean, OutSD float64 // of Out; ddof 1
	Hubs           int64   // hubs among them
	Neurons        int64
}

// FunctionalPathway is the strength of a pathway.
type FunctionalPathway struct {
	Pre, Post   string
	Connections int64
	Strength    float64 // of one connection, negative from inhibitory neurons; NaN if not known
}

// defaultHubFraction is the share of neurons that are hubs if options do not tell.
const defaultHubFraction = 0.01

// FunctionalStrengths adds up the strengths of every neuron's connections,
// opt.Strengths by pathway, with the sign of the presynaptic neuron's class. Hubs
// are the opt.HubFraction of the neurons, rounded up, with the largest sums.
//
// Complexity: O(N(T + log N) + E log E) for T m-types; 25 bytes a neuron and 20 a
// connection.
//
// Errors: an [*Unavailable] without strengths, if no neuron has a class, or for more
// than 2,048 m-types; a strength that is negative or not finite; the context's.
func FunctionalStrengths(ctx context.Context, c *connectome.Connectome, opt Options) (*Functional, error) {
	switch {
	case opt.Strengths == nil:
		return nil, &Unavailable{MeasureFunctional, "the strengths of pathways are not known: give a physiology fact sheet with --physiology"}
	case !classesKnown(c.Cells):
		return nil, &Unavailable{MeasureFunctional, "no m-type is known to be excitatory or inhibitory: give a table with --cell-types"}
	}
	quiet := opt
	quiet.Progress = nil
	counts, err := pathwaysBy(ctx, c.Graph, c.Cells.MTypes(), quiet)
	if err != nil {
		return nil, err
	}
	strength, err := strengthTable(counts.Types, opt.Strengths)
	if err != nil {
		return nil, err
	}
	n := c.Graph.N()
	r := &Functional{Name: opt.Strengths.Name, Unit: opt.Strengths.Unit, cells: c.Cells,
		InE: make([]float64, n), InI: make([]float64, n), Out: make([]float64, n), Hub: make([]bool, n)}
	r.listPathways(counts, c.Cells, strength)
	if err := r.addUp(ctx, c, strength, opt); err != nil {
		return nil, err
	}
	r.findHubs(opt.HubFraction)
	if r.RichClub, err = r.richClub(ctx, c, strength, opt); err != nil {
		return nil, err
	}
	for _, p := range populations(c.Cells) {
		r.Groups = append(r.Groups, r.group(p))
	}
	return r, ctx.Err()
}

func measureFunctional(ctx context.Context, a *analysis) (Result, error) {
	return FunctionalStrengths(ctx, a.c, a.opt)
}

// strengthTable returns the strength of pathway a → b at a·T + b, NaN if unknown.
func strengthTable(types []string, s *Strengths) ([]float64, error) {
	table := make([]float64, len(types)*len(types))
	for i := range table {
		pre, post := types[i/len(types)], types[i%len(types)]
		x, ok := s.Of[[2]string{pre, post}]
		if ok && !(x >= 0 && x <= math.MaxFloat64) {
			return nil, fmt.Errorf("topology: the strength of %s > %s is %v: give magnitudes; signs follow from classes", pre, post, x)
		}
		table[i] = x
		if !ok {
			table[i] = math.NaN()
		}
	}
	return table, nil
}

// listPathways lists the pathways with connections, and counts what is not known.
func (r *Functional) listPathways(counts *PathwayTable, cells *connectome.Cells, strength []float64) {
	class := map[string]connectome.Class{}
	for _, t := range cells.Types() {
		class[t.MType] = t.Class
	}
	for i, row := range counts.Rows {
		if row.Connections == 0 {
			continue
		}
		p := FunctionalPathway{row.Pre, row.Post, row.Connections, strength[i]}
		if math.IsNaN(p.Strength) {
			r.MissingPathways++
			r.MissingConnections += row.Connections
		}
		switch class[row.Pre] {
		case connectome.Inhibitory:
			p.Strength = -p.Strength
		case connectome.ClassUnknown:
			r.Unsigned += row.Connections
			p.Strength = math.NaN()
		}
		r.Pathways = append(r.Pathways, p)
	}
}

// addUp counts each neuron's connections by m-type, and adds up strengths in the
// order of m-types, so that sums depend on nothing else.
func (r *Functional) addUp(ctx context.Context, c *connectome.Connectome, strength []float64, opt Options) error {
	const tasks = 64
	types, class := occupied(c.Cells.MTypes()), classCodes(c.Cells)
	t := len(types.Names)
	classOf := make([]connectome.Class, t) // by m-type
	for v, k := range types.Of {
		classOf[k] = class[v]
	}
	cuts := triad.Spans(c.Graph.N(), tasks, func(v int) int64 {
		return int64(t + len(c.Graph.In(uint32(v))) + len(c.Graph.Out(uint32(v))))
	})
	return run.Parallel(ctx, opt.Threads, len(cuts)-1, opt.Progress, func(_, item int) error {
		count := make([]int64, t)
		// sum adds up the connections counted, of strengths at first, first+step, ...
		sum := func(first, step int, of connectome.Class) (total float64) {
			for k, n := range count {
				s := strength[first+k*step]
				if n > 0 && !math.IsNaN(s) && (of == connectome.ClassUnknown || classOf[k] == of) {
					total += float64(float64(n) * s)
				}
			}
			return total
		}
		for v := uint32(cuts[item]); v < uint32(cuts[item+1]); v++ {
			own := int(types.Of[v])
			countTypes(count, types, c.Graph.In(v))
			r.InE[v], r.InI[v] = sum(own, t, connectome.Excitatory), sum(own, t, connectome.Inhibitory)
			if class[v] != connectome.ClassUnknown {
				countTypes(count, types, c.Graph.Out(v))
				r.Out[v] = sum(own*t, 1, connectome.ClassUnknown)
			}
		}
		return nil
	})
}

// countTypes counts neurons by type.
func countTypes(count []int64, types connectome.Labels, neurons []uint32) {
	clear(count)
	for _, w := range neurons {
		count[types.Of[w]]++
	}
}

// findHubs takes the strongest neurons; of equal ones those that come first.
func (r *Functional) findHubs(fraction float64) {
	if !(fraction > 0) {
		fraction = defaultHubFraction
	}
	fraction = min(fraction, 1)
	order := allNeurons(len(r.Out))
	total := func(v uint32) float64 { return r.InE[v] + r.InI[v] + r.Out[v] }
	slices.SortStableFunc(order, func(v, w uint32) int { return cmp.Compare(total(w), total(v)) })
	r.Hubs = order[:min(len(order), int(math.Ceil(fraction*float64(len(order)))))]
	for _, v := range r.Hubs {
		r.Hub[v] = true
	}
}

func (r *Functional) group(p population) FunctionalGroup {
	g := FunctionalGroup{Group: p.Group, In: balanceOf(r.InE, r.InI, p.neurons), Neurons: int64(len(p.neurons))}
	out := make([]float64, len(p.neurons))
	for i, v := range p.neurons {
		out[i] = r.Out[v]
		if r.Hub[v] {
			g.Hubs++
		}
	}
	g.OutMean, g.OutSD = sampleMoments(out)
	return g
}

// Scalars lists, for all neurons and for those of each m-type, layer and class: the
// numbers of a [Balance] of strengths from E and from I, in_net_mean, their mean
// difference, out_mean and out_sd; hubs and hub_enrichment, the share of hubs in the
// group over that in the circuit; and for the circuit missing_pathways,
// missing_connections and unsigned_connections.
func (r *Functional) Scalars() Scalars {
	var s Scalars
	for _, g := range r.Groups {
		g.In.addTo(&s, g.Group, "", "in_")
		s.Add(g.Group, "in_net_mean", g.In.MeanE-g.In.MeanI)
		s.Add(g.Group, "out_mean", g.OutMean)
		s.Add(g.Group, "out_sd", g.OutSD)
		s.Add(g.Group, "hubs", float64(g.Hubs))
		s.Add(g.Group, "hub_enrichment", quotient(g.Hubs, g.Neurons)/quotient(int64(len(r.Hubs)), int64(len(r.Hub))))
		if g.Group == All {
			s.Add(All, "missing_pathways", float64(r.MissingPathways))
			s.Add(All, "missing_connections", float64(r.MissingConnections))
			s.Add(All, "unsigned_connections", float64(r.Unsigned))
		}
	}
	return s
}

// Tables returns functional, a row for every neuron, in which net is in_E - in_I and
// out has the neuron's sign; pathway_strengths, a row for every pathway with
// connections; and richclub_weighted.
func (r *Functional) Tables() []connectome.Table {
	n := len(r.Out)
	net, out := make([]float64, n), make([]float64, n)
	for v := range n {
		net[v], out[v] = r.InE[v]-r.InI[v], r.Out[v]
		if r.cells.Class(uint32(v)) == connectome.Inhibitory {
			out[v] = -out[v]
		}
	}
	neurons := append(r.cells.NeuronColumns("neuron", allNeurons(n)),
		connectome.Floats("in_E", r.InE), connectome.Floats("in_I", r.InI), connectome.Floats("ratio", ratiosOf(r.InE, r.InI)),
		connectome.Floats("net", net), connectome.Floats("out", out), connectome.Bools("hub", r.Hub),
		connectome.Constant("strength", r.Name, n), connectome.Constant("unit", r.Unit, n))
	var pre, post []string
	var connections []int64
	var one, total []float64
	for _, p := range r.Pathways {
		pre, post, connections = append(pre, p.Pre), append(post, p.Post), append(connections, p.Connections)
		one, total = append(one, p.Strength), append(total, p.Strength*float64(p.Connections))
	}
	return []connectome.Table{
		connectome.NewTable("functional", neurons...),
		connectome.NewTable("pathway_strengths",
			connectome.Strings("pre", pre), connectome.Strings("post", post), connectome.Ints("connections", connections),
			connectome.Floats("strength", one), connectome.Floats("total", total),
			connectome.Constant("unit", r.Unit, len(pre))),
		r.RichClub.Table(),
	}
}
