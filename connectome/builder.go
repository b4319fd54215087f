package connectome

import (
	"fmt"
	"slices"
	"sort"
)

// LimitError says that something is larger than a Graph can hold.
type LimitError struct {
	What  string // what there is too much of: "neurons", "connections"
	Got   uint64
	Limit uint64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("connectome: %d %s are more than the %d that fit", e.Got, e.What, e.Limit)
}

// Builder collects connections in any order and builds a [Graph] from them.
// Duplicates collapse into one connection, their weights added; loops are
// dropped; both are counted.
//
// Memory: 8 bytes a call of Add, 16 a call of AddWeighted; while building, 8
// bytes a connection beyond that.
type Builder struct {
	n       int
	src     []uint32
	dst     []uint32
	weights []float64 // nil until the first AddWeighted
	loops   int64
}

// checkN checks a number of neurons.
func checkN(n int) error {
	switch {
	case n < 0:
		return fmt.Errorf("connectome: %d neurons: want 0 or more", n)
	case uint64(n) > MaxNeurons:
		return &LimitError{What: "neurons", Got: uint64(n), Limit: MaxNeurons}
	}
	return nil
}

// NewBuilder returns a builder for a graph of n neurons.
func NewBuilder(n int) (*Builder, error) {
	if err := checkN(n); err != nil {
		return nil, err
	}
	return &Builder{n: n}, nil
}

// Grow makes room for edges more connections.
func (b *Builder) Grow(edges int) {
	b.src = slices.Grow(b.src, edges)
	b.dst = slices.Grow(b.dst, edges)
}

// Add adds u → v. If other connections carry weights, this one weighs 1.
func (b *Builder) Add(u, v uint32) error {
	if uint64(u) >= uint64(b.n) || uint64(v) >= uint64(b.n) {
		return fmt.Errorf("connectome: connection %d → %d: neurons are numbered 0 to %d", u, v, b.n-1)
	}
	if u == v {
		b.loops++
		return nil
	}
	b.src = append(b.src, u)
	b.dst = append(b.dst, v)
	if b.weights != nil {
		b.weights = append(b.weights, 1)
	}
	return nil
}

// AddWeighted adds u → v with a weight. Connections added before without a
// weight weigh 1.
func (b *Builder) AddWeighted(u, v uint32, weight float64) error {
	if b.weights == nil {
		b.weights = make([]float64, len(b.src), max(cap(b.src), 16))
		for i := range b.weights {
			b.weights[i] = 1
		}
	}
	before := len(b.src)
	if err := b.Add(u, v); err != nil {
		return err
	}
	if len(b.src) > before {
		b.weights[before] = weight
	}
	return nil
}

// Loops returns the number of loops dropped so far.
func (b *Builder) Loops() int64 { return b.loops }

// Build returns the graph and the number of duplicates that were collapsed.
// Weights of duplicates are added from the smallest up, so that the sum does
// not depend on the order in which they were given. The builder is empty
// afterwards.
//
// Complexity: O(N + E log d) for the largest out-degree d.
func (b *Builder) Build() (g *Graph, duplicates int64) {
	out := csr{ptr: make([]int64, b.n+1), idx: make([]uint32, len(b.src))}
	for _, u := range b.src {
		out.ptr[u+1]++
	}
	for v := range b.n {
		out.ptr[v+1] += out.ptr[v]
	}
	var weights []float64
	if b.weights != nil {
		weights = make([]float64, len(b.src))
	}
	next := slices.Clone(out.ptr[:b.n])
	for e, u := range b.src {
		out.idx[next[u]] = b.dst[e]
		if weights != nil {
			weights[next[u]] = b.weights[e]
		}
		next[u]++
	}
	b.src, b.dst, b.weights = nil, nil, nil
	kept := out.sortRows(b.n, weights)
	duplicates = int64(len(out.idx)) - kept
	out.idx = out.idx[:kept]
	if weights != nil {
		weights = weights[:kept]
	}
	return newGraph(b.n, out, weights), duplicates
}

// sortRows sorts every row, collapses duplicates and moves the rows together.
// It returns the number of entries kept.
func (c csr) sortRows(n int, weights []float64) int64 {
	kept := int64(0)
	for v := range n {
		a, z := c.ptr[v], c.ptr[v+1]
		if v > 0 {
			c.ptr[v] = kept
		}
		row := c.idx[a:z]
		if weights == nil {
			slices.Sort(row)
			row = slices.Compact(row)
			kept += int64(copy(c.idx[kept:], row))
			continue
		}
		w := weights[a:z]
		sort.Sort(weightedRow{row, w})
		for i := range row {
			if i > 0 && row[i] == row[i-1] {
				weights[kept-1] += w[i]
				continue
			}
			c.idx[kept], weights[kept] = row[i], w[i]
			kept++
		}
	}
	c.ptr[n] = kept
	return kept
}

// weightedRow sorts targets, and weights of equal targets, ascending.
type weightedRow struct {
	idx []uint32
	w   []float64
}

func (r weightedRow) Len() int { return len(r.idx) }
func (r weightedRow) Less(i, j int) bool {
	return r.idx[i] < r.idx[j] || r.idx[i] == r.idx[j] && r.w[i] < r.w[j]
}
func (r weightedRow) Swap(i, j int) {
	r.idx[i], r.idx[j] = r.idx[j], r.idx[i]
	r.w[i], r.w[j] = r.w[j], r.w[i]
}
