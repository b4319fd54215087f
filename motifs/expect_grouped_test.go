package motifs

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// lettered makes labels of some number of names.
func lettered(names int, of ...uint32) connectome.Labels {
	l := connectome.Labels{Of: of}
	for k := range names {
		l.Names = append(l.Names, string(rune('a'+k)))
	}
	return l
}

func TestGroupedExpectationAgainstEnumeration(t *testing.T) {
	for name, c := range map[string]struct {
		m      *PairModel
		groups connectome.Labels // of the neurons, by type in order
	}{
		"types of a group":      {randomPairModel(1, 1, 1, 1, 1), lettered(2, 0, 1, 1, 0)},
		"one group":             {randomPairModel(2, 2, 1, 1), lettered(1, 0, 0, 0, 0)},
		"groups are types":      {randomPairModel(3, 2, 2), lettered(2, 0, 0, 1, 1)},
		"types across groups":   {randomPairModel(4, 2, 2), lettered(2, 0, 1, 1, 0)},
		"groups of one type":    {randomPairModel(5, 4), lettered(3, 0, 2, 0, 2)},
		"two groups, two alike": {randomPairModel(6, 1, 2, 1), lettered(2, 1, 1, 0, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			types := connectome.Labels{Of: make([]uint32, len(c.groups.Of))}
			for v, a := range c.m.typeOf() {
				types.Of[v] = uint32(a)
			}
			got, err := c.m.grouped(types, c.groups).moments(t.Context())
			require.NoError(t, err)
			rows := canonicalRows(uint32(len(c.groups.Names)))
			mean, cov := c.m.reference(false, func(m ref.Matrix) []float64 {
				counts := m.CensusBy(c.groups.Of)
				x := make([]float64, len(rows))
				for i, r := range rows {
					x[i] = float64(counts[r])
				}
				return x
			})
			e := TypedExpectation{rows: got}
			for i, r := range rows {
				m, sd := e.At(Triad(r.Class), r.Type)
				require.InDelta(t, mean[i], m, 1e-12, "mean of %v %v", Triad(r.Class), r.Type)
				require.InDelta(t, math.Sqrt(cov[i][i]), sd, 1e-7, "sd of %v %v", Triad(r.Class), r.Type)
			}
		})
	}
}

// Counted by its own types, and in one group, the pathway model gives what the
// other two functions do; gnp and dyad do not see the types.
func TestExpectTriadsByGroupsAgrees(t *testing.T) {
	g, types := nullGraph(t)
	byTypes, err := ExpectTriadsBy(NullPathway, g, types)
	require.NoError(t, err)
	same, err := ExpectTriadsByGroups(t.Context(), NullPathway, g, types, types)
	require.NoError(t, err)
	assert.Equal(t, byTypes, same)
	renamed := connectome.Labels{Names: []string{"p", "q", "r", "s"}, Of: types.Of}
	grouped, err := ExpectTriadsByGroups(t.Context(), NullPathway, g, types, renamed)
	require.NoError(t, err)
	for _, r := range canonicalRows(uint32(len(types.Names))) {
		mean, sd := byTypes.At(Triad(r.Class), r.Type)
		m, s := grouped.At(Triad(r.Class), r.Type)
		assert.InDelta(t, mean, m, 1e-9)
		assert.InDelta(t, sd, s, 1e-6)
	}

	one := lettered(1, make([]uint32, g.N())...)
	plain, err := ExpectTriads(t.Context(), NullPathway, g, types, Options{})
	require.NoError(t, err)
	grouped, err = ExpectTriadsByGroups(t.Context(), NullPathway, g, types, one)
	require.NoError(t, err)
	for c := range Triad(NumTriads) {
		mean, sd := grouped.At(c, [3]uint32{})
		assert.InEpsilon(t, plain.Mean[c], mean, 1e-12)
		assert.InEpsilon(t, plain.SD[c], sd, 1e-9)
	}

	gnp, err := ExpectTriadsByGroups(t.Context(), NullGNP, g, types, one)
	require.NoError(t, err)
	plain, err = ExpectTriads(t.Context(), NullGNP, g, types, Options{})
	require.NoError(t, err)
	mean, _ := gnp.At(T030T, [3]uint32{})
	assert.InEpsilon(t, plain.Mean[T030T], mean, 1e-12)
}

// Against draws by pathway, counted by groups that cross the types.
func TestExpectTriadsByGroupsAgainstDraws(t *testing.T) {
	const draws = 1000
	g, types := nullGraph(t)
	groups := lettered(2, make([]uint32, g.N())...)
	for v := range groups.Of {
		groups.Of[v] = uint32(v / 9 % 2)
	}
	want, err := ExpectTriadsByGroups(t.Context(), NullPathway, g, types, groups)
	require.NoError(t, err)
	got, err := SampleTriadsByGroups(t.Context(), NullPathway, g, types, groups, draws, 1, Options{})
	require.NoError(t, err)
	for _, r := range canonicalRows(2) {
		mean, sd := want.At(Triad(r.Class), r.Type)
		m, drawn := got.At(Triad(r.Class), r.Type)
		assert.InDelta(t, mean, m, 4.5*sd/math.Sqrt(draws)+1e-9, "mean of %v %v", Triad(r.Class), r.Type)
		if mean > 5 {
			assert.InDelta(t, sd, drawn, 0.2*sd, "sd of %v %v", Triad(r.Class), r.Type)
		}
	}
}

func TestExpectTriadsByGroupsErrors(t *testing.T) {
	g, types := nullGraph(t)
	_, err := ExpectTriadsByGroups(t.Context(), NullPathway, g, types, connectome.Labels{})
	assert.ErrorContains(t, err, "groups of 0 cells given for 22 neurons")
	_, err = ExpectTriadsByGroups(t.Context(), NullPathway, g, connectome.Labels{}, types)
	assert.ErrorContains(t, err, "labels of 0 cells given for 22 neurons")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ExpectTriadsByGroups(ctx, NullPathway, g, types, lettered(1, make([]uint32, g.N())...))
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkExpectTriadsByGroups(b *testing.B) {
	neurons := make([]int64, 55)
	group := make([]uint32, 55)
	for a := range neurons {
		neurons[a] = int64(20 + 11*a*a%700)
		group[a] = uint32(a / 11)
	}
	m := &groupedModel{randomPairModel(1, neurons...), group}
	for range b.N {
		if _, err := m.moments(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
