package ref

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// PairEntropy returns the bits that tell which ordered pairs are connected, if each
// pair is connected with the probability of its kind: Σ -log2 of the probability of
// what the pair is.
func PairEntropy(g *connectome.Graph, kind func(i, j int) [3]int) float64 {
	m := NewMatrix(g)
	pairs, connected := map[[3]int]float64{}, map[[3]int]float64{}
	each := func(visit func(i, j int)) {
		for i := range m {
			for j := range m {
				if i != j {
					visit(i, j)
				}
			}
		}
	}
	each(func(i, j int) {
		pairs[kind(i, j)]++
		if m[i][j] {
			connected[kind(i, j)]++
		}
	})
	bits := 0.0
	each(func(i, j int) {
		p := connected[kind(i, j)] / pairs[kind(i, j)]
		if !m[i][j] {
			p = 1 - p
		}
		bits -= math.Log2(p)
	})
	return bits
}
