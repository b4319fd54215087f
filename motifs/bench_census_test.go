package motifs

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// counts are the ways to count that the benchmarks run, with 55 types.
var counts = []struct {
	name string
	run  func(g *connectome.Graph, labels connectome.Labels, opt Options) error
}{
	{"plain", func(g *connectome.Graph, _ connectome.Labels, opt Options) error {
		_, err := CountTriads(context.Background(), g, opt)
		return err
	}},
	{"by type", func(g *connectome.Graph, labels connectome.Labels, opt Options) error {
		_, err := CountTriadsBy(context.Background(), g, labels, opt)
		return err
	}},
	{"per neuron", func(g *connectome.Graph, _ connectome.Labels, opt Options) error {
		_, err := CountTriadsPerNeuron(context.Background(), g, opt)
		return err
	}},
}

func benchmarkCounts(b *testing.B, g *connectome.Graph, threads ...int) {
	labels := randomLabels(g.N(), 55, 1)
	for _, c := range counts {
		for _, n := range threads {
			b.Run(fmt.Sprintf("%s/threads=%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					require.NoError(b, c.run(g, labels, Options{Threads: n}))
				}
				b.ReportMetric(float64(g.Connections())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mconnections/s")
			})
		}
	}
}

// The fixed graphs have the sizes of L5_TTPC2 in the portal's mc2, of the SSCx
// column r0c10 and of a full column; their connections are uniform.

func BenchmarkTriads2003x102732(b *testing.B) {
	benchmarkCounts(b, largeGraph(b, 2003, 51, 0), 1)
}

func BenchmarkTriads6719x836167(b *testing.B) {
	benchmarkCounts(b, largeGraph(b, 6719, 124, 0), 1, 2)
}

// BenchmarkTriadsColumn counts the column that CTOPO_COLUMN names.
func BenchmarkTriadsColumn(b *testing.B) {
	benchmarkCounts(b, columnFromEnv(b), 1, 2)
}
