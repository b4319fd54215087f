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
	ByTiles          // folded marks in the cache: large sparse graphs
	ByScan           // marks: few pairs
)

// Plan is a method and how to go about it.
type Plan struct {
	Method Method
	Order  []uint32 // ByStrips, ByTiles: neurons in the order to place them; nil for by degree
	Cost   float64  // estimated nanoseconds on one core; 0 if there was no need to estimate
}

// The cost model, in nanoseconds on a core of 2023; only their ratios matter. What
// depends on the instruction set follows as functions.
const (
	nsRun      = 8.0  // one run of pairs in one strip
	nsSkip     = 2.0  // one run whose row is empty in a strip
	nsClear    = 6.0  // one row of a strip
	nsList     = 9.0  // one list in a tile
	nsVisit    = 6.0  // one row of a tile
	nsMissed   = 6.0  // one column marked for another
	nsTriangle = 30.0 // one triangle found singly
	nsScan     = 1.6  // one entry scanned
	nsPair     = 15.0 // one pair listed
	nsTilePair = 40.0 // one pair listed for tiles, in larger memory
	nsOwnPair  = 15.0 // the same where ranks are the neurons' own numbers

	// stripMemory limits what a worker's strip may take: 256 MB.
	stripMemory = 1 << 28
)

// nsStrip is the cost of one pair in one strip.
func nsStrip() float64 { return [...]float64{6, 2, 1}[Kernels.Path] }

// nsLookUp is the cost of one column looked up.
func nsLookUp() float64 { return [...]float64{1, 0.6, 0.5}[Kernels.Path] }

// Choose estimates the cost of each method and returns the cheapest. method
// forces one, Automatic none.
//
// With d(r) the degree at rank r, fewest first, and c(r) the share of all
// degrees below r, a neuron has about d·c neighbours of lower rank and d·(1−c)
// of higher. A scan visits the d·(1−c) entries of its higher rank r for a pair, and
// tiles those in the ranges beyond, N−r columns. The strips that a pair visits
// and the number of triangles are estimated from samples, because they depend on
// how the graph is clustered. Where there are many triangles and much to do, an
// order that keeps neighbourhoods together is tried for strips.
//
// Complexity: O(N), and the samples, and O(N log N) where an order is tried; O(1)
// for small graphs that are not sparse.
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
	var squares, scanned, below float64
	rank := make([]uint32, g.N)
	for r, v := range order {
		rank[v] = uint32(r)
		d, share := float64(g.Degree(v)), below/(2*pairs)
		below += d
		squares += d * d
		scanned += d * share * d * (1 - share)
	}
	triangles := g.sampleTriangles()
	scan := Plan{Method: ByScan, Cost: pairs*nsPair + scanned*nsScan + triangles*nsTriangle}
	plans := []Plan{
		scan,
		g.tilePlan(nil, scanned, squares, triangles),
		g.tilePlan(ascending(g.N), g.scannedInOrder(), squares, triangles),
	}
	if g.stripsFit() {
		plans = append(plans, g.stripPlan(nil, rank), g.stripPlan(ascending(g.N), nil))
	}
	best := cheapest(plans, method)
	if g.stripsFit() && g.clustered(triangles) && best.Cost > 2*n*nsNear {
		if near := g.nearOrder(); near != nil {
			for r, v := range near {
				rank[v] = uint32(r)
			}
			best = cheapest([]Plan{best, g.stripPlan(near, rank)}, method)
		}
	}
	return best
}

// cheapest returns the cheapest plan of a method, or of all for Automatic; a
// scan if there is none.
func cheapest(plans []Plan, method Method) Plan {
	best := Plan{Method: ByScan, Cost: math.Inf(1)}
	for _, p := range plans {
		if (method == Automatic || p.Method == method) && (p.Cost < best.Cost || best.Method != method && math.IsInf(best.Cost, 1)) {
			best = p
		}
	}
	return best
}

// stripPlan places neurons in an order, in which they have the given ranks; nil
// stands for the graph's own in rank, and for by degree in order.
func (g *Graph) stripPlan(order, rank []uint32) Plan {
	n := float64(g.N)
	return Plan{Method: ByStrips, Order: order, Cost: float64(g.Edges())*nsPair + g.sampleStrips(rank) + n/StripBits*n/2*nsClear}
}

func ascending(n int) []uint32 {
	list := make([]uint32, n)
	for i := range list {
		list[i] = uint32(i)
	}
	return list
}

// stripsFit tells whether a worker's rows of a strip are small enough.
func (g *Graph) stripsFit() bool { return g.N <= MaxWidth && g.N*rowWords*8 <= stripMemory }

// clustered tells whether there are many more triangles than the pairs would
// make at random, as where neighbours are near each other in some order.
func (g *Graph) clustered(triangles float64) bool {
	const many = 8
	degree := 2 * float64(g.Edges()) / float64(g.N)
	return triangles > many*degree*degree*degree/6
}

// sampleStrips estimates the cost of walking all runs in all strips, with
// neurons at the given ranks or, for nil, in the graph's order, from neurons at
// even distances. A run is walked in the strips beyond its block in which u's
// row is not empty, and skipped in the others.
func (g *Graph) sampleStrips(rank []uint32) float64 {
	const samples = 256
	strips := (g.N + StripBits - 1) / StripBits
	cost, taken, pair := 0.0, 0.0, nsStrip()
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
				cost += float64(filled)*(nsRun+float64(run)*pair) + float64(visited-filled)*nsSkip
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

// tilePlan estimates the cost of looking up scanned entries in tiles. With K
// ranges of equal shares of all degrees, a pair u < v is met in the tiles of the
// ranges at and beyond v's, (K+2)/3 on average, and as often a pair u < w is marked;
// a neuron has on average (K+1)(K+2)/6 tiles. An entry meets the mark of another
// fold with the chance that a column is marked. Tiles are refused where the starts of
// rows would need more memory than the pairs.
//
// Neurons are in the given order, which is their own, or by degree for nil.
// squares is the sum of the squares of all degrees.
func (g *Graph) tilePlan(order []uint32, scanned, squares, triangles float64) Plan {
	pairs, n := float64(g.Edges()), float64(g.N)
	k := float64(tileRanges(g.N, g.Edges()))
	if n*k > pairs {
		return Plan{Method: ByTiles, Cost: math.Inf(1)}
	}
	marks := squares / (2 * pairs) / k // in a range, at the neuron of a pair
	missed := min(marks/(1<<tileFold), 1)
	list := nsTilePair
	if order != nil {
		list = nsOwnPair
	}
	lists, visits := pairs*(k+2)/3, n*(k+1)*(k+2)/6
	return Plan{Method: ByTiles, Order: order, Cost: pairs*list + scanned*(nsLookUp()+missed*nsMissed) + lists*nsList + visits*nsVisit + triangles*nsTriangle}
}

// scannedInOrder returns how many entries of lists are looked up where neurons are
// ranked by their numbers.
func (g *Graph) scannedInOrder() float64 {
	sum := 0.0
	for v := range uint32(g.N) {
		above := len(higher(g.out(v), v)) + len(higher(g.in(v), v)) - len(higher(g.mut(v), v))
		sum += float64(above) * float64(g.Degree(v)-above)
	}
	return sum
}

// sampleTriangles estimates the number of triangles from the common neighbours
// of pairs at even distances. It draws nothing: the same graph gives the same
// estimate.
func (g *Graph) sampleTriangles() float64 {
	const samples = 256
	marked := make([]bool, g.N)
	var sum, taken float64
	step := max(len(g.Out)/samples, 1)
	v := 0
	for e := step / 2; e < len(g.Out); e += step {
		for g.OutPtr[v+1] <= int64(e) {
			v++
		}
		lists := [][]uint32{g.out(uint32(v)), g.in(uint32(v))}
		for _, list := range lists {
			for _, w := range list {
				marked[w] = true
			}
		}
		w := g.Out[e]
		for _, list := range [][]uint32{g.out(w), g.in(w)} {
			for _, x := range list {
				if marked[x] {
					sum++
				}
			}
		}
		for _, list := range lists {
			for _, w := range list {
				marked[w] = false
			}
		}
		taken++
	}
	return sum / taken * float64(g.Edges()) / 3
}
