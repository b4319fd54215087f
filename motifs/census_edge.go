package motifs

import (
	"context"
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// EdgeCensus is the number of triads that each connection is part of.
//
// It holds the closed triads, 36 bytes a connection; open ones follow from the
// degrees of the two neurons when they are asked for.
type EdgeCensus struct {
	g      *connectome.Graph
	closed [][9]uint32 // by connection, as OutCSR lists them: third neurons by dyads
}

// Len returns the number of connections.
func (c *EdgeCensus) Len() int { return len(c.closed) }

// Counts returns the triads of each class that the connection u → v is part of,
// all N−2 of them. The triads of a mutual pair are those of both its
// connections. A connection that does not exist is an error.
func (c *EdgeCensus) Counts(u, v uint32) (Counts, error) {
	if int64(u) >= int64(c.g.N()) || int64(v) >= int64(c.g.N()) {
		return Counts{}, fmt.Errorf("motifs: connection %d → %d: neurons are numbered 0 to %d", u, v, c.g.N()-1)
	}
	i, ok := slices.BinarySearch(c.g.Out(u), v)
	if !ok {
		return Counts{}, fmt.Errorf("motifs: neuron %d does not connect to %d", u, v)
	}
	ptr, _ := c.g.OutCSR()
	return c.at(u, int(ptr[u])+i), nil
}

// Each calls visit for every connection, by source, then target, until it
// returns false.
func (c *EdgeCensus) Each(visit func(u, v uint32, counts Counts) bool) {
	ptr, idx := c.g.OutCSR()
	for u := range uint32(c.g.N()) {
		for e := ptr[u]; e < ptr[u+1]; e++ {
			if !visit(u, idx[e], c.at(u, int(e))) {
				return
			}
		}
	}
}

// at returns the counts of connection e, whose source is u. Third neurons that
// are connected to one end only are that end's neighbours without the other end
// and without the common ones.
func (c *EdgeCensus) at(u uint32, e int) (counts Counts) {
	_, idx := c.g.OutCSR()
	v := idx[e]
	d := DyadForward
	if c.g.Connected(v, u) {
		d = DyadMutual
	}
	ofU, ofV := degreesOf(c.g, u), degreesOf(c.g, v)
	ofU[d]--
	ofV[d.reversed()]--
	rest := uint64(c.g.N() - 2)
	for k, n := range c.closed[e] {
		du, dv := Dyad(k/3+1), Dyad(k%3+1)
		counts[TriadOf(d, du, dv)] += uint64(n)
		ofU[du] -= uint64(n)
		ofV[dv] -= uint64(n)
		rest -= uint64(n)
	}
	for k := DyadForward; k <= DyadMutual; k++ {
		counts[TriadOf(d, k, DyadNull)] += ofU[k]
		counts[TriadOf(d, DyadNull, k)] += ofV[k]
		rest -= ofU[k] + ofV[k]
	}
	counts[TriadOf(d, DyadNull, DyadNull)] += rest
	return counts
}

// CountTriadsPerEdge counts, for each connection, the triads of each class that
// it is part of.
//
// Progress is in work items, of which there are a few hundred.
//
// Complexity: O(Σ over connected pairs of the smaller degree). Memory: 36 bytes
// a connection and one a neuron and worker.
//
// Errors: the context's.
func CountTriadsPerEdge(ctx context.Context, g *connectome.Graph, opt Options) (*EdgeCensus, error) {
	k := kernelGraph(ctx, g)
	c := &EdgeCensus{g: g, closed: make([][9]uint32, g.Connections())}
	markers := make([]*triad.Marker, run.Threads(opt.Threads))
	cuts := triad.Spans(g.N(), tasks, func(u int) int64 {
		work := int64(16)
		for _, w := range g.Out(uint32(u)) {
			work += int64(min(k.Degree(w), k.Degree(uint32(u))))
		}
		return work
	})
	return c, run.Parallel(ctx, opt.Threads, len(cuts)-1, opt.Progress, func(w, item int) error {
		if markers[w] == nil {
			markers[w] = triad.NewMarker(k)
		}
		for u := uint32(cuts[item]); u < uint32(cuts[item+1]); u++ {
			c.countFrom(k, markers[w], u)
		}
		return nil
	})
}

// countFrom counts at the connections of u to and from neurons of smaller
// degree, or of the same degree and a higher number: each connection is counted
// once, at the end whose marks are worth more.
func (c *EdgeCensus) countFrom(k *triad.Graph, m *triad.Marker, u uint32) {
	ptr, _ := c.g.OutCSR()
	later := func(v uint32) bool {
		du, dv := k.Degree(u), k.Degree(v)
		return dv < du || dv == du && v > u
	}
	m.Mark(u)
	defer m.Unmark(u)
	for i, v := range c.g.Out(u) {
		if later(v) {
			common := m.Common(v)
			c.closed[ptr[u]+int64(i)] = byDyads(func(du, dv int) uint64 { return common[dv][du] })
		}
	}
	for _, v := range c.g.In(u) {
		if later(v) {
			common := m.Common(v)
			i, _ := slices.BinarySearch(c.g.Out(v), u)
			c.closed[ptr[v]+int64(i)] = byDyads(func(dv, du int) uint64 { return common[dv][du] })
		}
	}
}

// byDyads lists counts by the dyads of the source and of the target.
func byDyads(count func(source, target int) uint64) (list [9]uint32) {
	for k := range list {
		list[k] = uint32(count(k/3+1, k%3+1)) // fits: it counts neurons
	}
	return list
}
