//go:build cgo

package portal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

func TestOpenRealFiles(t *testing.T) {
	for _, tc := range []struct {
		path                       []string
		neurons, mtypes            int
		connections, mutual, loops int64
		identity                   connectome.Identity
	}{
		// Neocortical Microcircuit portal; counts published with the data.
		{[]string{"data", "portal", "mc2_L5_TTPC2.h5"}, 2003, 1, 102732, 1752, 0, connectome.Identity{MC: 2, Animal: -1, Instance: -1}},
		// Blue Brain SSCx column r0c10.
		{[]string{"data", "sscx", "r0c10.h5"}, 6719, 59, 836167, 12534, 0, connectome.NoIdentity},
	} {
		for _, guard := range []string{"", guardBinary(t)} {
			t.Run(fmt.Sprintf("%s guarded %t", tc.path[2], guard != ""), func(t *testing.T) {
				path := shared.Path(t, tc.path...)
				c, err := Open(context.Background(), path, Options{Guard: guard})
				require.NoError(t, err)
				assert.Equal(t, tc.neurons, c.Graph.N())
				assert.Equal(t, tc.connections, c.Graph.Connections())
				assert.Equal(t, tc.mutual, c.Graph.MutualPairs())
				assert.Equal(t, tc.loops, c.LoopsDropped)
				assert.Len(t, c.Cells.MTypes().Names, tc.mtypes)
				assert.IsIncreasing(t, append([]string{""}, c.Cells.MTypes().Names...))
				assert.Len(t, c.Cells.Positions(), tc.neurons)
				assert.Equal(t, tc.identity, c.Source.Identity)
				assert.Equal(t, path, c.Source.Path)
				st, err := os.Stat(path)
				require.NoError(t, err)
				assert.Equal(t, st.Size(), c.Source.Size)
				assert.Len(t, c.Source.SHA256, 64)
			})
		}
	}
}

// BenchmarkOpen reads the file that CTOPO_BENCH_H5 names, and a small one that
// it makes, in this process and through a guard.
func BenchmarkOpen(b *testing.B) {
	small := filepath.Join(b.TempDir(), "small.h5")
	c := randomConnectome(b, 2000, 40_000, []string{"L23_PC", "L4_PC", "L5_TTPC1", "L6_BPC"}, func(v int) uint32 { return uint32(v / 500) }, true)
	require.NoError(b, Write(context.Background(), small, c, WriteOptions{}))
	files := map[string]string{"generated": small}
	if path := os.Getenv("CTOPO_BENCH_H5"); path != "" {
		files["CTOPO_BENCH_H5"] = path
	}
	for name, path := range files {
		for _, guard := range []string{"", guardBinary(b)} {
			b.Run(fmt.Sprintf("%s/guarded=%t", name, guard != ""), func(b *testing.B) {
				edges := int64(0)
				for b.Loop() {
					c, err := Open(context.Background(), path, Options{Guard: guard})
					require.NoError(b, err)
					edges += c.Graph.Connections()
				}
				b.ReportMetric(float64(edges)/b.Elapsed().Seconds()/1e6, "Mconnections/s")
			})
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	c := randomConnectome(b, 4000, 160_000, []string{"L23_PC", "L4_PC"}, func(v int) uint32 { return uint32(v / 2000) }, true)
	path := filepath.Join(b.TempDir(), "x.h5")
	for b.Loop() {
		require.NoError(b, Write(context.Background(), path, c, WriteOptions{}))
	}
	b.ReportMetric(float64(c.Graph.N())*float64(c.Graph.N())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Melements/s")
}
