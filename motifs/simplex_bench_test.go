package motifs

import (
	"context"
	"testing"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

// benchSimplices reports simplices and connections a second of a count.
func benchSimplices(b *testing.B, g *connectome.Graph, simplices uint64, run func() error) {
	b.ReportAllocs()
	for b.Loop() {
		if err := run(); err != nil {
			b.Fatal(err)
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(simplices)/seconds, "simplices/s")
	b.ReportMetric(float64(g.Connections())/seconds, "connections/s")
}

func total(counts []uint64) (sum uint64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// BenchmarkCountSimplices counts on one core the full column that CTOPO_COLUMN
// names, the larva to dimension 4, and a random graph of 2,000 neurons.
func BenchmarkCountSimplices(b *testing.B) {
	for _, c := range []struct {
		name   string
		graph  func(b *testing.B) *connectome.Graph
		maxDim int
	}{
		{"column", func(b *testing.B) *connectome.Graph { return columnFromEnv(b) }, 0},
		{"larva-dim4", func(b *testing.B) *connectome.Graph {
			return readEdges(b, shared.Path(b, "data", "larva", "edges.csv"))
		}, 4},
		{"random2000", func(b *testing.B) *connectome.Graph { return randomDigraph(b, 2000, 0.05, 1) }, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			g := c.graph(b)
			opt := SimplexOptions{Options: Options{Threads: 1}, MaxDim: c.maxDim}
			s, err := CountSimplices(context.Background(), g, opt)
			if err != nil {
				b.Fatal(err)
			}
			benchSimplices(b, g, total(s.Counts), func() error {
				_, err := CountSimplices(context.Background(), g, opt)
				return err
			})
		})
	}
}
