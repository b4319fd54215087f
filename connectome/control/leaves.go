package control

import (
	"cmp"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// leaves is somata in groups of near neighbours of about equal size: the leaves
// of a k-d tree, split at the median across the longest side.
//
// Bentley 1975, https://doi.org/10.1145/361002.361007.
type leaves struct {
	order  []uint32              // neurons, leaf after leaf
	where  []connectome.Position // of order[k]
	starts []int                 // leaf l is order[starts[l]:starts[l+1]]
	boxes  []box
}

// box is the smallest box that holds some somata.
type box struct{ lo, hi connectome.Position }

func boxOf(where []connectome.Position) box {
	b := box{where[0], where[0]}
	for _, p := range where[1:] {
		b.lo = connectome.Position{X: min(b.lo.X, p.X), Y: min(b.lo.Y, p.Y), Z: min(b.lo.Z, p.Z)}
		b.hi = connectome.Position{X: max(b.hi.X, p.X), Y: max(b.hi.Y, p.Y), Z: max(b.hi.Z, p.Z)}
	}
	return b
}

// newLeaves makes leaves of at most size somata.
func newLeaves(where []connectome.Position, size int) *leaves {
	l := &leaves{order: make([]uint32, len(where)), where: make([]connectome.Position, len(where))}
	for v := range l.order {
		l.order[v] = uint32(v)
	}
	if len(where) > 0 {
		l.split(where, 0, len(where), max(size, 1))
	}
	l.starts = append(l.starts, len(where))
	for k, v := range l.order {
		l.where[k] = where[v]
	}
	for k := range l.starts[1:] {
		l.boxes = append(l.boxes, boxOf(l.where[l.starts[k]:l.starts[k+1]]))
	}
	return l
}

// split sorts order[from:to] into leaves.
func (l *leaves) split(where []connectome.Position, from, to, size int) {
	if to-from <= size {
		l.starts = append(l.starts, from)
		return
	}
	some := l.order[from:to]
	lo, hi := where[some[0]], where[some[0]]
	for _, v := range some {
		p := where[v]
		lo = connectome.Position{X: min(lo.X, p.X), Y: min(lo.Y, p.Y), Z: min(lo.Z, p.Z)}
		hi = connectome.Position{X: max(hi.X, p.X), Y: max(hi.Y, p.Y), Z: max(hi.Z, p.Z)}
	}
	x, y, z := hi.X-lo.X, hi.Y-lo.Y, hi.Z-lo.Z
	along := func(p connectome.Position) float64 { return p.Y }
	switch {
	case x > y && x >= z:
		along = func(p connectome.Position) float64 { return p.X }
	case z > y:
		along = func(p connectome.Position) float64 { return p.Z }
	}
	slices.SortFunc(some, func(u, v uint32) int {
		return cmp.Or(cmp.Compare(along(where[u]), along(where[v])), cmp.Compare(u, v))
	})
	middle := from + (to-from)/2
	l.split(where, from, middle, size)
	l.split(where, middle, to, size)
}

// span returns bounds of the distances between the somata of two boxes. Since
// differences, squares, sums and roots are rounded correctly, and so keep the
// order of what they are taken of, no distance that [distance] returns lies
// outside.
func (b box) span(c box) (lo, hi float64) {
	x0, x1 := apart(b.lo.X, b.hi.X, c.lo.X, c.hi.X)
	y0, y1 := apart(b.lo.Y, b.hi.Y, c.lo.Y, c.hi.Y)
	z0, z1 := apart(b.lo.Z, b.hi.Z, c.lo.Z, c.hi.Z)
	return length(x0, y0, z0), length(x1, y1, z1)
}

// apart returns the smallest and the largest difference between numbers of two
// intervals.
func apart(alo, ahi, blo, bhi float64) (lo, hi float64) {
	return max(0, blo-ahi, alo-bhi), max(ahi-blo, bhi-alo)
}

// distance returns the distance between two somata in µm, the same on every
// processor: products are rounded before they are added.
func distance(p, q connectome.Position) float64 { return length(p.X-q.X, p.Y-q.Y, p.Z-q.Z) }

func length(x, y, z float64) float64 {
	return math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z))
}

// farthest returns the largest distance between two somata. Pairs of leaves that
// cannot hold it are passed over.
func (l *leaves) farthest() float64 {
	best := 0.0
	for a := range l.boxes {
		for b := a; b < len(l.boxes); b++ {
			if _, hi := l.boxes[a].span(l.boxes[b]); hi <= best {
				continue
			}
			for _, p := range l.where[l.starts[a]:l.starts[a+1]] {
				for _, q := range l.where[l.starts[b]:l.starts[b+1]] {
					best = max(best, distance(p, q))
				}
			}
		}
	}
	return best
}
