package connectome

import "gonum.org/v1/gonum/graph"

var _ graph.Directed = (*Graph)(nil)

// Neuron is a neuron's index as a gonum node.
type Neuron int64

// ID returns the index.
func (v Neuron) ID() int64 { return int64(v) }

// Connection is a connection as a gonum edge.
type Connection struct{ Pre, Post Neuron }

// From returns the presynaptic neuron.
func (c Connection) From() graph.Node { return c.Pre }

// To returns the postsynaptic neuron.
func (c Connection) To() graph.Node { return c.Post }

// ReversedEdge returns the connection in the other direction.
func (c Connection) ReversedEdge() graph.Edge { return Connection{Pre: c.Post, Post: c.Pre} }

func (g *Graph) has(id int64) bool { return id >= 0 && id < int64(g.n) }

// Node returns the neuron of that index, nil if there is none.
func (g *Graph) Node(id int64) graph.Node {
	if !g.has(id) {
		return nil
	}
	return Neuron(id)
}

// Nodes returns all neurons. Iterating through gonum's interfaces costs some
// fifty times what the slices of [Graph.Out] do.
func (g *Graph) Nodes() graph.Nodes {
	if g.n == 0 {
		return graph.Empty
	}
	return &neurons{n: g.n, at: -1}
}

// From returns the neurons that id connects to.
func (g *Graph) From(id int64) graph.Nodes { return g.neighbours(id, g.out) }

// To returns the neurons that connect to id.
func (g *Graph) To(id int64) graph.Nodes { return g.neighbours(id, g.in) }

func (g *Graph) neighbours(id int64, c csr) graph.Nodes {
	if !g.has(id) {
		return graph.Empty
	}
	row := c.row(uint32(id))
	if len(row) == 0 {
		return graph.Empty
	}
	return &neurons{list: row, n: len(row), at: -1}
}

// HasEdgeFromTo reports whether u → v.
func (g *Graph) HasEdgeFromTo(u, v int64) bool {
	return g.has(u) && g.has(v) && g.Connected(uint32(u), uint32(v))
}

// HasEdgeBetween reports whether u → v or v → u.
func (g *Graph) HasEdgeBetween(u, v int64) bool {
	return g.HasEdgeFromTo(u, v) || g.HasEdgeFromTo(v, u)
}

// Edge returns the connection u → v, nil if there is none.
func (g *Graph) Edge(u, v int64) graph.Edge {
	if !g.HasEdgeFromTo(u, v) {
		return nil
	}
	return Connection{Pre: Neuron(u), Post: Neuron(v)}
}

// neurons iterates over a list of neurons, or over 0..n-1 if list is nil.
type neurons struct {
	list []uint32
	n    int
	at   int
}

func (it *neurons) Next() bool {
	if it.at+1 >= it.n {
		it.at = it.n
		return false
	}
	it.at++
	return true
}

func (it *neurons) Len() int { return max(0, it.n-it.at-1) }

func (it *neurons) Reset() { it.at = -1 }

func (it *neurons) Node() graph.Node {
	if it.at < 0 || it.at >= it.n {
		return nil
	}
	return it.neuron(it.at)
}

func (it *neurons) neuron(i int) Neuron {
	if it.list == nil {
		return Neuron(i)
	}
	return Neuron(it.list[i])
}

// NodeSlice returns the neurons that are left and exhausts the iterator.
func (it *neurons) NodeSlice() []graph.Node {
	if it.Len() == 0 {
		return nil
	}
	left := make([]graph.Node, 0, it.Len())
	for i := it.at + 1; i < it.n; i++ {
		left = append(left, it.neuron(i))
	}
	it.at = it.n
	return left
}
