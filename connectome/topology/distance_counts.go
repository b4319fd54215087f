package topology

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/distance"
	"github.com/ctopo/ctopo/internal/run"
)

// DistanceBin is the width in µm of the bins that distances are counted in; wider
// bins are sums of these.
const DistanceBin = distance.Width

// Geometry says which distance between the somata of a source and a target is
// meant.
type Geometry uint8

// The geometries. Above and Below divide the pairs of Euclidean by the sign of the
// vertical offset y_target - y_source; an offset of 0 counts as above.
const (
	Euclidean  Geometry = iota // √(dx² + dy² + dz²)
	Horizontal                 // √(dx² + dz²)
	Above                      // Euclidean, the target not below the source
	Below                      // Euclidean, the target below the source
)

var geometries = [...]string{Euclidean: "euclidean", Horizontal: "horizontal", Above: "above", Below: "below"}

// String returns euclidean, horizontal, above or below.
func (g Geometry) String() string { return geometries[g] }

// DistanceCounts is the number of ordered pairs of different neurons, of connections
// and of those that are reciprocated, by pathway, geometry and distance.
//
// A squared distance is (dx² + dz²) + dy² in float64, nothing fused, and falls into
// bin k if (25k)² ≤ it < (25(k+1))²: counts are the same on every machine.
type DistanceCounts struct {
	MTypes  []string           // those that neurons bear, in the file's order
	Classes []connectome.Class // of the neurons of each; nil if those of one m-type differ
	Cells   []int64            // neurons of each
	Bins    int                // bins of 25 µm that hold every pair, at least 1

	// Sums over pathways a·T + b, of ordered pairs and of connections, in µm: of
	// Euclidean distances, and for connections of horizontal distances and of
	// vertical offsets y_target - y_source too. Each is added up in an order of its
	// own, whatever the threads.
	pairDistance, distance, horizontal, dy []float64

	pairs, connections, reciprocated []int64 // at [(a·T + b)·3 + geometry]·Bins + bin
}

// The geometries that are stored; Euclidean is Above + Below.
var stored = [...]int{Horizontal: 0, Above: 1, Below: 2}

// DistanceHistogram is the pairs and connections of one pathway, of several, or of
// all, by distance: bin k is [k·Width, (k+1)·Width).
type DistanceHistogram struct {
	Width              float64 // µm
	Pairs, Connections []int64
	// Reciprocated is the connections i → j for which there is j → i as well: over
	// Pairs the probability that a pair is mutual.
	Reciprocated []int64
}

// Probability returns the connections a pair of bin k, NaN if it has no pairs.
func (h DistanceHistogram) Probability(k int) float64 { return quotient(h.Connections[k], h.Pairs[k]) }

// Pathway returns the histogram of the pathway from m-type a to m-type b, numbers
// into MTypes, in bins of merge times 25 µm. The last bin may reach beyond the
// farthest pair.
func (d *DistanceCounts) Pathway(a, b int, g Geometry, merge int) DistanceHistogram {
	h := d.empty(merge)
	d.addTo(&h, a, b, g, merge)
	return h
}

// Whole returns the histogram of all pathways together.
func (d *DistanceCounts) Whole(g Geometry, merge int) DistanceHistogram {
	return d.sum(g, merge, func(int, int) bool { return true })
}

// ClassPathway returns the histogram of the pathways from m-types of one class to
// those of another, together. There are none if Classes is nil.
func (d *DistanceCounts) ClassPathway(pre, post connectome.Class, g Geometry, merge int) DistanceHistogram {
	return d.sum(g, merge, func(a, b int) bool {
		return d.Classes != nil && d.Classes[a] == pre && d.Classes[b] == post
	})
}

// sum adds up the pathways chosen.
func (d *DistanceCounts) sum(g Geometry, merge int, choose func(a, b int) bool) DistanceHistogram {
	h := d.empty(merge)
	for a := range d.MTypes {
		for b := range d.MTypes {
			if choose(a, b) {
				d.addTo(&h, a, b, g, merge)
			}
		}
	}
	return h
}

func (d *DistanceCounts) empty(merge int) DistanceHistogram {
	n := (d.Bins + merge - 1) / merge
	return DistanceHistogram{Width: float64(DistanceBin * merge),
		Pairs: make([]int64, n), Connections: make([]int64, n), Reciprocated: make([]int64, n)}
}

func (d *DistanceCounts) addTo(h *DistanceHistogram, a, b int, g Geometry, merge int) {
	if g == Euclidean {
		d.addTo(h, a, b, Above, merge)
		g = Below
	}
	pairs, connections := d.row(d.pairs, a, b, g), d.row(d.connections, a, b, g)
	for k, reciprocated := range d.row(d.reciprocated, a, b, g) {
		h.Pairs[k/merge] += pairs[k]
		h.Connections[k/merge] += connections[k]
		h.Reciprocated[k/merge] += reciprocated
	}
}

// row returns the bins of a pathway and a stored geometry.
func (d *DistanceCounts) row(list []int64, a, b int, g Geometry) []int64 {
	at := ((a*len(d.MTypes)+b)*len(stored[1:]) + stored[g]) * d.Bins
	return list[at : at+d.Bins]
}

// maxDistanceCounts bounds the memory of [DistanceCounts] to 1.5 GB.
const maxDistanceCounts = 1 << 26

// CountDistances counts pairs and connections by pathway and distance.
//
// Complexity: O(N² + E) time, 5 ns a pair of neurons on Zen 3; 72 bytes a pathway
// and bin of 25 µm.
//
// Errors: an [*Unavailable] without positions, with positions that are not finite,
// and for positions so far apart or m-types so many that the counts would take more
// than 1.5 GB; the context's.
func CountDistances(ctx context.Context, c *connectome.Connectome, opt Options) (*DistanceCounts, error) {
	return countDistances(ctx, c, opt, pairBlock)
}

// countDistances counts about block pairs in one work item.
func countDistances(ctx context.Context, c *connectome.Connectome, opt Options, block int) (*DistanceCounts, error) {
	types := occupied(c.Cells.MTypes())
	d := &DistanceCounts{MTypes: types.Names, Cells: types.Counts()}
	s, err := newSomata(c, types)
	if err != nil {
		return nil, err
	}
	n := len(types.Names)
	d.Classes = classesOf(c.Cells, types)
	d.Bins = s.bins
	if hold := int64(n) * int64(n) * int64(3*d.Bins); n > maxPathwayTypes || hold > maxDistanceCounts {
		return nil, &Unavailable{MeasureDistance, fmt.Sprintf("pairs of %d m-types in %d bins of 25 µm are too many to count: "+
			"give positions in µm, or take a sub-circuit", n, d.Bins)}
	}
	for _, list := range []*[]int64{&d.pairs, &d.connections, &d.reciprocated} {
		*list = make([]int64, n*n*3*d.Bins)
	}
	for _, list := range []*[]float64{&d.pairDistance, &d.distance, &d.horizontal, &d.dy} {
		*list = make([]float64, n*n)
	}
	if err := d.countPairs(ctx, s, s.pairItems(block), opt); err != nil {
		return nil, err
	}
	if err := d.countConnections(ctx, c, types, s, opt); err != nil {
		return nil, err
	}
	return d, nil
}

// classesOf returns the class of each type's neurons, nil if those of one type differ.
func classesOf(cells *connectome.Cells, types connectome.Labels) []connectome.Class {
	classes, seen := make([]connectome.Class, len(types.Names)), make([]bool, len(types.Names))
	for v, k := range types.Of {
		class := cells.Class(uint32(v))
		if seen[k] && classes[k] != class {
			return nil
		}
		classes[k], seen[k] = class, true
	}
	return classes
}

// somata is the neurons' positions, by type and within it from the lowest up.
type somata struct {
	at     []connectome.Position // by neuron
	points distance.Points       // sorted
	start  []int                 // type k is points start[k] to start[k+1]-1
	ends   distance.Bins
	bins   int
}

func newSomata(c *connectome.Connectome, types connectome.Labels) (*somata, error) {
	n := c.Graph.N()
	s := &somata{at: c.Cells.Positions(), start: make([]int, len(types.Names)+1)}
	if len(s.at) != n {
		return nil, &Unavailable{MeasureDistance, "the neurons have no positions: it needs a file that holds them"}
	}
	order := make([]uint32, n)
	low, high := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}, [3]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	for v, p := range s.at {
		order[v] = uint32(v)
		s.start[types.Of[v]+1]++
		for k, x := range [3]float64{p.X, p.Y, p.Z} {
			low[k], high[k] = min(low[k], x), max(high[k], x)
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, &Unavailable{MeasureDistance, fmt.Sprintf("the position of neuron %s is not finite: mend it, or leave the neuron out", c.Cells.ID(uint32(v)))}
			}
		}
	}
	for k := range types.Names {
		s.start[k+1] += s.start[k]
	}
	slices.SortFunc(order, func(v, w uint32) int {
		switch a, b := types.Of[v], types.Of[w]; {
		case a != b:
			return int(a) - int(b)
		case s.at[v].Y != s.at[w].Y:
			if s.at[v].Y < s.at[w].Y {
				return -1
			}
			return 1
		}
		return int(v) - int(w)
	})
	s.points = distance.Points{X: make([]float64, n), Y: make([]float64, n), Z: make([]float64, n)}
	for i, v := range order {
		s.points.X[i], s.points.Y[i], s.points.Z[i] = s.at[v].X, s.at[v].Y, s.at[v].Z
	}
	s.bins = 1
	if n > 0 {
		// Rounding never turns a smaller difference into a larger one, so that no
		// two neurons are farther apart than these corners.
		_, square := distance.Squares(high[0]-low[0], high[1]-low[1], high[2]-low[2])
		far := math.Sqrt(square)/DistanceBin + 2
		if !(far <= distance.MaxBins) {
			return nil, &Unavailable{MeasureDistance, fmt.Sprintf("neurons are %.3g µm apart: give positions in µm", math.Sqrt(square))}
		}
		s.bins = distance.NewBins(int(far)).Of(square) + 1
	}
	s.ends = distance.NewBins(s.bins)
	return s, nil
}

// pairBlock is the number of pairs that one work item counts, or one neuron's.
const pairBlock = 1 << 20

// pairItem is pairs of neurons lo to hi-1 of type a, by their place in points,
// with those of type b ≥ a; of the same type those further up.
type pairItem struct{ a, b, lo, hi int }

func (s *somata) pairItems(block int) (items []pairItem) {
	for a := range s.start[1:] {
		for b := a; b < len(s.start)-1; b++ {
			rows := max(1, block/max(1, s.start[b+1]-s.start[b]))
			for lo := s.start[a]; lo < s.start[a+1]; lo += rows {
				items = append(items, pairItem{a, b, lo, min(lo+rows, s.start[a+1])})
			}
		}
	}
	return items
}

// pairCounts is the pairs {i, j} of an item by bins.
type pairCounts struct{ above, level, below, horizontal []uint32 } // j above i, and so on

func newPairCounts(bins int) *pairCounts {
	return &pairCounts{make([]uint32, bins), make([]uint32, bins), make([]uint32, bins), make([]uint32, bins)}
}

// countPairs counts each unordered pair once: it is one pair of a → b, and with
// the opposite vertical offset one of b → a.
func (d *DistanceCounts) countPairs(ctx context.Context, s *somata, items []pairItem, opt Options) error {
	sums := make([]float64, len(items))
	counts := make([]*pairCounts, run.Threads(opt.Threads))
	var merging sync.Mutex
	err := run.Parallel(ctx, opt.Threads, len(items), opt.Progress, func(w, i int) error {
		if counts[w] == nil {
			counts[w] = newPairCounts(d.Bins)
		}
		sums[i] = s.count(items[i], counts[w])
		merging.Lock()
		defer merging.Unlock()
		d.merge(items[i], counts[w])
		return nil
	})
	for i, item := range items {
		there, back := item.a*len(d.MTypes)+item.b, item.b*len(d.MTypes)+item.a
		d.pairDistance[there] += sums[i]
		d.pairDistance[back] += sums[i] // a pair within a type counts twice: each way
	}
	return err
}

// count counts the pairs of an item and returns the sum of their distances. As both
// types ascend in y, those of b below, level with and above a neuron follow each
// other.
func (s *somata) count(item pairItem, c *pairCounts) (sum float64) {
	first, last := s.start[item.b], s.start[item.b+1]
	level, above := first, first
	for i := item.lo; i < item.hi; i++ {
		x, y, z := s.points.X[i], s.points.Y[i], s.points.Z[i]
		if item.a == item.b {
			first = i + 1
			level, above = max(level, first), max(above, first)
		}
		for level < last && s.points.Y[level] < y {
			level++
		}
		above = max(above, level)
		for above < last && s.points.Y[above] <= y {
			above++
		}
		sum += s.ends.Count(s.points.Slice(first, level), x, y, z, c.below, c.horizontal)
		sum += s.ends.Count(s.points.Slice(level, above), x, y, z, c.level, c.horizontal)
		sum += s.ends.Count(s.points.Slice(above, last), x, y, z, c.above, c.horizontal)
	}
	return sum
}

// merge adds the counts of an item to both of its pathways and clears them.
func (d *DistanceCounts) merge(item pairItem, c *pairCounts) {
	for _, way := range []struct {
		a, b         int
		above, below []uint32
	}{{item.a, item.b, c.above, c.below}, {item.b, item.a, c.below, c.above}} {
		above, below := d.row(d.pairs, way.a, way.b, Above), d.row(d.pairs, way.a, way.b, Below)
		horizontal := d.row(d.pairs, way.a, way.b, Horizontal)
		for k := range above {
			above[k] += int64(way.above[k]) + int64(c.level[k])
			below[k] += int64(way.below[k])
			horizontal[k] += int64(c.horizontal[k])
		}
	}
	for _, list := range [][]uint32{c.above, c.level, c.below, c.horizontal} {
		clear(list)
	}
}

// countConnections goes through the connections of one source type after the
// other. Work items own the pathways that they fill.
func (d *DistanceCounts) countConnections(ctx context.Context, c *connectome.Connectome, types connectome.Labels, s *somata, opt Options) error {
	return run.Parallel(ctx, opt.Threads, len(types.Names), nil, func(_, a int) error {
		for v, k := range types.Of {
			if int(k) != a {
				continue
			}
			if v%1024 == 0 && ctx.Err() != nil {
				return context.Cause(ctx)
			}
			mutual := c.Graph.Mutual(uint32(v))
			for _, w := range c.Graph.Out(uint32(v)) {
				back := len(mutual) > 0 && mutual[0] == w // both ascend
				if back {
					mutual = mutual[1:]
				}
				d.addConnection(s, a, int(types.Of[w]), s.at[v], s.at[w], back)
			}
		}
		return nil
	})
}

func (d *DistanceCounts) addConnection(s *somata, a, b int, source, target connectome.Position, reciprocated bool) {
	dy := target.Y - source.Y
	h, e := distance.Squares(target.X-source.X, dy, target.Z-source.Z)
	g := Above
	if dy < 0 {
		g = Below
	}
	near, flat := s.ends.Of(e), s.ends.Of(h)
	d.row(d.connections, a, b, g)[near]++
	d.row(d.connections, a, b, Horizontal)[flat]++
	if reciprocated {
		d.row(d.reciprocated, a, b, g)[near]++
		d.row(d.reciprocated, a, b, Horizontal)[flat]++
	}
	pathway := a*len(d.MTypes) + b
	d.distance[pathway] += math.Sqrt(e)
	d.horizontal[pathway] += math.Sqrt(h)
	d.dy[pathway] += dy
}
