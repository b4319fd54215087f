package synth

import (
	"math/rand/v2"

	"github.com/ctopo/ctopo/connectome"
)

// grid cuts the square around the column into side×side tiles.
type grid struct {
	side   int
	radius float64
	steps  []int // by difference of columns and of rows: least distance of two tiles in steps of a lookup
}

func newGrid(side int, radius float64) *grid {
	g := &grid{side: side, radius: radius, steps: make([]int, side*side)}
	width := 2 * radius / float64(side)
	for dx := range side {
		for dz := range side {
			least := distance(width*float64(max(0, dx-1)), width*float64(max(0, dz-1)))
			g.steps[dx*side+dz] = int(least / lookupStep)
		}
	}
	return g
}

// tile returns the tile of a place relative to the column's middle.
func (g *grid) tile(x, z float64) int {
	cut := func(v float64) int {
		return min(max(int((v+g.radius)/(2*g.radius)*float64(g.side)), 0), g.side-1)
	}
	return cut(x)*g.side + cut(z)
}

// apart returns the least distance of two tiles' cells in steps of a lookup.
func (g *grid) apart(a, b int) int {
	dx, dz := a/g.side-b/g.side, a%g.side-b%g.side
	return g.steps[max(dx, -dx)*g.side+max(dz, -dz)]
}

// urn holds the cells of one m-type in one role, presynaptic or postsynaptic,
// sorted by tile, ready to be drawn by their propensity.
type urn struct {
	grid    *grid
	cell    []uint32  // index in the m-type
	x, y, z []float64 // µm, of each cell
	start   []uint32  // tile b holds cells start[b] up to start[b+1]
	total   []float64 // sum of a tile's propensities
	alias   alias     // of each tile's cells
}

// newUrn sorts cells, given by place and propensity, into an urn.
func newUrn(g *grid, place []connectome.Position, weight []float64) *urn {
	n, tiles := len(place), g.side*g.side
	u := &urn{
		grid: g, cell: make([]uint32, n), x: make([]float64, n), y: make([]float64, n), z: make([]float64, n),
		start: make([]uint32, tiles+1), total: make([]float64, tiles),
		alias: alias{keep: make([]uint32, n), other: make([]uint32, n)},
	}
	tile := make([]int, n)
	for v, p := range place {
		tile[v] = g.tile(p.X-middleX, p.Z-middleZ)
		u.start[tile[v]+1]++
	}
	for b := range tiles {
		u.start[b+1] += u.start[b]
	}
	sorted := make([]float64, n)
	next := append([]uint32(nil), u.start[:tiles]...)
	for v, p := range place {
		k := next[tile[v]]
		next[tile[v]]++
		u.cell[k], u.x[k], u.y[k], u.z[k], sorted[k] = uint32(v), p.X, p.Y, p.Z, weight[v]
	}
	scaled, pending := make([]float64, n), make([]uint32, n)
	for b := range tiles {
		lo, hi := u.start[b], u.start[b+1]
		u.total[b] = u.of(lo, hi).build(sorted[lo:hi], scaled[lo:hi], pending[lo:hi])
	}
	return u
}

func (u *urn) of(lo, hi uint32) alias {
	return alias{keep: u.alias.keep[lo:hi], other: u.alias.other[lo:hi]}
}

// draw returns the place in the urn of a cell of tile b.
func (u *urn) draw(rng *rand.Rand, b uint32) uint32 {
	lo, hi := u.start[b], u.start[b+1]
	return lo + u.of(lo, hi).draw(rng)
}
