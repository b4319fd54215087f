package topology

import (
	"context"
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// columnFromEnv reads a full column. CTOPO_COLUMN names its rows as a binary file:
// N, N+1 offsets (64 bits), targets (32 bits), little endian, as the bench
// folder's to_csr.py writes them.
func columnFromEnv(t testing.TB) *connectome.Graph {
	t.Helper()
	path := os.Getenv("CTOPO_COLUMN")
	if path == "" {
		t.Skip("CTOPO_COLUMN is not set: it names a full column's rows as a binary file")
	}
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	n := int(binary.LittleEndian.Uint64(b))
	b = b[8:]
	ptr := make([]int64, n+1)
	for v := range ptr {
		ptr[v] = int64(binary.LittleEndian.Uint64(b[8*v:]))
	}
	b = b[8*len(ptr):]
	idx := make([]uint32, ptr[n])
	for e := range idx {
		idx[e] = binary.LittleEndian.Uint32(b[4*e:])
	}
	g, err := connectome.FromCSR(n, ptr, idx, nil)
	require.NoError(t, err)
	return g
}

func BenchmarkClusteringColumn(b *testing.B) {
	c := circuitOf(b, columnFromEnv(b))
	for b.Loop() {
		_, err := ClusteringCoefficients(context.Background(), c, Options{})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(c.Graph.Connections())*float64(b.N)/b.Elapsed().Seconds(), "edges/s")
}
