package triad

import "math"

// Method is a way to find the triangles.
type Method int

// The methods. Automatic is the one with the least estimated cost.
const (
	Automatic Method = iota
	ByStrips         // rows of bits: dense graphs, up to some 100,000 neurons
	ByFolds          // folded rows as a filter: large sparse graphs
	ByScan           // marks: few pairs, or triangles everywhere
)

// Plan is a method and, for ByFolds, the width of its strips.
type Plan struct {
	Method Method
	Width  int
	Cost   float64 // estimated nanoseconds on one core
}

// The cost model, in nanoseconds on a core of 2023; only their ratios matter.
const (
	nsStrip    = 1.0  // one pair in one strip
	nsRun      = 8.0  // one run of pairs in one strip
	nsClear    = 6.0  // one row of a strip
	nsFilter   = 1.5  // one pair in one folded strip
	nsHit      = 8.0  // one pair that passes the filter
	nsTriangle = 5.0  // one triangle found singly
	nsScan     = 1.6  // one entry scanned
	nsPair     = 15.0 // one pair listed
	nsFoldPair = 25.0 // one pair listed for folds, in larger memory

	// stripMemory limits what a worker's strip may take: 256 MB.
	stripMemory = 1 << 28
)

// Choose estimates the cost of each method and returns the cheapest. Method
// forces one.
//
// With d(r) the degree at rank r, fewest first, and c(r) the share of all
// degrees below r, a neuron has about d·c neighbours of lower rank and d·(1−c)
// of higher. A pair visits the strips beyond its higher rank r, N−r columns; a
// scan visits d·(1−c) entries for it. Triangles are estimated from a sample of
// pairs, because they depend on how the graph is clustered.
//
// Complexity: O(N), and the sample.
func Choose(g *Graph, method Method) Plan {
	n, pairs := float64(g.N), float64(g.Edges())
	if pairs == 0 {
		return Plan{Method: ByScan}
	}
	var columns, scanned, below float64
	for rank, v := range byDegree(g) {
		d, share := float64(g.Degree(v)), below/(2*pairs)
		below += d
		columns += d * share * (n - float64(rank))
		scanned += d * share * d * (1 - share)
	}
	triangles := g.sampleTriangles()
	runs := min(pairs, n*n/blockRows/2)
	plans := []Plan{
		{ByStrips, 0, pairs*nsPair + columns/StripBits*(nsStrip+nsRun*runs/pairs) + n/StripBits*n/2*nsClear},
		g.foldPlan(columns, triangles),
		{ByScan, 0, pairs*nsPair + scanned*nsScan + triangles*nsTriangle},
	}
	if roundUp(g.N, StripBits)*rowWords*8 > stripMemory || g.N > MaxWidth {
		plans[0].Cost = math.Inf(1)
	}
	best := plans[len(plans)-1]
	for _, p := range plans {
		if p.Method == method {
			return p
		}
		if p.Cost < best.Cost {
			best = p
		}
	}
	return best
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
