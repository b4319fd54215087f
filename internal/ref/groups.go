package ref

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// CoreNumbers returns each neuron's core number: the largest k such that it
// survives taking away, again and again, all neurons with fewer than k
// connections to those that are left. twice counts a mutual pair as two
// connections.
func CoreNumbers(m Matrix, twice bool) []uint32 {
	number := make([]uint32, len(m))
	for k := 1; ; k++ {
		alive := make([]bool, len(m))
		for v := range alive {
			alive[v] = true
		}
		for changed := true; changed; {
			changed = false
			for v := range m {
				if alive[v] && m.degreeAmong(v, alive, twice) < k {
					alive[v], changed = false, true
				}
			}
		}
		any := false
		for v := range m {
			if alive[v] {
				number[v], any = uint32(k), true
			}
		}
		if !any {
			return number
		}
	}
}

func (m Matrix) degreeAmong(v int, alive []bool, twice bool) (degree int) {
	for w := range m {
		switch {
		case !alive[w]:
		case m[v][w] && m[w][v] && twice:
			degree += 2
		case m[v][w] || m[w][v]:
			degree++
		}
	}
	return degree
}

// SameComponent tells of every two neurons whether paths join them: directed ones
// both ways if strong, else paths whatever the directions of their connections.
func SameComponent(g *connectome.Graph, strong bool) [][]bool {
	reach := NewMatrix(g)
	for v := range reach {
		reach[v][v] = true
		for w := range reach {
			if !strong && reach[w][v] {
				reach[v][w] = true
			}
			if !strong && reach[v][w] {
				reach[w][v] = true
			}
		}
	}
	for k := range reach {
		for i := range reach {
			for j := range reach {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	same := NewMatrix(g)
	for i := range same {
		for j := range same {
			same[i][j] = reach[i][j] && reach[j][i]
		}
	}
	return same
}

// Correlation returns Pearson's correlation of pairs of numbers, by its
// definition; NaN if one of them does not vary.
func Correlation(x, y []float64) float64 {
	n, mx, my := float64(len(x)), 0.0, 0.0
	for i := range x {
		mx += x[i] / n
		my += y[i] / n
	}
	xx, yy, xy := 0.0, 0.0, 0.0
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	if xx < 1e-9 || yy < 1e-9 {
		return math.NaN()
	}
	return xy / math.Sqrt(xx*yy)
}
