package native

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"
)

// BenchmarkOpen opens a file of a column's size, or the one that CTOPO_FILE names, and
// tells the median and the least time of opening alone; the mean is with closing, and with
// what else the machine does.
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
			var times []time.Duration
			for b.Loop() {
				start := time.Now()
				f, err := Map(context.Background(), path, tc.opt)
				times = append(times, time.Since(start))
				if err != nil {
					b.Fatal(err)
				}
				_ = f.Close()
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[0].Microseconds())/1000, "least-ms")
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-ms")
		})
	}
}
