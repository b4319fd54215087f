package connectome

import (
	"fmt"
	"runtime"
	"sync"
)

// parallelEdges is the number of connections from which transposing and finding
// mutual pairs is spread over goroutines; below it starting them costs more.
const parallelEdges = 1 << 18

// FromCSR makes a graph of n neurons from its rows: the targets of v are
// idx[ptr[v]:ptr[v+1]], strictly ascending, below n and other than v. It takes
// the slices over: they must not be used afterwards. weights is nil or has one
// entry for each entry of idx.
//
// Complexity: O(N + E) time, on all cores for large graphs; beyond its
// arguments it allocates the transposed rows and the mutual pairs.
//
// Errors: a [*LimitError] for too many neurons; otherwise the first row that
// breaks the rules is named.
func FromCSR(n int, ptr []int64, idx []uint32, weights []float64) (*Graph, error) {
	if err := checkN(n); err != nil {
		return nil, err
	}
	if len(ptr) != n+1 || ptr[0] != 0 || ptr[n] != int64(len(idx)) {
		return nil, fmt.Errorf("connectome: row offsets do not fit: %d offsets for %d neurons and %d connections", len(ptr), n, len(idx))
	}
	if weights != nil && len(weights) != len(idx) {
		return nil, fmt.Errorf("connectome: %d weights for %d connections", len(weights), len(idx))
	}
	for v := range n {
		if err := checkRow(n, v, ptr, idx); err != nil {
			return nil, err
		}
	}
	return newGraph(n, csr{ptr, idx}, weights), nil
}

// FromRows makes a graph of n neurons as [FromCSR] does, of rows whose targets
// stand in any order: duplicates collapse into one connection, their weights
// added from the smallest up; loops are dropped; both are counted. It takes the
// slices over.
//
// Complexity: O(N + E) for rows that ascend already, O(N + E log d) for the
// largest out-degree d otherwise, in place.
//
// Errors: a [*LimitError] for too many neurons; offsets that do not ascend; a
// target that is n or more.
func FromRows(n int, ptr []int64, idx []uint32, weights []float64) (g *Graph, loops, duplicates int64, err error) {
	if err := checkN(n); err != nil {
		return nil, 0, 0, err
	}
	if len(ptr) != n+1 || ptr[0] != 0 || ptr[n] != int64(len(idx)) {
		return nil, 0, 0, fmt.Errorf("connectome: row offsets do not fit: %d offsets for %d neurons and %d connections", len(ptr), n, len(idx))
	}
	if weights != nil && len(weights) != len(idx) {
		return nil, 0, 0, fmt.Errorf("connectome: %d weights for %d connections", len(weights), len(idx))
	}
	tidy, kept := true, int64(0)
	for v := range n {
		a, z := ptr[v], ptr[v+1]
		if a > z || z > int64(len(idx)) {
			return nil, 0, 0, fmt.Errorf("connectome: row %d: offsets %d..%d do not fit %d connections", v, a, z, len(idx))
		}
		ptr[v] = kept
		for e := a; e < z; e++ {
			w := idx[e]
			if uint64(w) >= uint64(n) {
				return nil, 0, 0, fmt.Errorf("connectome: row %d: target %d: neurons are numbered 0 to %d", v, w, n-1)
			}
			if int(w) == v {
				loops++
				continue
			}
			tidy = tidy && (kept == ptr[v] || idx[kept-1] < w)
			idx[kept] = w
			if weights != nil {
				weights[kept] = weights[e]
			}
			kept++
		}
	}
	ptr[n] = kept
	out := csr{ptr, idx[:kept]}
	if weights != nil {
		weights = weights[:kept]
	}
	if !tidy {
		k := out.sortRows(n, weights)
		duplicates = kept - k
		out.idx = out.idx[:k]
		if weights != nil {
			weights = weights[:k]
		}
	}
	return newGraph(n, out, weights), loops, duplicates, nil
}

func checkRow(n, v int, ptr []int64, idx []uint32) error {
	a, b := ptr[v], ptr[v+1]
	if a > b || b > int64(len(idx)) {
		return fmt.Errorf("connectome: row %d: offsets %d..%d do not fit %d connections", v, a, b, len(idx))
	}
	prev := int64(-1)
	for _, w := range idx[a:b] {
		if int64(w) <= prev || int64(w) >= int64(n) || int(w) == v {
			return fmt.Errorf("connectome: row %d: target %d after %d: targets must ascend, stay below %d and differ from the row", v, w, prev, n)
		}
		prev = int64(w)
	}
	return nil
}

func newGraph(n int, out csr, weights []float64) *Graph {
	in := transpose(n, out)
	return &Graph{n: n, out: out, in: in, mutual: intersectRows(n, out, in), weights: weights}
}

// spans cuts the rows into at most k runs of about equal numbers of connections.
func (c csr) spans(n, k int) []int {
	cuts := []int{0}
	for i := 1; i < k; i++ {
		want := c.ptr[n] / int64(k) * int64(i)
		at := cuts[len(cuts)-1]
		for at < n && c.ptr[at] < want {
			at++
		}
		if at > cuts[len(cuts)-1] && at < n {
			cuts = append(cuts, at)
		}
	}
	return append(cuts, n)
}

func workersFor(edges int) int {
	if edges < parallelEdges {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), 8)
}

// inParallel runs f on each span between neighbouring cuts.
func inParallel(cuts []int, f func(span, lo, hi int)) {
	var wg sync.WaitGroup
	for s := 1; s < len(cuts)-1; s++ {
		wg.Go(func() { f(s, cuts[s], cuts[s+1]) })
	}
	f(0, cuts[0], cuts[1])
	wg.Wait()
}

// transpose is a counting sort by target. Each span of sources counts its own
// targets, so that the spans can then fill the columns at the same time and
// every column still comes out ascending.
func transpose(n int, c csr) csr {
	t := csr{ptr: make([]int64, n+1), idx: make([]uint32, len(c.idx))}
	if n == 0 {
		return t
	}
	cuts := c.spans(n, workersFor(len(c.idx)))
	next := make([][]int64, len(cuts)-1)
	inParallel(cuts, func(s, lo, hi int) {
		count := make([]int64, n)
		for _, w := range c.idx[c.ptr[lo]:c.ptr[hi]] {
			count[w]++
		}
		next[s] = count
	})
	at := int64(0)
	for w := range n {
		t.ptr[w] = at
		for s := range next {
			next[s][w], at = at, at+next[s][w]
		}
	}
	t.ptr[n] = at
	inParallel(cuts, func(s, lo, hi int) {
		pos := next[s]
		for v := lo; v < hi; v++ {
			for _, w := range c.idx[c.ptr[v]:c.ptr[v+1]] {
				t.idx[pos[w]] = uint32(v)
				pos[w]++
			}
		}
	})
	return t
}

// intersectRows returns, row by row, what a and b have in common.
func intersectRows(n int, a, b csr) csr {
	m := csr{ptr: make([]int64, n+1), idx: []uint32{}}
	if n == 0 {
		return m
	}
	cuts := a.spans(n, workersFor(len(a.idx)))
	parts := make([][]uint32, len(cuts)-1)
	inParallel(cuts, func(s, lo, hi int) {
		var common []uint32
		for v := lo; v < hi; v++ {
			before := len(common)
			common = appendCommon(common, a.idx[a.ptr[v]:a.ptr[v+1]], b.idx[b.ptr[v]:b.ptr[v+1]])
			m.ptr[v+1] = int64(len(common) - before)
		}
		parts[s] = common
	})
	for v := range n {
		m.ptr[v+1] += m.ptr[v]
	}
	m.idx = make([]uint32, 0, m.ptr[n])
	for _, p := range parts {
		m.idx = append(m.idx, p...)
	}
	return m
}

// appendCommon appends the intersection of two ascending lists. The cursors
// move by comparison results rather than by branches: which list is ahead is a
// coin toss that no predictor wins.
func appendCommon(dst, a, b []uint32) []uint32 {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		if x == y {
			dst = append(dst, x)
		}
		// 1 if x <= y, and 1 if y <= x, without a jump.
		i += int(1 - (uint64(y)-uint64(x))>>63)
		j += int(1 - (uint64(x)-uint64(y))>>63)
	}
	return dst
}
