package control

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// degreesByType are the numbers of targets and of sources of each neuron, by type.
func degreesByType(g *connectome.Graph, labels connectome.Labels) []int {
	types := len(labels.Names)
	count := make([]int, 2*g.N()*types)
	for v := range uint32(g.N()) {
		for _, w := range g.Out(v) {
			count[2*(int(v)*types+int(labels.Of[w]))]++
			count[2*(int(w)*types+int(labels.Of[v]))+1]++
		}
	}
	return count
}

// All graphs that have the degrees by type come out equally often.
func TestConfigurationBlocksIsUniform(t *testing.T) {
	cases := []struct {
		name   string
		g      *connectome.Graph
		labels connectome.Labels
		graphs int
	}{
		{"3-cycle of one type beside another", graphOf(t, 5, [][2]uint32{{0, 1}, {1, 2}, {2, 0}, {3, 0}, {1, 4}, {0, 3}, {3, 4}}...), labelsOf(2, 0, 0, 0, 1, 1), 4},
		{"3-cycle of three types, which stays", circulant(t, 3, 1), labelsOf(3, 0, 1, 2), 1},
		{"two of five, two types", circulant(t, 5, 1, 2), labelsOf(2, 0, 1, 0, 1, 1), 0},
		{"two of five, one type", circulant(t, 5, 1, 2), labelsOf(1, 0, 0, 0, 0, 0), 216},
		{"two of six, interleaved", circulant(t, 6, 1, 2), labelsOf(2, 0, 1, 0, 1, 0, 1), 0},
		{"three of six, side by side", circulant(t, 6, 1, 2, 4), labelsOf(2, 0, 0, 0, 1, 1, 1), 0},
		{"uneven", graphOf(t, 5, [][2]uint32{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {2, 3}, {3, 4}, {4, 0}, {4, 2}}...), labelsOf(2, 0, 0, 1, 1, 1), 0},
	}
	if testing.Short() {
		cases = cases[:2]
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := degreesByType(c.g, c.labels)
			out, in := degreesOf(c.g)
			seen := make(map[uint64]int)
			ref.EachWithDegrees(out, in, func(m ref.Matrix) {
				if g := graphOfMatrix(t, m); fmt.Sprint(degreesByType(g, c.labels)) == fmt.Sprint(want) {
					seen[number(g)] = 0
				}
			})
			if c.graphs > 0 {
				require.Len(t, seen, c.graphs)
			}
			s, err := NewSampler(ConfigurationBlocks, c.g, c.labels)
			require.NoError(t, err)
			assertUniform(t, s, seen)
		})
	}
}

func graphOfMatrix(t testing.TB, m ref.Matrix) *connectome.Graph {
	var connections [][2]uint32
	for i := range m {
		for j := range m {
			if m[i][j] {
				connections = append(connections, [2]uint32{uint32(i), uint32(j)})
			}
		}
	}
	return graphOf(t, len(m), connections...)
}

func TestConfigurationBlocksKeepsDegreesByType(t *testing.T) {
	g, labels := blockGraph(t, 200)
	s, err := NewSampler(ConfigurationBlocks, g, labels)
	require.NoError(t, err)
	want := degreesByType(g, labels)
	for index := range uint64(5) {
		d, err := s.Draw(context.Background(), 3, index, 2)
		require.NoError(t, err)
		require.Equal(t, want, degreesByType(d, labels)) // FromCSR has checked loops and duplicates
		require.False(t, g.Equal(d))
	}
	_, err = NewSampler(ConfigurationBlocks, g, labelsOf(1, 0, 0))
	assert.ErrorContains(t, err, "labels of 2 cells given")
}
