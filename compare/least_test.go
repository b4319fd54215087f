package compare

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The smallest P that a test can give is that of samples which are as far apart as can
// be: one below the other altogether.
func TestLeastIsReached(t *testing.T) {
	low, high, middle := []float64{1, 2, 4, 8}, []float64{16, 32, 64, 128}, []float64{20, 30}
	for name, x := range map[string]Test{
		"sign flip":                   SignFlip(high, low, 0, 1),
		"wilcoxon":                    Wilcoxon(low, high),
		"mann whitney":                MannWhitney(high, low),
		"mann whitney, sizes differ":  MannWhitney(low, middle),
		"permutation":                 Permutation(high, low, 0, 1),
		"permutation, sizes differ":   Permutation(middle, low, 0, 1),
		"permutation, one and others": Permutation([]float64{1000}, low, 0, 1),
		"rank":                        Rank(1000, low),
	} {
		t.Run(name, func(t *testing.T) {
			assert.True(t, x.Exact)
			assert.Positive(t, x.Least)
			assert.InDelta(t, x.Least, x.P, 1e-12)
		})
	}
}

// Pairs that do not differ are as far from zero whatever their signs are.
func TestSignFlipOfNoDifference(t *testing.T) {
	same := []float64{1, 2, 3}
	assert.Equal(t, 1.0, SignFlip(same, same, 0, 1).P)
	assert.Equal(t, 1.0, Permutation(same, same, 0, 1).P)
}

// How circuits differ is told of the first m-type that does.
func TestCircuitsDiffer(t *testing.T) {
	a := Circuit{Neurons: 6, Connections: 9, MTypes: []string{"L1_DAC", "L5_MC", "L6_IPC"}, Cells: []int64{1, 2, 3}, Positions: 5}
	change := func(f func(*Circuit)) string {
		b := a
		f(&b)
		return a.differs(b)
	}
	assert.Empty(t, change(func(*Circuit) {}))
	assert.Empty(t, change(func(b *Circuit) { b.Positions = 0 }), "unknown positions")
	assert.Equal(t, "6 neurons and 7", change(func(b *Circuit) { b.Neurons = 7 }))
	assert.Equal(t, "their m-types are not the same", change(func(b *Circuit) { b.MTypes = []string{"L1_DAC", "L5_MC", "L6_MC"} }))
	assert.Equal(t, "2 neurons of L5_MC and 3", change(func(b *Circuit) { b.Cells = []int64{1, 3, 2} }))
	assert.Equal(t, "9 connections and 8", change(func(b *Circuit) { b.Connections = 8 }))
}

// Numbers that are nowhere have no row, and those after them still do.
func TestUnpairedPassesOver(t *testing.T) {
	of := func(value float64) *Profile {
		return &Profile{Values: []Value{{"degree", "in_mean", value}, {"degree", "nowhere", math.NaN()}, {"degree", "out_mean", 2 * value}}}
	}
	var keys []string
	for _, row := range Unpaired([]*Profile{of(1), of(2)}, []*Profile{of(3), of(4)}, Options{}) {
		keys = append(keys, row.Key+" "+row.Test.Name)
	}
	assert.Equal(t, []string{"in_mean mann_whitney", "in_mean permutation", "out_mean mann_whitney", "out_mean permutation"}, keys)
}
