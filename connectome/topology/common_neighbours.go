package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/common"
	"github.com/ctopo/ctopo/internal/run"
)

// CommonNeighbors is the numbers of neighbours that pairs of neurons have in
// common: efferent ones, to which both connect, C = A·Aᵀ, and afferent ones, which
// connect to both, C = Aᵀ·A; of neurons with themselves C is not counted. Common
// neighbours are looked for in the whole circuit, also those of pairs of one
// pathway; only FactSheetBias keeps to the neurons of the pathway.
//
// Three biases tell whether connected neurons share more neighbours:
//
//   - Bias of [CommonSums], mean of C over connected ÷ over all ordered pairs; of
//     the circuit that a homotypic pathway's neurons make it is the bias of fact
//     sheets (Ramaswamy et al. 2015, doi:10.3389/fncir.2015.00044);
//   - BiasUnconnected, mean of C over connected ÷ over unconnected ordered pairs;
//   - SlopeBias of [CommonDirection] (Reimann et al. 2017,
//     doi:10.1093/cercor/bhx150), how much less steeply than in controls the number
//     of pairs falls with the number of their common neighbours.
type CommonNeighbors struct {
	Types []string // m-types that neurons bear; nil if they are left out, see [CountCommonNeighbors]
	Cells []int64  // neurons of each

	Efferent, Afferent CommonDirection

	// FactSheetBias is [FactSheetBias] of the neurons of each m-type and the
	// connections among them.
	FactSheetBias []float64
}

// CommonDirection is the common targets, or the common sources.
type CommonDirection struct {
	// Histogram is H: H[k] pairs i < j have k neighbours in common. The last entry
	// is not 0, except in a circuit without pairs.
	Histogram []uint64
	// Connected is the same of connections: Connected[k] ordered pairs i → j that are
	// connected have k neighbours in common, of 2·H[k]. It is as long as Histogram.
	Connected []uint64
	Whole     CommonSums // all ordered pairs

	// Slope is that of the line through log10 H(k), k ≥ 1, H(k) > 0, in decades a
	// neighbour; NaN for fewer than two such k.
	Slope float64
	// Control is the mean H of the controls drawn, nil if there are none, ControlSlope its
	// slope, and SlopeBias = (ControlSlope - Slope)/ControlSlope.
	Control                 []float64
	ControlSlope, SlopeBias float64

	types    int
	pairs    [][]uint64   // H of the types a <= b at a·T + b
	pathways []CommonSums // of the ordered pairs from a to b
}

// Pathway returns the sums over the ordered pairs of a neuron of type a and one of
// type b, numbers into Types.
func (d *CommonDirection) Pathway(a, b int) CommonSums { return d.pathways[a*d.types+b] }

// Pairs returns H of the pairs of a neuron of type a and one of type b, each pair
// once, whichever type is named first.
func (d *CommonDirection) Pairs(a, b int) []uint64 { return d.pairs[min(a, b)*d.types+max(a, b)] }

// Max returns the largest number of neighbours that two neurons have in common.
func (d *CommonDirection) Max() int { return max(len(d.Histogram), 1) - 1 }

// CountCommonNeighbors counts, exactly and for all pairs of neurons, how many
// targets and how many sources the two have in common, by m-types. With opt.Samples
// it also draws so many controls of the model dd-outdeg of package control, which
// keep out-degrees and the distance dependence, 10 in the paper; they need finite
// positions and are left out without.
//
// M-types are left out if there are more than 2,048, or if their histograms would
// take more than 8 MB and more than 8 bytes a connection.
//
// Complexity: O(Σ_k d_k² + N²) for in-degrees, again for out-degrees, and all again for each
// control. Memory: 2 bytes a connection, 5 bytes a neuron and thread; as much as
// the graph once more if neurons are not listed by m-type; a graph for each
// control.
//
// Errors: a graph for which E·N does not fit 64 bits; those of drawing; the
// context's.
func CountCommonNeighbors(ctx context.Context, c *connectome.Connectome, opt Options) (*CommonNeighbors, error) {
	if err := checkPairSums(c.Graph); err != nil {
		return nil, err
	}
	types := occupied(c.Cells.MTypes())
	g, start, err := byType(c.Graph, types)
	if err != nil {
		return nil, err
	}
	r := &CommonNeighbors{Types: types.Names, Cells: types.Counts()}
	if r.FactSheetBias, err = factSheetBiases(ctx, c.Graph, types, opt.Threads); err != nil {
		return nil, err
	}
	if start == nil {
		r.Types, r.Cells, r.FactSheetBias = nil, nil, nil
		start = []uint32{0, uint32(g.N())}
	}
	connections := connectionsByType(g, start)
	progress := stages{opt.Progress, 2 + 3*controlsOf(c, opt)}
	for k, d := range r.directions() {
		rows := rowsOf(g, k == 1)
		plan, err := countCommon(ctx, rows, start, opt.Threads, progress.stage(k))
		if err != nil {
			return nil, err
		}
		d.fill(plan, start, connections, k == 1)
	}
	return r, r.addControls(ctx, c, opt, progress)
}

// commonDirections names what [CommonNeighbors.directions] returns.
var commonDirections = []string{"efferent", "afferent"}

func (r *CommonNeighbors) directions() [2]*CommonDirection {
	return [2]*CommonDirection{&r.Efferent, &r.Afferent}
}

// byType returns the graph with the neurons of one type next to each other, those
// of type t from start[t] to start[t+1]-1; start is nil, and the graph as it was,
// for types that are left out.
func byType(g *connectome.Graph, types connectome.Labels) (sorted *connectome.Graph, start []uint32, err error) {
	if len(types.Names) > maxPathwayTypes {
		return g, nil, nil
	}
	start = []uint32{0}
	order := make([]uint32, 0, g.N())
	inOrder := true
	for _, members := range membersOf(types) {
		inOrder = inOrder && (len(order) == 0 || order[len(order)-1] < members[0])
		order = append(order, members...)
		start = append(start, uint32(len(order)))
	}
	sorted = g
	if !inOrder {
		if sorted, err = g.Induced(order); err != nil {
			return nil, nil, err
		}
	}
	most := max(1<<20, uint64(g.Connections()))
	if max(common.Bins(rowsOf(sorted, false), start), common.Bins(rowsOf(sorted, true), start)) > most {
		return g, nil, nil
	}
	return sorted, start, nil
}

// rowsOf returns the graph's rows, or those of the graph transposed.
func rowsOf(g *connectome.Graph, transposed bool) common.Rows {
	if transposed {
		g = g.Transposed()
	}
	var r common.Rows
	r.OutPtr, r.OutIdx = g.OutCSR()
	r.InPtr, r.InIdx = g.InCSR()
	return r
}

// countCommon counts all pairs.
func countCommon(ctx context.Context, rows common.Rows, start []uint32, threads int, progress connectome.Progress) (*common.Plan, error) {
	plan := common.NewPlan(rows, start)
	workers := make([]*common.Worker, run.Threads(threads))
	err := run.Parallel(ctx, threads, plan.Items(), progress, func(w, item int) error {
		if workers[w] == nil {
			workers[w] = plan.NewWorker()
		}
		workers[w].Count(item)
		return nil
	})
	return plan, err
}

// connectionsByType returns the number of connections from type a to b at a·T + b.
func connectionsByType(g *connectome.Graph, start []uint32) []uint64 {
	types := len(start) - 1
	count := make([]uint64, types*types)
	for a := range types {
		for i := start[a]; i < start[a+1]; i++ {
			b := 0
			for _, j := range g.Out(i) {
				for j >= start[b+1] {
					b++
				}
				count[a*types+b]++
			}
		}
	}
	return count
}

// fill takes over what a plan has counted.
func (d *CommonDirection) fill(plan *common.Plan, start []uint32, connections []uint64, transposed bool) {
	d.types = len(start) - 1
	d.pairs = make([][]uint64, d.types*d.types)
	d.pathways = make([]CommonSums, d.types*d.types)
	for a := range d.types {
		for b := a; b < d.types; b++ {
			h := trimmed(plan.Histogram(a, b))
			d.pairs[a*d.types+b] = h
			d.Histogram = addHistogram(d.Histogram, h)
			for _, way := range [][2]int{{a, b}, {b, a}} {
				d.pathways[way[0]*d.types+way[1]] = d.sums(plan, way, h, start, connections, transposed)
			}
		}
	}
	for _, s := range d.pathways {
		d.Whole.add(s)
	}
	d.Connected = make([]uint64, len(d.Histogram))
	copy(d.Connected, plan.Joined())
	d.Slope = histogramSlope(d.Histogram, 1)
}

// sums returns those of a pathway, of whose pairs h is the histogram.
func (d *CommonDirection) sums(plan *common.Plan, way [2]int, h []uint64, start []uint32, connections []uint64, transposed bool) CommonSums {
	a, b := way[0], way[1]
	s := CommonSums{Connections: connections[a*d.types+b], Connected: plan.Connected(a, b)}
	if transposed {
		s.Connected = plan.Connected(b, a)
	}
	for k, pairs := range h {
		s.Pairs += pairs
		s.All += uint64(k) * pairs
	}
	if a == b { // either neuron of a pair may come first
		s.Pairs *= 2
		s.All *= 2
	}
	return s
}

// trimmed returns a histogram without the zeros at its end.
func trimmed(h []uint64) []uint64 {
	for len(h) > 0 && h[len(h)-1] == 0 {
		h = h[:len(h)-1]
	}
	return h
}

func addHistogram(sum, h []uint64) []uint64 {
	for len(sum) < len(h) {
		sum = append(sum, 0)
	}
	for k, n := range h {
		sum[k] += n
	}
	return sum
}

func measureCommonNeighbors(ctx context.Context, a *analysis) (Result, error) {
	r, err := CountCommonNeighbors(ctx, a.c, a.opt)
	if err != nil {
		return nil, err
	}
	return r, nil
}
