package synth_test

import (
	"testing"

	"github.com/ctopo/ctopo/connectome/synth"
)

func BenchmarkGenerate(b *testing.B) {
	for _, c := range []struct {
		name  string
		scale float64
	}{{"scale=0.05", 0.05}, {"scale=0.3", 0.3}, {"scale=1", 1}} {
		b.Run(c.name, func(b *testing.B) {
			edges := int64(0)
			for b.Loop() {
				edges += generate(b, synth.Options{Scale: c.scale, Seed: 1}).Graph.Connections()
			}
			b.ReportMetric(float64(edges)/b.Elapsed().Seconds(), "edges/s")
		})
	}
}
