package control

import (
	"context"
	"testing"

	"github.com/ctopo/ctopo/connectome"
)

// Draws of a graph with the size of the portal's L5_TTPC2 sub-circuit, as nulls
// by the thousand need them.
func BenchmarkDraw(b *testing.B) {
	g := testGraph(b, 2003, 1, uniform(0.02562))
	of := make([]uint32, g.N())
	for v := range of {
		of[v] = uint32(v / 250)
	}
	labels := connectome.Labels{Names: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"}, Of: of}
	for _, model := range Models() {
		b.Run(string(model), func(b *testing.B) {
			s := samplerOf(b, model, g, labels)
			if _, err := s.Draw(context.Background(), 1, 0, 1); err != nil { // some models count at the first draw
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				if _, err := s.Draw(context.Background(), 1, uint64(i), 1); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(g.Connections())*float64(b.N)/b.Elapsed().Seconds(), "edges/s")
		})
	}
}
