package motifs

import (
	"fmt"
	"math/big"

	"github.com/ctopo/ctopo/connectome"
)

// SimplexExpectation is what a null model expects of the number of directed
// simplices of each dimension.
type SimplexExpectation struct {
	Model   NullModel
	Samples int       // number of draws; 0 if exact
	Mean    []float64 // by dimension, from 0
	SD      []float64
}

// Source tells how the expectation was obtained: "exact", or "100 draws".
func (e *SimplexExpectation) Source() string { return sourceOf(e.Samples) }

// Express compares a count with the expectation. Beyond the dimensions that the
// expectation holds, nothing is expected.
func (e *SimplexExpectation) Express(dim int, count uint64) Expression {
	if dim >= len(e.Mean) {
		return express(count, 0, 0)
	}
	return express(count, e.Mean[dim], e.SD[dim])
}

// maxMomentDim bounds the dimension of exact moments: the permutations of 64
// places have more than 2^200 members.
const maxMomentDim = 64

// ExpectSimplices returns the exact mean and standard deviation of the number of
// directed simplices of dimensions 0 to dims under the gnp or the dyad null model
// of g, without sampling; with reciprocal, those of the number of cliques of
// mutual pairs. The pathway model has no expression that is short enough to work
// out: [SampleSimplices] draws from it.
//
// Errors: the pathway model; dims above 64.
func ExpectSimplices(model NullModel, g *connectome.Graph, dims int, reciprocal bool) (*SimplexExpectation, error) {
	if dims < 0 || dims > maxMomentDim {
		return nil, fmt.Errorf("motifs: expectation of simplices to dimension %d: want 0 to %d", dims, maxMomentDim)
	}
	if model == NullPathway {
		return nil, fmt.Errorf("motifs: expectation of simplices: the pathway model has none that is exact: draw samples of it")
	}
	pairs, err := model.Pairs(g, connectome.Labels{})
	if err != nil {
		return nil, err
	}
	s := pairs.States[0]
	e := &SimplexExpectation{Model: model}
	if reciprocal {
		e.Mean, e.SD = CliqueMoments(int64(g.N()), s[DyadMutual], dims)
	} else {
		e.Mean, e.SD = SimplexMoments(int64(g.N()), s[DyadForward]+s[DyadMutual], s[DyadMutual], dims)
	}
	return e, nil
}

// SimplexMoments returns mean and standard deviation of the number of directed
// k-simplices, k = 0 to dims, of a random graph of n neurons whose unordered
// pairs are independent: either direction is connected with probability p, both
// with probability r (p² if the directions are independent too).
//
//	E[s_k] = n!/(n-k-1)! · p^(k(k+1)/2)
//
// For the variance, let two simplices share j neurons, at j places of either
// (C(k+1,j) choices each), the second holding them in the order π of the first.
// A pair that π leaves in order is one connection of both; a pair that π inverts
// is connected both ways. With inv(π) inversions, c = C(j,2) and d = k(k+1)/2,
//
//	Var[s_k] = Σ_{j≥2} C(k+1,j)² · n!/(n-2k-2+j)! · p^(2d-2c) · Σ_π (p^(c-inv(π)) r^inv(π) - p^(2c))
//
// where π runs over the j! orders, counted by their inversions (the Mahonian
// numbers, https://oeis.org/A008302).
//
// Sums are taken with 300-bit numbers; a value beyond the range of a float64
// comes out as 0 or +Inf. dims above 64 panics.
//
// Complexity: O(dims³) numbers.
func SimplexMoments(n int64, p, r float64, dims int) (mean, sd []float64) {
	excess := sharedExcess(p, r, dims+1)
	for k := range dims + 1 {
		d := k * (k + 1) / 2
		mean = append(mean, float(mul(falling(n, k+1), power(p, d))))
		variance := number(0)
		for j := 2; j <= k+1; j++ {
			places := binomial(int64(k+1), j)
			variance.Add(variance, mul(places, places, falling(n, 2*(k+1)-j), power(p, 2*d-j*(j-1)), excess[j]))
		}
		sd = append(sd, root(variance))
	}
	return mean, sd
}

// sharedExcess returns, for j = 0 to most shared neurons, the sum over their
// orders in [SimplexMoments].
func sharedExcess(p, r float64, most int) []*big.Float {
	excess := make([]*big.Float, most+1)
	for j, orders := range mahonianNumbers(most) {
		c := j * (j - 1) / 2
		apart := power(p, 2*c)
		excess[j] = number(0)
		for inversions, number := range orders {
			term := mul(power(p, c-inversions), power(r, inversions))
			term.Sub(term, apart)
			excess[j].Add(excess[j], term.Mul(term, number))
		}
	}
	return excess
}

// CliqueMoments returns mean and standard deviation of the number of sets of k+1
// neurons, k = 0 to dims, all of whose pairs are mutual, where every pair is
// mutual independently with probability r:
//
//	E   = C(n,k+1) r^d,  d = k(k+1)/2
//	Var = C(n,k+1) Σ_{j≥2} C(k+1,j) C(n-k-1,k+1-j) (r^(2d-C(j,2)) - r^(2d))
func CliqueMoments(n int64, r float64, dims int) (mean, sd []float64) {
	checkDims(dims)
	for k := range dims + 1 {
		d := k * (k + 1) / 2
		sets := binomial(n, k+1)
		mean = append(mean, float(mul(sets, power(r, d))))
		variance := number(0)
		for j := 2; j <= k+1; j++ {
			excess := power(r, 2*d-j*(j-1)/2)
			excess.Sub(excess, power(r, 2*d))
			variance.Add(variance, mul(sets, binomial(int64(k+1), j), binomial(n-int64(k)-1, k+1-j), excess))
		}
		sd = append(sd, root(variance))
	}
	return mean, sd
}

func checkDims(dims int) {
	if dims < 0 || dims > maxMomentDim {
		panic(fmt.Sprintf("motifs: moments of simplices to dimension %d: want 0 to %d", dims, maxMomentDim))
	}
}

// mahonianNumbers returns, for j = 0 to most, how many orders of j things have
// 0, 1, … inversions.
func mahonianNumbers(most int) [][]*big.Float {
	checkDims(most - 1)
	rows := [][]*big.Float{{number(1)}}
	for j := 1; j <= most; j++ {
		last := rows[j-1]
		row := make([]*big.Float, j*(j-1)/2+1)
		for i := range row {
			row[i] = number(0)
			// The j-th thing goes before 0 to j-1 of the others.
			for before := max(0, i-len(last)+1); before < j && before <= i; before++ {
				row[i].Add(row[i], last[i-before])
			}
		}
		rows = append(rows, row)
	}
	return rows
}
