package triad

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLookUp compares the lookup with a search of every column.
func TestLookUp(t *testing.T) {
	const rows = 40
	for _, most := range []int{0, 1, 7, 8, 9, 100, 3000} {
		for _, marked := range []int{0, 50, 5000, tileWidth} {
			rng := rand.New(rand.NewPCG(uint64(most), uint64(marked)))
			var marks [tileWidth / wordBits]uint64
			for range marked {
				w := rng.IntN(tileWidth)
				marks[w/wordBits] |= 1 << (w % wordBits)
			}
			starts, columns := make([]uint32, tileWidth+1), []uint16{}
			for v := range starts {
				starts[v] = uint32(len(columns))
				if v < rows {
					for range rng.IntN(most + 1) {
						columns = append(columns, uint16(rng.IntN(tileWidth)))
					}
				}
			}
			columns = append(columns, make([]uint16, tileAhead)...)
			dyads := make([]uint8, len(columns))
			pairs, want := make([]uint32, 70, 76), []uint64{}
			for i := range pairs[:cap(pairs)] {
				pairs[:cap(pairs)][i] = uint32(3*tileWidth+rng.IntN(rows+1))<<2 | uint32(1+rng.IntN(3))
			}
			for i, pair := range pairs {
				v := pair >> 2 & (tileWidth - 1)
				for at := starts[v]; at < starts[v+1]; at += tileAhead {
					for _, w := range columns[at : at+tileAhead] {
						if marks[w/64]>>(w%64)&1 != 0 {
							want = append(want, uint64(i)<<32|uint64(at))
							break
						}
					}
				}
			}
			for _, p := range Paths() {
				t.Run(fmt.Sprintf("%v most=%d marked=%d", p, most, marked), func(t *testing.T) {
					defer Use(p)()
					// Room for a little more than one pair's hits: several calls.
					hits, check := guarded(tileChunks + 500)
					got, rest := []uint64{}, pairs
					for len(rest) > 0 {
						done, n := lookUp(rest, &starts[0], &columns[0], &marks[0], &dyads[0], hits)
						for _, hit := range hits[:n] {
							got = append(got, hit+uint64(len(pairs)-len(rest))<<32)
						}
						if !assert.Positive(t, done) {
							return
						}
						rest = rest[done:]
					}
					check(t)
					assert.Equal(t, want, got)
				})
			}
		}
	}
}

// TestTiles compares tiles of several heights with a scan, on more ranks than two
// ranges of columns hold.
func TestTiles(t *testing.T) {
	g := asymmetricGraph(70_000, 7, ring(70_000, 12))
	o, err := g.Orient(inTurn)
	require.NoError(t, err)
	var want Counts
	scanner := NewScanner(o)
	for u := range o.N {
		scanner.Count(u, &want)
	}
	for _, shift := range []int{tileShift, 15, 12} {
		for _, p := range Paths() {
			t.Run(fmt.Sprintf("%v rows=%d", p, 1<<shift), func(t *testing.T) {
				defer Use(p)()
				o, err := g.Orient(inTurn)
				require.NoError(t, err)
				tiled, got := newTiled(o, shift), Counts{}
				tiled.Sort(0, o.N/3)
				tiled.Sort(o.N/3, o.N)
				tile := tiled.NewTile()
				for i := range tiled.Items() {
					tiled.Find(tile, i, func(found *Triangles) {
						for _, dyads := range found.Dyads {
							got[dyads]++
						}
					})
				}
				assert.Equal(t, want, got)
			})
		}
	}
	assert.Greater(t, slices.Max(want[:]), uint64(10_000))
}

func TestTileRows(t *testing.T) {
	assert.Equal(t, tileShift, tileRows(1000, 5000), "a small graph is one tile")
	assert.Equal(t, tileShift, tileRows(4_000_000, 40_000_000), "cut would outgrow the pairs")
	rows := tileRows(400_000, 100_000_000)
	assert.Less(t, rows, tileShift)
	assert.Less(t, rangesOf(400_000, rows)*400_000, 100_000_000)
	assert.Equal(t, 0, rangesOf(0, 5))
	assert.Equal(t, 2, rangesOf(33, 5))
}
