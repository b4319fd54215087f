package motifs

import (
	"encoding/binary"
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

// TestCountTriadsReal checks connectomes with counts that other programs agree
// on. The HDF5 ones are checked by the command's tests: this package opens none.
func TestCountTriadsReal(t *testing.T) {
	for _, test := range []struct {
		folder string
		motifs [13]uint64
	}{
		{"larva", [13]uint64{2531782, 1487184, 1389826, 297380, 716208, 808069, 21467, 154621, 63893, 137642, 60566, 94764, 41658}},
		{"celegans", [13]uint64{24252, 15179, 17788, 2965, 11574, 9402, 158, 2531, 644, 1957, 996, 1057, 273}},
	} {
		t.Run(test.folder, func(t *testing.T) {
			g := readEdges(t, shared.Path(t, "data", test.folder, "edges.csv"))
			assert.Equal(t, test.motifs, count(t, g).Counts.Motifs())
		})
	}
}

// readEdges reads a CSV whose first two columns name the neurons.
func readEdges(t testing.TB, path string) *connectome.Graph {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	number := make(map[string]uint32)
	id := func(name string) uint32 {
		k, ok := number[name]
		if !ok {
			k = uint32(len(number))
			number[name] = k
		}
		return k
	}
	var edges [][2]uint32
	for _, row := range rows[1:] {
		edges = append(edges, [2]uint32{id(row[0]), id(row[1])})
	}
	return graphOf(t, len(number), edges)
}

// TestCountTriadsColumn counts a full column. CTOPO_COLUMN names its rows as a
// binary file: N, N+1 offsets (64 bits), targets (32 bits), little endian, as
// the bench folder's to_csr.py writes them.
func TestCountTriadsColumn(t *testing.T) {
	c := count(t, columnFromEnv(t))
	require.Equal(t, int64(7849680), c.Connections, "the counts below are of the column made with seed 1, scale 1")
	assert.Equal(t, []uint64{73880688, 9644711, 2630649, 2169275, 2038805, 260412, 5247},
		[]uint64{c.Counts[T030T], c.Counts[T030C], c.Counts[T120C], c.Counts[T120U], c.Counts[T120D], c.Counts[T210], c.Counts[T300]})
	assert.Equal(t, uint64(85740215), c.Counts.TransitiveTriangles())
}

func columnFromEnv(t testing.TB) *connectome.Graph {
	t.Helper()
	path := os.Getenv("CTOPO_COLUMN")
	if path == "" {
		t.Skip("CTOPO_COLUMN is not set: it names a full column's rows as a binary file")
	}
	return readCSR(t, path)
}

func readCSR(t testing.TB, path string) *connectome.Graph {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	n := int(binary.LittleEndian.Uint64(b))
	b = b[8:]
	ptr := make([]int64, n+1)
	for i := range ptr {
		ptr[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
	}
	b = b[8*(n+1):]
	idx := make([]uint32, ptr[n])
	for i := range idx {
		idx[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	g, err := connectome.FromCSR(n, ptr, idx, nil)
	require.NoError(t, err)
	return g
}
