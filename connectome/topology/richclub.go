package topology

import (
	"context"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// clubKinds is the order in which rich clubs and hubs are listed.
var clubKinds = [...]DegreeKind{TotalDegree, InDegree, OutDegree}

// RichClubCurves tells how densely neurons of many connections connect to each
// other: for each kind of degree and each k, the density φ(k) among the neurons
// of degree > k, the club. That alone rises with k in any graph whose degrees
// differ, so that it is compared with draws that keep all degrees.
type RichClubCurves struct {
	Samples int // draws; without any, what compares with them is NaN

	// Whole are the curves of the circuit: by kind of degree, then by k, from 0
	// to the largest degree.
	Whole [numDegreeKinds][]ClubPoint
	// Typed are clubs by pathway, at few k, Thresholds: those of kind, pre, post
	// and k that have pairs or members. Nil for more than 256 m-types.
	Typed []ClubBlock
	// Thresholds are, by kind of degree, the k of Typed, ascending: 0, and the
	// 50th, 75th, 90th, 95th and 99th percentiles of the degree, rounded down.
	Thresholds [numDegreeKinds][]int64
	// Types are the m-types of Typed, those that no neuron bears left out.
	Types connectome.Labels

	degrees [numDegreeKinds][]int64 // by neuron
	sorted  [numDegreeKinds][]int64 // ascending
	byType  [numDegreeKinds][][]int64
}

// ClubPoint is the club of one k.
type ClubPoint struct {
	K           int64
	Neurons     int64   // N_{>k}, neurons of degree > k
	Connections int64   // E_{>k}, connections among them
	Phi         float64 // φ(k) = E_{>k} / (N_{>k}(N_{>k} - 1)); NaN below two neurons

	NullMean float64 // mean of φ(k) over the draws
	NullSD   float64 // its standard deviation (ddof 1); NaN below two draws
	Ratio    float64 // φ(k) / NullMean
	Z        float64 // (φ(k) - NullMean) / NullSD; infinite or, for 0/0, NaN if that is 0
}

// ClubBlock is the connections of a club's neurons from one m-type to another:
// φ_ab(k) = E_{>k}(a→b) / (n_a·n_b - [a=b]·n_a), for n_a neurons of type a and of
// degree > k in the whole circuit. Neurons is how many neurons of either type are
// in the club, n_a where a = b.
type ClubBlock struct {
	Kind      DegreeKind
	Pre, Post uint32 // indices into Types
	ClubPoint
}

// clubPercentiles are those of the degree at which typed clubs are told; 0 stands
// for k = 0, all neurons that have connections.
var clubPercentiles = [...]uint64{0, 50, 75, 90, 95, 99}

// maxClubTypes bounds the m-types of typed clubs, whose tables have a cell for
// each pathway, threshold and kind of degree.
const maxClubTypes = 256

// RichClub computes the rich-club curves of the total, in- and out-degrees, of
// the circuit and by m-type; and, if opt.Samples > 0, compares them with that many
// draws of the configuration model, which keeps every in- and out-degree.
//
// The directed rich club is that of Smilkov and Kocarev 2010,
// https://arxiv.org/abs/1103.2264, its normalisation that of Colizza
// et al. 2006, https://doi.org/10.1038/nphys209: above 1, neurons of many
// connections prefer each other more than their degrees make them.
//
// Complexity: O(N log N + E), and as much again for each draw besides the draw,
// which takes the most; see [control.Configuration]. Memory: 32 bytes a neuron, 400
// bytes a pathway and thread, and a draw.
//
// Errors: the context's.
func RichClub(ctx context.Context, c *connectome.Connectome, opt Options) (*RichClubCurves, error) {
	r := newRichClub(c)
	counter := newClubCounter(c.Graph, r)
	observed, err := counter.count(ctx, c.Graph, opt.Threads)
	if err != nil {
		return nil, err
	}
	null := newClubNull(observed)
	if opt.Samples > 0 {
		sampler, err := control.NewSampler(control.Configuration, c.Graph, connectome.Labels{})
		if err != nil {
			return nil, err
		}
		for i := range opt.Samples {
			tell(opt.Progress, i, opt.Samples)
			g, err := sampler.Draw(ctx, opt.Seed, uint64(i), opt.Threads)
			if err != nil {
				return nil, err
			}
			drawn, err := counter.count(ctx, g, opt.Threads)
			if err != nil {
				return nil, err
			}
			null.add(drawn)
		}
		tell(opt.Progress, opt.Samples, opt.Samples)
	}
	r.Samples = opt.Samples
	r.fillWhole(observed, null)
	r.fillTyped(observed, null)
	return r, nil
}

func measureRichClub(ctx context.Context, a *analysis) (Result, error) {
	return RichClub(ctx, a.c, a.opt)
}

func tell(p connectome.Progress, done, total int) {
	if p != nil {
		p(int64(done), int64(total))
	}
}

func newRichClub(c *connectome.Connectome) *RichClubCurves {
	r := &RichClubCurves{Types: occupied(c.Cells.MTypes()), degrees: degreesOfKinds(c.Graph)}
	for kind, degrees := range r.degrees {
		r.sorted[kind] = slices.Sorted(slices.Values(degrees))
		for _, p := range clubPercentiles {
			k := int64(0)
			if p > 0 && c.Graph.N() > 0 {
				k = int64(percentile(r.sorted[kind], p))
			}
			r.Thresholds[kind] = append(r.Thresholds[kind], k)
		}
		r.Thresholds[kind] = slices.Compact(r.Thresholds[kind])
		for _, members := range membersOf(r.Types) {
			own := make([]int64, len(members))
			for i, v := range members {
				own[i] = degrees[v]
			}
			slices.Sort(own)
			r.byType[kind] = append(r.byType[kind], own)
		}
	}
	return r
}

// degreesOfKinds returns the degrees of all neurons, by kind.
func degreesOfKinds(g *connectome.Graph) (degrees [numDegreeKinds][]int64) {
	for k := range degrees {
		degrees[k] = make([]int64, g.N())
	}
	for v := range uint32(g.N()) {
		in, out := int64(len(g.In(v))), int64(len(g.Out(v)))
		degrees[InDegree][v], degrees[OutDegree][v], degrees[TotalDegree][v] = in, out, in+out
	}
	return degrees
}

// above returns how many of ascending numbers are larger than k.
func above(sorted []int64, k int64) int64 {
	at, _ := slices.BinarySearch(sorted, k+1)
	return int64(len(sorted) - at)
}

// Members returns, by type of Types, how many neurons have a degree of that kind
// that is larger than k.
func (r *RichClubCurves) Members(kind DegreeKind, k int64) []int64 {
	members := make([]int64, len(r.byType[kind]))
	for a, sorted := range r.byType[kind] {
		members[a] = above(sorted, k)
	}
	return members
}

func (r *RichClubCurves) fillWhole(observed *clubCounts, null *clubNull) {
	for kind, within := range observed.within {
		for k, connections := range within {
			n := above(r.sorted[kind], int64(k))
			p := ClubPoint{K: int64(k), Neurons: n, Connections: connections}
			p.compare(n*max(n-1, 0), null.whole[kind], k, null.samples)
			r.Whole[kind] = append(r.Whole[kind], p)
		}
	}
}

func (r *RichClubCurves) fillTyped(observed *clubCounts, null *clubNull) {
	types := len(r.Types.Names)
	for _, kind := range clubKinds {
		if observed.typed[kind] == nil {
			continue
		}
		for a := range types {
			for b := range types {
				for level, k := range r.Thresholds[kind] {
					na, nb := above(r.byType[kind][a], k), above(r.byType[kind][b], k)
					pairs, members := na*nb, na+nb
					if a == b {
						pairs, members = na*max(na-1, 0), na
					}
					if pairs == 0 && (a != b || members == 0) {
						continue
					}
					at := (level*types+a)*types + b
					p := ClubPoint{K: k, Neurons: members, Connections: observed.typed[kind][at]}
					p.compare(pairs, null.typed[kind], at, null.samples)
					r.Typed = append(r.Typed, ClubBlock{kind, uint32(a), uint32(b), p})
				}
			}
		}
	}
}

// compare fills in what follows from counts.
func (p *ClubPoint) compare(pairs int64, null []running, at, samples int) {
	p.Phi = quotient(p.Connections, pairs)
	p.NullMean, p.NullSD, p.Ratio, p.Z = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if samples == 0 || pairs == 0 {
		return
	}
	mean := null[at].mean
	p.NullMean = mean / float64(pairs)
	p.Ratio = float64(p.Connections) / mean
	if samples > 1 {
		sd := math.Sqrt(null[at].squares / float64(samples-1))
		p.NullSD = sd / float64(pairs)
		p.Z = (float64(p.Connections) - mean) / sd
	}
}
