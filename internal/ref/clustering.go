package ref

import "github.com/ctopo/ctopo/connectome"

// Clustering is the numerators and denominators of a neuron's clustering
// coefficients: [(A+Aᵀ)³]_ii / 2 over k(k−1) − 2m, and connected pairs of
// neighbours over all of them.
type Clustering struct{ DirectedTriangles, DirectedPairs, Triangles, Pairs uint64 }

// ClusteringOf looks at all pairs of neighbours.
func ClusteringOf(g *connectome.Graph) []Clustering {
	m := NewMatrix(g)
	connections := func(i, j int) (n uint64) { // of A + Aᵀ
		if m[i][j] {
			n++
		}
		if m[j][i] {
			n++
		}
		return n
	}
	all := make([]Clustering, len(m))
	for i := range all {
		c := &all[i]
		var neighbours []int
		var cube, degree, mutual uint64
		for j := range m {
			switch n := connections(i, j); n {
			case 0:
				continue
			case 2:
				mutual++
				fallthrough
			default:
				degree += n
				neighbours = append(neighbours, j)
			}
		}
		for _, j := range neighbours {
			for _, k := range neighbours {
				n := connections(j, k)
				cube += connections(i, j) * n * connections(k, i)
				if j < k {
					c.Pairs++
					c.Triangles += min(n, 1)
				}
			}
		}
		c.DirectedTriangles = cube / 2
		c.DirectedPairs = degree*degree - degree - 2*mutual
	}
	return all
}
