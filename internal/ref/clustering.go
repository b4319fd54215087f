package ref

import "github.com/ctopo/ctopo/connectome"

// Clustering is the numerators and denominators of a neuron's clustering
// coefficients: [(A+Aᵀ)³]_ii / 2 over k(k−1) − 2m, and connected pairs of
// neighbours over all of them.
type Clustering struct{ DirectedTriangles, DirectedPairs, Triangles, Pairs uint64 }

// ClusteringOf multiplies matrices, and looks at all pairs of neighbours.
func ClusteringOf(g *connectome.Graph) []Clustering {
	m := NewMatrix(g)
	n := len(m)
	s := make([][]uint64, n) // A + Aᵀ
	for i := range s {
		s[i] = make([]uint64, n)
		for j := range s[i] {
			if m[i][j] {
				s[i][j]++
			}
			if m[j][i] {
				s[i][j]++
			}
		}
	}
	all := make([]Clustering, n)
	for i := range all {
		c := &all[i]
		var cube, degree, mutual uint64
		for j := range n {
			degree += s[i][j]
			if s[i][j] == 2 {
				mutual++
			}
			if s[i][j] == 0 {
				continue
			}
			for k := range n {
				cube += s[i][j] * s[j][k] * s[k][i]
				if j < k && s[i][k] > 0 {
					c.Pairs++
					if s[j][k] > 0 {
						c.Triangles++
					}
				}
			}
		}
		c.DirectedTriangles = cube / 2
		c.DirectedPairs = degree*degree - degree - 2*mutual
	}
	return all
}
