package topology

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/bfs"
	"github.com/ctopo/ctopo/internal/run"
)

// PathLengths is the lengths of shortest paths: d(i, j) is the number of
// connections on a shortest directed path from neuron i to neuron j. All ordered
// pairs i ≠ j are counted, or those whose first neuron is a source that was drawn.
type PathLengths struct {
	Neurons int // N
	Sources int // neurons whose paths were followed: N, unless fewer were drawn

	// Lengths is the number of pairs by distance: Lengths[d] of them at distance
	// d. Lengths[0] is 0.
	Lengths     []uint64
	Reachable   uint64 // pairs with a path
	Unreachable uint64 // pairs without one
	Total       uint64 // sum of the distances of the pairs with a path

	// Pathways is the number of pairs by m-types and distance, ascending by
	// source, target and length: what is not zero. It is nil if there are more
	// than [MaxPathTypes] m-types.
	Pathways []PathwayLengths
	MTypes   []string // names of the m-types

	// From is the distances from each neuron, zero for neurons that were not
	// drawn; Into those from all sources to each neuron.
	From, Into []DistanceSum

	cells *connectome.Cells
	drawn []bool // which neurons are sources
}

// PathwayLengths is the number of ordered pairs of a neuron of the m-type
// MTypes[Pre] and one of MTypes[Post] at a distance.
type PathwayLengths struct {
	Pre, Post uint32
	Length    uint32
	Pairs     uint64
}

// DistanceSum sums up the distances from a neuron, or to one.
type DistanceSum struct {
	Reached uint64 // neurons at a finite distance, itself aside
	Total   uint64 // sum of their distances
	Max     uint32 // largest of their distances: from a neuron, its eccentricity
}

// MaxPathTypes is the largest number of m-types for which [Paths] counts pairs of
// them apart: the table has a row for each two m-types and distance.
const MaxPathTypes = 512

// Paths computes the lengths of the shortest paths between all ordered pairs of
// neurons, exactly, by breadth-first search from 512 neurons at once. With
// opt.PathSources, it takes that many neurons as sources, drawn by opt.Seed, every
// set of them equally likely; see [PathLengths.MeanSE].
//
// Complexity: O(L·(N + E)·N/512) operations on 512 bits for L distances that a good
// part of the pairs have; some 3.5 s of processor time for a cortical column of 31,315
// neurons and 7.8 million connections. Memory: 250 bytes a neuron and thread.
//
// Errors: distances whose sum does not fit 64 bits, which takes more than two
// million neurons in a row; the context's.
func Paths(ctx context.Context, c *connectome.Connectome, opt Options) (*PathLengths, error) {
	mtypes, n := c.Cells.MTypes(), c.Graph.N()
	p := &PathLengths{Neurons: n, MTypes: mtypes.Names, cells: c.Cells, drawn: make([]bool, n)}
	group, groups := mtypes.Of, len(mtypes.Names)
	if groups > MaxPathTypes {
		group, groups = make([]uint32, n), 1
	}
	sources := pathSources(n, opt)
	slices.SortStableFunc(sources, func(a, b uint32) int { return cmp.Compare(group[a], group[b]) })
	p.Sources = len(sources)
	for _, v := range sources {
		p.drawn[v] = true
	}
	tally, err := searchFrom(ctx, c.Graph, sources, group, groups, opt)
	if err != nil {
		return nil, err
	}
	p.From, p.Into = distanceSums(tally.From), distanceSums(tally.Into)
	if !p.countPairs(tally.Pairs) {
		return nil, tooLarge("distances", c.Graph)
	}
	if len(mtypes.Names) > MaxPathTypes {
		p.Pathways = nil
	}
	return p, nil
}

// pathSources returns the neurons to search from, ascending.
func pathSources(n int, opt Options) []uint32 {
	sources := make([]uint32, n)
	for v := range sources {
		sources[v] = uint32(v)
	}
	if k := opt.PathSources; k > 0 && k < n {
		drawFirst(run.Rand(opt.Seed, pathStream), sources, k)
		sources = sources[:k]
		slices.Sort(sources)
	}
	return sources
}

// pathStream tells the draw of sources from others with the same seed.
const pathStream = 0x7061746873

// drawFirst moves k members, drawn without replacement, to the front.
func drawFirst(rng *rand.Rand, list []uint32, k int) {
	for i := range k {
		j := i + rng.IntN(len(list)-i)
		list[i], list[j] = list[j], list[i]
	}
}

// searchFrom searches from all sources, ascending by group.
func searchFrom(ctx context.Context, g *connectome.Graph, sources, group []uint32, groups int, opt Options) (*bfs.Tally, error) {
	rows := &bfs.Graph{N: g.N()}
	rows.OutPtr, rows.Out = g.OutCSR()
	rows.InPtr, rows.In = g.InCSR()
	of := make([]uint32, len(sources))
	for k, v := range sources {
		of[k] = group[v]
	}
	batches := (len(sources) + bfs.Sources - 1) / bfs.Sources
	tallies := make([]*bfs.Tally, min(run.Threads(opt.Threads), max(batches, 1)))
	searches := make([]*bfs.Search, len(tallies))
	err := run.Parallel(ctx, len(tallies), batches, opt.Progress, func(worker, batch int) error {
		if searches[worker] == nil {
			tallies[worker] = bfs.NewTally(group, groups)
			searches[worker] = bfs.NewSearch(rows, tallies[worker])
		}
		lo := batch * bfs.Sources
		hi := min(lo+bfs.Sources, len(sources))
		return searches[worker].Run(ctx, sources[lo:hi], of[lo:hi])
	})
	if err != nil {
		return nil, err
	}
	sum := bfs.NewTally(group, groups)
	for _, t := range tallies {
		if t != nil {
			sum.Merge(t)
		}
	}
	return sum, nil
}

func distanceSums(sums []bfs.Sum) []DistanceSum {
	list := make([]DistanceSum, len(sums))
	for v, s := range sums {
		list[v] = DistanceSum(s)
	}
	return list
}

// countPairs sorts the pairs, adds them up, and reports whether the sums fit.
func (p *PathLengths) countPairs(pairs map[bfs.Key]uint64) bool {
	for k, n := range pairs {
		p.Pathways = append(p.Pathways, PathwayLengths{k.Source, k.Target, k.Length, n})
	}
	slices.SortFunc(p.Pathways, func(a, b PathwayLengths) int {
		return cmp.Or(cmp.Compare(a.Pre, b.Pre), cmp.Compare(a.Post, b.Post), cmp.Compare(a.Length, b.Length))
	})
	longest := uint32(0)
	for _, r := range p.Pathways {
		longest = max(longest, r.Length)
	}
	p.Lengths = make([]uint64, longest+1)
	for _, r := range p.Pathways {
		p.Lengths[r.Length] += r.Pairs
	}
	for d, n := range p.Lengths {
		high, total := bits.Mul64(uint64(d), n)
		var carry uint64
		if p.Total, carry = bits.Add64(p.Total, total, 0); high != 0 || carry != 0 {
			return false
		}
		p.Reachable += n
	}
	p.Unreachable = p.pairs() - p.Reachable
	return true
}

// pairs returns the number of ordered pairs of a source and another neuron.
func (p *PathLengths) pairs() uint64 { return uint64(p.Sources) * uint64(max(p.Neurons-1, 0)) }

// Mean returns the mean distance of the pairs with a path, NaN if there is none.
// With sources drawn it is that of their pairs.
func (p *PathLengths) Mean() float64 { return quotient(p.Total, p.Reachable) }

// UnreachableShare returns the share of the ordered pairs without a path, NaN for
// fewer than two neurons.
func (p *PathLengths) UnreachableShare() float64 { return quotient(p.Unreachable, p.pairs()) }

// Diameter returns the largest finite distance, NaN if no neuron reaches another.
// With sources drawn it is the largest distance from one of them, a lower bound.
func (p *PathLengths) Diameter() float64 {
	if p.Reachable == 0 {
		return math.NaN()
	}
	return float64(len(p.Lengths) - 1)
}

// Efficiency returns the mean of 1/d over all ordered pairs, 0 where there is no
// path: the global efficiency of Latora and Marchiori 2001,
// doi:10.1103/PhysRevLett.87.198701. It is NaN for fewer than two neurons.
func (p *PathLengths) Efficiency() float64 {
	sum := 0.0
	for d, n := range p.Lengths {
		if n > 0 {
			sum += float64(n) / float64(d)
		}
	}
	return sum / float64(p.pairs())
}

// Median returns the median distance of the pairs with a path: the mean of the
// two in the middle for an even number of pairs, NaN for none.
func (p *PathLengths) Median() float64 {
	if p.Reachable == 0 {
		return math.NaN()
	}
	return (p.nth((p.Reachable-1)/2) + p.nth(p.Reachable/2)) / 2
}

// nth returns the k-th smallest distance, from 0.
func (p *PathLengths) nth(k uint64) float64 {
	for d, n := range p.Lengths {
		if k < n {
			return float64(d)
		}
		k -= n
	}
	return math.NaN()
}

// MeanSE returns the standard error of [PathLengths.Mean] that comes from drawing
// sources: 0 where all neurons are sources, NaN for fewer than two sources.
//
// A source brings all its pairs along, so that the mean is the ratio of two sums
// over n sources out of N, of distances t_s and of neurons reached r_s. With
// m = Σ t_s / Σ r_s its variance is (1 - n/N)·n/(n-1)·Σ(t_s - m·r_s)² / (Σ r_s)²:
// the linearised ratio estimator of Cochran, Sampling Techniques, 3rd edition,
// 1977, section 6.4.
func (p *PathLengths) MeanSE() float64 {
	n := float64(p.Sources)
	if p.Sources < 2 || p.Reachable == 0 {
		return math.NaN()
	}
	mean, sum := p.Mean(), 0.0
	for v, s := range p.From {
		if p.drawn[v] {
			d := float64(s.Total) - mean*float64(s.Reached)
			sum += d * d
		}
	}
	return math.Sqrt((1-n/float64(p.Neurons))*n/(n-1)*sum) / float64(p.Reachable)
}

func measurePaths(ctx context.Context, a *analysis) (Result, error) {
	p, err := a.shortestPaths(ctx)
	if err != nil {
		return nil, err
	}
	return p, nil
}
