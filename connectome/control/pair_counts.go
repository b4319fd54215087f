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
// connected, by group of pathways, side and bin of distance: that of a group is at
// side·bins + bin.
type pairCounts struct {
	types     int
	group     []int32 // of pathway a·types + b; -1 for those of groups without connections
	ruler     ruler
	pairs     [][]int64 // by group; nil where nothing is connected
	connected [][]int64
}

// Scope says which pairs have a probability in common at a distance.
type Scope int

// The scopes.
const (
	Whole      Scope = iota // all
	PerPre                  // those of sources of one type
	PerPathway              // those of sources of one type and targets of one type
)

// groupsOf returns the group of each pathway, and how many there may be.
func (scope Scope) groupsOf(blocks *Blocks) (group []int32, groups int) {
	t := blocks.Types
	number := func(k int) int {
		switch scope {
		case Whole:
			return 0
		case PerPre:
			return k / t
		}
		return k
	}
	held := make([]bool, t*t)
	for k, e := range blocks.Edges {
		if e > 0 {
			held[number(k)] = true
			groups = max(groups, number(k)+1)
		}
	}
	group = make([]int32, t*t)
	for k := range group {
		group[k] = -1
		if held[number(k)] {
			group[k] = int32(number(k))
		}
	}
	return group, groups
}

// countByDistance counts the pairs of the groups that hold connections.
//
// Complexity: N²/2 distances, some 8 ns each, if all do.
func countByDistance(ctx context.Context, threads int, g *connectome.Graph, labels connectome.Labels, s *somaLeaves, scope Scope, width float64) (*pairCounts, error) {
	r, err := newRuler(width, s.where)
	if err != nil {
		return nil, err
	}
	blocks, err := CountBlocks(g, labels)
	if err != nil {
		return nil, err
	}
	c := &pairCounts{types: blocks.Types, ruler: r}
	var groups int
	c.group, groups = scope.groupsOf(blocks)
	c.pairs, c.connected = make([][]int64, groups), make([][]int64, groups)
	size, total := sides*r.bins(), 0
	for _, k := range c.group {
		if k < 0 || c.pairs[k] != nil {
			continue
		}
		if total += size; total > maxCounts {
			return nil, &connectome.LimitError{What: "groups of pathways times bins of distance", Got: uint64(total), Limit: maxCounts}
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
				k := int(c.group[int(labels.Of[v])*c.types+int(labels.Of[w])])
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
			if c.group[a*c.types+b] < 0 && c.group[b*c.types+a] < 0 {
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
	group := c.group[path]
	if group < 0 {
		return
	}
	pairs := c.pairs[group]
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

// paths returns the pathways of groups with connections, by presynaptic type, and
// about how many connections each type sends.
func (c *pairCounts) paths(g *connectome.Graph, labels connectome.Labels) (paths [][]walkPath, edges []int64) {
	paths, edges = make([][]walkPath, c.types), make([]int64, c.types)
	for k, group := range c.group {
		if group >= 0 {
			paths[k/c.types] = append(paths[k/c.types], walkPath{post: k % c.types, number: int(group)})
		}
	}
	for v, a := range labels.Of {
		edges[a] += int64(len(g.Out(uint32(v))))
	}
	return paths, edges
}

// bothSides adds counts of targets above and below up, by bin.
func bothSides(counts []int64) []int64 {
	bins := len(counts) / sides
	sum := make([]int64, bins)
	for k, n := range counts {
		sum[k%bins] += n
	}
	return sum
}
