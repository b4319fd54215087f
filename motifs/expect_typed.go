package motifs

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// TypedExpectation is what a null model expects of the number of triads of each
// class with given types at their roles. Exact ones are worked out row by row,
// when they are asked for: 55 types have some two million rows.
type TypedExpectation struct {
	Model   NullModel
	Samples int      // number of draws; 0 if exact
	Names   []string // the types' names

	// One of these is set.
	pairs *PairModel                // exact, counted by the types of the model
	rows  map[typedRow]typedMoments // exact, counted by groups: rows that are possible
	drawn map[typedRow]typedDrawn   // drawn: rows that draws held
}

// Source tells how the expectation was obtained: "exact", or "100 draws".
func (e *TypedExpectation) Source() string { return sourceOf(e.Samples) }

// ExpectTriadsBy returns the exact expectations under a null model of g of what
// [CountTriadsBy] counts. labels are the types to count by, and the types of the
// pathway model.
//
// Errors: labels that do not fit g.
func ExpectTriadsBy(model NullModel, g *connectome.Graph, labels connectome.Labels) (*TypedExpectation, error) {
	if len(labels.Of) != g.N() {
		return nil, fmt.Errorf("motifs: labels of %d cells given for %d neurons", len(labels.Of), g.N())
	}
	pairs, err := model.Pairs(g, labels)
	if err != nil {
		return nil, err
	}
	if model != NullPathway {
		pairs = pairs.byTypes(labels.Counts())
	}
	return &TypedExpectation{Model: model, Names: labels.Names, pairs: pairs}, nil
}

// At returns mean and standard deviation of the number of triads of a class with
// the given types at roles 0, 1 and 2. Types that the class's automorphisms
// exchange may be given in either order: they mean the same triads. Types that
// are not indices into Names are a programmer's mistake.
func (e *TypedExpectation) At(t Triad, types [3]uint32) (mean, sd float64) {
	if e.pairs != nil {
		return e.pairs.typed(t, types)
	}
	row := typedRow{t, canonical(t, types)}
	if e.rows != nil {
		m := e.rows[row]
		return m.mean, m.sd
	}
	return e.drawn[row].moments(e.Samples)
}

// typed returns the exact moments of one row.
//
// The triads counted are those of triples of neurons with these three types, and
// the moments are those of [PairModel.Triads] with the sums over neurons cut
// down to such triples. With t the class drawn on three neurons of the types
// given, and S the permutations of the three that keep every neuron's type, the
// drawings counted are the images of t under S. All triples being alike,
//
//	Mean = m P            for m triples, P the sum of the drawings' probabilities
//	Var  = m P(1 - P) + Σ (pairs of types {a,b} of the triple) n_ab (k² - k) Var_s(f_s)
//
// where n_ab is the number of pairs of neurons of types a and b, and k that of
// neurons that make a triple with such a pair.
func (m *PairModel) typed(t Triad, types [3]uint32) (mean, sd float64) {
	drawings := drawingsOf(t, types)
	ty := [3]int{int(types[0]), int(types[1]), int(types[2])}
	p := 0.0
	for _, code := range drawings {
		p += m.probability(ty, code, -1)
	}
	triples := m.triplesOf(ty)
	mean = float64(triples * p)
	variance := float64(triples * p * (1 - p))
	for pair, ends := range pairEnds {
		a, b, third := ty[ends[0]], ty[ends[1]], ty[3-ends[0]-ends[1]]
		if seenBefore(ty, pair) {
			continue
		}
		k := m.others(third, a, b)
		variance += float64(m.unordered(a, b) * k * (k - 1) * m.varianceGiven(ty, drawings, pair))
	}
	return mean, math.Sqrt(max(variance, 0))
}

// Express compares the count of one row with the expectation.
func (e *TypedExpectation) Express(t Triad, types [3]uint32, count uint64) Expression {
	mean, sd := e.At(t, types)
	return express(count, mean, sd)
}

// Table returns a census by types beside its expectation: the columns of the
// census and then those of [Expectation.Table], one row for each count that the
// census lists: [TypedExpectation.WithAbsent] adds those of what does not occur.
func (e *TypedExpectation) Table(c *TypedCensus) connectome.Table {
	x := make([]Expression, len(c.Counts))
	for i, n := range c.Counts {
		x[i] = e.Express(n.Triad, n.Types, n.Count)
	}
	return withExpressions(c.Table(), x, e.Model, e.Source())
}

// pairEnds lists the three pairs of a triple, in the order of a code's digits.
var pairEnds = [3][2]int{{0, 1}, {0, 2}, {1, 2}}

// seenBefore reports whether an earlier pair of the triple has the same two
// types as this one: the neurons of such pairs are the same.
func seenBefore(types [3]int, pair int) bool {
	is := func(k int) [2]int {
		a, b := types[pairEnds[k][0]], types[pairEnds[k][1]]
		return [2]int{min(a, b), max(a, b)}
	}
	for k := range pair {
		if is(k) == is(pair) {
			return true
		}
	}
	return false
}

// drawingsOf returns the codes of the class with its roles played by neurons 0,
// 1 and 2, in every order that leaves the types where they are.
func drawingsOf(t Triad, types [3]uint32) (codes []uint8) {
	var seen uint64
	for _, role := range permutations {
		keeps := true
		for neuron, r := range role {
			keeps = keeps && types[r] == types[neuron]
		}
		if code := patterns[t].code(role); keeps && seen>>code&1 == 0 {
			seen |= 1 << code
			codes = append(codes, code)
		}
	}
	return codes
}

// digit returns the dyad that a code gives to a pair of the triple.
func digit(code uint8, pair int) Dyad { return Dyad(code>>(4-2*pair)) & 3 }

// probability returns the probability of a drawing on neurons of the given
// types, the pair but left out of the product.
func (m *PairModel) probability(types [3]int, code uint8, but int) float64 {
	p := 1.0
	for pair, ends := range pairEnds {
		if pair != but {
			p *= m.States[types[ends[0]]*m.Types()+types[ends[1]]][digit(code, pair)]
		}
	}
	return p
}

// varianceGiven returns the variance, over the states of one pair of a triple,
// of the probability of any of the drawings given that state.
func (m *PairModel) varianceGiven(types [3]int, drawings []uint8, pair int) float64 {
	state := &m.States[types[pairEnds[pair][0]]*m.Types()+types[pairEnds[pair][1]]]
	f := [4]float64{}
	for _, code := range drawings {
		f[digit(code, pair)] += m.probability(types, code, pair)
	}
	_, variance := overStates(state, &f)
	return variance
}

// triplesOf returns the number of sets of three neurons of the given types.
func (m *PairModel) triplesOf(types [3]int) float64 {
	a, b, d := types[0], types[1], types[2]
	if a > b {
		a, b = b, a
	}
	if b > d {
		b, d = d, b
	}
	if a > b {
		a, b = b, a
	}
	return m.triples(a, b, d)
}
