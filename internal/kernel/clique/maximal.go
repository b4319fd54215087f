package clique

import (
	"math/bits"
	"slices"
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
type Maximal struct {
	MaxDim int // highest dimension; 0 means all
	Stop   *atomic.Bool
	Count  []uint64 // maximal simplices by dimension
	All    []uint64 // all simplices by dimension, of the same length

	small  maxSmall
	frames []*maxFrame
}

// MaximalRows are the three relations among a root's candidates: near and follow
// of each candidate among the candidates (Near, Follow), and near among those
// beyond the root (Beyond). Columns of Near are the candidates; column j of Near is
// column Place[j] of Follow, or j if Place is nil.
type MaximalRows struct {
	Near, Follow, Beyond *Matrix
	Place                []uint32
}

type maxFrame struct {
	sub                  MaximalRows
	near, follow, beyond Matrix
	f                    []uint64
	list, columns, place []uint32
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

// Row counts the maximal simplices that end with vertex i joining at dimension
// dim, and all that grow from there. It reports false if it was stopped.
func (c *Maximal) Row(r *MaximalRows, i, dim int) bool {
	x, f, b := r.Near.Row(i), r.Follow.Row(i), r.Beyond.Row(i)
	c.state(r, x, f, b, dim, 0)
	return c.Stop == nil || !c.Stop.Load()
}

func empty(p []uint64) bool {
	for _, w := range p {
		if w != 0 {
			return false
		}
	}
	return true
}

// state treats a simplex of dimension dim by what could extend it.
func (c *Maximal) state(r *MaximalRows, x, f, b []uint64, dim, depth int) {
	n := popcount(x)
	c.Add(dim, n == 0 && empty(f) && empty(b))
	if n == 0 {
		return
	}
	if c.MaxDim > 0 && dim >= c.MaxDim {
		return
	}
	if n == 1 {
		c.one(r, x, f, b, dim)
		return
	}
	g := c.frame(depth)
	g.list = members(g.list[:0], x)
	if n <= 64 {
		c.compress(r, g, f, b)
		c.room(dim + 1 + n)
		limit := n
		if c.MaxDim > 0 {
			limit = min(n, c.MaxDim-dim)
		}
		c.small.stop = c.Stop
		c.small.run(n, c.Count[dim+1:dim+1+limit], c.All[dim+1:dim+1+limit])
		return
	}
	c.wide(r, g, f, b, dim, depth)
}

// one treats the only vertex that can join: it is not on its own list.
func (c *Maximal) one(r *MaximalRows, x, f, b []uint64, dim int) {
	for w, word := range x {
		if word == 0 {
			continue
		}
		a := w<<6 | bits.TrailingZeros64(word)
		c.Add(dim+1, disjoint(f, r.Follow.Row(a)) && disjoint(b, r.Beyond.Row(a)))
	}
}

func disjoint(a, b []uint64) bool {
	b = b[:len(a)]
	for w, x := range a {
		if x&b[w] != 0 {
			return false
		}
	}
	return true
}

// wide writes the relations out for an X of more than 64 vertices alone, with F ∪
// X and B as columns: then its rows are what is left when one of them joins.
func (c *Maximal) wide(r *MaximalRows, g *maxFrame, f, b []uint64, dim, depth int) {
	list, sub := g.list, &g.sub
	g.f = append(g.f[:0], f...)
	for _, j := range list {
		j = r.place(j)
		g.f[j>>6] |= 1 << (j & 63)
	}
	g.columns = members(g.columns[:0], g.f)
	g.place = g.place[:0]
	for _, j := range list {
		at, _ := slices.BinarySearch(g.columns, r.place(j))
		g.place = append(g.place, uint32(at))
	}
	sub.Near, sub.Follow, sub.Beyond, sub.Place = &g.near, &g.follow, &g.beyond, g.place
	sub.Near.Reset(len(list))
	project(sub.Near.Bits, sub.Near.NW, r.Near, list, list)
	sub.Follow.ResetTo(len(list), len(g.columns))
	project(sub.Follow.Bits, sub.Follow.NW, r.Follow, list, g.columns)
	g.columns = members(g.columns[:0], b)
	sub.Beyond.ResetTo(len(list), len(g.columns))
	project(sub.Beyond.Bits, sub.Beyond.NW, r.Beyond, list, g.columns)
	for a := range list {
		if c.Stop != nil && c.Stop.Load() {
			return
		}
		c.state(sub, sub.Near.Row(a), sub.Follow.Row(a), sub.Beyond.Row(a), dim+1, depth+1)
	}
}

func (r *MaximalRows) place(j uint32) uint32 {
	if r.Place == nil {
		return j
	}
	return r.Place[j]
}

// compress writes the three relations out for the vertices of g.list alone: near
// and follow, its transpose, among them, and follow into f and near into b together, in one word if
// they fit.
func (c *Maximal) compress(r *MaximalRows, g *maxFrame, f, b []uint64) {
	s := &c.small
	project(s.near[:], 1, r.Near, g.list, g.list)
	s.transpose(len(g.list))
	nf, nb := popcount(f), popcount(b)
	together := nf > 0 && nb > 0 && nf+nb <= 64
	s.words = (nf+63)/64 + (nb+63)/64
	if together {
		s.words = 1
	}
	s.ext = grown(s.ext, s.words*len(g.list))
	if nf > 0 {
		g.columns = members(g.columns[:0], f)
		project(s.ext, s.words, r.Follow, g.list, g.columns)
	}
	if nb == 0 {
		return
	}
	g.columns = members(g.columns[:0], b)
	if !together {
		project(s.ext[(nf+63)/64:], s.words, r.Beyond, g.list, g.columns)
		return
	}
	project(s.beyond[:], 1, r.Beyond, g.list, g.columns)
	for a := range g.list {
		s.ext[a] |= s.beyond[a&63] << (nf & 63)
	}
}

// maxSmall counts among up to 64 vertices.
type maxSmall struct {
	near, follow [64]uint64
	beyond       [64]uint64
	ext          []uint64 // by vertex: what of F and B goes on when it joins, bits of words
	words        int
	stack        []uint64
	stop         *atomic.Bool
	budget       int // nodes until stop is looked at again
}

// transpose makes follow the transpose of near, among the first n vertices.
func (s *maxSmall) transpose(n int) {
	clear(s.follow[:n])
	for a, x := range s.near[:n] {
		for bit := uint64(1) << (a & 63); x != 0; x &= x - 1 {
			s.follow[bits.TrailingZeros64(x)&63] |= bit
		}
	}
}

// run counts by level: those that l+1 of the n vertices complete in count[l] where
// they are maximal, and in every[l].
func (s *maxSmall) run(n int, count, every []uint64) {
	all := ^uint64(0) >> (64 - n)
	switch s.words {
	case 0:
		s.words = 1
		s.ext = zeroed(s.ext, n)
		fallthrough
	case 1:
		s.one(all, 0, ^uint64(0), count, every)
	case 2:
		s.two(all, 0, ^uint64(0), ^uint64(0), count, every)
	default:
		s.stack = grown(s.stack, s.words*(len(count)+1))
		for w := range s.words {
			s.stack[w] = ^uint64(0)
		}
		s.many(all, 0, 0, count, every)
	}
}

// one treats sets x and g (what of the vertices could still come further along)
// with one word of e, what is left of F and B.
func (s *maxSmall) one(x, g, e uint64, count, every []uint64) {
	if stopped(s.stop, &s.budget) {
		return
	}
	every[0] += uint64(bits.OnesCount64(x))
	maximal := 0
	further := g | x
	for y := x; y != 0; y &= y - 1 {
		a := bits.TrailingZeros64(y) & 63
		x1, g1, e1 := x&s.near[a], further&s.follow[a], e&s.ext[a]
		if x1|g1|e1 == 0 {
			maximal++
		} else if x1 != 0 && len(count) > 1 {
			s.one(x1, g1, e1, count[1:], every[1:])
		}
	}
	count[0] += uint64(maximal)
}

// two is one for two words.
func (s *maxSmall) two(x, g, e, h uint64, count, every []uint64) {
	if stopped(s.stop, &s.budget) {
		return
	}
	every[0] += uint64(bits.OnesCount64(x))
	maximal := 0
	further := g | x
	for y := x; y != 0; y &= y - 1 {
		a := bits.TrailingZeros64(y) & 63
		ext := s.ext[2*a : 2*a+2]
		x1, g1, e1, h1 := x&s.near[a], further&s.follow[a], e&ext[0], h&ext[1]
		if x1|g1|e1|h1 == 0 {
			maximal++
		} else if x1 != 0 && len(count) > 1 {
			s.two(x1, g1, e1, h1, count[1:], every[1:])
		}
	}
	count[0] += uint64(maximal)
}

// many is one for any number of words, which are at depth in the stack.
func (s *maxSmall) many(x, g uint64, depth int, count, every []uint64) {
	if stopped(s.stop, &s.budget) {
		return
	}
	every[0] += uint64(bits.OnesCount64(x))
	further := g | x
	e := s.stack[depth*s.words : (depth+1)*s.words]
	next := s.stack[(depth+1)*s.words : (depth+2)*s.words]
	for y := x; y != 0; y &= y - 1 {
		a := bits.TrailingZeros64(y) & 63
		x1, g1 := x&s.near[a], further&s.follow[a]
		left := x1 | g1
		for w, ext := range s.ext[a*s.words : (a+1)*s.words] {
			next[w] = e[w] & ext
			left |= next[w]
		}
		if left == 0 {
			count[0]++
		} else if x1 != 0 && len(count) > 1 {
			s.many(x1, g1, depth+1, count[1:], every[1:])
		}
	}
}
