package clique

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// slowPairs counts by vertex and connection, simplex by simplex.
type slowPairs struct {
	levels int
	vertex map[[2]int]uint64 // level, vertex
	edge   map[[3]int]uint64 // level, two vertices
}

// grow takes all simplices that continue path, whose last vertices are inside its
// first, a row.
func (s *slowPairs) grow(m *Matrix, path []int, base int) {
	for j := range m.D {
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
		for k, v := range next {
			s.vertex[[2]int{level, v}]++
			for _, w := range next[k+1:] {
				s.edge[[3]int{level, v, w}]++
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
	defer func(limit uint64) { laneLimit = limit }(laneLimit)
	r := rand.New(rand.NewPCG(3, 3))
	var p Pairs
	for _, c := range []struct {
		d, base, levels int
		density         float64
	}{
		{1, 0, 0, 0}, {20, 0, 0, 0.5}, {20, 2, 0, 0.5}, {20, 1, 5, 0.5}, {40, 3, 0, 0.2},
		{12, 0, 7, 0.9}, {100, 0, 2, 0.9}, {100, 5, 7, 0.8}, {150, 0, 2, 0.6}, {7, 4, 4, 0.5},
	} {
		m := randomMatrix(r, c.d, c.density)
		want := slowPairs{c.levels, map[[2]int]uint64{}, map[[3]int]uint64{}}
		for i := range c.d {
			want.grow(m, []int{i}, c.base)
		}
		for _, limit := range []uint64{0, 1, 20, 500, laneMax} {
			t.Run(fmt.Sprint(c, limit), func(t *testing.T) {
				laneLimit = limit
				p.Levels = c.levels
				p.Reset(m)
				for i := range c.d {
					require.True(t, p.Row(m, i, c.base))
				}
				var vertices, edges int
				for b := range p.Blocks() {
					block := p.Block(b)
					for _, again := range []bool{false, true} {
						if again {
							block.Narrow()
						}
						e := 0
						for i := range c.d {
							for r := range EdgeLevels {
								n := blockCount(block.Vertex, block.WideVertex, block.Wide, i, r)
								require.Equal(t, want.vertex[[2]int{b*EdgeLevels + r, i}], n)
								if n > 0 && !again {
									vertices++
								}
							}
							for j := range c.d {
								if !m.Has(i, j) {
									continue
								}
								for r := range EdgeLevels {
									n := blockCount(block.Edge, block.WideEdge, block.Wide, e, r)
									require.Equal(t, want.edge[[3]int{b*EdgeLevels + r, i, j}], n)
									if n > 0 && !again {
										edges++
									}
								}
								e++
							}
						}
					}
				}
				require.Equal(t, len(want.vertex), vertices)
				require.Equal(t, len(want.edge), edges)
			})
		}
	}
}
