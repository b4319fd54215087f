package native

import (
	"context"
	"os"
	"testing"
	"time"
)

// BenchmarkOpen opens a file of a column's size, or the one that CTOPO_FILE names, and
// tells the least time beside the mean: on a machine that does other things, that is
// what opening takes.
func BenchmarkOpen(b *testing.B) {
	path := os.Getenv("CTOPO_FILE")
	if path == "" {
		path = write(b, circuit(b, 31_346, 8_000_000, with{positions: true}))
	}
	for _, tc := range []struct {
		name string
		opt  Options
	}{
		{"mapped", Options{}}, {"in-memory", Options{InMemory: true}}, {"verify", Options{Verify: true}}, {"digest", Options{Digest: true}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			least := time.Hour
			for b.Loop() {
				start := time.Now()
				f, err := Map(context.Background(), path, tc.opt)
				least = min(least, time.Since(start))
				if err != nil {
					b.Fatal(err)
				}
				_ = f.Close()
			}
			b.ReportMetric(float64(least.Microseconds())/1000, "least-ms")
		})
	}
}
