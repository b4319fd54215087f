package motifs

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
)

// slot numbers the pairs of a class and one of its roles, classes in order,
// roles ascending; slotOf is its inverse.
var slot, slotOf = numberSlots()

type triadRole struct {
	triad Triad
	role  int
}

func numberSlots() (slot [NumTriads][3]int, slotOf []triadRole) {
	for t := range Triad(NumTriads) {
		for r := range 3 {
			if first := t.Role(r); first < r {
				slot[t][r] = slot[t][first]
				continue
			}
			slot[t][r] = len(slotOf)
			slotOf = append(slotOf, triadRole{t, r})
		}
	}
	return slot, slotOf
}

// NeuronCensus is the number of triads that each neuron is part of, by class
// and role.
//
// Memory: 36 counts, 288 bytes, a neuron.
type NeuronCensus struct {
	Neurons int
	counts  []uint64 // slots a neuron
}

// Count returns how many triads of a class neuron v is part of in a role. Roles
// that an automorphism exchanges are one: any of them may be given.
func (c *NeuronCensus) Count(v uint32, t Triad, role int) uint64 {
	return c.counts[int(v)*len(slotOf)+slot[t][role]]
}

// Total returns the plain census: every triad is counted at three neurons.
func (c *NeuronCensus) Total() (total Counts) {
	for i, n := range c.counts {
		total[slotOf[i%len(slotOf)].triad] += n
	}
	for t := range total {
		total[t] /= 3
	}
	return total
}

// Table returns the census as neuron, mtype, man, motif, role, count, one row
// for each count that is not zero, by neuron, class and role. Neurons bear the
// ids of cells; without cells they are numbered and have no m-type.
func (c *NeuronCensus) Table(cells *connectome.Cells) connectome.Table {
	rows := 0
	for _, n := range c.counts {
		if n != 0 {
			rows++
		}
	}
	neuron, triads := make([]uint32, 0, rows), make([]Triad, 0, rows)
	role, count := make([]int64, 0, rows), make([]uint64, 0, rows)
	for i, n := range c.counts {
		if n != 0 {
			s := slotOf[i%len(slotOf)]
			neuron = append(neuron, uint32(i/len(slotOf)))
			triads = append(triads, s.triad)
			role = append(role, int64(s.role))
			count = append(count, n)
		}
	}
	columns := append(cells.NeuronColumns("neuron", neuron), triadColumns(triads)...)
	return connectome.NewTable("motifs_per_neuron", append(columns, connectome.Ints("role", role), connectome.Uints("count", count))...)
}

// CountTriadsPerNeuron counts, for each neuron, the triads of each class that it
// is part of, by its role. All sixteen classes are counted; the sum over neurons
// and roles is three times the plain census.
//
// Progress is in work items, of which there are a few hundred.
//
// Memory: 288 bytes a neuron, and 500 a neuron and worker.
//
// Errors: those of [CountTriads].
func CountTriadsPerNeuron(ctx context.Context, g *connectome.Graph, opt Options) (*NeuronCensus, error) {
	if _, err := choose3(g.N()); err != nil {
		return nil, err
	}
	c := &NeuronCensus{Neurons: g.N(), counts: make([]uint64, g.N()*len(slotOf))}
	if err := c.addClosed(ctx, kernelGraph(ctx, g), opt); err != nil {
		return nil, err
	}
	return c, c.addOpen(ctx, g, opt)
}

// at returns the counts of neuron v, by slot.
func (c *NeuronCensus) at(v uint32) []uint64 {
	return c.counts[int(v)*len(slotOf):][:len(slotOf)]
}

// addClosed adds the closed triads.
func (c *NeuronCensus) addClosed(ctx context.Context, g *triad.Graph, opt Options) error {
	plan, ws := triad.Choose(g, method), opt.workers(ctx)
	if plan.Method != triad.ByStrips {
		return c.addSingly(g, plan, ws)
	}
	return c.addByStrips(g, plan, ws)
}

// addSingly adds closed triads as they are found.
func (c *NeuronCensus) addSingly(g *triad.Graph, plan triad.Plan, ws triad.Workers) error {
	counts := make([][]uint64, ws.N) // slots a neuron
	err := g.EachTriangle(plan, ws, func(w int, of []uint32, t *triad.Triangles) {
		if counts[w] == nil {
			counts[w] = make([]uint64, len(c.counts))
		}
		for i, dyads := range t.Dyads {
			p, ranks := &lookup[dyads&63], [3]uint32{t.U[i], t.V[i], t.W[i]}
			for role, s := range slot[p.triad] {
				counts[w][int(of[ranks[p.node[role]]])*len(slotOf)+s]++
			}
		}
	})
	for _, n := range counts {
		for i := range n {
			c.counts[i] += n[i]
		}
	}
	return err
}

// addByStrips counts triangles of asymmetric pairs on rows of bits, and adds
// those with a mutual pair as they are found.
func (c *NeuronCensus) addByStrips(g *triad.Graph, plan triad.Plan, ws triad.Workers) error {
	parts := make([]*mutualParts, ws.N)
	err := g.AtNeurons(plan, ws, func(w int, x uint32) {
		if parts[w] == nil {
			parts[w] = newMutualParts(g)
		}
		parts[w].add(x)
	}, func(v uint32, p triad.Part) {
		n := c.at(v)
		n[slot[T030T][0]] += p.Source
		n[slot[T030T][1]] += p.Middle
		n[slot[T030T][2]] += p.Sink
		n[slot[T030C][0]] += p.Cycle
	})
	for _, p := range parts {
		p.addTo(c)
	}
	return err
}

// mutualParts counts closed triads with a mutual pair at their neurons.
type mutualParts struct {
	*triad.Marker
	third [][3]uint64 // by neuron: those in which it is in no mutual pair, 120D, 120U, 120C
	rest  []uint64    // slots a neuron: all others
}

func newMutualParts(g *triad.Graph) *mutualParts {
	return &mutualParts{triad.NewMarker(g), make([][3]uint64, g.N), make([]uint64, g.N*len(slotOf))}
}

// thirdOf is the index into third by the dyads xw and yw of the mutual pair x, y.
var thirdOf = [16]uint8{4*DyadBackward + DyadBackward: 0, 4*DyadForward + DyadForward: 1,
	4*DyadForward + DyadBackward: 2, 4*DyadBackward + DyadForward: 2}

// add counts the triads that are reported at the pairs of x.
func (p *mutualParts) add(x uint32) {
	p.Hits(x, func(y uint32, hits []triad.Hit) {
		var seen [16]uint64
		for _, h := range hits {
			dyads := h.DX<<2 | h.DY
			seen[dyads]++
			if Dyad(h.DX) != DyadMutual && Dyad(h.DY) != DyadMutual {
				p.third[h.W][thirdOf[dyads]]++
				continue
			}
			t := &lookup[uint8(DyadMutual)<<4|dyads]
			p.rest[int(h.W)*len(slotOf)+t.slotOf(2)]++
		}
		for dyads, n := range seen {
			if n != 0 {
				t := &lookup[int(DyadMutual)<<4|dyads]
				p.rest[int(x)*len(slotOf)+t.slotOf(0)] += n
				p.rest[int(y)*len(slotOf)+t.slotOf(1)] += n
			}
		}
	})
}

// addTo adds everything to a census.
func (p *mutualParts) addTo(c *NeuronCensus) {
	if p == nil {
		return
	}
	for i, n := range p.rest {
		c.counts[i] += n
	}
	for v, n := range p.third {
		at := c.at(uint32(v))
		at[slot[T120D][0]] += n[0]
		at[slot[T120U][0]] += n[1]
		at[slot[T120C][0]] += n[2]
	}
}
