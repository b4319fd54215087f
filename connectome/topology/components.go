package topology

import (
	"cmp"
	"context"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Components is the connected components of a circuit. Two neurons are in the
// same weakly connected component if a path joins them whatever the directions of
// its connections, and in the same strongly connected one if each has a directed
// path to the other.
type Components struct {
	Weak, Strong ComponentSet
	Isolated     int64 // neurons without any connection

	cells *connectome.Cells
}

// ComponentSet is a partition of the neurons: components by falling size, those
// of one size by their first neuron.
type ComponentSet struct {
	Sizes []int64  // neurons of each component
	Of    []uint32 // the component of each neuron
}

// ConnectedComponents finds both kinds: the weak ones by joining sets (Tarjan
// 1975, https://doi.org/10.1145/321879.321884), the strong ones in one depth-first
// search (Tarjan 1972, https://doi.org/10.1137/0201010).
//
// Complexity: O(N + E) but for a factor that never reaches 5. Memory: 32 bytes a
// neuron; the search keeps a stack of its own, so that long paths do no harm.
//
// Errors: the context's.
func ConnectedComponents(ctx context.Context, c *connectome.Connectome, _ Options) (*Components, error) {
	g := c.Graph
	r := &Components{cells: c.Cells}
	weak, err := weakComponents(ctx, g)
	if err != nil {
		return nil, err
	}
	strong, err := strongComponents(ctx, g)
	if err != nil {
		return nil, err
	}
	r.Weak, r.Strong = newComponentSet(weak), newComponentSet(strong)
	for v := range uint32(g.N()) {
		if len(g.Out(v))+len(g.In(v)) == 0 {
			r.Isolated++
		}
	}
	return r, nil
}

func measureComponents(ctx context.Context, a *analysis) (Result, error) {
	r, err := ConnectedComponents(ctx, a.c, a.opt)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// newComponentSet numbers components by falling size. of names the component of
// each neuron by any number below N.
func newComponentSet(of []uint32) ComponentSet {
	size := make([]int64, len(of))
	for _, k := range of {
		size[k]++
	}
	var order []uint32 // names, by first neuron
	seen := make([]bool, len(of))
	for _, k := range of {
		if !seen[k] {
			seen[k] = true
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(size[b], size[a]) })
	s := ComponentSet{Sizes: make([]int64, len(order)), Of: make([]uint32, len(of))}
	number := make([]uint32, len(of))
	for i, k := range order {
		s.Sizes[i], number[k] = size[k], uint32(i)
	}
	for v, k := range of {
		s.Of[v] = number[k]
	}
	return s
}

// restEvery is the number of neurons after which loops over all connections ask
// the context.
const restEvery = 1 << 13

// weakComponents names the component of each neuron by one of its members.
func weakComponents(ctx context.Context, g *connectome.Graph) ([]uint32, error) {
	parent := allNeurons(g.N())
	root := func(v uint32) uint32 {
		for parent[v] != v {
			parent[v] = parent[parent[v]]
			v = parent[v]
		}
		return v
	}
	for v := range uint32(g.N()) {
		if v%restEvery == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		a := root(v)
		for _, w := range g.Out(v) {
			// The smaller number becomes the root: which one does not matter for
			// the result, and paths are halved as they are walked.
			if b := root(w); a != b {
				a, b = min(a, b), max(a, b)
				parent[b] = a
			}
		}
	}
	for v := range uint32(g.N()) {
		parent[v] = root(v)
	}
	return parent, nil
}

// depthFirst is Tarjan's search under way. order is the number of a neuron in the
// order of discovery, 0 for those not found yet; low the smallest number known to
// be reachable from it within its component; done neurons have low 0.
type depthFirst struct {
	g          *connectome.Graph
	order, low []uint32
	next       []int64 // by neuron on the path: the target that is to be looked at
	path       []uint32
	open       []uint32 // found, but not known to be in a complete component
	name       []uint32
	components uint32
	found      uint32
}

// strongComponents numbers the component of each neuron.
func strongComponents(ctx context.Context, g *connectome.Graph) ([]uint32, error) {
	n := g.N()
	s := &depthFirst{g: g, order: make([]uint32, n), low: make([]uint32, n), next: make([]int64, n), name: make([]uint32, n)}
	steps := 0
	for v := range uint32(n) {
		if s.order[v] == 0 {
			s.enter(v)
		}
		for len(s.path) > 0 {
			if steps++; steps%restEvery == 0 && ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			s.step()
		}
	}
	return s.name, nil
}

func (s *depthFirst) enter(v uint32) {
	s.found++
	s.order[v], s.low[v] = s.found, s.found
	s.path, s.open = append(s.path, v), append(s.open, v)
}

// step goes on from the end of the path to its next unknown target, or back.
func (s *depthFirst) step() {
	v := s.path[len(s.path)-1]
	targets := s.g.Out(v)
	for i := s.next[v]; i < int64(len(targets)); i++ {
		w := targets[i]
		if s.order[w] == 0 {
			s.next[v] = i // looked at again on the way back, when its low is known
			s.enter(w)
			return
		}
		if s.low[w] > 0 {
			s.low[v] = min(s.low[v], s.low[w])
		}
	}
	s.path = s.path[:len(s.path)-1]
	if s.low[v] < s.order[v] {
		return
	}
	first := len(s.open) - 1
	for s.open[first] != v {
		first--
	}
	for _, w := range s.open[first:] {
		s.low[w], s.name[w] = 0, s.components
	}
	s.open = s.open[:first]
	s.components++
}

// Scalars lists, for weak and strong components, their number, the neurons of the
// largest and its share of all (weak_components, weak_largest, weak_largest_share,
// …), the number of isolated neurons, and the share of the neurons of each m-type,
// layer and class that belong to the circuit's largest components.
func (c *Components) Scalars() Scalars {
	var s Scalars
	for _, k := range c.kinds() {
		s.Add(All, k.name+"_components", float64(len(k.set.Sizes)))
		s.Add(All, k.name+"_largest", float64(k.set.largest()))
		s.Add(All, k.name+"_largest_share", quotient(k.set.largest(), int64(len(k.set.Of))))
	}
	s.Add(All, "isolated", float64(c.Isolated))
	for _, p := range populations(c.cells)[1:] {
		for _, k := range c.kinds() {
			inside := int64(0)
			for _, v := range p.neurons {
				if k.set.Of[v] == 0 {
					inside++
				}
			}
			s.Add(p.Group, k.name+"_largest_share", quotient(inside, int64(len(p.neurons))))
		}
	}
	return s
}

// namedSet is a kind of components and its name in tables.
type namedSet struct {
	name string
	set  ComponentSet
}

func (c *Components) kinds() []namedSet { return []namedSet{{"weak", c.Weak}, {"strong", c.Strong}} }

func (s ComponentSet) largest() int64 {
	if len(s.Sizes) == 0 {
		return 0
	}
	return s.Sizes[0]
}

// Tables returns components: how many there are of each size.
func (c *Components) Tables() []connectome.Table {
	var kind []string
	var neurons, components []int64
	for _, k := range c.kinds() {
		for i, size := range k.set.Sizes {
			if i == 0 || size != k.set.Sizes[i-1] {
				kind, neurons, components = append(kind, k.name), append(neurons, size), append(components, 0)
			}
			components[len(components)-1]++
		}
	}
	return []connectome.Table{connectome.NewTable("components",
		connectome.Strings("kind", kind), connectome.Ints("neurons", neurons), connectome.Ints("components", components))}
}
