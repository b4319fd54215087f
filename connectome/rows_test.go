package connectome

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The rows of FromRows, in any order and with loops and duplicates, make what a
// Builder makes of the same connections.
func TestFromRowsAgainstBuilder(t *testing.T) {
	for _, n := range []int{1, 2, 9, 60} {
		for _, p := range []float64{0, 0.1, 2} {
			for _, weighted := range []bool{false, true} {
				t.Run(fmt.Sprintf("n=%d,p=%g,weighted=%t", n, p, weighted), func(t *testing.T) {
					rng := rand.New(rand.NewPCG(uint64(n), uint64(p*100)))
					b, err := NewBuilder(n)
					require.NoError(t, err)
					ptr, idx := []int64{0}, []uint32{}
					var weights []float64
					for u := range n {
						for range int(p * float64(n)) {
							v, w := uint32(rng.IntN(n)), float64(1+rng.IntN(5))
							idx = append(idx, v)
							if weighted {
								weights = append(weights, w)
								require.NoError(t, b.AddWeighted(uint32(u), v, w))
							} else {
								require.NoError(t, b.Add(uint32(u), v))
							}
						}
						ptr = append(ptr, int64(len(idx)))
					}
					wantLoops := b.Loops()
					want, wantDuplicates := b.Build()
					g, loops, duplicates, err := FromRows(n, ptr, idx, weights)
					require.NoError(t, err)
					assert.True(t, want.Equal(g), "want %s, got %s", want, g)
					assert.Equal(t, wantLoops, loops)
					assert.Equal(t, wantDuplicates, duplicates)
				})
			}
		}
	}
}

func TestFromRowsRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		n    int
		ptr  []int64
		idx  []uint32
		w    []float64
		want string
	}{
		"few offsets":       {2, []int64{0, 1}, []uint32{1}, nil, "2 offsets for 2 neurons"},
		"falling offsets":   {3, []int64{0, 2, 1, 2}, []uint32{1, 2}, nil, "row 1: offsets 2..1"},
		"offset past end":   {3, []int64{0, 9, 9, 1}, []uint32{1}, nil, "row 0: offsets 0..9"},
		"too large":         {2, []int64{0, 1, 1}, []uint32{2}, nil, "target 2: neurons are numbered 0 to 1"},
		"number of weights": {2, []int64{0, 1, 1}, []uint32{1}, []float64{1, 2}, "2 weights for 1 connections"},
		"negative n":        {-1, []int64{}, nil, nil, "-1 neurons"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := FromRows(c.n, c.ptr, c.idx, c.w)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestLayersAndClassesOfEachCell(t *testing.T) {
	cells, err := NewCells(NewLabels([]string{"a", "b", "a", "b"}), CellOptions{
		Layers:  []string{"L4", "L5", "L2", "L5"},
		Classes: []Class{Excitatory, ClassUnknown, Excitatory, Inhibitory},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"L2", "L4", "L5"}, cells.Layers().Names)
	assert.Equal(t, []uint32{1, 2, 0, 2}, cells.Layers().Of)
	assert.Equal(t, []string{"E", "I", ""}, cells.Classes().Names)
	assert.Equal(t, []Class{Excitatory, ClassUnknown, Excitatory, Inhibitory}, []Class{cells.Class(0), cells.Class(1), cells.Class(2), cells.Class(3)})
	assert.Equal(t, []CellType{{MType: "a", Class: Excitatory}, {MType: "b", Layer: "L5"}}, cells.Types(), "what all cells of an m-type share")

	g, err := FromCSR(4, []int64{0, 1, 2, 2, 2}, []uint32{1, 0}, nil)
	require.NoError(t, err)
	c, err := New(g, cells, Source{})
	require.NoError(t, err)
	part, err := c.Select(Selection{Layers: []string{"L4", "L5"}, MTypes: []string{"?"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"L4", "L5"}, part.Cells.Layers().Names)
	assert.Equal(t, []uint32{0, 1, 1}, part.Cells.Layers().Of)
	part, err = c.Select(Selection{Class: Inhibitory})
	require.NoError(t, err)
	assert.Equal(t, 1, part.Graph.N())
	assert.Equal(t, "3", part.Cells.ID(0))
	typed, err := c.WithTypes([]CellType{{MType: "a", Layer: "L1"}, {MType: "b", Layer: "L6"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"L1", "L6"}, typed.Cells.Layers().Names, "a table of types replaces what cells say")
	assert.True(t, slices.Equal([]string{""}, typed.Cells.Classes().Names))
	_, err = NewCells(NewLabels([]string{"a", "b"}), CellOptions{Layers: []string{"L1"}})
	require.ErrorContains(t, err, "1 layers for 2 cells")
}

func TestUnweighted(t *testing.T) {
	g, err := FromCSR(2, []int64{0, 1, 2}, []uint32{1, 0}, []float64{2, 3})
	require.NoError(t, err)
	h := g.Unweighted()
	assert.True(t, g.Weighted())
	assert.False(t, h.Weighted())
	assert.Nil(t, h.OutWeights(0))
	assert.Equal(t, g.Out(0), h.Out(0))
	assert.EqualValues(t, 1, h.MutualPairs())
}
