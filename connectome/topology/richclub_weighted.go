package topology

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// WeightedRichClubCurves tells whether the connections among neurons of many
// connections are among the strongest there are.
type WeightedRichClubCurves struct {
	// Whole are the curves by kind of degree, then by k, from 0 to the largest
	// degree.
	Whole [numDegreeKinds][]WeightedClubPoint
}

// WeightedClubPoint is the club of one k: the neurons of degree > k.
type WeightedClubPoint struct {
	K           int64
	Neurons     int64   // N_{>k}
	Connections int64   // E_{>k}, connections among them
	Weight      float64 // W_{>k}, the sum of their weights
	// Phi is φ^w(k) = W_{>k} / the sum of the E_{>k} largest weights of the
	// circuit; NaN without connections or weight.
	Phi float64

	// NullMean and NullSD are mean and standard deviation of φ^w(k) over all ways
	// of dealing the weights out to the same connections, exactly: E_{>k} weights
	// drawn without replacement have a sum of mean E_{>k}·w̄ and variance
	// E_{>k}·s²·(1 - E_{>k}/E), s² the weights' variance (ddof 1).
	NullMean, NullSD float64
	Ratio            float64 // φ^w(k) / NullMean
	Z                float64 // (φ^w(k) - NullMean) / NullSD; NaN if that is 0
}

// WeightedRichClub computes the weighted rich club of the total, in- and
// out-degrees. weights are the strengths of the connections, none negative, in the
// order of c.Graph.OutCSR().
//
// Opsahl et al. 2008, https://doi.org/10.1103/PhysRevLett.101.168702; the null is
// their reshuffling of weights over a fixed topology, in closed form.
//
// Complexity: O(N log N + E log E). Memory: 8 bytes a connection.
//
// Errors: a number of weights that is not that of connections; weights that are
// negative or not finite; the context's.
func WeightedRichClub(ctx context.Context, c *connectome.Connectome, weights []float64, opt Options) (*WeightedRichClubCurves, error) {
	if int64(len(weights)) != c.Graph.Connections() {
		return nil, fmt.Errorf("topology: weighted rich club: %d weights for %d connections", len(weights), c.Graph.Connections())
	}
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return nil, fmt.Errorf("topology: weighted rich club: connection %d has weight %v: weights must be finite and not negative", i, w)
		}
	}
	r := &WeightedRichClubCurves{}
	var all running
	for i, w := range weights {
		all.add(w, i+1)
	}
	strongest := slices.Clone(weights)
	slices.SortFunc(strongest, func(a, b float64) int { return cmp.Compare(b, a) })
	for i := range strongest[min(1, len(strongest)):] { // now the sum of the i+1 largest
		strongest[i+1] += strongest[i]
	}
	for kind, degrees := range degreesOfKinds(c.Graph) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.Whole[kind] = weightedClubs(c.Graph, degrees, weights)
		for k := range r.Whole[kind] {
			r.Whole[kind][k].compare(strongest, all)
		}
	}
	return r, nil
}

// weightedClubs returns neurons, connections and weight of each club. It adds
// weights by the smaller degree of their neurons, and these sums from above.
func weightedClubs(g *connectome.Graph, degrees []int64, weights []float64) []WeightedClubPoint {
	if len(degrees) == 0 {
		return nil
	}
	points := make([]WeightedClubPoint, slices.Max(degrees)+1)
	for _, d := range degrees {
		points[d].Neurons++
	}
	ptr, idx := g.OutCSR()
	for v, d := range degrees {
		for e := ptr[v]; e < ptr[v+1]; e++ {
			p := &points[min(d, degrees[idx[e]])]
			p.Connections++
			p.Weight += weights[e]
		}
	}
	var sum WeightedClubPoint
	for k := len(points) - 1; k >= 0; k-- {
		at := points[k]
		points[k] = WeightedClubPoint{K: int64(k), Neurons: sum.Neurons, Connections: sum.Connections, Weight: sum.Weight}
		sum.Neurons += at.Neurons
		sum.Connections += at.Connections
		sum.Weight += at.Weight
	}
	return points
}

// compare fills in what follows from counts. strongest[i] is the sum of the i+1
// largest weights, all their moments.
func (p *WeightedClubPoint) compare(strongest []float64, all running) {
	nan := math.NaN()
	p.Phi, p.NullMean, p.NullSD, p.Ratio, p.Z = nan, nan, nan, nan, nan
	if p.Connections == 0 || strongest[p.Connections-1] == 0 {
		return
	}
	top, n, e := strongest[p.Connections-1], float64(p.Connections), float64(len(strongest))
	p.Phi = p.Weight / top
	p.NullMean = n * all.mean / top
	p.Ratio = p.Phi / p.NullMean
	p.NullSD = 0
	if e > 1 {
		p.NullSD = math.Sqrt(n*all.squares/(e-1)*(1-n/e)) / top
	}
	if p.NullSD > 0 {
		p.Z = (p.Phi - p.NullMean) / p.NullSD
	}
}

// Table returns richclub_weighted.
func (r *WeightedRichClubCurves) Table() connectome.Table {
	var kinds []uint32
	var points []WeightedClubPoint
	for _, kind := range clubKinds {
		for _, p := range r.Whole[kind] {
			kinds, points = append(kinds, uint32(kind)), append(points, p)
		}
	}
	ints := func(name string, of func(WeightedClubPoint) int64) connectome.Column {
		return connectome.Ints(name, columnOf(points, of))
	}
	floats := func(name string, of func(WeightedClubPoint) float64) connectome.Column {
		return connectome.Floats(name, columnOf(points, of))
	}
	return connectome.NewTable("richclub_weighted",
		connectome.Coded("degree_kind", nonNil(kinds), degreeKinds[:]),
		ints("k", func(p WeightedClubPoint) int64 { return p.K }),
		ints("neurons", func(p WeightedClubPoint) int64 { return p.Neurons }),
		ints("connections", func(p WeightedClubPoint) int64 { return p.Connections }),
		floats("weight", func(p WeightedClubPoint) float64 { return p.Weight }),
		floats("phi", func(p WeightedClubPoint) float64 { return p.Phi }),
		floats("null_mean", func(p WeightedClubPoint) float64 { return p.NullMean }),
		floats("null_sd", func(p WeightedClubPoint) float64 { return p.NullSD }),
		floats("ratio", func(p WeightedClubPoint) float64 { return p.Ratio }),
		floats("z", func(p WeightedClubPoint) float64 { return p.Z }))
}
