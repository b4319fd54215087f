package clique

import (
	"math/bits"
	"sync/atomic"
)

// Maximal counts the simplices that no vertex extends at any place.
//
// A simplex grows from its two ends inwards, always next to the root: with the
// root first, each vertex that joins comes before all others but the root.
// Whatever could extend the simplex is in one of three sets: X, what could come
// next to the root; F, what could come further along; B, what could come on the
// far side of the root. A vertex a of X that joins leaves
//
//	X' = X ∩ near(a)    F' = (F ∪ X) ∩ follow(a)    B' = B ∩ near(a)
//
// where near(a) is what may stand between root and a (or beyond the root), and
// follow(a) what may stand on the other side of a: the old X stays possible there.
// The simplex is maximal when all three are empty. Three sets are enough for any
// number of places, since only the union over the places further along matters.
//
// X and B shrink alike, so that they are one set: see maxSmall for how sets of up to
// four words are treated.
type Maximal struct {
	MaxDim int // highest dimension; 0 means all
	Stop   *atomic.Bool
	Count  []uint64 // maximal simplices by dimension
	All    []uint64 // all simplices by dimension, of the same length

	small  maxSmall
	frames []*maxFrame
	budget int // rows until Stop is looked at again
}

// MaximalRows are near and follow of a root's candidates, which may join. Rows, and
// the columns with the same numbers, are the candidates; from the next multiple of 64
// on columns are, of Near, what may come beyond the root, and, of Follow, what may come
// further along and cannot join.
type MaximalRows struct{ Near, Follow *Matrix }

// words returns the number of words of a row that are of candidates.
func (r *MaximalRows) words() int { return (r.Near.D + 63) / 64 }

// SetFollow makes Follow what Near tells of the candidates, transposed.
func (r *MaximalRows) SetFollow() {
	r.Follow.Reset(r.Near.D)
	for i := range r.Near.D {
		word, bit := i>>6, uint64(1)<<(i&63)
		for w, x := range r.Near.Row(i)[:r.words()] {
			for ; x != 0; x &= x - 1 {
				j := w<<6 | bits.TrailingZeros64(x)
				r.Follow.Bits[j*r.Follow.NW+word] |= bit
			}
		}
	}
}

// maxFrame is the scratch of one step of the recursion into wide rows.
type maxFrame struct {
	sub            MaximalRows
	near, follow   Matrix
	x, beyond, far []uint32
}

// Add counts one simplex.
func (c *Maximal) Add(dim int, maximal bool) {
	c.room(dim + 1)
	c.All[dim]++
	if maximal {
		c.Count[dim]++
	}
}

func (c *Maximal) room(dims int) {
	for len(c.Count) < dims {
		c.Count, c.All = append(c.Count, 0), append(c.All, 0)
	}
}

func (c *Maximal) frame(depth int) *maxFrame {
	for len(c.frames) <= depth {
		c.frames = append(c.frames, new(maxFrame))
	}
	return c.frames[depth]
}

// Rows counts, for each row i from first to last-1, the simplex of dimension dim
// that its candidate completes, and all that grow from there. It reports false if it
// was stopped.
func (c *Maximal) Rows(r *MaximalRows, first, last, dim int) bool {
	for i := first; i < last; i++ {
		if c.Stop != nil && c.Stop.Load() {
			return false
		}
		c.row(r, i, dim, 0)
	}
	return c.Stop == nil || !c.Stop.Load()
}

func (c *Maximal) row(r *MaximalRows, i, dim, depth int) {
	near, follow := r.Near.Row(i), r.Follow.Row(i)
	n := popcount(near[:r.words()])
	all := n + popcount(near[r.words():])
	further := popcount(follow)
	c.Add(dim, all+further == 0)
	if n == 0 || c.MaxDim > 0 && dim >= c.MaxDim {
		return
	}
	words := wordsFor(max(all, n+further))
	if words > maxWords {
		c.wide(r, i, dim, depth)
		return
	}
	c.small.project(r, i, n, all, words)
	c.room(dim + 1 + n)
	levels := n
	if c.MaxDim > 0 {
		levels = min(n, c.MaxDim-dim)
	}
	c.small.stop = c.Stop
	c.small.run(c.Count[dim+1:dim+1+levels], c.All[dim+1:dim+1+levels])
}

// wide writes the relations out for what row i holds alone: then their rows are what
// is left when one vertex more joins.
func (c *Maximal) wide(r *MaximalRows, i, dim, depth int) {
	g := c.frame(depth)
	g.sub.Near, g.sub.Follow = &g.near, &g.follow
	near, follow, words := r.Near.Row(i), r.Follow.Row(i), r.words()
	g.x = members(g.x[:0], near[:words])
	g.beyond = members(g.beyond[:0], near[words:])
	for k := range g.beyond {
		g.beyond[k] += uint32(64 * words)
	}
	g.far = g.far[:0]
	for w, word := range follow {
		if w < words {
			word &^= near[w]
		}
		for ; word != 0; word &= word - 1 {
			g.far = append(g.far, uint32(w<<6|bits.TrailingZeros64(word)))
		}
	}
	extract := func(to, from *Matrix, others []uint32) {
		first := (len(g.x) + 63) / 64
		to.ResetTo(len(g.x), 64*first+len(others))
		project(to.Bits, to.NW, from, g.x, g.x)
		if len(others) > 0 {
			project(to.Bits[first:], to.NW, from, g.x, others)
		}
	}
	extract(&g.near, r.Near, g.beyond)
	extract(&g.follow, r.Follow, g.far)
	for a := range g.x {
		if stopped(c.Stop, &c.budget) {
			return
		}
		c.row(&g.sub, a, dim+1, depth+1)
	}
}
