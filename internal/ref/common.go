package ref

import "github.com/ctopo/ctopo/connectome"

// CommonTargets returns C = A·Aᵀ with the diagonal left 0: C[i][j] is the number of
// neurons that both i and j connect to. Of the transposed graph these are the
// common sources.
func CommonTargets(g *connectome.Graph) [][]uint64 {
	m := NewMatrix(g)
	c := make([][]uint64, len(m))
	for i := range m {
		c[i] = make([]uint64, len(m))
		for j := range m {
			for k := range m {
				if i != j && m[i][k] && m[j][k] {
					c[i][j]++
				}
			}
		}
	}
	return c
}
