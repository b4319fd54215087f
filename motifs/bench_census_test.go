package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkCountTriadsColumn counts the column that CTOPO_COLUMN names.
func BenchmarkCountTriadsColumn(b *testing.B) {
	g := columnFromEnv(b)
	for _, threads := range []int{1, 2} {
		b.Run(map[int]string{1: "1 thread", 2: "2 threads"}[threads], func(b *testing.B) {
			for b.Loop() {
				_, err := CountTriads(context.Background(), g, Options{Threads: threads})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(g.Connections())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mconnections/s")
		})
	}
}
