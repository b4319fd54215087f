package ref

import "github.com/ctopo/ctopo/connectome"

// triadOf is the class of the triad on three neurons by 16·d01 + 4·d02 + d12,
// where d = A_ij + 2·A_ji, in the order of Gal et al. 2017.
var triadOf = [64]uint8{
	0, 1, 1, 2, 1, 4, 3, 8, 1, 3, 5, 7, 2, 8, 7, 10, 1, 3, 4, 8, 5, 6, 6, 13, 3, 9, 6, 11, 7, 11, 12, 14,
	1, 5, 3, 7, 3, 6, 9, 11, 4, 6, 6, 12, 8, 13, 11, 14, 2, 7, 8, 10, 7, 12, 11, 14, 8, 11, 13, 14, 10, 14, 14, 15,
}

// triadEdges draws each class on the roles 0, 1 and 2.
var triadEdges = [16][][2]int{
	{}, {{0, 1}}, {{0, 1}, {1, 0}}, {{2, 0}, {0, 1}}, {{1, 0}, {2, 0}}, {{0, 1}, {0, 2}},
	{{0, 1}, {0, 2}, {1, 2}}, {{1, 2}, {2, 1}, {2, 0}}, {{0, 1}, {1, 2}, {2, 1}}, {{0, 1}, {1, 2}, {2, 0}},
	{{0, 1}, {1, 0}, {0, 2}, {2, 0}}, {{0, 1}, {1, 2}, {2, 1}, {2, 0}}, {{1, 2}, {2, 1}, {1, 0}, {2, 0}},
	{{0, 1}, {0, 2}, {1, 2}, {2, 1}}, {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}},
	{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}},
}

// Matrix is a dense adjacency: m[i][j] is true if i → j.
type Matrix [][]bool

// NewMatrix writes a graph out as a matrix.
func NewMatrix(g *connectome.Graph) Matrix {
	m := make(Matrix, g.N())
	for i := range m {
		m[i] = make([]bool, g.N())
		for _, j := range g.Out(uint32(i)) {
			m[i][j] = true
		}
	}
	return m
}

func (m Matrix) dyad(i, j int) uint8 {
	d := uint8(0)
	if m[i][j] {
		d = 1
	}
	if m[j][i] {
		d += 2
	}
	return d
}

// Class returns the class of the triad on three neurons.
func (m Matrix) Class(i, j, k int) int {
	return int(triadOf[16*m.dyad(i, j)+4*m.dyad(i, k)+m.dyad(j, k)])
}

// TriadCensus classifies every set of three neurons.
func TriadCensus(g *connectome.Graph) (count [16]uint64) {
	m := NewMatrix(g)
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				count[m.Class(i, j, k)]++
			}
		}
	}
	return count
}

// assignments returns every way to give the roles of the triad's class to its
// three neurons: a[r] plays role r.
func (m Matrix) assignments(class, i, j, k int) (all [][3]int) {
	for _, a := range [][3]int{{i, j, k}, {i, k, j}, {j, i, k}, {j, k, i}, {k, i, j}, {k, j, i}} {
		edges := 0
		for _, x := range a {
			for _, y := range a {
				if m[x][y] {
					edges++
				}
			}
		}
		fits := edges == len(triadEdges[class])
		for _, e := range triadEdges[class] {
			fits = fits && m[a[e[0]]][a[e[1]]]
		}
		if fits {
			all = append(all, a)
		}
	}
	return all
}

// TypedTriad is a class and the types at its roles 0, 1 and 2.
type TypedTriad struct {
	Class int
	Type  [3]uint32
}

// TriadCensusBy counts triads by class and types. Of the assignments of neurons
// to roles that the class allows, the one with the smallest types is taken.
func TriadCensusBy(g *connectome.Graph, of []uint32) map[TypedTriad]uint64 {
	m := NewMatrix(g)
	count := make(map[TypedTriad]uint64)
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				class := m.Class(i, j, k)
				best := [3]uint32{^uint32(0), ^uint32(0), ^uint32(0)}
				for _, a := range m.assignments(class, i, j, k) {
					if t := [3]uint32{of[a[0]], of[a[1]], of[a[2]]}; less(t, best) {
						best = t
					}
				}
				count[TypedTriad{class, best}]++
			}
		}
	}
	return count
}

func less(a, b [3]uint32) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// TriadsPerNeuron counts, for each neuron, the triads that it is part of, by
// class and by the smallest role that it can play in them.
func TriadsPerNeuron(g *connectome.Graph) [][16][3]uint64 {
	m := NewMatrix(g)
	count := make([][16][3]uint64, len(m))
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				class := m.Class(i, j, k)
				for _, v := range []int{i, j, k} {
					role := 3
					for _, a := range m.assignments(class, i, j, k) {
						for r, x := range a {
							if x == v && r < role {
								role = r
							}
						}
					}
					count[v][class][role]++
				}
			}
		}
	}
	return count
}

// TriadsPerEdge counts, for each connection, the triads that it is part of, by
// class.
func TriadsPerEdge(g *connectome.Graph) map[[2]uint32][16]uint64 {
	m := NewMatrix(g)
	count := make(map[[2]uint32][16]uint64)
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				class := m.Class(i, j, k)
				for _, x := range []int{i, j, k} {
					for _, y := range []int{i, j, k} {
						if m[x][y] {
							c := count[[2]uint32{uint32(x), uint32(y)}]
							c[class]++
							count[[2]uint32{uint32(x), uint32(y)}] = c
						}
					}
				}
			}
		}
	}
	return count
}
