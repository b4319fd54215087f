package motifs

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// ExpectTriadsByGroups is [ExpectTriadsBy] where neurons are counted by groups
// other than the types of the pathway model: by layer, say, while pathways lead
// from m-type to m-type. With the groups themselves as types it is the same; with
// one group of all neurons it is [ExpectTriads].
//
// A group may hold several types, and neurons of a type may be in several groups.
//
// Complexity: O(T³) time for T types, or pairs of type and group if those are
// more: some 0.2 s for 55 types in 5 layers.
//
// Errors: types or groups that do not fit g; the context's.
func ExpectTriadsByGroups(ctx context.Context, model NullModel, g *connectome.Graph, types, groups connectome.Labels) (*TypedExpectation, error) {
	// For the other models types play no part. Types that are the groups need not
	// be worked out before they are asked for.
	if model != NullPathway || slices.Equal(types.Of, groups.Of) && slices.Equal(types.Names, groups.Names) {
		return ExpectTriadsBy(model, g, groups)
	}
	if len(groups.Of) != g.N() {
		return nil, fmt.Errorf("motifs: groups of %d cells given for %d neurons", len(groups.Of), g.N())
	}
	pairs, err := model.Pairs(g, types)
	if err != nil {
		return nil, err
	}
	m := pairs.grouped(types, groups)
	rows, err := m.moments(ctx)
	if err != nil {
		return nil, err
	}
	return &TypedExpectation{Model: model, Names: groups.Names, rows: rows}, nil
}

// groupedModel is a pair model whose types each belong to one group, in ascending
// order of the groups.
type groupedModel struct {
	*PairModel
	group []uint32 // of each type
}

// grouped splits types by group.
func (m *PairModel) grouped(types, groups connectome.Labels) *groupedModel {
	type part struct{ group, of uint32 }
	neurons := make(map[part]int64)
	for v, t := range types.Of {
		neurons[part{groups.Of[v], t}]++
	}
	parts := make([]part, 0, len(neurons))
	for p := range neurons {
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(x, y part) int { return cmp.Or(cmp.Compare(x.group, y.group), cmp.Compare(x.of, y.of)) })
	split := &groupedModel{PairModel: &PairModel{}}
	for _, p := range parts {
		split.group = append(split.group, p.group)
		split.Neurons = append(split.Neurons, neurons[p])
		for _, q := range parts {
			split.States = append(split.States, m.States[int(p.of)*m.Types()+int(q.of)])
		}
	}
	return split
}

// typedMoments is mean and standard deviation of the number of triads of a row.
type typedMoments struct{ mean, sd float64 }

// typedSum is a row's mean and variance in the making.
type typedSum struct{ mean, variance sum }

// moments returns the exact moments of every row that is possible: the sums of
// [PairModel.Triads], kept apart by the groups of the three neurons.
func (m *groupedModel) moments(ctx context.Context) (map[typedRow]typedMoments, error) {
	sums := make(map[typedRow]*typedSum)
	for a := range m.Types() {
		for b := a; b < m.Types(); b++ {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			// Rows of triples {u, v, w} differ for thirds w of different groups.
			for first := 0; first < m.Types(); {
				next := first + 1
				for next < m.Types() && m.group[next] == m.group[first] {
					next++
				}
				m.addThirds(sums, a, b, first, next)
				first = next
			}
		}
	}
	rows := make(map[typedRow]typedMoments, len(sums))
	for row, s := range sums {
		rows[row] = typedMoments{s.mean.value(), math.Sqrt(max(s.variance.value(), 0))}
	}
	return rows, nil
}

// addThirds adds what pairs of neurons of types a ≤ b contribute together with
// thirds of the types first to next-1, which are one group.
func (m *groupedModel) addThirds(sums map[typedRow]*typedSum, a, b, first, next int) {
	pairs := m.unordered(a, b)
	if pairs == 0 {
		return
	}
	rows, of := rowsOf([3]uint32{m.group[a], m.group[b], m.group[first]})
	to := make([]*typedSum, len(rows))
	for i, row := range rows {
		if to[i] = sums[row]; to[i] == nil {
			to[i] = &typedSum{}
			sums[row] = to[i]
		}
	}
	state := &m.States[a*m.Types()+b]
	over := [64][4]float64{} // by row and state: Σ_w f_s(w)
	for d := first; d < next; d++ {
		third := m.others(d, a, b)
		if third == 0 {
			continue
		}
		f := m.rowsGiven(a, b, d, of)
		for i := range rows {
			for s, p := range f[i] {
				over[i][s] += float64(third * p)
			}
			p, variance := overStates(state, &f[i])
			to[i].variance.add(-float64(pairs * third * variance))
			if d >= b {
				triples := m.triples(a, b, d)
				to[i].mean.add(float64(triples * p))
				to[i].variance.add(float64(triples * p * (1 - p)))
			}
		}
	}
	for i := range rows {
		_, variance := overStates(state, &over[i])
		to[i].variance.add(float64(pairs * variance))
	}
}

// rowsOf returns the rows that triads of neurons of three groups can count in,
// and which of them each of the 64 drawings on those neurons does.
func rowsOf(groups [3]uint32) (rows []typedRow, of [64]uint8) {
	for code, p := range lookup {
		row := typedRow{p.triad, canonical(p.triad, [3]uint32{groups[p.node[0]], groups[p.node[1]], groups[p.node[2]]})}
		i := slices.Index(rows, row)
		if i < 0 {
			i = len(rows)
			rows = append(rows, row)
		}
		of[code] = uint8(i)
	}
	return rows, of
}

// rowsGiven returns the probabilities of the rows of neurons of types a, b and d
// given the state of the pair ab.
func (m *groupedModel) rowsGiven(a, b, d int, of [64]uint8) (f [64][4]float64) {
	ad, bd := &m.States[a*m.Types()+d], &m.States[b*m.Types()+d]
	for d02, p02 := range ad {
		for d12, p12 := range bd {
			p := float64(p02 * p12)
			for d01 := range 4 {
				f[of[d01<<4|d02<<2|d12]][d01] += p
			}
		}
	}
	return f
}

// overStates returns mean and variance of a value by the state of a pair.
func overStates(state, value *[4]float64) (mean, variance float64) {
	for s, q := range state {
		mean += float64(q * value[s])
	}
	for s, q := range state {
		variance += float64(q * (value[s] - mean) * (value[s] - mean))
	}
	return mean, variance
}
