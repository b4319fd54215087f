package control

import (
	"context"
	"math/rand/v2"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// dyadSampler draws every unordered pair of neurons independently: mutual with
// probability M/C(N,2), connected one way with (E-2M)/C(N,2), either way alike.
// The p1 model of Holland and Leinhardt 1981 without differences between neurons,
// https://doi.org/10.1080/01621459.1981.10477598.
//
// Complexity: O(N + E) time; 12 bytes a connected pair besides the graph.
type dyadSampler struct {
	n      int
	mutual uint64   // mutual pairs
	pairs  uint64   // connected pairs
	p      float64  // probability that a pair is connected
	cuts   []uint64 // runs of rows: pairs {u, v} with u < v are row u
}

func newDyadSampler(g *connectome.Graph) *dyadSampler {
	n := uint64(g.N())
	s := &dyadSampler{n: g.N(), mutual: uint64(g.MutualPairs()), cuts: []uint64{0}}
	s.pairs = uint64(g.Connections()) - s.mutual
	if s.pairs == 0 {
		return s
	}
	all := n * (n - 1) / 2
	s.p = float64(s.pairs) / float64(all)
	strips := (s.pairs + stripEdges - 1) / stripEdges
	done := uint64(0)
	for u := range n {
		done += n - 1 - u
		if done >= cut(all, uint64(len(s.cuts)), strips) {
			s.cuts = append(s.cuts, u+1)
		}
	}
	s.cuts[len(s.cuts)-1] = n
	return s
}

// dyads is the connected pairs {u, v} of a run of rows u, as connections up from
// u < v to v and down from v to u; each list ascends.
type dyads struct{ up, down []cell }

// Draw draws a graph.
func (s *dyadSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	parts := make([]dyads, len(s.cuts)-1)
	err := run.Parallel(ctx, threads, len(parts), nil, func(_, i int) error {
		parts[i] = s.drawRows(run.Rand(seed, index, streamPairs, uint64(i)), s.cuts[i], s.cuts[i+1])
		return nil
	})
	if err != nil {
		return nil, err
	}
	ptr := make([]int64, s.n+1)
	for _, part := range parts {
		for _, c := range part.up {
			ptr[c.row()+1]++
		}
		for _, c := range part.down {
			ptr[c.col()+1]++
		}
	}
	for v := range s.n {
		ptr[v+1] += ptr[v]
	}
	// Connections down to lower neurons come first in every row. Rows u are
	// visited in ascending order, so that they come out ascending.
	idx := make([]uint32, ptr[s.n])
	next := make([]int64, s.n)
	copy(next, ptr)
	for _, part := range parts {
		for _, c := range part.down {
			idx[next[c.col()]] = uint32(c.row())
			next[c.col()]++
		}
	}
	for _, part := range parts {
		for _, c := range part.up {
			idx[next[c.row()]] = uint32(c.col())
			next[c.row()]++
		}
	}
	return connectome.FromCSR(s.n, ptr, idx, nil)
}

// drawRows draws the pairs {u, v}, u < v, of rows lo to hi-1.
func (s *dyadSampler) drawRows(rng *rand.Rand, lo, hi uint64) (d dyads) {
	n := uint64(s.n)
	skip := newSkipper(rng, s.p)
	room := roomFor(int((s.pairs + s.mutual) / 2 / uint64(len(s.cuts)-1)))
	d.up, d.down = make([]cell, 0, room), make([]cell, 0, room)
	u, v := lo, lo+1
	left := int64(0)
	for row := lo; row < hi; row++ {
		left += int64(n - 1 - row)
	}
	for {
		gap, ok := skip.next(left)
		if !ok {
			return d
		}
		left -= gap + 1
		for v += uint64(gap); v >= n; {
			over := v - n
			u++
			v = u + 1 + over
		}
		// Of 2·pairs equal chances, 2·mutual make the pair mutual; the rest, an
		// even number, divide between the two directions.
		chance := rng.Uint64N(2 * s.pairs)
		if c := newCell(u, v); chance < 2*s.mutual {
			d.up, d.down = append(d.up, c), append(d.down, c)
		} else if chance%2 == 0 {
			d.up = append(d.up, c)
		} else {
			d.down = append(d.down, c)
		}
		v++
	}
}
