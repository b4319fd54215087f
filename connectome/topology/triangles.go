package topology

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// triangles is the number of triangles of each neuron.
type triangles struct {
	// all are three neurons of which each two are connected, whatever the
	// directions and however often.
	all []uint64
	// directed are choices of one connection between each two of the three: a
	// triangle with k mutual pairs counts 2^k times.
	directed []uint64
}

func newTriangles(n int) *triangles { return &triangles{make([]uint64, n), make([]uint64, n)} }

func (t *triangles) add(v uint32, directed uint64) {
	t.all[v]++
	t.directed[v] += directed
}

// method is how triangles are found; tests force it.
var method = triad.Automatic

// countTriangles counts the triangles of each neuron. Counts fit 64 bits: they
// would not in a graph of 2^42 connections.
func countTriangles(ctx context.Context, g *connectome.Graph, opt Options) (*triangles, error) {
	if g.N() > triad.MaxRanked {
		return nil, fmt.Errorf("topology: triangles of %d neurons: at most %d can be ranked: take a sub-circuit", g.N(), triad.MaxRanked)
	}
	k, ws := kernelGraph(g), workers(ctx, opt)
	k.Stop = func() bool { return ctx.Err() != nil }
	parts := make([]*triangles, ws.N)
	part := func(worker int) *triangles {
		if parts[worker] == nil {
			parts[worker] = newTriangles(g.N())
		}
		return parts[worker]
	}
	sum := newTriangles(g.N())
	var err error
	if plan := triad.Choose(k, method); plan.Method == triad.ByStrips {
		markers := make([]*triad.Marker, ws.N)
		err = k.AtNeurons(plan, ws, func(w int, x uint32) {
			if markers[w] == nil {
				markers[w] = triad.NewMarker(k)
			}
			part(w).addMutual(markers[w], x)
		}, func(v uint32, p triad.Part) {
			n := p.Source + p.Middle + p.Sink + p.Cycle
			sum.all[v] += n
			sum.directed[v] += n
		})
	} else {
		err = k.EachTriangle(plan, ws, func(w int, of []uint32, t *triad.Triangles) { part(w).addBatch(of, t) })
	}
	for _, p := range parts {
		if p == nil {
			continue
		}
		for v := range sum.all {
			sum.all[v] += p.all[v]
			sum.directed[v] += p.directed[v]
		}
	}
	return sum, err
}

// connectionsOf is the number of connections of a dyad, by its code.
var connectionsOf = [4]uint64{0, 1, 1, 2}

// addMutual adds the triangles with a mutual pair that are reported at x.
func (t *triangles) addMutual(m *triad.Marker, x uint32) {
	m.Hits(x, func(y uint32, hits []triad.Hit) {
		sum := uint64(0)
		for _, h := range hits {
			n := 2 * connectionsOf[h.DX&3] * connectionsOf[h.DY&3]
			t.add(h.W, n)
			sum += n
		}
		for _, v := range [2]uint32{x, y} {
			t.all[v] += uint64(len(hits))
			t.directed[v] += sum
		}
	})
}

// addBatch adds triangles found one by one.
func (t *triangles) addBatch(of []uint32, found *triad.Triangles) {
	for i, d := range found.Dyads {
		n := connectionsOf[d>>4&3] * connectionsOf[d>>2&3] * connectionsOf[d&3]
		t.add(of[found.U[i]], n)
		t.add(of[found.V[i]], n)
		t.add(of[found.W[i]], n)
	}
}

func kernelGraph(g *connectome.Graph) *triad.Graph {
	k := &triad.Graph{N: g.N()}
	k.OutPtr, k.Out = g.OutCSR()
	k.InPtr, k.In = g.InCSR()
	k.MutPtr, k.Mut = g.MutualCSR()
	return k
}

// workers returns how kernels do work items side by side.
func workers(ctx context.Context, opt Options) triad.Workers {
	each := func(progress connectome.Progress) func(int, func(worker, item int) error) error {
		return func(items int, do func(worker, item int) error) error {
			return run.Parallel(ctx, opt.Threads, items, progress, do)
		}
	}
	return triad.Workers{N: run.Threads(opt.Threads), Prepare: each(nil), Count: each(opt.Progress)}
}
