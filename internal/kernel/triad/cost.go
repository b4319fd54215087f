package triad

import (
	"math"
	"slices"
)

// Method is a way to find the triangles.
type Method int

// The methods. Automatic is the one with the least estimated cost.
const (
	Automatic Method = iota
	ByStrips         // rows of bits: dense graphs, up to some 100,000 neurons
	ByFolds          // folded rows as a filter: large sparse graphs
	ByScan           // marks: few pairs, or triangles everywhere
)

// Plan is a method and how to go about it.
type Plan struct {
	Method  Method
	Natural bool    // ByStrips: in the graph's order, not by degree
	Width   int     // ByFolds: columns of a strip
	Cost    float64 // estimated nanoseconds on one core; 0 if there was no need to estimate
}

// The cost model, in nanoseconds on a core of 2023; only their ratios matter.
const (
	nsStrip    = 1.0  // one pair in one strip
	nsRun      = 8.0  // one run of pairs in one strip
	nsSkip     = 2.0  // one run whose row is empty in a strip
	nsClear    = 6.0  // one row of a strip
	nsFilter   = 2.5  // one pair in one folded strip
	nsHit      = 40.0 // one pair that passes the filter
	nsTriangle = 30.0 // one triangle found singly
	nsScan     = 1.6  // one entry scanned
	nsPair     = 15.0 // one pair listed
	nsFoldPair = 25.0 // one pair listed for folds, in larger memory

	// stripMemory limits what a worker's strip may take: 256 MB.
	stripMemory = 1 << 28
)

// Choose estimates the cost of each method and returns the cheapest. method
// forces one, Automatic none.
//
// With d(r) the degree at rank r, fewest first, and c(r) the share of all
// degrees below r, a neuron has about d·c neighbours of lower rank and d·(1−c)
// of higher. A pair visits the folded strips beyond its higher rank r, N−r
// columns; a scan visits d·(1−c) entries for it. The strips that a pair visits
// and the number of triangles are estimated from samples, because they depend on
// how the graph is clustered.
//
// Complexity: O(N), and the samples; O(1) for small graphs that are not sparse.
func Choose(g *Graph, method Method) Plan {
	const small = 1 << 13
	n, pairs := float64(g.N), float64(g.Edges())
	switch {
	case pairs == 0:
		return Plan{Method: ByScan}
	case g.N <= small && pairs >= 8*n && method == Automatic:
		return Plan{Method: ByStrips}
	}
	order := byDegree(g)
	var columns, scanned, below float64
	rank := make([]uint32, g.N)
	for r, v := range order {
		rank[v] = uint32(r)
		d, share := float64(g.Degree(v)), below/(2*pairs)
		below += d
		columns += d * share * (n - float64(r))
		scanned += d * share * d * (1 - share)
	}
	triangles := g.sampleTriangles()
	clearing := n / StripBits * n / 2 * nsClear
	plans := []Plan{
		{Method: ByStrips, Cost: pairs*nsPair + g.sampleStrips(rank) + clearing},
		{Method: ByStrips, Natural: true, Cost: pairs*nsPair + g.sampleStrips(nil) + clearing},
		g.foldPlan(columns, triangles),
		{Method: ByScan, Cost: pairs*nsPair + scanned*nsScan + triangles*nsTriangle},
	}
	best := Plan{Cost: math.Inf(1)}
	for _, p := range plans {
		if p.Method == ByStrips && (g.N > MaxWidth || g.N*rowWords*8 > stripMemory) {
			continue
		}
		if p.Cost < best.Cost && (method == Automatic || p.Method == method) {
			best = p
		}
	}
	return best
}

// sampleStrips estimates the cost of walking all runs in all strips, with
// neurons at the given ranks or, for nil, in the graph's order, from neurons at
// even distances. A run is walked in the strips beyond its block in which u's
// row is not empty, and skipped in the others.
func (g *Graph) sampleStrips(rank []uint32) float64 {
	const samples = 256
	strips := (g.N + StripBits - 1) / StripBits
	cost, taken := 0.0, 0.0
	var row []int
	for u := 0; u < g.N; u += max(g.N/samples, 1) {
		taken++
		row = row[:0]
		for _, list := range [][]uint32{g.out(uint32(u)), g.in(uint32(u))} {
			for _, v := range list {
				if at, from := place(rank, v), place(rank, uint32(u)); at > from {
					row = append(row, at)
				}
			}
		}
		slices.Sort(row)
		filled := 0 // strips beyond and at the entry at hand in which the row is not empty
		for i, run := len(row)-1, 0; i >= 0; i-- {
			run++
			if i+1 == len(row) || row[i+1]/StripBits != row[i]/StripBits {
				filled++
			}
			if i == 0 || row[i-1]/blockRows != row[i]/blockRows {
				visited := strips - row[i]/blockRows*blockRows/StripBits
				cost += float64(filled)*(nsRun+float64(run)*nsStrip) + float64(visited-filled)*nsSkip
				run = 0
			}
		}
	}
	return cost / taken * float64(g.N)
}

func place(rank []uint32, v uint32) int {
	if rank == nil {
		return int(v)
	}
	return int(rank[v])
}

// foldPlan returns the width of folded strips with the least cost. A row has on
// average b bits in a strip; two rows share one by chance in about b²/1,024 of
// all cases.
func (g *Graph) foldPlan(columns, triangles float64) Plan {
	n, pairs := float64(g.N), float64(g.Edges())
	density := 2 * pairs / (n * n)
	best := Plan{Method: ByFolds, Cost: math.Inf(1)}
	for width := foldBits; width <= foldMaxWidth; width *= 2 {
		b := density * float64(width)
		if b > foldList/3 && width > foldBits {
			break // lists would be too long to compare at once
		}
		hit := 1 - math.Exp(-b*b/foldBits)
		steps := columns/float64(width) + pairs/2
		cost := pairs*nsFoldPair + steps*(nsFilter+hit*nsHit) + triangles*(nsHit+nsTriangle) + n*n/float64(width)/2*nsClear
		if cost < best.Cost {
			best.Width, best.Cost = width, cost
		}
	}
	return best
}

// sampleTriangles estimates the number of triangles from the common neighbours
// of pairs at even distances. It draws nothing: the same graph gives the same
// estimate.
func (g *Graph) sampleTriangles() float64 {
	const samples = 256
	m := make(map[uint32]bool)
	var sum, taken float64
	step := max(len(g.Out)/samples, 1)
	v := 0
	for e := step / 2; e < len(g.Out); e += step {
		for g.OutPtr[v+1] <= int64(e) {
			v++
		}
		clear(m)
		for _, list := range [][]uint32{g.out(uint32(v)), g.in(uint32(v))} {
			for _, w := range list {
				m[w] = true
			}
		}
		w := g.Out[e]
		for _, list := range [][]uint32{g.out(w), g.in(w)} {
			for _, x := range list {
				if m[x] {
					sum++
				}
			}
		}
		taken++
	}
	return sum / taken * float64(g.Edges()) / 3
}
