package control_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/portal"
)

// Draws of a whole circuit from the portal's file that CTOPO_BENCH_H5 names, on
// as many threads as -cpu says.
func BenchmarkDrawColumn(b *testing.B) {
	path := os.Getenv("CTOPO_BENCH_H5")
	if path == "" {
		b.Skip("CTOPO_BENCH_H5 names no file")
	}
	ctx := context.Background()
	c, err := portal.Open(ctx, path, portal.Options{})
	require.NoError(b, err)
	for _, model := range control.Models() {
		b.Run(string(model), func(b *testing.B) {
			s, err := control.SamplerFor(model, c, connectome.Labels{})
			require.NoError(b, err)
			_, err = s.Draw(ctx, 1, 0, 0) // some models count at the first draw
			require.NoError(b, err)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				_, err := s.Draw(ctx, 1, uint64(i), 0)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(c.Graph.Connections())*float64(b.N)/b.Elapsed().Seconds(), "edges/s")
		})
	}
}

// What dd-outdeg works out before its first draw.
func BenchmarkFirstDrawColumn(b *testing.B) {
	path := os.Getenv("CTOPO_BENCH_H5")
	if path == "" {
		b.Skip("CTOPO_BENCH_H5 names no file")
	}
	ctx := context.Background()
	c, err := portal.Open(ctx, path, portal.Options{})
	require.NoError(b, err)
	for range b.N {
		s, err := control.SamplerFor(control.DDOutdeg, c, connectome.Labels{})
		require.NoError(b, err)
		_, err = s.Draw(ctx, 1, 0, 0)
		require.NoError(b, err)
	}
}
