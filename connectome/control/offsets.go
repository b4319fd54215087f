package control

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// octants is the number of sectors of azimuth, of 45° each.
const octants = 8

// sourceBin is the width of the bins of the depth of the source, in cells.
const sourceBin = 5

// offsets cuts the offset of a target's soma from its source's into cells: its
// vertical part, its horizontal length, which with the vertical part tells distance
// and elevation, and its azimuth. If deep, the depth of the source is cut, too.
//
// A cell's number is ((depth·rises + rise)·reaches + reach)·octants + octant.
type offsets struct {
	perUnit float64 // cells a µm, of the vertical part
	low     float64 // the lowest soma
	span    float64 // of the somata, vertically
	reach   ruler   // of the horizontal part

	depths, rises, reaches int
	perDepth               float64 // bins a µm of the depth of the source; 0 if there is one
}

func newOffsets(width float64, deep bool, where []connectome.Position) (*offsets, error) {
	flat := make([]connectome.Position, len(where))
	o := &offsets{perUnit: 1 / width, depths: 1}
	if len(where) > 0 {
		b := boxOf(where)
		o.low, o.span = b.lo.Y, b.hi.Y-b.lo.Y
	}
	for v, p := range where {
		flat[v] = connectome.Position{X: p.X, Z: p.Z}
	}
	var err error
	if o.reach, err = newRuler(width, flat); err != nil {
		return nil, err
	}
	rises := 2*o.span/width + 2
	if !(rises < maxRulerBins) {
		return nil, fmt.Errorf("control: somata are %.3g µm apart, too far for bins of %v µm: give positions in µm, or wider bins", o.span, width)
	}
	o.rises, o.reaches = int(rises), o.reach.bins()
	if deep {
		o.perDepth = 1 / (sourceBin * width)
		o.depths = int(float64(o.span*o.perDepth)) + 1
	}
	if cells := float64(o.depths) * float64(o.rises) * float64(o.reaches) * octants; cells > maxCounts {
		return nil, &connectome.LimitError{What: "cells of the offset of two somata", Got: uint64(cells), Limit: maxCounts}
	}
	return o, nil
}

func (o *offsets) cells() int { return o.depths * o.rises * o.reaches * octants }

// depth returns the bin of a source's height.
func (o *offsets) depth(y float64) int { return int(float64((y - o.low) * o.perDepth)) }

// rise returns the bin of a vertical offset. It ascends with it, as rounding keeps
// order, and that of -span is 0.
func (o *offsets) rise(dy float64) int { return int(float64((dy + o.span) * o.perUnit)) }

// octant returns the sector of a horizontal offset: which way along x, which way
// along z, and along which of them further.
func octant(dx, dz float64) int {
	k := 0
	if dx < 0 {
		k = 4
	}
	if dz < 0 {
		k += 2
	}
	if math.Abs(dx) < math.Abs(dz) {
		k++
	}
	return k
}

// of returns the cell of an ordered pair of somata.
func (o *offsets) of(p, q *connectome.Position) int {
	dx, dz := q.X-p.X, q.Z-p.Z
	k := o.depth(p.Y)*o.rises + o.rise(q.Y-p.Y)
	return (k*o.reaches+o.reach.of(float64(dx*dx)+float64(dz*dz)))*octants + octant(dx, dz)
}

// count counts the ordered pairs of different neurons in each cell, and those of
// them that are connected.
//
// Complexity: N²/2 unordered pairs, some 16 ns each, which are two ordered ones with
// the same reach; a table of cells for each thread.
func (o *offsets) count(ctx context.Context, threads int, g *connectome.Graph, l *leaves, where []connectome.Position) (pairs, connected []int64, err error) {
	const rows = 32
	n := len(where)
	pairs, connected = make([]int64, o.cells()), make([]int64, o.cells())
	counts := make([]offsetCounts, run.Threads(threads))
	var counting sync.Mutex
	err = run.Parallel(ctx, threads, (n+rows-1)/rows, nil, func(worker, item int) error {
		lo, hi := item*rows, min(n, (item+1)*rows)
		some := &counts[worker]
		if some.cells == nil {
			some.cells = make([]uint32, o.cells())
		}
		if some.pairs += uint64(2 * rows * n); some.pairs > math.MaxUint32 {
			some.addTo(pairs, &counting)
			some.pairs = uint64(2 * rows * n)
		}
		for i := lo; i < hi; i++ {
			o.countFrom(some.cells, l.where[i], l.where[i+1:])
		}
		counting.Lock()
		defer counting.Unlock()
		for _, v := range l.order[lo:hi] {
			for _, w := range g.Out(v) {
				connected[o.of(&where[v], &where[w])]++
			}
		}
		return nil
	})
	for k := range counts {
		counts[k].addTo(pairs, &counting)
	}
	return pairs, connected, err
}

// offsetCounts is counts that are added up before they can overflow.
type offsetCounts struct {
	cells []uint32
	pairs uint64 // at most so many were counted
}

func (c *offsetCounts) addTo(total []int64, counting *sync.Mutex) {
	counting.Lock()
	defer counting.Unlock()
	for k, x := range c.cells {
		total[k] += int64(x)
	}
	clear(c.cells)
}

// countFrom counts the pairs of a soma and others, both ways.
func (o *offsets) countFrom(counts []uint32, p connectome.Position, where []connectome.Position) {
	depth := o.depth(p.Y) * o.rises
	for k := range where {
		q := &where[k]
		dx, dy, dz := q.X-p.X, q.Y-p.Y, q.Z-p.Z
		reach := o.reach.of(float64(dx*dx) + float64(dz*dz))
		there := ((depth+o.rise(dy))*o.reaches+reach)*octants + octant(dx, dz)
		back := ((o.depth(q.Y)*o.rises+o.rise(-dy))*o.reaches+reach)*octants + octant(-dx, -dz)
		counts[there]++
		counts[back]++
	}
}
