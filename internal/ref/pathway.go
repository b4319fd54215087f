package ref

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Pathway is what connects the neurons of one type to those of another.
type Pathway struct {
	Pre, Post, Connections, MutualPairs int64
	Density                             float64
	Convergent, Divergent               [2]float64 // mean and standard deviation, divided by the number of neurons
}

// PathwayOf goes through all pairs of a neuron of type a and one of type b.
func PathwayOf(g *connectome.Graph, of []uint32, a, b uint32) Pathway {
	m := NewMatrix(g)
	var p Pathway
	var rows, columns []float64
	pairs := 0
	for i := range m {
		if of[i] != a {
			continue
		}
		p.Pre++
		row := 0.
		for j := range m {
			if of[j] != b || i == j {
				continue
			}
			pairs++
			if m[i][j] {
				p.Connections++
				row++
			}
			if m[i][j] && m[j][i] && (a != b || i < j) {
				p.MutualPairs++
			}
		}
		rows = append(rows, row)
	}
	for j := range m {
		if of[j] != b {
			continue
		}
		p.Post++
		column := 0.
		for i := range m {
			if of[i] == a && m[i][j] {
				column++
			}
		}
		columns = append(columns, column)
	}
	p.Density = float64(p.Connections) / float64(pairs)
	p.Divergent, p.Convergent = meanAndSD(rows), meanAndSD(columns)
	return p
}

func meanAndSD(x []float64) [2]float64 {
	mean, square := 0., 0.
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	return [2]float64{mean, math.Sqrt(square / float64(len(x)))}
}
