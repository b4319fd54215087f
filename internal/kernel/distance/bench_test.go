package distance

import (
	"math/rand/v2"
	"testing"
)

func column(n int) Points {
	rng := rand.New(rand.NewPCG(1, 2))
	p := Points{make([]float64, n), make([]float64, n), make([]float64, n)}
	for i := range n {
		p.X[i], p.Y[i], p.Z[i] = 460*rng.Float64(), 2082*rng.Float64(), 460*rng.Float64()
	}
	return p
}

// BenchmarkCount counts the distances among 6,000 neurons of a column.
func BenchmarkCount(b *testing.B) {
	p := column(6000)
	bb := NewBins(100)
	bins, horizontal := make([]uint32, 100), make([]uint32, 100)
	for b.Loop() {
		for i := range p.X {
			bb.Count(p, p.X[i], p.Y[i], p.Z[i], bins, horizontal)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(p.X)*len(p.X)), "ns/pair")
}
