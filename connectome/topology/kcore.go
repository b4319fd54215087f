package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// KCore is the nested cores of a circuit. The k-core is the largest set of neurons
// each of which has at least k connections with others of the set; a neuron's
// core number is the largest k whose core it is in.
//
// Connections are counted in two ways: Neighbors counts the other neurons, a
// mutual pair once, as in the undirected projection; Total counts connections in
// and out, a mutual pair twice.
type KCore struct {
	Neighbors, Total Cores

	cells *connectome.Cells
}

// Cores is the cores by one way of counting connections.
type Cores struct {
	Number     []uint32 // core number of each neuron
	Degeneracy uint32   // the largest core number
	Cores      []Core   // one for each core number that some neuron has, ascending
}

// Core is what is in the k-core.
type Core struct {
	K           uint32
	Neurons     int64
	Connections int64 // between its neurons, in both directions
}

// KCores finds all core numbers by taking away neurons of the smallest remaining
// degree: Batagelj and Zaveršnik 2011, https://doi.org/10.1007/s11634-010-0079-y.
//
// Complexity: O(N + E). Memory: 16 bytes a neuron.
//
// Errors: the context's.
func KCores(ctx context.Context, c *connectome.Connectome, _ Options) (*KCore, error) {
	g := c.Graph
	neighbors, err := coresBy(ctx, g, func(v uint32, visit func(w uint32)) {
		for _, w := range g.Out(v) {
			visit(w)
		}
		mutual := g.Mutual(v)
		for _, w := range g.In(v) {
			if len(mutual) > 0 && mutual[0] == w {
				mutual = mutual[1:]
				continue
			}
			visit(w)
		}
	})
	if err != nil {
		return nil, err
	}
	total, err := coresBy(ctx, g, func(v uint32, visit func(w uint32)) {
		for _, w := range g.Out(v) {
			visit(w)
		}
		for _, w := range g.In(v) {
			visit(w)
		}
	})
	if err != nil {
		return nil, err
	}
	return &KCore{Neighbors: neighbors, Total: total, cells: c.Cells}, nil
}

func measureKCore(ctx context.Context, a *analysis) (Result, error) {
	r, err := KCores(ctx, a.c, a.opt)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// peeling is neurons in the order of their remaining degrees, with the place where
// each degree starts, so that a degree is lowered by one exchange of places.
type peeling struct {
	degree []uint32
	start  []uint32 // by degree: place of the first neuron of at least that degree
	place  []uint32 // by neuron
	order  []uint32 // neuron by place
}

func newPeeling(degree []uint32) *peeling {
	p := &peeling{degree: degree, place: make([]uint32, len(degree)), order: make([]uint32, len(degree))}
	most := uint32(0)
	for _, d := range degree {
		most = max(most, d)
	}
	p.start = make([]uint32, most+2)
	for _, d := range degree {
		p.start[d+1]++
	}
	for d := range most + 1 {
		p.start[d+1] += p.start[d]
	}
	next := append([]uint32(nil), p.start...)
	for v, d := range degree {
		p.place[v] = next[d]
		p.order[next[d]] = uint32(v)
		next[d]++
	}
	return p
}

// lower takes one from the degree of a neuron: it becomes the last of the degree
// below.
func (p *peeling) lower(w uint32) {
	d := p.degree[w]
	at, first := p.place[w], p.start[d]
	other := p.order[first]
	p.order[at], p.order[first] = other, w
	p.place[w], p.place[other] = first, at
	p.start[d]++
	p.degree[w]--
}

// coresBy finds the cores. each calls visit for every connection of a neuron that
// counts.
func coresBy(ctx context.Context, g *connectome.Graph, each func(v uint32, visit func(w uint32))) (Cores, error) {
	degree := make([]uint32, g.N())
	for v := range degree {
		each(uint32(v), func(uint32) { degree[v]++ })
	}
	p := newPeeling(degree)
	for i, v := range p.order {
		if i%restEvery == 0 && ctx.Err() != nil {
			return Cores{}, context.Cause(ctx)
		}
		each(v, func(w uint32) {
			if p.degree[w] > p.degree[v] {
				p.lower(w)
			}
		})
	}
	return newCores(g, p.degree), nil
}

// newCores counts neurons and connections of every core. A connection is in the
// cores that both its neurons are in.
func newCores(g *connectome.Graph, number []uint32) Cores {
	c := Cores{Number: number}
	for _, k := range number {
		c.Degeneracy = max(c.Degeneracy, k)
	}
	if len(number) == 0 {
		return c
	}
	neurons, connections := make([]int64, c.Degeneracy+1), make([]int64, c.Degeneracy+1)
	for v, k := range number {
		neurons[k]++
		for _, w := range g.Out(uint32(v)) {
			connections[min(k, number[w])]++
		}
	}
	var inside Core
	for k := int(c.Degeneracy); k >= 0; k-- {
		inside.Neurons += neurons[k]
		inside.Connections += connections[k]
		if neurons[k] > 0 {
			c.Cores = append(c.Cores, Core{uint32(k), inside.Neurons, inside.Connections})
		}
	}
	for i, j := 0, len(c.Cores)-1; i < j; i, j = i+1, j-1 {
		c.Cores[i], c.Cores[j] = c.Cores[j], c.Cores[i]
	}
	return c
}

// namedCores is a way of counting connections and its name in tables.
type namedCores struct {
	name, suffix string
	cores        Cores
}

func (k *KCore) kinds() []namedCores {
	return []namedCores{{"neighbours", "", k.Neighbors}, {"total", "_total", k.Total}}
}

// Scalars lists the degeneracy, the largest core number, and the neurons of the
// innermost core; of all neurons and of each m-type, layer and class the mean core
// number and how many are in the innermost core: degeneracy, innermost and
// core_mean by neighbours, and the same with _total by connections.
func (k *KCore) Scalars() Scalars {
	var s Scalars
	for _, kind := range k.kinds() {
		if len(kind.cores.Number) > 0 {
			s.Add(All, "degeneracy"+kind.suffix, float64(kind.cores.Degeneracy))
		}
		for _, p := range populations(k.cells) {
			sum, innermost := int64(0), int64(0)
			for _, v := range p.neurons {
				sum += int64(kind.cores.Number[v])
				if kind.cores.Number[v] == kind.cores.Degeneracy {
					innermost++
				}
			}
			s.Add(p.Group, "innermost"+kind.suffix, float64(innermost))
			s.Add(p.Group, "core_mean"+kind.suffix, quotient(sum, int64(len(p.neurons))))
		}
	}
	return s
}

// Tables returns kcore: neurons and connections of each core, by both ways of
// counting connections (degree: neighbours or total).
func (k *KCore) Tables() []connectome.Table {
	var degree []string
	var core, neurons, connections []int64
	for _, kind := range k.kinds() {
		for _, c := range kind.cores.Cores {
			degree, core = append(degree, kind.name), append(core, int64(c.K))
			neurons, connections = append(neurons, c.Neurons), append(connections, c.Connections)
		}
	}
	return []connectome.Table{connectome.NewTable("kcore",
		connectome.Strings("degree", degree), connectome.Ints("core", core),
		connectome.Ints("neurons", neurons), connectome.Ints("connections", connections))}
}
