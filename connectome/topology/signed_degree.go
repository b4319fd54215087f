package topology

import (
	"context"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
)

// SignedDegree is by how much the inputs of each neuron outnumber its outputs, and
// which parts of the circuit are net sources and which net sinks of connections.
//
// The signed degree is sd = in − out, and directionality is Σ sd² (Reimann et al.
// 2017, https://doi.org/10.3389/fncom.2017.00048). Sums over all neurons and over
// all parts are 0.
type SignedDegree struct {
	Of     []int64 // by neuron
	Groups []SignedGroup
	Flows  []Flow // between m-types, then layers, then classes
}

// SignedGroup is the signed degrees of a group's neurons in the whole circuit.
type SignedGroup struct {
	Group
	Degrees        Description
	Directionality uint64 // Σ sd²
	// NetOutflow is −Σ sd: the connections that leave the group, less those that
	// enter it.
	NetOutflow int64
}

// Flow is the connections between two parts of the circuit.
type Flow struct {
	Kind        GroupKind
	From, To    string
	Connections int64 // E_ab, from the first to the second
	Reverse     int64 // E_ba
	Net         int64 // E_ab − E_ba
}

// SignedDegrees computes signed degrees and net flows. Flows are between different
// groups that are connected, each in both orders.
//
// Complexity: O(N log N + E), and T² flows for T m-types.
//
// Errors: those of [Pathways]; a directionality beyond 64 bits; the context's.
func SignedDegrees(ctx context.Context, c *connectome.Connectome, opt Options) (*SignedDegree, error) {
	r := &SignedDegree{Of: make([]int64, c.Graph.N())}
	for v := range r.Of {
		r.Of[v] = int64(len(c.Graph.In(uint32(v)))) - int64(len(c.Graph.Out(uint32(v))))
	}
	for _, p := range populations(c.Cells) {
		g := SignedGroup{Group: p.Group}
		degrees := make([]int64, len(p.neurons))
		for i, v := range p.neurons {
			degrees[i] = r.Of[v]
			g.NetOutflow -= r.Of[v]
			size := uint64(max(r.Of[v], -r.Of[v]))
			hi, square := bits.Mul64(size, size)
			var carry uint64
			if g.Directionality, carry = bits.Add64(g.Directionality, square, 0); hi|carry != 0 {
				return nil, tooLarge("squared signed degrees", c.Graph)
			}
		}
		g.Degrees = Describe(degrees)
		r.Groups = append(r.Groups, g)
	}
	for _, p := range partitions(c)[1:] {
		if err := r.addFlows(ctx, c.Graph, p, opt); err != nil {
			return nil, err
		}
	}
	return r, ctx.Err()
}

func measureSignedDegree(ctx context.Context, a *analysis) (Result, error) {
	return SignedDegrees(ctx, a.c, a.opt)
}

// addFlows adds the flows between the groups of a partition that have a name.
func (r *SignedDegree) addFlows(ctx context.Context, g *connectome.Graph, p partition, opt Options) error {
	t, err := pathwaysBy(ctx, g, p.labels, opt)
	if err != nil {
		return unavailableTo(MeasureSignedDegree, err)
	}
	for a, from := range t.Types {
		for b, to := range t.Types {
			there, back := t.Rows[a*len(t.Types)+b].Connections, t.Rows[b*len(t.Types)+a].Connections
			if a != b && from != "" && to != "" && there+back > 0 {
				r.Flows = append(r.Flows, Flow{p.kind, from, to, there, back, there - back})
			}
		}
	}
	return nil
}

// Scalars lists, for all neurons and for those of each m-type, layer and class,
// mean, sd, median, min, max and percentiles of the signed degrees, directionality
// and net_outflow.
func (r *SignedDegree) Scalars() Scalars {
	var s Scalars
	for _, g := range r.Groups {
		g.Degrees.addTo(&s, g.Group, "")
		s.Add(g.Group, "directionality", float64(g.Directionality))
		s.Add(g.Group, "net_outflow", float64(g.NetOutflow))
	}
	return s
}

// Tables returns flow: kind, from, to, connections, reverse, net.
func (r *SignedDegree) Tables() []connectome.Table {
	kind := make([]uint32, len(r.Flows))
	from, to := make([]string, len(r.Flows)), make([]string, len(r.Flows))
	var counts [3][]int64
	for i, f := range r.Flows {
		kind[i], from[i], to[i] = uint32(f.Kind), f.From, f.To
		for k, n := range [3]int64{f.Connections, f.Reverse, f.Net} {
			counts[k] = append(counts[k], n)
		}
	}
	return []connectome.Table{connectome.NewTable("flow",
		connectome.Coded("kind", kind, groupKinds[:]),
		connectome.Strings("from", from),
		connectome.Strings("to", to),
		connectome.Ints("connections", counts[0]),
		connectome.Ints("reverse", counts[1]),
		connectome.Ints("net", counts[2]))}
}
