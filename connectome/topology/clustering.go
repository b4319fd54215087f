package topology

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Clustering is the clustering coefficients of every neuron, as exact fractions.
//
// With k the connections of neuron i in and out, m its mutual partners and
// d = k − m its neighbours:
//
//	Fagiolo         C_i = [(A+Aᵀ)³]_ii / (2 (k(k−1) − 2m)) = DirectedTriangles / DirectedPairs
//	Watts–Strogatz  C_i = Triangles / (d(d−1)/2)           = Triangles / Pairs
//
// The first is that of directed graphs (Fagiolo 2007,
// https://doi.org/10.1103/PhysRevE.76.026107), the second that of the undirected
// projection, in which two neurons are neighbours if either connects to the other
// (Watts and Strogatz 1998, https://doi.org/10.1038/30918). A coefficient whose
// denominator is 0 is undefined, and counts as 0 in the means.
type Clustering struct {
	// Triangles is the number of connected pairs of neighbours, Pairs that of
	// pairs of neighbours.
	Triangles, Pairs []uint64
	// DirectedTriangles is [(A+Aᵀ)³]_ii / 2: for each triangle of the neuron the
	// product of the numbers of connections, 1 or 2, of its three pairs.
	// DirectedPairs is k(k−1) − 2m: the pairs of connections of the neuron with
	// two different neurons, in each of the two orders.
	DirectedTriangles, DirectedPairs []uint64

	FagioloMean       float64 // over all neurons; NaN for none
	WattsStrogatzMean float64

	cells *connectome.Cells
}

// ClusteringCoefficients computes both clustering coefficients of every neuron.
// Progress is in work items, of which there are a few hundred.
//
// Complexity: that of finding the triangles; see package motifs. Memory: 32 bytes
// a neuron, 200 a neuron and worker, and some 10 for each pair that is connected.
//
// Errors: a circuit of more than 2^30 neurons; the context's.
func ClusteringCoefficients(ctx context.Context, c *connectome.Connectome, opt Options) (*Clustering, error) {
	g := c.Graph
	t, err := countTriangles(ctx, g, opt)
	if err != nil {
		return nil, err
	}
	r := &Clustering{
		Triangles: t.all, Pairs: make([]uint64, g.N()),
		DirectedTriangles: t.directed, DirectedPairs: make([]uint64, g.N()),
		cells: c.Cells,
	}
	for v := range uint32(g.N()) {
		m := uint64(len(g.Mutual(v)))
		k := uint64(len(g.In(v)) + len(g.Out(v)))
		if k > 0 {
			r.Pairs[v] = (k - m) * (k - m - 1) / 2
			r.DirectedPairs[v] = k*(k-1) - 2*m
		}
	}
	r.FagioloMean = meanOverAll(g.N(), r.Fagiolo)
	r.WattsStrogatzMean = meanOverAll(g.N(), r.WattsStrogatz)
	return r, nil
}

func measureClustering(ctx context.Context, a *analysis) (Result, error) {
	r, err := a.clusterings(ctx)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Fagiolo returns the directed clustering coefficient of neuron v, NaN if it is
// undefined.
func (c *Clustering) Fagiolo(v uint32) float64 {
	return quotient(c.DirectedTriangles[v], c.DirectedPairs[v])
}

// WattsStrogatz returns the clustering coefficient of neuron v in the undirected
// projection, NaN if it is undefined.
func (c *Clustering) WattsStrogatz(v uint32) float64 { return quotient(c.Triangles[v], c.Pairs[v]) }

// meanOverAll returns the mean of n values, undefined ones being 0; NaN for none.
func meanOverAll(n int, value func(v uint32) float64) float64 {
	if n == 0 {
		return math.NaN()
	}
	sum := 0.0
	for v := range uint32(n) {
		if x := value(v); !math.IsNaN(x) {
			sum += x
		}
	}
	return sum / float64(n)
}

// Scalars lists fagiolo_mean and watts_strogatz_mean of all neurons and of those
// of each m-type, layer and class, and how many of them have no coefficient:
// fagiolo_undefined and watts_strogatz_undefined.
func (c *Clustering) Scalars() Scalars {
	var s Scalars
	for _, p := range populations(c.cells) {
		for _, coefficient := range []struct {
			name string
			of   func(v uint32) float64
		}{{"fagiolo", c.Fagiolo}, {"watts_strogatz", c.WattsStrogatz}} {
			of := func(i uint32) float64 { return coefficient.of(p.neurons[i]) }
			undefined := 0
			for i := range p.neurons {
				if math.IsNaN(of(uint32(i))) {
					undefined++
				}
			}
			s.Add(p.Group, coefficient.name+"_mean", meanOverAll(len(p.neurons), of))
			s.Add(p.Group, coefficient.name+"_undefined", float64(undefined))
		}
	}
	return s
}

// Tables returns clustering: one row a neuron, with numerators, denominators and
// values.
func (c *Clustering) Tables() []connectome.Table {
	n := len(c.Triangles)
	fagiolo, wattsStrogatz := make([]float64, n), make([]float64, n)
	for v := range uint32(n) {
		fagiolo[v], wattsStrogatz[v] = c.Fagiolo(v), c.WattsStrogatz(v)
	}
	return []connectome.Table{connectome.NewTable("clustering", append(c.cells.NeuronColumns("neuron", allNeurons(n)),
		connectome.Floats("fagiolo", fagiolo),
		connectome.Floats("watts_strogatz", wattsStrogatz),
		connectome.Uints("triangles", c.Triangles),
		connectome.Uints("pairs", c.Pairs),
		connectome.Uints("directed_triangles", c.DirectedTriangles),
		connectome.Uints("directed_pairs", c.DirectedPairs))...)}
}

// allNeurons lists 0..n-1.
func allNeurons(n int) []uint32 {
	all := make([]uint32, n)
	for v := range all {
		all[v] = uint32(v)
	}
	return all
}
