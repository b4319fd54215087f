package ref

import (
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
)

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

// EachCommon visits all pairs i < j with the number of neurons that both connect
// to, from rows as sets of bits: for circuits too large for a matrix product.
func EachCommon(g *connectome.Graph, visit func(i, j uint32, common int)) {
	words := (g.N() + 63) / 64
	rows := make([][]uint64, g.N())
	for i := range rows {
		rows[i] = make([]uint64, words)
		for _, j := range g.Out(uint32(i)) {
			rows[i][j/64] |= 1 << (j % 64)
		}
	}
	for i := range rows {
		for j := i + 1; j < len(rows); j++ {
			common := 0
			for w := range words {
				common += bits.OnesCount64(rows[i][w] & rows[j][w])
			}
			visit(uint32(i), uint32(j), common)
		}
	}
}
