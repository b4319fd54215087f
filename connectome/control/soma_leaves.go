package control

import "github.com/ctopo/ctopo/connectome"

// somaLeaves is the neurons of each type in leaves of near neighbours.
type somaLeaves struct {
	n     int
	where []connectome.Position // by neuron
	types []*leaves             // order holds neurons of the whole graph
}

// leafSize is the most neurons of a leaf. Small ones bound distances more closely,
// and are more pairs to bound.
const leafSize = 24

func newSomaLeaves(labels connectome.Labels, where []connectome.Position) *somaLeaves {
	s := &somaLeaves{n: len(where), where: where, types: make([]*leaves, len(labels.Names))}
	members := make([][]uint32, len(labels.Names))
	for v, a := range labels.Of {
		members[a] = append(members[a], uint32(v))
	}
	for a, neurons := range members {
		some := make([]connectome.Position, len(neurons))
		for k, v := range neurons {
			some[k] = where[v]
		}
		l := newLeaves(some, leafSize)
		for k, local := range l.order {
			l.order[k] = neurons[local]
		}
		s.types[a] = l
	}
	return s
}

// oneType is labels by which all neurons are alike.
func oneType(n int) connectome.Labels {
	return connectome.Labels{Names: []string{""}, Of: make([]uint32, n)}
}
