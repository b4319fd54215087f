package motifs

import (
	"context"
	"math/bits"
	"slices"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

// countMaximal counts the simplices of each dimension to maxDim (0: all), and those
// that are maximal.
func countMaximal(ctx context.Context, g *connectome.Graph, p *simplexPlan, opt SimplexOptions) (all, maximal []uint64, err error) {
	visitors, err := walkSimplices(ctx, p, opt.Options, func(stop *atomic.Bool) *maximalVisitor {
		return &maximalVisitor{plan: p, counter: clique.Maximal{MaxDim: opt.MaxDim, Stop: stop}}
	})
	if err != nil {
		return nil, nil, err
	}
	all, maximal = []uint64{uint64(g.N())}, []uint64{0}
	for v := range uint32(g.N()) {
		if len(g.Out(v))+len(g.In(v)) == 0 {
			maximal[0]++
		}
	}
	for _, v := range visitors {
		for dim, n := range v.counter.All {
			if len(all) <= dim {
				all, maximal = append(all, 0), append(maximal, 0)
			}
			var carry uint64
			if all[dim], carry = bits.Add64(all[dim], n, 0); carry != 0 {
				return nil, nil, errSimplexOverflow
			}
			maximal[dim] += v.counter.Count[dim] // no more than there are
		}
	}
	all = trimmed(all)
	return all, maximal[:len(all)], nil
}

// maximalVisitor counts maximal simplices.
type maximalVisitor struct {
	plan         *simplexPlan
	counter      clique.Maximal
	near, follow clique.Matrix
	scan         *clique.Scanner
	split        []maximalSplit // by length of the prefix
}

// maximalSplit is what could extend a prefix of two or more: what could come next
// to the root, further along, and beyond the root, as lists.
type maximalSplit struct {
	next, further, beyond []uint32
}

func (v *maximalVisitor) wantsBeyond() {}

func (v *maximalVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	rows := clique.MaximalRows{Near: m, Follow: &v.follow}
	if len(prefix) == 1 {
		rows.SetFollow()
	} else {
		if v.scan == nil {
			v.scan = clique.NewScanner(v.plan.n)
		}
		s := &v.split[len(prefix)]
		rows.Near = &v.near
		v.scan.BuildBeside(&v.near, set, set, s.beyond, v.plan.row.ptr, v.plan.row.idx)
		v.scan.BuildBeside(&v.follow, set, set, difference(s.further, set), v.plan.list.ptr, v.plan.list.idx)
	}
	v.counter.Rows(&rows, first, last, len(prefix))
	return nil
}

// difference returns what of an ascending list is not in another.
func difference(a, b []uint32) (rest []uint32) {
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) == 0 || b[0] != x {
			rest = append(rest, x)
		}
	}
	return rest
}

// ends notes what could extend prefix, which is maximal if that is nothing.
func (v *maximalVisitor) ends(prefix, set []uint32) {
	n := len(prefix)
	for len(v.split) <= n {
		v.split = append(v.split, maximalSplit{})
	}
	before := v.split[n-1]
	if n == 2 {
		before = maximalSplit{next: v.plan.list.of(prefix[0]), beyond: v.plan.row.of(prefix[0])}
	}
	t := prefix[n-1]
	s := maximalSplit{
		next:    set,
		further: intersection(union(before.further, before.next), v.plan.list.of(t)),
		beyond:  intersection(before.beyond, v.plan.row.of(t)),
	}
	v.split[n] = s
	// The prefix is counted here, what begins with it by visit or by later calls.
	v.counter.Add(n-1, len(set)+len(s.further)+len(s.beyond) == 0)
}

// union returns the ascending union of two ascending lists.
func union(a, b []uint32) []uint32 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// intersection returns what two ascending lists have in common.
func intersection(a, b []uint32) (common []uint32) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common = append(common, a[i])
			i, j = i+1, j+1
		}
	}
	return common
}
