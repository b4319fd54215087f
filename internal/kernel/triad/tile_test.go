package triad

import (
	"cmp"
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
		for _, marked := range []int{0, 50, 5000, 1 << tileFold} {
			rng := rand.New(rand.NewPCG(uint64(most), uint64(marked)))
			var marks [1 << tileFold]uint8
			for range marked {
				marks[rng.IntN(len(marks))] = uint8(1 + rng.IntN(255))
			}
			starts, columns := []uint32{0}, []uint16{}
			for range rows {
				for range rng.IntN(most + 1) {
					columns = append(columns, uint16(rng.IntN(len(marks))))
				}
				starts = append(starts, uint32(len(columns)))
			}
			columns = append(columns, make([]uint16, tileAhead)...)
			codes := make([]uint8, len(columns))
			spans, want := make([]uint64, 70, 70+tileAhead), []uint64{}
			for i := range spans {
				row := rng.IntN(rows)
				spans[i] = uint64(starts[row+1])<<32 | uint64(starts[row])
				for at := starts[row]; at < starts[row+1]; at += tileAhead {
					for _, c := range columns[at : at+tileAhead] {
						if marks[c] != 0 {
							want = append(want, uint64(i)<<32|uint64(at))
							break
						}
					}
				}
			}
			chunks := (most + tileAhead - 1) / tileAhead
			for _, p := range Kernels.Paths() {
				t.Run(fmt.Sprintf("%v most=%d marked=%d", p, most, marked), func(t *testing.T) {
					defer Kernels.Use(p)()
					// Room for a little more than one row's hits: several calls.
					hits, check := guarded(chunks + 3)
					got, rest := []uint64{}, spans
					for len(rest) > 0 {
						done, n := lookUp(rest, &columns[0], &marks[0], &codes[0], hits, chunks)
						for _, hit := range hits[:n] {
							got = append(got, hit+uint64(len(spans)-len(rest))<<32)
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

// TestTiles compares tiles with a scan: few ranges and many, ranges that are not
// folded, folded once or twice, and folded so often that many columns have several
// marks; ranks by degree and in the graph's own order.
func TestTiles(t *testing.T) {
	g := asymmetricGraph(20_000, 7, ring(20_000, 12))
	o, err := g.Orient(inTurn)
	require.NoError(t, err)
	total := 0
	scanner := NewScanner(o)
	want := map[[3]uint32]uint8{} // dyads by neurons in ascending order
	for u := range o.N {
		scanner.Find(u, func(found *Triangles) {
			found.each(o.Of, func(neurons [3]uint32, dyads uint8) { want[neurons] = dyads })
			total += len(found.U)
		})
	}
	require.Len(t, want, total)
	require.Greater(t, total, 5_000)
	for _, c := range []struct{ ranges, fold int }{{1, tileFold}, {7, tileFold}, {15, 12}, {1, 10}, {3, 5}} {
		for _, p := range Kernels.Paths() {
			for _, order := range [][]uint32{nil, ascending(g.N)} {
				t.Run(fmt.Sprintf("%v ranges=%d fold=%d own=%v", p, c.ranges, c.fold, order != nil), func(t *testing.T) {
					defer Kernels.Use(p)()
					tiled, err := newTiled(g, order, c.ranges, c.fold).filled(inTurn)
					require.NoError(t, err)
					wrong, seen, tile := 0, 0, tiled.NewTile()
					for i := range tiled.Items() {
						tiled.Find(tile, i, func(found *Triangles) {
							seen += len(found.U)
							found.each(tiled.Of, func(neurons [3]uint32, dyads uint8) {
								if want[neurons] != dyads {
									wrong++
								}
							})
						})
					}
					assert.Zero(t, wrong)
					assert.Equal(t, total, seen)
				})
			}
		}
	}
}

// each hands the triangles to visit, with their neurons and dyads as if neurons were
// ranked by number.
func (t *Triangles) each(of []uint32, visit func(neurons [3]uint32, dyads uint8)) {
	turned := [4]uint8{0, backward, forward, mutual}
	for i, d := range t.Dyads {
		n := [3]uint32{of[t.U[i]], of[t.V[i]], of[t.W[i]]}
		var dyad [3][3]uint8
		put := func(a, b int, d uint8) { dyad[a][b], dyad[b][a] = d, turned[d] }
		put(0, 1, d>>4&3)
		put(0, 2, d>>2&3)
		put(1, 2, d&3)
		k := []int{0, 1, 2}
		slices.SortFunc(k, func(a, b int) int { return cmp.Compare(n[a], n[b]) })
		visit([3]uint32{n[k[0]], n[k[1]], n[k[2]]}, dyad[k[0]][k[1]]<<4|dyad[k[0]][k[2]]<<2|dyad[k[1]][k[2]])
	}
}

// TestTileRanges checks that the starts of rows are no more than the pairs, and that
// offsets and folds have the bits that they need.
func TestTileRanges(t *testing.T) {
	assert.Equal(t, 0, tileRanges(0, 0))
	assert.Equal(t, 1, tileRanges(1000, 5000), "a small graph is one tile")
	assert.Equal(t, 7, tileRanges(400_000, 100_000_000))
	assert.Equal(t, 2, tileRanges(40_000_000, 80_000_000), "pairs are too few for more")
	assert.LessOrEqual(t, tileFolds<<tileFold, 1<<offsetBits)

	// 70,000 neurons without a connection are cut where offsets end.
	tiled := newTiled(&Graph{N: 70_000, OutPtr: make([]int64, 70_001), InPtr: make([]int64, 70_001), MutPtr: make([]int64, 70_001)}, nil, 1, 10)
	require.Len(t, tiled.ranges, 2)
	assert.Equal(t, tileFolds<<10, tiled.ranges[0].hi)
	assert.Equal(t, tiled.ranges[0].hi, tiled.ranges[1].lo)
}
