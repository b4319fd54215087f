//go:build amd64 && !purego && !noasm

package clique

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// TestPairRows compares the kernel, row by row, with the Go loop that it equals, and
// takes every other row back.
func TestPairRows(t *testing.T) {
	if !cpu.AVX2 {
		t.Skip("no AVX2")
	}
	r := rand.New(rand.NewPCG(8, 8))
	seen := map[uint64]int{}
	for _, c := range []struct {
		d, levels int
		density   float64
	}{{1, 0, 0}, {3, 0, 1}, {40, 0, 0.3}, {65, 0, 0.95}, {90, 2, 0.5}, {90, 3, 0.5}, {90, 4, 0.4}, {250, 0, 0.1}, {257, 0, 0.2}, {512, 0, 0.08}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			m := randomMatrix(r, c.d, c.density)
			var got, want pairFrame
			got.reset(m)
			want.reset(m)
			k, slow := newSmallPairs(), newSmallPairs()
			k.guard = guard
			k.begin(&got, c.levels)
			slow.begin(&want, c.levels)
			for i := range c.d {
				row := func() {
					require.True(t, k.vector(&got, i, i+1))
					slow.reason = slow.runGo(&want, i)
					require.Equal(t, slow.reason, k.reason, "row %d", i)
					if k.reason == pairsOver || k.reason == pairsDeep {
						require.Equal(t, slow.total, k.total)
						require.Equal(t, slow.deepN, k.deepN)
						require.Equal(t, slow.deep[:slow.deepN], k.deep[:k.deepN])
					}
					require.Equal(t, slow.held, k.held)
					if k.reason == pairsDone {
						require.EqualValues(t, i+1, k.i)
					} else {
						require.EqualValues(t, i, k.i)
					}
					require.Equal(t, want.blocks[0], got.blocks[0], "row %d", i)
				}
				row()
				seen[k.reason]++
				if k.reason != pairsWide && i%2 == 0 {
					k.unit, slow.unit = minusOne, minusOne
					held := k.held
					row()
					k.unit, slow.unit = 1, 1
					k.held, slow.held = held, held
				}
			}
			require.EqualValues(t, uint64(guard), k.guard)
		})
	}
	for reason := uint64(pairsDone); reason <= pairsDeep; reason++ {
		require.Positive(t, seen[reason], "reason %d", reason)
	}
}
