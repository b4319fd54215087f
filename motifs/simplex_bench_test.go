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

// BenchmarkSimplexModes runs every way of counting the full column on one core:
// each should cost at most four times the plain count.
func BenchmarkSimplexModes(b *testing.B) {
	g := columnFromEnv(b)
	ctx := context.Background()
	opt := SimplexOptions{Options: Options{Threads: 1}}
	labels := cyclicLabels(g.N(), 55)
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"plain", func() error { _, err := CountSimplices(ctx, g, opt); return err }},
		{"by", func() error { _, err := CountSimplicesBy(ctx, g, labels, opt); return err }},
		{"neuron", func() error { _, err := CountSimplicesPerNeuron(ctx, g, opt); return err }},
		{"edge", func() error { _, err := CountSimplicesPerEdge(ctx, g, opt); return err }},
		{"positions", func() error { _, err := SimplexPositions(ctx, g, opt); return err }},
		{"maximal", func() error {
			o := opt
			o.Maximal = true
			_, err := CountSimplices(ctx, g, o)
			return err
		}},
		{"reciprocal", func() error {
			o := opt
			o.Reciprocal = true
			_, err := CountSimplices(ctx, g, o)
			return err
		}},
		{"two-cores", func() error {
			_, err := CountSimplices(ctx, g, SimplexOptions{Options: Options{Threads: 2}})
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) { benchSimplices(b, g, total(columnSimplices), c.run) })
	}
}
