package topology

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// clubScalars are the percentiles of the degree at which φ is a scalar.
var clubScalars = [...]uint64{50, 90, 99}

// Scalars lists, for each kind of degree, k at the 50th, 90th and 99th
// percentiles of the degree (k_p50, …, rounded down), and φ there (phi_p50, …); if
// there were draws, φ over their mean there (ratio_p50, …), the largest ratio among
// the clubs of at least 1 % of the neurons (ratio_max) and its k (ratio_max_k);
// and for each m-type the share of the neurons above the 99th percentile that are
// of that type (club_share).
func (r *RichClubCurves) Scalars() Scalars {
	var s Scalars
	for _, kind := range clubKinds {
		r.wholeScalars(&s, kind)
	}
	for a, name := range r.Types.Names {
		if name == "" {
			continue
		}
		for _, kind := range clubKinds {
			k := r.percentile(kind, 99)
			share := quotient(above(r.byType[kind][a], k), above(r.sorted[kind], k))
			s.Add(Group{Kind: GroupMType, Name: name}, kind.String()+"_club_share", share)
		}
	}
	return s
}

// percentile returns the p-th percentile of the degree, rounded down.
func (r *RichClubCurves) percentile(kind DegreeKind, p uint64) int64 {
	if len(r.sorted[kind]) == 0 {
		return 0
	}
	return int64(percentile(r.sorted[kind], p))
}

func (r *RichClubCurves) wholeScalars(s *Scalars, kind DegreeKind) {
	add := func(statistic string, value float64) { s.Add(All, kind.String()+"_"+statistic, value) }
	for _, p := range clubScalars {
		k, point := math.NaN(), ClubPoint{Phi: math.NaN(), Ratio: math.NaN()}
		if len(r.Whole[kind]) > 0 {
			point = r.Whole[kind][r.percentile(kind, p)]
			k = float64(point.K)
		}
		add(fmt.Sprintf("k_p%d", p), k)
		add(fmt.Sprintf("phi_p%d", p), point.Phi)
		if r.Samples > 0 {
			add(fmt.Sprintf("ratio_p%d", p), point.Ratio)
		}
	}
	if r.Samples > 0 {
		ratio, k := r.largestRatio(kind)
		add("ratio_max", ratio)
		add("ratio_max_k", k)
	}
}

// largestRatio passes over clubs of less than 1 % of the neurons: there a few
// pairs decide.
func (r *RichClubCurves) largestRatio(kind DegreeKind) (ratio, k float64) {
	ratio, k = math.NaN(), math.NaN()
	for _, p := range r.Whole[kind] {
		if 100*p.Neurons >= int64(len(r.sorted[kind])) && (math.IsNaN(ratio) || p.Ratio > ratio) && !math.IsNaN(p.Ratio) {
			ratio, k = p.Ratio, float64(p.K)
		}
	}
	return ratio, k
}

// Tables returns richclub: first the circuit's curves, pre and post empty, then the
// clubs by pathway.
func (r *RichClubCurves) Tables() []connectome.Table {
	names := append([]string{""}, r.Types.Names...)
	var kinds, pre, post []uint32
	var points []ClubPoint
	for _, kind := range clubKinds {
		for _, p := range r.Whole[kind] {
			kinds, pre, post, points = append(kinds, uint32(kind)), append(pre, 0), append(post, 0), append(points, p)
		}
	}
	for _, b := range r.Typed {
		kinds, pre, post = append(kinds, uint32(b.Kind)), append(pre, b.Pre+1), append(post, b.Post+1)
		points = append(points, b.ClubPoint)
	}
	ints := func(name string, of func(ClubPoint) int64) connectome.Column {
		return connectome.Ints(name, columnOf(points, of))
	}
	floats := func(name string, of func(ClubPoint) float64) connectome.Column {
		return connectome.Floats(name, columnOf(points, of))
	}
	return []connectome.Table{connectome.NewTable("richclub",
		connectome.Coded("degree_kind", nonNil(kinds), degreeKinds[:]),
		connectome.Coded("pre", nonNil(pre), names),
		connectome.Coded("post", nonNil(post), names),
		ints("k", func(p ClubPoint) int64 { return p.K }),
		ints("neurons", func(p ClubPoint) int64 { return p.Neurons }),
		ints("connections", func(p ClubPoint) int64 { return p.Connections }),
		floats("phi", func(p ClubPoint) float64 { return p.Phi }),
		floats("null_mean", func(p ClubPoint) float64 { return p.NullMean }),
		floats("null_sd", func(p ClubPoint) float64 { return p.NullSD }),
		floats("ratio", func(p ClubPoint) float64 { return p.Ratio }),
		floats("z", func(p ClubPoint) float64 { return p.Z }))}
}

// columnOf takes one number of each of a list of things.
func columnOf[T any, N int64 | float64](things []T, of func(T) N) []N {
	column := make([]N, len(things))
	for i, x := range things {
		column[i] = of(x)
	}
	return column
}
