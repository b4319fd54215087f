package motifs

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// TestAbsentRows: every row that a census by types may have is in the census, among
// the rows added, or below the bound, and what is expected adds up to all triples.
func TestAbsentRows(t *testing.T) {
	ctx := context.Background()
	b, err := connectome.NewBuilder(12)
	require.NoError(t, err)
	names := make([]string, 12)
	for v := range uint32(12) {
		names[v] = string('A' + rune(v%3))
		require.NoError(t, b.Add(v, (v+1)%12))
		require.NoError(t, b.Add(v, (v+4)%12))
	}
	g, _ := b.Build()
	labels := connectome.NewLabels(names)
	layers := connectome.NewLabels([]string{"L1", "L1", "L1", "L1", "L1", "L1", "L2", "L2", "L2", "L2", "L2", "L2"})
	for name, make := range map[string]func() (*TypedExpectation, connectome.Labels, error){
		"by the model's types": func() (*TypedExpectation, connectome.Labels, error) {
			e, err := ExpectTriadsBy(NullDyad, g, labels)
			return e, labels, err
		},
		"by groups": func() (*TypedExpectation, connectome.Labels, error) {
			e, err := ExpectTriadsByGroups(ctx, NullPathway, g, labels, layers)
			return e, layers, err
		},
		"drawn": func() (*TypedExpectation, connectome.Labels, error) {
			e, err := SampleTriadsBy(ctx, NullGNP, g, labels, 20, 1, Options{})
			return e, labels, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, of, err := make()
			require.NoError(t, err)
			census, err := CountTriadsBy(ctx, g, of, Options{})
			require.NoError(t, err)
			all, below := e.WithAbsent(census, 0)
			assert.Zero(t, below)
			assert.Greater(t, len(all.Counts), len(census.Counts))
			assert.Equal(t, census.Total(), all.Total())
			sum, fewer := 0.0, 0
			there := map[typedRow]uint64{}
			for _, n := range census.Counts {
				there[typedRow{n.Triad, n.Types}] = n.Count
			}
			for i, n := range all.Counts {
				mean, _ := e.At(n.Triad, n.Types)
				assert.Equal(t, there[typedRow{n.Triad, n.Types}], n.Count)
				if n.Count == 0 {
					assert.Positive(t, mean)
				}
				if n.Count == 0 && mean < 1.5 {
					fewer++
				}
				sum += mean
				if i > 0 {
					before := all.Counts[i-1]
					assert.True(t, before.Triad < n.Triad || before.Triad == n.Triad && less(before.Types, n.Types), "in order, each once")
				}
			}
			assert.InDelta(t, 220, sum, 1e-9, "12 choose 3: the rows are all that is expected")
			some, below := e.WithAbsent(census, 1.5)
			assert.Equal(t, fewer, below)
			assert.Len(t, some.Counts, len(all.Counts)-fewer)
			none, _ := e.WithAbsent(census, math.Inf(1))
			assert.Equal(t, census.Counts, none.Counts)
		})
	}
}

func less(x, y [3]uint32) bool {
	for k := range x {
		if x[k] != y[k] {
			return x[k] < y[k]
		}
	}
	return false
}
