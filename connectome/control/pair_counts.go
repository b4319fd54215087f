package control

import (
	"context"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// maxCounts bounds the counts of pairs by pathway and distance.
const maxCounts = 1 << 26

// Sides of a source that its target can be on. Targets level with it count as
// above.
const (
	above = iota
	below
	sides
)

// pairCounts is numbers of ordered pairs of neurons, and of those of them that are
// connected, by pathway, side and bin of distance: that of a pathway is at
// side·bins + bin.
type pairCounts struct {
	types     int
	ruler     ruler
	pairs     [][]int64 // by pathway a·types + b; nil where nothing is connected
	connected [][]int64
}

// countByDistance counts the pairs of the pathways that hold connections.
//
// Complexity: N²/2 distances, some 4 ns each, for pathways that all do.
func countByDistance(ctx context.Context, threads int, g *connectome.Graph, labels connectome.Labels, s *somaLeaves, width float64) (*pairCounts, error) {
	r, err := newRuler(width, s.where)
	if err != nil {
		return nil, err
	}
	blocks, err := CountBlocks(g, labels)
	if err != nil {
		return nil, err
	}
	c := &pairCounts{types: blocks.Types, ruler: r, pairs: make([][]int64, len(blocks.Edges)), connected: make([][]int64, len(blocks.Edges))}
	size, total := sides*r.bins(), 0
	for k, e := range blocks.Edges {
		if e == 0 {
			continue
		}
		if total += size; total > maxCounts {
			return nil, &connectome.LimitError{What: "pathways times bins of distance", Got: uint64(total), Limit: maxCounts}
		}
		c.pairs[k], c.connected[k] = make([]int64, size), make([]int64, size)
	}
	if err := c.countPairs(ctx, threads, s); err != nil {
		return nil, err
	}
	return c, c.countConnections(ctx, threads, g, labels, s)
}

// bin returns where a pair is counted in its pathway.
func (c *pairCounts) bin(from, to *connectome.Position) int {
	k := c.ruler.of(squared(*from, *to))
	if to.Y < from.Y {
		return k + c.ruler.bins()
	}
	return k
}

// countConnections counts the connections, by source type.
func (c *pairCounts) countConnections(ctx context.Context, threads int, g *connectome.Graph, labels connectome.Labels, s *somaLeaves) error {
	const rows = 256
	var merging sync.Mutex
	return run.Parallel(ctx, threads, (g.N()+rows-1)/rows, nil, func(_, item int) error {
		counts := make(map[int][]int64)
		for v := item * rows; v < min(g.N(), (item+1)*rows); v++ {
			for _, w := range g.Out(uint32(v)) {
				k := int(labels.Of[v])*c.types + int(labels.Of[w])
				if counts[k] == nil {
					counts[k] = make([]int64, len(c.connected[k]))
				}
				counts[k][c.bin(&s.where[v], &s.where[w])]++
			}
		}
		merging.Lock()
		defer merging.Unlock()
		for k, some := range counts {
			for i, x := range some {
				c.connected[k][i] += x
			}
		}
		return nil
	})
}

// countBlock is about how many pairs a work item counts.
const countBlock = 1 << 20

// countItem is pairs of the neurons at places lo to hi-1 of type a with those of
// type b ≥ a; within a type with those further on.
type countItem struct{ a, b, lo, hi int }

func (c *pairCounts) items(s *somaLeaves) (items []countItem) {
	for a := range c.types {
		for b := a; b < c.types; b++ {
			if c.pairs[a*c.types+b] == nil && c.pairs[b*c.types+a] == nil {
				continue
			}
			n := len(s.types[a].order)
			rows := max(1, countBlock/max(1, len(s.types[b].order)))
			for lo := 0; lo < n; lo += rows {
				items = append(items, countItem{a, b, lo, min(lo+rows, n)})
			}
		}
	}
	return items
}

// countPairs counts each unordered pair once: it is an ordered one of a → b, and
// with the opposite side one of b → a.
func (c *pairCounts) countPairs(ctx context.Context, threads int, s *somaLeaves) error {
	items := c.items(s)
	bins := c.ruler.bins()
	counts := make([][3][]int64, run.Threads(threads))
	var merging sync.Mutex
	return run.Parallel(ctx, threads, len(items), nil, func(worker, i int) error {
		some := &counts[worker]
		for k := range some {
			if some[k] == nil {
				some[k] = make([]int64, bins)
			}
		}
		c.countItem(some, s, items[i])
		merging.Lock()
		defer merging.Unlock()
		c.merge(items[i].a*c.types+items[i].b, some[higher], some[level], some[lower])
		c.merge(items[i].b*c.types+items[i].a, some[lower], some[level], some[higher])
		for k := range some {
			clear(some[k])
		}
		return nil
	})
}

// Places of a neuron against another, as countItem tells them.
const (
	higher = iota
	level
	lower
)

func (c *pairCounts) merge(path int, up, even, down []int64) {
	pairs := c.pairs[path]
	if pairs == nil {
		return
	}
	bins := len(up)
	for k := range up {
		pairs[k] += up[k] + even[k]
		pairs[bins+k] += down[k]
	}
}

// countItem counts the neurons of type b by where they are from those of type a.
// Leaves of which all are higher or lower are the most.
func (c *pairCounts) countItem(counts *[3][]int64, s *somaLeaves, item countItem) {
	from, to := s.types[item.a], s.types[item.b]
	for i := item.lo; i < item.hi; i++ {
		p := from.where[i]
		for l := range to.boxes {
			first, last := to.starts[l], to.starts[l+1]
			if item.a == item.b {
				if last <= i+1 {
					continue
				}
				first = max(first, i+1)
			}
			some := to.where[first:last]
			switch b := &to.boxes[l]; {
			case b.lo.Y > p.Y:
				c.ruler.count(counts[higher], p, some)
			case b.hi.Y < p.Y:
				c.ruler.count(counts[lower], p, some)
			default:
				for k := range some {
					counts[sideOf(p.Y, some[k].Y)][c.ruler.of(squared(p, some[k]))]++
				}
			}
		}
	}
}

func sideOf(from, to float64) int {
	switch {
	case to > from:
		return higher
	case to < from:
		return lower
	}
	return level
}

// count adds one to the bin of each distance from p.
func (r *ruler) count(counts []int64, p connectome.Position, where []connectome.Position) {
	for k := range where {
		counts[r.of(squared(p, where[k]))]++
	}
}
