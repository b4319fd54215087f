package motifs

import (
	"context"
	"iter"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// ListOptions chooses which directed simplices are listed. The zero value lists
// all.
type ListOptions struct {
	SimplexOptions
	MinDim  int                 // lowest dimension listed
	Within  func(v uint32) bool // if not nil, every neuron of a simplex must satisfy it: be of some type, say
	Through []uint32            // a simplex must hold all these neurons
	// Accept, if not nil, must hold for a simplex to be listed; those that contain it
	// are looked at all the same. It must not keep the slice.
	Accept func(simplex []uint32) bool
}

// listPoll is how many simplices are visited between two looks at the context.
const listPoll = 1 << 14

// ListSimplices streams the directed simplices v0..vk of a graph, sources in
// ascending order and each simplex before those that begin with it. The slice is
// overwritten by the next simplex: clone it to keep it. An error, the context's or
// that of the options, comes last, with a nil slice. opt.Threads, Progress and
// Maximal are ignored; cliques of mutual pairs come in an order of their own.
//
// Complexity: O(d log d) for each simplex with a smallest out-degree d. Memory: one
// list of at most d neurons for each dimension, whatever the number of simplices.
func ListSimplices(ctx context.Context, g *connectome.Graph, opt ListOptions) iter.Seq2[[]uint32, error] {
	return func(yield func([]uint32, error) bool) {
		if err := opt.validate(); err != nil {
			yield(nil, err)
			return
		}
		if opt.Reciprocal {
			g = mutualOriented(g)
		}
		l := &lister{ctx: ctx, g: g, opt: opt, yield: yield}
		allowed := l.allowed()
		for v := range uint32(g.N()) {
			if allowed != nil && !slices.Contains(allowed, v) || opt.Within != nil && !opt.Within(v) {
				continue
			}
			l.candidates(0, l.filtered(g.Out(v), allowed))
			if !l.visit(v, 0) {
				break
			}
		}
		if l.err != nil {
			yield(nil, l.err)
		}
	}
}

// lister walks the tree of simplices.
type lister struct {
	ctx     context.Context
	g       *connectome.Graph
	opt     ListOptions
	yield   func([]uint32, error) bool
	simplex []uint32
	next    [][]uint32 // by dimension: what can follow
	visited int
	err     error
}

// allowed returns the neurons that share simplices with all of opt.Through, nil if
// that is empty.
func (l *lister) allowed() []uint32 {
	var allowed []uint32
	for i, u := range l.opt.Through {
		if uint64(u) >= uint64(l.g.N()) {
			return []uint32{}
		}
		near := union(union(l.g.Out(u), l.g.In(u)), []uint32{u})
		if i > 0 {
			near = intersection(allowed, near)
		}
		allowed = near
	}
	if allowed == nil && len(l.opt.Through) > 0 {
		return []uint32{}
	}
	return allowed
}

// filtered returns the entries of list that may be in a simplex.
func (l *lister) filtered(list, allowed []uint32) []uint32 {
	if allowed != nil {
		list = intersection(list, allowed)
	}
	if l.opt.Within == nil {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(v uint32) bool { return !l.opt.Within(v) })
}

// candidates copies what can follow to the buffer of a dimension.
func (l *lister) candidates(dim int, list []uint32) {
	for len(l.next) <= dim {
		l.next = append(l.next, nil)
	}
	l.next[dim] = append(l.next[dim][:0], list...)
}

// visit lists the simplex that v completes and those that begin with it; next of
// its dimension holds what can follow. It reports whether to go on.
func (l *lister) visit(v uint32, dim int) bool {
	l.visited++
	if l.visited%listPoll == 0 && l.ctx.Err() != nil || l.visited == 1 && l.ctx.Err() != nil {
		l.err = l.ctx.Err()
		return false
	}
	l.simplex = append(l.simplex[:dim], v)
	if dim >= l.opt.MinDim && l.wanted() && !l.yield(l.simplex, nil) {
		return false
	}
	if l.opt.MaxDim > 0 && dim == l.opt.MaxDim {
		return true
	}
	for k := range l.next[dim] {
		w := l.next[dim][k]
		if len(l.next) <= dim+1 {
			l.next = append(l.next, nil)
		}
		l.next[dim+1] = appendIntersection(l.next[dim+1][:0], l.next[dim], l.g.Out(w))
		if !l.visit(w, dim+1) {
			return false
		}
	}
	return true
}

// wanted reports whether the simplex at hand is one to be listed.
func (l *lister) wanted() bool {
	for _, u := range l.opt.Through {
		if !slices.Contains(l.simplex, u) {
			return false
		}
	}
	return l.opt.Accept == nil || l.opt.Accept(l.simplex)
}

// appendIntersection appends what two ascending lists have in common to dst,
// looking the entries of the shorter one up in the longer.
func appendIntersection(dst, a, b []uint32) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, v := range a {
		k, found := slices.BinarySearch(b, v)
		if found {
			dst = append(dst, v)
		}
		b = b[k:]
	}
	return dst
}
