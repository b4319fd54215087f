package motifs

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func TestSampleTriadsBy(t *testing.T) {
	const draws = 400
	g, labels := nullGraph(t)
	for _, model := range NullModels() {
		one, err := SampleTriadsBy(t.Context(), model, g, labels, draws, 3, Options{Threads: 1})
		require.NoError(t, err)
		for _, threads := range []int{2, 7} {
			many, err := SampleTriadsBy(t.Context(), model, g, labels, draws, 3, Options{Threads: threads})
			require.NoError(t, err)
			assert.Equal(t, one, many)
		}
		exact, err := ExpectTriadsBy(model, g, labels)
		require.NoError(t, err)
		assert.Equal(t, "400 draws", one.Source())
		assert.Equal(t, "exact", exact.Source())

		// The same draws as the plain census: rows add up to its mean.
		plain, err := SampleTriads(t.Context(), model, g, labels, draws, 3, Options{})
		require.NoError(t, err)
		var total [NumTriads]float64
		for _, r := range canonicalRows(uint32(len(labels.Names))) {
			class := Triad(r.Class)
			mean, sd := one.At(class, r.Type)
			wantMean, wantSD := exact.At(class, r.Type)
			assert.InDelta(t, wantMean, mean, 5*wantSD/math.Sqrt(draws)+1e-9, "%s: mean of %v %v", model, class, r.Type)
			if wantMean > 5 {
				assert.InDelta(t, wantSD, sd, 0.3*wantSD, "%s: sd of %v %v", model, class, r.Type)
			}
			total[class] += mean
		}
		for c := range total {
			assert.InDelta(t, plain.Mean[c], total[c], 1e-8, "%s: %v", model, Triad(c))
		}
	}
	_, err := SampleTriadsBy(t.Context(), NullGNP, g, labels, 1, 1, Options{})
	assert.ErrorContains(t, err, "needs at least 2")
	_, err = SampleTriadsBy(t.Context(), "er", g, labels, 9, 1, Options{})
	assert.Error(t, err)
	_, err = SampleTriadsBy(t.Context(), NullGNP, g, connectome.Labels{}, 9, 1, Options{})
	assert.Error(t, err)
}

func TestTypedDrawnMoments(t *testing.T) {
	// Large counts that differ little: exact integers keep the difference.
	d := typedDrawn{}
	for _, x := range []uint64{1<<63 + 1, 1<<63 + 2, 1<<63 + 3} {
		d = d.with(x)
	}
	mean, sd := d.moments(3)
	assert.Equal(t, float64(1<<63+2), mean)
	assert.Equal(t, 1.0, sd)
	mean, sd = typedDrawn{}.moments(10)
	assert.Zero(t, mean)
	assert.Zero(t, sd)
}

func TestTypedExpectationTable(t *testing.T) {
	g, labels := nullGraph(t)
	c := countBy(t, g, labels)
	e, err := ExpectTriadsBy(NullPathway, g, labels)
	require.NoError(t, err)
	table := e.Table(c)
	var names []string
	for _, column := range table.Columns {
		names = append(names, column.Name)
	}
	assert.Equal(t, []string{"man", "motif", "type0", "type1", "type2", "count", "expected", "sd", "z", "ratio", "log2_ratio", "difference", "null", "source"}, names)
	require.Equal(t, len(c.Counts), table.Rows())
	for i, n := range c.Counts {
		mean, sd := e.At(n.Triad, n.Types)
		assert.Equal(t, mean, table.Columns[6].Float(i))
		assert.Equal(t, sd, table.Columns[7].Float(i))
		assert.Positive(t, mean, "what is there is possible")
	}
}
