package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/ref"
)

func TestCountSimplicesPerNeuron(t *testing.T) { onEachPath(t, testCountSimplicesPerNeuronCases) }

func testCountSimplicesPerNeuronCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			got, err := CountSimplicesPerNeuron(context.Background(), c.graph, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			require.Len(t, got.Counts, len(want.Counts))
			highest := make([]int, c.graph.N())
			for k := range want.Counts {
				for v := range c.graph.N() {
					require.Equal(t, want.Neuron[k][v], got.Counts[k][v], "dimension %d, neuron %d", k, v)
					if got.Counts[k][v] > 0 {
						highest[v] = k
					}
				}
			}
			assert.Equal(t, highest, got.Highest())
		})
	}
}

func TestCountSimplicesPerNeuronReciprocal(t *testing.T) {
	g := randomDigraph(t, 25, 0.5, 4)
	m := ref.NewMatrix(g)
	want := ref.DirectedSimplices(g.N(), 30, func(u, v int) bool { return u < v && m[u][v] && m[v][u] }, false)
	got, err := CountSimplicesPerNeuron(context.Background(), g, SimplexOptions{Reciprocal: true})
	require.NoError(t, err)
	require.Len(t, got.Counts, len(want.Counts))
	for k := range want.Counts {
		for v := range g.N() {
			assert.Equal(t, want.Neuron[k][v], got.Counts[k][v])
		}
	}
}

func TestCountSimplicesPerNeuronColumn(t *testing.T) {
	g := columnFromEnv(t)
	got, err := CountSimplicesPerNeuron(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	require.Len(t, got.Counts, len(columnSimplices))
	for k, want := range columnSimplices {
		assert.Equal(t, want*uint64(k+1), total(got.Counts[k]), "dimension %d", k)
	}
}
