package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/distance"
)

// The bins of tables and fits, in base bins of 25 µm.
const (
	pathwayBins = 3 // 75 µm: for each pathway, and for the whole circuit
	wholeBins   = 4 // 100 µm: for the whole circuit besides
)

// Distances is how the probability of connection depends on distance.
type Distances struct {
	Counts *DistanceCounts
	Whole  DistanceMeans // of the whole circuit

	Pathways []DistanceMeans // of those with connections, by source, then target
}

// DistanceMeans is means over the ordered pairs and the connections of a pathway,
// in µm, and its fits, in bins of 75 µm. Means over none are NaN.
type DistanceMeans struct {
	Pre, Post string // m-types; empty for the whole circuit

	Distance     float64 // mean Euclidean distance of connected neurons
	Horizontal   float64 // mean horizontal distance of connected neurons
	DY           float64 // mean vertical offset y_target - y_source of connected neurons
	PairDistance float64 // mean Euclidean distance of all pairs

	Fits [3]DistanceFit // Euclidean, Above, Below
}

// DistanceFit is p(d) = A·e^{-B·d}, the probability of connection at distance d.
type DistanceFit struct {
	Geometry Geometry
	Bin      float64 // µm, the width of the bins fitted
	A        float64 // at distance 0
	B        float64 // per µm
	RMS      float64 // root mean square of what is left, over the bins that have pairs
}

// Distance measures how the probability of connection depends on the distance
// between the somata of source and target, over all ordered pairs of different
// neurons, for each pathway: in space, horizontally, and in space for targets above
// and below their sources ("bipolar").
//
// Fits are by least squares of the probabilities at the centres of bins, all bins
// with pairs weighted alike, of p itself and not of its logarithm, which bins
// without connections do not have. The fit in space is the distance-dependent model
// of order 2, the two for targets above and below are that of order 3.
//
// Complexity and errors: those of [CountDistances].
func Distance(ctx context.Context, c *connectome.Connectome, opt Options) (*Distances, error) {
	counts, err := CountDistances(ctx, c, opt)
	if err != nil {
		return nil, err
	}
	return newDistances(counts), nil
}

func measureDistance(ctx context.Context, a *analysis) (Result, error) {
	counts, err := a.distanceCounts(ctx)
	if err != nil {
		return nil, err
	}
	return newDistances(counts), nil
}

func newDistances(d *DistanceCounts) *Distances {
	r := &Distances{Counts: d}
	whole := offsetSums{}
	for a := range d.MTypes {
		for b := range d.MTypes {
			s := d.sums(a, b)
			whole.add(s)
			if s.connections > 0 {
				means := s.means()
				means.Pre, means.Post = d.MTypes[a], d.MTypes[b]
				means.Fits = fits(func(g Geometry) DistanceHistogram { return d.Pathway(a, b, g, pathwayBins) })
				r.Pathways = append(r.Pathways, means)
			}
		}
	}
	r.Whole = whole.means()
	r.Whole.Fits = fits(func(g Geometry) DistanceHistogram { return d.Whole(g, pathwayBins) })
	return r
}

// offsetSums is what means are made of.
type offsetSums struct {
	pairs, connections                     int64
	pairDistance, distance, horizontal, dy float64
}

func (d *DistanceCounts) sums(a, b int) offsetSums {
	k := a*len(d.MTypes) + b
	s := offsetSums{pairDistance: d.pairDistance[k], distance: d.distance[k], horizontal: d.horizontal[k], dy: d.dy[k]}
	s.pairs = d.Cells[a] * d.Cells[b]
	if a == b {
		s.pairs -= d.Cells[a]
	}
	for _, n := range d.row(d.connections, a, b, Horizontal) {
		s.connections += n
	}
	return s
}

func (s *offsetSums) add(o offsetSums) {
	s.pairs += o.pairs
	s.connections += o.connections
	s.pairDistance += o.pairDistance
	s.distance += o.distance
	s.horizontal += o.horizontal
	s.dy += o.dy
}

func (s *offsetSums) means() DistanceMeans {
	connections := float64(s.connections)
	return DistanceMeans{
		Distance: s.distance / connections, Horizontal: s.horizontal / connections, DY: s.dy / connections,
		PairDistance: s.pairDistance / float64(s.pairs),
	}
}

func fits(histogram func(Geometry) DistanceHistogram) (f [3]DistanceFit) {
	for k, g := range []Geometry{Euclidean, Above, Below} {
		f[k] = fitHistogram(g, histogram(g))
	}
	return f
}

func fitHistogram(g Geometry, h DistanceHistogram) DistanceFit {
	p := make([]float64, len(h.Pairs))
	for k := range p {
		p[k] = h.Probability(k)
	}
	f := DistanceFit{Geometry: g, Bin: h.Width}
	f.A, f.B, f.RMS = distance.FitExponential(h.Width, p)
	return f
}

// Scalars lists, for the circuit and for each pathway with connections:
// mean_distance_um, mean_horizontal_um and mean_dy_um of connections,
// mean_pair_distance_um of all pairs, fit_a and fit_b_per_um of the fit in space, and
// the same of those above and below, in bins of 75 µm.
func (d *Distances) Scalars() Scalars {
	var s Scalars
	d.Whole.list(&s, All)
	for _, p := range d.Pathways {
		p.list(&s, Pathway(p.Pre, p.Post))
	}
	return s
}

func (m *DistanceMeans) list(s *Scalars, g Group) {
	s.Add(g, "mean_distance_um", m.Distance)
	s.Add(g, "mean_horizontal_um", m.Horizontal)
	s.Add(g, "mean_dy_um", m.DY)
	s.Add(g, "mean_pair_distance_um", m.PairDistance)
	for _, f := range m.Fits {
		name := "fit"
		if f.Geometry != Euclidean {
			name += "_" + f.Geometry.String()
		}
		s.Add(g, name+"_a", f.A)
		s.Add(g, name+"_b_per_um", f.B)
	}
}
