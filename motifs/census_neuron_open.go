package motifs

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// take is a slot and what a triad takes off it.
type take struct{ from, to int }

// What counting a triad at a neuron takes off simpler classes at that neuron: a
// closed triad off its three wedges, a triad with two or three connected pairs
// off 012 and 102.
var wedgeTakes, pairTakes = takes()

func takes() (wedgeTakes, pairTakes []take) {
	for from, s := range slotOf {
		if s.triad.Closed() {
			for centre := range 3 {
				p := wedgeOf(s.triad, centre)
				wedgeTakes = append(wedgeTakes, take{from, p.slotOf(s.role)})
			}
		}
		if s.triad > T102 {
			for third := range 3 {
				i, j := (third+1)%3, (third+2)%3
				if d := s.triad.Dyad(i, j); d != DyadNull {
					node := [3]int{}
					node[third], node[i], node[j] = 2, 0, 1
					p := lookup[d<<4]
					pairTakes = append(pairTakes, take{from, p.slotOf(node[s.role])})
				}
			}
		}
	}
	return wedgeTakes, pairTakes
}

// slotOf returns the slot of the neuron that is number i of the triad.
func (p placed) slotOf(i int) int {
	for role, node := range p.node {
		if int(node) == i {
			return slot[p.triad][role]
		}
	}
	panic("motifs: a triad has neurons 0, 1 and 2")
}

// degrees are the numbers of neighbours of a neuron by dyad, seen from it.
type degrees [4]uint64

func degreesOf(g *connectome.Graph, v uint32) degrees {
	m := uint64(len(g.Mutual(v)))
	return degrees{DyadForward: uint64(len(g.Out(v))) - m, DyadBackward: uint64(len(g.In(v))) - m, DyadMutual: m}
}

// addOpen completes counts that hold the closed triads.
//
// A neuron is the centre of a wedge for each pair of its neighbours, and an end
// for each other neighbour of each neighbour; closed wedges are taken off. Then
// 012 and 102 are its own pairs with every third neuron and every other pair
// with it, less the triads with more connections; 003 is what is left of its
// C(N−1,2) triads.
func (c *NeuronCensus) addOpen(ctx context.Context, g *connectome.Graph, opt Options) error {
	deg := make([]degrees, g.N())
	for v := range deg {
		deg[v] = degreesOf(g, uint32(v))
	}
	pairs := degrees{DyadForward: uint64(g.Connections() - 2*g.MutualPairs()), DyadMutual: uint64(g.MutualPairs())}
	cuts := triad.Spans(g.N(), tasks, func(v int) int64 { return 16 + int64(deg[v][1]+deg[v][2]+deg[v][3]) })
	return run.Parallel(ctx, opt.Threads, len(cuts)-1, nil, func(_, item int) error {
		for v := uint32(cuts[item]); v < uint32(cuts[item+1]); v++ {
			n := c.at(v)
			for _, t := range wedgeTakes {
				n[t.to] -= n[t.from]
			}
			addCentre(n, deg[v])
			addEnds(n, g, v, deg)
			addUnconnectedAt(n, g.N(), deg[v], pairs)
		}
		return nil
	})
}

// addCentre adds the wedges that have the neuron at their centre.
func addCentre(n []uint64, deg degrees) {
	for _, d := range wedgeKinds {
		pairs := deg[d[0]] * deg[d[1]]
		if d[0] == d[1] {
			pairs = choose2(deg[d[0]])
		}
		n[lookup[d[0]<<4|d[1]<<2].slotOf(0)] += pairs
	}
}

var endSlotTable = endSlots()

// endSlots returns the slot of the end 1 of the wedge with centre 0 and ends 1 and 2,
// by the dyads 01 and 02.
func endSlots() (s [4][4]int) {
	for d := DyadForward; d <= DyadMutual; d++ {
		for e := DyadForward; e <= DyadMutual; e++ {
			s[d][e] = lookup[d<<4|e<<2].slotOf(1)
		}
	}
	return s
}

// addEnds adds the wedges that have v at an end: through each neighbour, by its
// dyad to v, to each of that one's other neighbours.
func addEnds(n []uint64, g *connectome.Graph, v uint32, deg []degrees) {
	slots := &endSlotTable
	var sum [4]degrees
	add := func(list []uint32, d Dyad, sign uint64) {
		s := &sum[d]
		for _, y := range list {
			k := &deg[y]
			s[1] += sign * k[1]
			s[2] += sign * k[2]
			s[3] += sign * k[3]
		}
	}
	// The centre y sends to v if v receives from it.
	add(g.In(v), DyadForward, 1)
	add(g.Out(v), DyadBackward, 1)
	add(g.Mutual(v), DyadForward, ^uint64(0))
	add(g.Mutual(v), DyadBackward, ^uint64(0))
	add(g.Mutual(v), DyadMutual, 1)
	for d := DyadForward; d <= DyadMutual; d++ {
		sum[d][d] -= deg[v][d.reversed()] // v itself is among the neighbours of each
		for e := DyadForward; e <= DyadMutual; e++ {
			n[slots[d][e]] += sum[d][e]
		}
	}
}

// addUnconnectedAt adds 012, 102 and 003 at a neuron, where the wedges and the
// closed triads are in place. pairs are the asymmetric and the mutual pairs of
// the whole graph.
func addUnconnectedAt(n []uint64, neurons int, deg, pairs degrees) {
	rest := choose2(uint64(max(neurons-1, 0)))
	for i, s := range slotOf {
		if s.triad > T102 {
			rest -= n[i]
		}
	}
	third := uint64(max(neurons-2, 0))
	n[slot[T012][0]] += deg[DyadForward] * third
	n[slot[T012][1]] += deg[DyadBackward] * third
	n[slot[T012][2]] += pairs[DyadForward] - deg[DyadForward] - deg[DyadBackward]
	n[slot[T102][0]] += deg[DyadMutual] * third
	n[slot[T102][2]] += pairs[DyadMutual] - deg[DyadMutual]
	for _, t := range pairTakes {
		n[t.to] -= n[t.from]
	}
	for _, s := range []int{slot[T012][0], slot[T012][1], slot[T012][2], slot[T102][0], slot[T102][2]} {
		rest -= n[s]
	}
	n[slot[T003][0]] = rest
}
