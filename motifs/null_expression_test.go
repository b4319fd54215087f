package motifs

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

func TestExpress(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name                       string
		count                      uint64
		expected, sd               float64
		z, ratio, log2, difference float64
	}{
		{"plain", 30, 15, 5, 3, 2, 1, 15},
		{"below", 5, 10, 2, -2.5, 0.5, -1, -5},
		{"none counted", 0, 10, 2, -5, 0, -inf, -10},
		{"none expected", 3, 0, 0, inf, inf, inf, 3},
		{"nothing", 0, 0, 0, nan, nan, nan, 0},
		{"certain and so", 7, 7, 0, nan, 1, 0, 0},
		{"certain but for rounding", 1 << 60, 1<<60 + 256, 0, nan, 1 - 0x1p-52, math.Log2(1 - 0x1p-52), -256},
		{"certain and not so", 6, 7, 0, -inf, 6.0 / 7, math.Log2(6.0 / 7), -1},
		{"beyond 2^53", 1<<60 + 3, 1 << 60, 2, 1.5, 1, 0, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := express(c.count, c.expected, c.sd)
			assert.Equal(t, c.expected, x.Expected)
			assert.Equal(t, c.sd, x.SD)
			for _, pair := range [][2]float64{{c.z, x.Z}, {c.ratio, x.Ratio}, {c.log2, x.Log2Ratio}, {c.difference, x.Difference}} {
				if math.IsNaN(pair[0]) {
					assert.True(t, math.IsNaN(pair[1]), "want NaN, got %v", pair[1])
				} else {
					assert.Equal(t, pair[0], pair[1])
				}
			}
		})
	}
}

func TestExpectationTable(t *testing.T) {
	g, labels := nullGraph(t)
	c := count(t, g)
	e, err := ExpectTriads(t.Context(), NullPathway, g, labels, Options{})
	require.NoError(t, err)
	table := e.Table(c)
	var names []string
	for _, column := range table.Columns {
		names = append(names, column.Name)
	}
	assert.Equal(t, []string{"man", "motif", "count", "expected", "sd", "z", "ratio", "log2_ratio", "difference", "null", "source"}, names)
	require.Equal(t, NumTriads, table.Rows())
	for row := range NumTriads {
		x := e.Express(Triad(row), c.Counts[row])
		for i, want := range map[int]float64{3: x.Expected, 4: x.SD, 5: x.Z, 6: x.Ratio, 7: x.Log2Ratio, 8: x.Difference} {
			assert.Equal(t, want, table.Columns[i].Float(row), "%s of %v", names[i], Triad(row))
		}
		assert.Equal(t, "pathway", table.Columns[9].Text(row))
		assert.Equal(t, "exact", table.Columns[10].Text(row))
	}
}

// Draws give the same bytes for any number of threads, near the exact moments.
func TestSampleTriads(t *testing.T) {
	g, labels := nullGraph(t)
	for _, model := range NullModels() {
		one, err := SampleTriads(t.Context(), model, g, labels, 500, 3, Options{Threads: 1})
		require.NoError(t, err)
		for _, threads := range []int{2, 7} {
			many, err := SampleTriads(t.Context(), model, g, labels, 500, 3, Options{Threads: threads})
			require.NoError(t, err)
			assert.Equal(t, one, many)
		}
		assert.Equal(t, "500 draws", one.Source())
		exact, err := ExpectTriads(t.Context(), model, g, labels, Options{})
		require.NoError(t, err)
		for c := range Triad(NumTriads) {
			assert.InDelta(t, exact.Mean[c], one.Mean[c], 4.5*exact.SD[c]/math.Sqrt(500), "%s: mean of %v", model, c)
			w := [NumTriads]float64{}
			w[c] = 2
			mean, sd := one.Weighted(w)
			assert.InDelta(t, 2*one.Mean[c], mean, 1e-9)
			assert.InDelta(t, 2*one.SD[c], sd, 1e-9)
		}
	}
	_, err := SampleTriads(t.Context(), NullGNP, g, labels, 1, 3, Options{})
	assert.ErrorContains(t, err, "needs at least 2")
	_, err = SampleTriads(t.Context(), "er", g, labels, 9, 3, Options{})
	assert.ErrorContains(t, err, "gnp, dyad and pathway")
	var last [2]int64
	_, err = SampleTriads(t.Context(), NullGNP, g, labels, 9, 3, Options{Progress: func(done, total int64) { last = [2]int64{done, total} }})
	require.NoError(t, err)
	assert.Equal(t, [2]int64{9, 9}, last)
}

// Graphs with a fixed number of connections spread less than graphs that only
// have it on average.
func TestSampleTriadsOfFixedConnections(t *testing.T) {
	g, labels := randomGraph(t, 40, 0.1, 0, 1), connectome.Labels{}
	s, err := control.NewSampler(control.ER, g, labels)
	require.NoError(t, err)
	fixed, err := SampleTriadsOf(t.Context(), s, g, 2000, 1, Options{})
	require.NoError(t, err)
	free, err := ExpectTriads(t.Context(), NullGNP, g, labels, Options{})
	require.NoError(t, err)
	assert.Less(t, fixed.SD[T012], 0.95*free.SD[T012])
	assert.Less(t, fixed.SD[T030T], 0.8*free.SD[T030T])
}
