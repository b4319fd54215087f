package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// Transitivity is how often two neighbours of a neuron are neighbours of each
// other, over the whole circuit rather than as a mean over neurons.
type Transitivity struct {
	Triangles uint64 // of the undirected projection
	Triples   uint64 // neurons with two of their neighbours: Σ d(d−1)/2

	// Value is 3·Triangles/Triples (Newman 2003,
	// https://doi.org/10.1137/S003614450342480); NaN without triples.
	Value float64

	DirectedTriangles uint64 // Σ [(A+Aᵀ)³]_ii / 2
	DirectedTriples   uint64 // Σ k(k−1) − 2m

	// Directed is DirectedTriangles/DirectedTriples, the ratio of the sums of
	// numerators and denominators of Fagiolo's coefficient (Rubinov and Sporns
	// 2010, https://doi.org/10.1016/j.neuroimage.2009.10.003); NaN without triples.
	Directed float64
}

// GlobalClustering computes the transitivity. Complexity, memory and errors are
// those of [ClusteringCoefficients].
func GlobalClustering(ctx context.Context, c *connectome.Connectome, opt Options) (*Transitivity, error) {
	r, err := ClusteringCoefficients(ctx, c, opt)
	if err != nil {
		return nil, err
	}
	return r.Transitivity(), nil
}

// Transitivity sums the coefficients' numerators and denominators.
func (c *Clustering) Transitivity() *Transitivity {
	t := &Transitivity{}
	for v := range c.Triangles {
		t.Triangles += c.Triangles[v]
		t.Triples += c.Pairs[v]
		t.DirectedTriangles += c.DirectedTriangles[v]
		t.DirectedTriples += c.DirectedPairs[v]
	}
	t.Value = quotient(t.Triangles, t.Triples)
	t.Directed = quotient(t.DirectedTriangles, t.DirectedTriples)
	t.Triangles /= 3 // each was counted at its three neurons
	return t
}

// Scalars lists value, directed and the integers that value is made of.
func (t *Transitivity) Scalars() Scalars {
	var s Scalars
	s.Add(All, "value", t.Value)
	s.Add(All, "directed", t.Directed)
	s.Add(All, "triangles", float64(t.Triangles))
	s.Add(All, "triples", float64(t.Triples))
	return s
}

// Tables returns none.
func (t *Transitivity) Tables() []connectome.Table { return nil }

func measureTransitivity(ctx context.Context, a *analysis) (Result, error) {
	c, err := a.clusterings(ctx)
	if err != nil {
		return nil, err
	}
	return c.Transitivity(), nil
}
