package motifs

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
)

// ErrOverflow is wrapped by the error of a count that does not fit 64 bits.
var ErrOverflow = errors.New("count does not fit 64 bits")

// Options are common to all counts. The zero value is the default.
type Options struct {
	Threads  int                 // workers; 0 for all cores
	Progress connectome.Progress // told work done of work in all; each count says in what units
}

// Census is the number of triads of each class in a graph.
type Census struct {
	Neurons     int
	Connections int64
	MutualPairs int64
	Counts      Counts
}

// Table returns the census as man, motif, count: sixteen rows in the order of
// [Triad], motif undefined for the three classes that do not hang together.
func (c Census) Table() connectome.Table {
	return connectome.NewTable("motifs", append(triadColumns(allTriads()), connectome.Uints("count", c.Counts[:]))...)
}

func allTriads() []Triad {
	all := make([]Triad, NumTriads)
	for t := range all {
		all[t] = Triad(t)
	}
	return all
}

// triadColumns returns the columns man and motif for rows of the given classes.
func triadColumns(rows []Triad) []connectome.Column {
	names := make([]string, NumTriads)
	for t := range names {
		names[t] = Triad(t).MAN()
	}
	man, motif, null := make([]uint32, len(rows)), make([]int64, len(rows)), make([]bool, len(rows))
	for i, t := range rows {
		man[i], motif[i], null[i] = uint32(t), int64(t.Motif()), t.Motif() == 0
	}
	return []connectome.Column{connectome.Coded("man", man, names), connectome.Ints("motif", motif).WithNull(null)}
}

// CountTriads counts the triads of each class, exactly.
//
// Closed triads are enumerated as triangles; the others follow from each
// neuron's mutual, outgoing and incoming neighbours in closed form, 003 by
// difference. Loops and duplicate connections are not part of a Graph and are
// not counted.
//
// Progress is in work items, of which there are a few hundred.
//
// Errors: one that wraps [ErrOverflow] if C(N,3) needs more than 64 bits (N
// beyond 4.8 million); the context's.
func CountTriads(ctx context.Context, g *connectome.Graph, opt Options) (*Census, error) {
	if _, err := choose3(g.N()); err != nil {
		return nil, err
	}
	closed, err := closedTriads(ctx, kernelGraph(ctx, g), opt)
	if err != nil {
		return nil, err
	}
	c := &Census{Neurons: g.N(), Connections: g.Connections(), MutualPairs: g.MutualPairs(), Counts: closed}
	c.Counts.addOpen(g)
	return c, nil
}

// choose3 returns C(n,3).
func choose3(n int) (uint64, error) {
	if n < 3 {
		return 0, nil
	}
	a, b, c := uint64(n), uint64(n-1), uint64(n-2)
	for _, d := range []uint64{2, 3} { // of three neighbours one is a multiple of 3 and one or two of 2
		switch {
		case a%d == 0:
			a /= d
		case b%d == 0:
			b /= d
		default:
			c /= d
		}
	}
	hi, ab := bits.Mul64(a, b)
	over, abc := bits.Mul64(ab, c)
	if hi != 0 || over != 0 {
		return 0, fmt.Errorf("motifs: triads of %d neurons: C(N,3): %w", n, ErrOverflow)
	}
	return abc, nil
}

func kernelGraph(ctx context.Context, g *connectome.Graph) *triad.Graph {
	k := &triad.Graph{N: g.N(), Stop: func() bool { return ctx.Err() != nil }}
	k.OutPtr, k.Out = g.OutCSR()
	k.InPtr, k.In = g.InCSR()
	k.MutPtr, k.Mut = g.MutualCSR()
	return k
}
