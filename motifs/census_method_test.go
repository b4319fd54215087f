package motifs

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/ref"
)

// walk runs a test by every method and on every instruction set.
func walk(t *testing.T, f func(t *testing.T)) {
	defer func() { method = triad.Automatic }()
	for name, m := range map[string]triad.Method{"strips": triad.ByStrips, "tiles": triad.ByTiles, "scan": triad.ByScan} {
		for _, p := range triad.Kernels.Paths() {
			if m == triad.ByScan && p != cpu.PathGeneric {
				continue // plain Go on every path
			}
			t.Run(fmt.Sprintf("%s/%v", name, p), func(t *testing.T) {
				method = m
				defer triad.Kernels.Use(p)()
				f(t)
			})
		}
	}
}

// TestMethodsAgree compares all methods and instruction sets on graphs that are
// larger than a word, a strip, a chunk and a block.
func TestMethodsAgree(t *testing.T) {
	for _, test := range []namedGraph{
		{"sparse", randomGraph(t, 4200, 0.002, 0.1, 1)},
		{"middling", randomGraph(t, 1100, 0.02, 0.1, 2)},
		{"dense", randomGraph(t, 200, 0.6, 0.2, 3)},
		{"skewed", skewedGraph(t, 600, 4)},
		{"complete", randomGraph(t, 130, 1, 0, 5)},
		{"near", largeGraph(t, 3000, 30, 60)}, // in the graph's order
		{"strip", randomGraph(t, 512, 0.05, 0.1, 6)},
		{"strip and one", randomGraph(t, 513, 0.05, 0.1, 7)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && (test.g.N() > 1000 || test.name == "strip") {
				t.Skip("large")
			}
			labels := randomLabels(test.g.N(), 7, 1)
			method = triad.ByScan
			want := count(t, test.g).Counts
			wantBy := countBy(t, test.g, labels)
			wantNeuron, err := CountTriadsPerNeuron(context.Background(), test.g, Options{})
			require.NoError(t, err)
			walk(t, func(t *testing.T) {
				assert.Equal(t, want, count(t, test.g).Counts)
				assert.Equal(t, wantBy, countBy(t, test.g, labels))
				got, err := CountTriadsPerNeuron(context.Background(), test.g, Options{})
				require.NoError(t, err)
				assert.Equal(t, wantNeuron, got)
			})
		})
	}
}

// TestMethodsAgainstReference takes small graphs through every method.
func TestMethodsAgainstReference(t *testing.T) {
	graphs := testGraphs(t)
	walk(t, func(t *testing.T) {
		for i, test := range graphs {
			if i%4 == 0 || test.g.N() < 6 {
				assert.Equal(t, Counts(ref.TriadCensus(test.g)), count(t, test.g).Counts, test.name)
			}
		}
	})
}
