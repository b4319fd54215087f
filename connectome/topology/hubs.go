package topology

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// HubLists is the neurons of the most connections, and which m-types, layers and
// classes they come from.
type HubLists struct {
	Fraction float64 // share of the neurons that was asked for

	Of         [numDegreeKinds]HubList
	Enrichment []HubEnrichment // by group, and within it by kind of degree

	degrees [numDegreeKinds][]int64
	cells   *connectome.Cells
}

// HubList is the hubs of one kind of degree.
type HubList struct {
	// Threshold is the smallest degree of a hub: that of the ⌈fraction·N⌉-th
	// neuron from the top, or 1 if that has none. All neurons that reach it are
	// hubs, those that tie with that neuron too, so that neuron numbers decide
	// nothing; there may be more of them than the fraction says. 0 without neurons.
	Threshold int64
	Neurons   []uint32 // by falling degree, ties by number
	Rank      []int64  // one more than the number of neurons of larger degree
}

// HubEnrichment tells whether a group has more hubs than its size would make.
type HubEnrichment struct {
	Group
	Kind    DegreeKind
	Neurons int64 // of the group
	Hubs    int64 // of these
	// Expected is Neurons·hubs/N, for as many hubs drawn among all N neurons.
	Expected float64
	Ratio    float64 // Hubs / Expected; NaN without hubs
	// P is the probability of so many hubs of the group or more, if the hubs were
	// drawn among all neurons alike: one-sided, hypergeometric. No correction is
	// made for the number of groups. NaN without hubs.
	P float64
}

// Hubs finds the neurons of the most connections by total, in- and out-degree:
// the top opt.HubFraction of all, 1 % by default.
//
// Complexity: O(N log N + groups · hubs). Memory: 24 bytes a neuron.
//
// Errors: a fraction that is negative or larger than 1; the context's.
func Hubs(ctx context.Context, c *connectome.Connectome, opt Options) (*HubLists, error) {
	fraction := cmp.Or(opt.HubFraction, 0.01)
	if !(fraction > 0 && fraction <= 1) {
		return nil, fmt.Errorf("topology: hubs: a share of %v of the neurons: it must be above 0 and at most 1", fraction)
	}
	h := &HubLists{Fraction: fraction, degrees: degreesOfKinds(c.Graph), cells: c.Cells}
	for kind, degrees := range h.degrees {
		h.Of[kind] = topOf(degrees, fraction)
	}
	for _, p := range populations(c.Cells) {
		if p.Kind == GroupAll {
			continue
		}
		for _, kind := range clubKinds {
			h.Enrichment = append(h.Enrichment, h.enrichment(p, kind))
		}
	}
	return h, ctx.Err()
}

func measureHubs(ctx context.Context, a *analysis) (Result, error) { return Hubs(ctx, a.c, a.opt) }

func topOf(degrees []int64, fraction float64) (h HubList) {
	if len(degrees) == 0 {
		return h
	}
	order := allNeurons(len(degrees))
	slices.SortFunc(order, func(u, v uint32) int { return cmp.Or(cmp.Compare(degrees[v], degrees[u]), cmp.Compare(u, v)) })
	// A fraction such as 0.07 is a little off in binary, and its product may be
	// a little above a whole number: that is not one neuron more.
	last := int(math.Ceil(fraction*float64(len(order)) - 1e-6))
	h.Threshold = max(degrees[order[max(last, 1)-1]], 1)
	for i, v := range order {
		if degrees[v] < h.Threshold {
			break
		}
		rank := int64(i + 1)
		if i > 0 && degrees[v] == degrees[order[i-1]] {
			rank = h.Rank[i-1]
		}
		h.Neurons, h.Rank = append(h.Neurons, v), append(h.Rank, rank)
	}
	return h
}

func (h *HubLists) enrichment(p population, kind DegreeKind) HubEnrichment {
	e := HubEnrichment{Group: p.Group, Kind: kind, Neurons: int64(len(p.neurons)), Ratio: math.NaN(), P: math.NaN()}
	list := h.Of[kind]
	for _, v := range p.neurons {
		if h.degrees[kind][v] >= list.Threshold {
			e.Hubs++
		}
	}
	n, hubs := int64(len(h.degrees[kind])), int64(len(list.Neurons))
	e.Expected = float64(e.Neurons) * float64(hubs) / float64(n)
	if hubs > 0 {
		e.Ratio = float64(e.Hubs) / e.Expected
		e.P = hypergeometricTail(n, e.Neurons, hubs, e.Hubs)
	}
	return e
}

// hypergeometricTail returns the probability that of drawn things, chosen among
// all without replacement, at least so many are among the marked ones: the sum of
// C(marked, i)·C(all - marked, drawn - i) / C(all, drawn) over i. Its relative
// error is some 1e-16 times ln all!.
func hypergeometricTail(all, marked, drawn, atLeast int64) float64 {
	first, last := max(0, drawn+marked-all), min(marked, drawn)
	if atLeast <= first {
		return 1
	}
	sum := 0.0
	for i := last; i >= atLeast; i-- { // rising terms, where the tail is small
		sum += math.Exp(logChoose(marked, i) + logChoose(all-marked, drawn-i) - logChoose(all, drawn))
	}
	return min(sum, 1)
}

func logChoose(n, k int64) float64 {
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}

func logFactorial(n int64) float64 {
	x, _ := math.Lgamma(float64(n) + 1)
	return x
}

// Scalars lists, for each kind of degree, the threshold and the number of hubs;
// and for each m-type, layer and class hubs, enrichment (the ratio) and p.
func (h *HubLists) Scalars() Scalars {
	var s Scalars
	for _, kind := range clubKinds {
		threshold := math.NaN()
		if len(h.degrees[kind]) > 0 {
			threshold = float64(h.Of[kind].Threshold)
		}
		s.Add(All, kind.String()+"_threshold", threshold)
		s.Add(All, kind.String()+"_hubs", float64(len(h.Of[kind].Neurons)))
	}
	for _, e := range h.Enrichment {
		s.Add(e.Group, e.Kind.String()+"_hubs", float64(e.Hubs))
		s.Add(e.Group, e.Kind.String()+"_enrichment", e.Ratio)
		s.Add(e.Group, e.Kind.String()+"_p", e.P)
	}
	return s
}

// Tables returns hubs: a row for each hub of each kind of degree, the largest first.
func (h *HubLists) Tables() []connectome.Table {
	kinds, neurons, ranks := []uint32{}, []uint32{}, []int64{}
	for _, kind := range clubKinds {
		for i, v := range h.Of[kind].Neurons {
			kinds, neurons, ranks = append(kinds, uint32(kind)), append(neurons, v), append(ranks, h.Of[kind].Rank[i])
		}
	}
	degree := func(kind DegreeKind) connectome.Column {
		return connectome.Ints(kind.String(), columnOf(neurons, func(v uint32) int64 { return h.degrees[kind][v] }))
	}
	columns := []connectome.Column{connectome.Coded("kind", kinds, degreeKinds[:])}
	columns = append(columns, h.cells.NeuronColumns("neuron", neurons)...)
	columns = append(columns,
		h.cells.Layers().Column("layer", neurons),
		h.cells.Classes().Column("class", neurons),
		degree(InDegree), degree(OutDegree), degree(TotalDegree),
		connectome.Ints("rank", ranks))
	return []connectome.Table{connectome.NewTable("hubs", columns...)}
}
