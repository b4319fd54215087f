package control

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

// maxTypes bounds the number of types of a pathway model: its tables have a
// cell for each ordered pair of types.
const maxTypes = 4096

// maxNeurons bounds the number of neurons, so that that of ordered pairs fits an
// int64.
const maxNeurons = 3_037_000_500

// Blocks counts a graph's connections by pathway, that is by the types of the
// neurons that send and receive them. Slices by pathway hold pathway a → b at
// index a·T + b, for T types.
type Blocks struct {
	Types   int     // T, the number of names of the labels
	Neurons []int64 // neurons of each type
	Edges   []int64 // connections of each pathway, E_ab
}

// CountBlocks counts a graph's connections by pathway in O(N + E). Labels that
// do not fit the graph, or that have more than 4,096 names, are an error.
func CountBlocks(g *connectome.Graph, labels connectome.Labels) (*Blocks, error) {
	t := len(labels.Names)
	if err := checkNeurons(g); err != nil {
		return nil, err
	}
	if len(labels.Of) != g.N() {
		return nil, fmt.Errorf("control: labels of %d cells given for %d neurons", len(labels.Of), g.N())
	}
	if t > maxTypes {
		return nil, &connectome.LimitError{What: "cell types", Got: uint64(t), Limit: maxTypes}
	}
	b := &Blocks{Types: t, Neurons: make([]int64, t), Edges: make([]int64, t*t)}
	for v, a := range labels.Of {
		if int(a) >= t {
			return nil, fmt.Errorf("control: neuron %d has label number %d of %d", v, a, t)
		}
		b.Neurons[a]++
	}
	ptr, idx := g.OutCSR()
	for v, a := range labels.Of {
		row := b.Edges[int(a)*t : (int(a)+1)*t]
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			row[labels.Of[w]]++
		}
	}
	return b, nil
}

func checkNeurons(g *connectome.Graph) error {
	if uint64(g.N()) > maxNeurons {
		return &connectome.LimitError{What: "neurons", Got: uint64(g.N()), Limit: maxNeurons}
	}
	return nil
}

// Pairs returns the number of ordered pairs of different neurons of which the
// first is of type x and the second of type y: n_x(n_y - [x=y]).
func (b *Blocks) Pairs(x, y int) int64 {
	if x == y {
		return b.Neurons[x] * max(b.Neurons[x]-1, 0)
	}
	return b.Neurons[x] * b.Neurons[y]
}

// Probability returns the density of a pathway, E_xy / (n_x(n_y - [x=y])); 0 for
// a pathway without pairs.
func (b *Blocks) Probability(x, y int) float64 {
	pairs := b.Pairs(x, y)
	if pairs == 0 {
		return 0
	}
	return float64(b.Edges[x*b.Types+y]) / float64(pairs)
}
