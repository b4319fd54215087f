//go:build cgo

package sonata

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// lookUp finds the edges of every node by the indices, as libsonata does, and compares
// them with those that the columns tell.
const lookUp = `
import sys, h5py, numpy
f = h5py.File(sys.argv[1])
e = f["edges/neurons__neurons__chemical"]
n = len(f["nodes/neurons/node_id"])
for index, column in (("source_to_target", "source_node_id"), ("target_to_source", "target_node_id")):
    i = e["indices"][index]
    nodes, ranges, of = i["node_id_to_ranges"][:], i["range_to_edge_id"][:], e[column][:]
    assert nodes.dtype == ranges.dtype == numpy.uint64, (nodes.dtype, ranges.dtype)
    assert nodes.shape == (n, 2) and ranges.shape[1:] == (2,), (nodes.shape, ranges.shape)
    assert (i["node_id_to_range"][:] == nodes).all()
    used = 0
    for v in range(n):
        found = [k for a, b in ranges[nodes[v, 0]:nodes[v, 1]].tolist() for k in range(a, b)]
        assert found == numpy.flatnonzero(of == v).tolist(), (index, v)
        used += nodes[v, 1] - nodes[v, 0]
    assert used == len(ranges)
`

func TestIndicesFindTheEdges(t *testing.T) {
	python := "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import h5py").Run(); err != nil {
		t.Skip("there is no h5py")
	}
	for name, rows := range map[string]struct {
		ptr []int64
		idx []uint32
	}{
		"no edges":         {[]int64{0, 0, 0}, []uint32{}},
		"runs of a target": {[]int64{0, 2, 4, 5, 5}, []uint32{1, 2, 2, 3, 3}}, // edges 1 and 2 lead to 2, 3 and 4 to 3
		"some":             {[]int64{0, 3, 3, 6, 8, 8}, []uint32{1, 2, 4, 0, 1, 3, 0, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			n := len(rows.ptr) - 1
			g, err := connectome.FromCSR(n, rows.ptr, rows.idx, nil)
			require.NoError(t, err)
			cells, err := connectome.NewCells(connectome.Labels{Names: []string{"a"}, Of: make([]uint32, n)}, connectome.CellOptions{})
			require.NoError(t, err)
			c, err := connectome.New(g, cells, connectome.Source{})
			require.NoError(t, err)
			path := filepath.Join(t.TempDir(), "x.sonata.h5")
			require.NoError(t, Write(context.Background(), path, c, WriteOptions{}))
			said, err := exec.Command(python, "-c", lookUp, path).CombinedOutput()
			require.NoError(t, err, string(said))
		})
	}
}
