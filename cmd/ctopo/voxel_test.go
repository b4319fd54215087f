package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVoxelSize(t *testing.T) {
	dir := t.TempDir()
	edges, cells, out := filepath.Join(dir, "e.csv"), filepath.Join(dir, "c.csv"), filepath.Join(dir, "out.csv")
	require.NoError(t, os.WriteFile(edges, []byte("pre,post\n1,2\n"), 0o644))
	require.NoError(t, os.WriteFile(cells, []byte("id,cell_type,pt_position\n1,a,[1000 2000 300]\n2,a,[0 0 0]\n"), 0o644))
	r := ctopo(t, "convert", edges, "--cells", cells, out)
	require.Equal(t, exitDone, r.status, r.stderr)
	assert.Contains(t, r.stderr, "positions in column pt_position count voxels, whose size the table does not tell: they are not taken; give the size in nm by --voxel-size")
	for _, size := range []string{"4,4,40", "4x4x40"} {
		r = ctopo(t, "convert", edges, "--cells", cells, "--voxel-size", size, out)
		require.Equal(t, exitDone, r.status, r.stderr)
		got := rows(t, read(t, filepath.Join(dir, "out.cells.csv")))
		require.Len(t, got, 2)
		assert.Equal(t, []string{"4", "8", "12"}, []string{got[0]["x"], got[0]["y"], got[0]["z"]})
	}
	for _, bad := range []string{"0", "-4", "4,4", "x", "4,4,NaN", "4,4,4,4"} {
		r = ctopo(t, "info", edges, "--cells", cells, "--voxel-size", bad)
		assert.Equal(t, exitUsage, r.status, bad)
		assert.Contains(t, r.stderr, "want nanometres, as 8, or along x, y and z, as 4,4,40", bad)
	}
	r = ctopo(t, "info", edges, "--voxel-size", "8")
	assert.Equal(t, exitUsage, r.status)
	assert.Contains(t, r.stderr, "--voxel-size is about positions in a table of cells: name it by --cells")
}
