package hdf

import (
	"cmp"
	"context"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Graph makes a graph of connections listed in any order; from and to are neurons'
// numbers below n, weights theirs, or nil for 1 each. Connections listed again
// collapse, and their weights add up; where all weights are 1 the graph has none.
// progress counts [GraphElements] for each that is listed.
func Graph(ctx context.Context, n int, from, to []uint32, weights []float64, progress *Progress) (g *connectome.Graph, loops, duplicates int64, err error) {
	r, err := fillRows(ctx, n, from, to, weights, progress)
	if err != nil {
		return nil, 0, 0, err
	}
	if err := r.sort(ctx, progress); err != nil {
		return nil, 0, 0, err
	}
	loops, duplicates, err = r.tidy(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	if !slices.ContainsFunc(r.weights, func(w float64) bool { return w != 1 }) {
		r.weights = nil
	}
	g, err = connectome.FromCSR(n, r.ptr, r.idx, r.weights)
	return g, loops, duplicates, err
}

const (
	// BytesPerConnection is what reading a connection takes at its peak.
	BytesPerConnection = 48
	// GraphElements is how many elements making a graph of a connection counts for in
	// a [Progress]: it takes about as long as reading two.
	GraphElements = 2
)

// rows are those of a graph: the targets of v are idx[ptr[v]:ptr[v+1]], in any order.
type rows struct {
	ptr     []int64
	idx     []uint32
	weights []float64
	plain   bool // all weights are 1
}

// fillRows puts connections into the rows that they start in, in the order in which
// they are listed.
func fillRows(ctx context.Context, n int, from, to []uint32, weights []float64, progress *Progress) (*rows, error) {
	r := &rows{ptr: make([]int64, n+1), plain: weights == nil}
	for part := range slices.Chunk(from, piece) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, u := range part {
			r.ptr[u+1]++
		}
	}
	for v := range n {
		r.ptr[v+1] += r.ptr[v]
	}
	next := append([]int64(nil), r.ptr[:n]...)
	r.idx, r.weights = make([]uint32, len(from)), make([]float64, len(from))
	for at := 0; at < len(from); at += piece {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		end := min(at+piece, len(from))
		for e := at; e < end; e++ {
			k := next[from[e]]
			r.idx[k], r.weights[k] = to[e], 1
			if weights != nil {
				r.weights[k] = weights[e]
			}
			next[from[e]]++
		}
		progress.Add(uint64(end - at))
	}
	return r, nil
}

// sort sorts the targets of each row that is not in order, on all cores; equal ones by
// their weights, so that these add up from the smallest.
func (r *rows) sort(ctx context.Context, progress *Progress) error {
	var cuts []int // of rows, so that there is about a piece of connections between two
	for v, last := 0, int64(-piece); v < len(r.ptr)-1; v++ {
		if r.ptr[v]-last >= piece/4 {
			cuts, last = append(cuts, v), r.ptr[v]
		}
	}
	cuts = append(cuts, len(r.ptr)-1)
	return run.Parallel(ctx, 0, len(cuts)-1, nil, func(_, item int) error {
		var scratch []target
		for v := cuts[item]; v < cuts[item+1]; v++ {
			scratch = r.sortRow(v, scratch)
		}
		progress.Add(uint64(r.ptr[cuts[item+1]] - r.ptr[cuts[item]]))
		return nil
	})
}

// target is an entry of a row.
type target struct {
	idx    uint32
	weight float64
}

func compareTargets(a, b target) int {
	if a.idx != b.idx {
		return cmp.Compare(a.idx, b.idx)
	}
	return cmp.Compare(a.weight, b.weight)
}

// sortRow sorts a row. scratch is room that may be used, and is returned for the next.
func (r *rows) sortRow(v int, scratch []target) []target {
	idx, weights := r.idx[r.ptr[v]:r.ptr[v+1]], r.weights[r.ptr[v]:r.ptr[v+1]]
	switch {
	case ascends(idx):
		return scratch
	case r.plain:
		slices.Sort(idx)
		return scratch
	}
	scratch = scratch[:0]
	for i := range idx {
		scratch = append(scratch, target{idx[i], weights[i]})
	}
	slices.SortFunc(scratch, compareTargets)
	for i, t := range scratch {
		idx[i], weights[i] = t.idx, t.weight
	}
	return scratch
}

// ascends reports whether no two entries are equal and all are in order.
func ascends(idx []uint32) bool {
	for i := 1; i < len(idx); i++ {
		if idx[i-1] >= idx[i] {
			return false
		}
	}
	return true
}

// tidy drops loops, and lets equal targets collapse.
func (r *rows) tidy(ctx context.Context) (loops, duplicates int64, err error) {
	kept, looked := int64(0), int64(0)
	for v := range len(r.ptr) - 1 {
		if looked >= piece && ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		looked %= piece
		a, z := r.ptr[v], r.ptr[v+1]
		looked += z - a
		r.ptr[v] = kept
		for e := a; e < z; e++ {
			switch u := r.idx[e]; {
			case int(u) == v:
				loops++
			case kept > r.ptr[v] && r.idx[kept-1] == u:
				r.weights[kept-1] += r.weights[e]
				duplicates++
			default:
				r.idx[kept], r.weights[kept] = u, r.weights[e]
				kept++
			}
		}
	}
	r.ptr[len(r.ptr)-1] = kept
	r.idx, r.weights = r.idx[:kept], r.weights[:kept]
	return loops, duplicates, nil
}
