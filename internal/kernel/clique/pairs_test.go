package clique

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// slowPairs counts by vertex and connection, simplex by simplex.
type slowPairs struct {
	levels int
	vertex [][]uint64 // level, vertex
	edge   [][]uint64 // level, two vertices: i*D + j
}

// grow takes all simplices that continue path, whose last vertices are inside its
// first, a row.
func (s *slowPairs) grow(m *Matrix, path []int, base int) {
	for _, j := range members(nil, m.Row(path[0])) {
		j := int(j)
		level := base + len(path) - 1
		if s.levels > 0 && level >= s.levels {
			return
		}
		follows := true
		for _, i := range path {
			follows = follows && m.Has(i, j)
		}
		if !follows {
			continue
		}
		next := append(path[:len(path):len(path)], j)
		if level == len(s.vertex) {
			s.vertex, s.edge = append(s.vertex, make([]uint64, m.D)), append(s.edge, make([]uint64, m.D*m.D))
		}
		for k, v := range next {
			s.vertex[level][v]++
			for _, w := range next[k+1:] {
				s.edge[level][v*m.D+w]++
			}
		}
		s.grow(m, next, base)
	}
}

func blockCount(packed, wide []uint64, has bool, at, r int) uint64 {
	n := packed[at] >> (laneBits * r) & laneMax
	if has {
		n += wide[EdgeLevels*at+r]
	}
	return n
}

// TestPairs compares with the slow count, with counts that pass the packed ones'
// limit soon, late and never.
func TestPairs(t *testing.T) {
	defer func(used int) { laneUsed = used }(laneUsed)
	r := rand.New(rand.NewPCG(3, 3))
	var p Pairs
	for _, c := range []struct {
		d, levels int
		density   float64
	}{
		{1, 0, 0}, {20, 0, 0.5}, {20, 1, 0.5}, {20, 2, 0.5}, {20, 3, 0.5}, {20, 4, 0.5}, {20, 5, 0.5}, {40, 0, 0.2}, {9, 7, 0.9}, {13, 0, 0.6},
		{90, 2, 0.9}, {75, 3, 0.4}, {120, 2, 0.6}, {200, 4, 0.1}, {300, 3, 0.08}, {600, 3, 0.02}, {1100, 3, 0.01},
	} {
		m := randomMatrix(r, c.d, c.density)
		want := slowPairs{levels: c.levels}
		for i := range c.d {
			want.grow(m, []int{i}, 0)
		}
		for _, used := range []int{0, 1, 5, 9, laneBits - 1} {
			t.Run(fmt.Sprint(c, used), func(t *testing.T) {
				laneUsed = used
				p.Reset(m, c.levels)
				require.True(t, p.Rows(m, 0, c.d/2))
				require.True(t, p.Rows(m, c.d/2, c.d))
				require.LessOrEqual(t, len(want.vertex), p.Blocks()*EdgeLevels)
				for level := range p.Blocks() * EdgeLevels {
					vertex, edge := make([]uint64, c.d), make([]uint64, c.d*c.d)
					if level < len(want.vertex) {
						vertex, edge = want.vertex[level], want.edge[level]
					}
					b, r := p.Block(level/EdgeLevels), level%EdgeLevels
					for _, again := range []bool{false, true} {
						if again {
							b.Narrow()
						}
						for i := range c.d {
							got := blockCount(b.Vertex, b.WideVertex, b.Wide, i, r)
							require.Equal(t, vertex[i], got, "level %d, vertex %d", level, i)
							e, end := p.Bits(i)
							for _, j := range members(nil, m.Row(i)) {
								got := blockCount(b.Edge, b.WideEdge, b.Wide, e, r)
								if got != edge[i*c.d+int(j)] {
									require.Equal(t, edge[i*c.d+int(j)], got, "level %d, %d → %d", level, i, j)
								}
								e++
							}
							require.Equal(t, end, e)
						}
					}
				}
			})
		}
	}
}

// TestDirectory looks up entries of lists with blocks of few and many numbers.
func TestDirectory(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	const n = 1500
	ptr, idx := []int64{0}, []uint32(nil)
	for v := range n {
		for w := range uint32(n) {
			if r.Float64() < []float64{0, 0.02, 0.3, 1}[v%4] {
				idx = append(idx, w)
			}
		}
		ptr = append(ptr, int64(len(idx)))
	}
	d := NewDirectory(n, ptr, idx)
	for _, v := range []uint32{0, 1, 2, 3, 1498, 1499} {
		list := idx[ptr[v]:ptr[v+1]]
		var columns []uint16
		for k, w := range list {
			require.EqualValues(t, k, d.Place(v, w))
			columns = append(columns, uint16(len(list)-1-k))
		}
		if len(list) == 0 {
			continue
		}
		want, got := make([]uint32, len(list)+1), make([]uint32, len(list)+1)
		got[len(list)] = 7
		locateGo(d.idx[ptr[v]:], d.list(v), list, columns, want[:len(list)])
		locate(d.idx[ptr[v]:], d.list(v), list, columns, got[:len(list)])
		want[len(list)] = 7
		require.Equal(t, want, got)
	}
}

// TestEdgeIndex compares with the bits one by one.
func TestEdgeIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 9))
	var x edgeIndex
	for _, d := range []int{1, 2, 63, 64, 65, 300, 513, 20} {
		m := randomMatrix(r, d, []float64{0.02, 0.3, 0.9}[d%3])
		x.build(m)
		var cols []uint16
		for i := range d {
			require.EqualValues(t, len(cols), x.base[i])
			for _, j := range members(nil, m.Row(i)) {
				require.Equal(t, len(cols), x.at(uint16(i), uint16(j)))
				cols = append(cols, uint16(j))
			}
			require.True(t, slices.Equal(cols[x.base[i]:], x.row(i)))
		}
	}
}
