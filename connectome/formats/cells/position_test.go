package cells

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
)

func TestPositionsInVoxels(t *testing.T) {
	ctx := context.Background()
	eight, minnie := [3]float64{8, 8, 8}, [3]float64{4, 4, 40}
	for name, tc := range map[string]struct {
		text  string
		voxel [3]float64
		want  connectome.Position
	}{
		"neuPrint's Python":  {"bodyId,type,somaLocation\n1,EPG,\"[1000, 2000, 3000]\"\n", eight, connectome.Position{X: 8, Y: 16, Z: 24}},
		"neo4j's export":     {"bodyId:long,somaLocation:point{srid:9157}\n1,\"{x:1000, y:2000, z:3000}\"\n", eight, connectome.Position{X: 8, Y: 16, Z: 24}},
		"neo4j's text":       {"bodyId,somaLocation\n1,\"point({srid: 9157, z: 3000, x: 1000, y: 2000})\"\n", eight, connectome.Position{X: 8, Y: 16, Z: 24}},
		"neuPrint's JSON":    {"bodyId,somaLocation\n1,\"{'type': 'Point', 'crs': {'srid': 9157}, 'coordinates': [1000, 2000, 3000]}\"\n", eight, connectome.Position{X: 8, Y: 16, Z: 24}},
		"CAVE":               {"pt_root_id,cell_type,pt_position\n864691135000000001,23P,[1000 2000 300]\n", minnie, connectome.Position{X: 4, Y: 8, Z: 12}},
		"CAVE, split":        {"pt_root_id,pt_position_x,pt_position_y,pt_position_z\n1,1000,2000,300\n", minnie, connectome.Position{X: 4, Y: 8, Z: 12}},
		"beside µm":          {"id,x,y,z,pt_position\n1,1,1,1,[1000 2000 300]\n", minnie, connectome.Position{X: 4, Y: 8, Z: 12}},
		"fractions of voxel": {"id,pt_position\n1,\"[0.5, -1e3, 0]\"\n", minnie, connectome.Position{X: 0.002, Y: -4}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := Read(ctx, formattest.File(t, "c.csv", tc.text), Options{Voxel: tc.voxel})
			require.NoError(t, err)
			require.Len(t, table.positions, 1)
			got := table.positions[0]
			for k, pair := range [][2]float64{{tc.want.X, got.X}, {tc.want.Y, got.Y}, {tc.want.Z, got.Z}} {
				assert.InDelta(t, pair[0], pair[1], 1e-12, k)
			}
			assert.Empty(t, table.Note())
		})
	}
	_, err := Read(ctx, formattest.File(t, "c.csv", "id,x,y,z\n1,1,2,3\n"), Options{Voxel: eight})
	require.ErrorContains(t, err, "c.csv: line 1: a size of voxels is given, and the table has no column of positions in voxels, such as somaLocation or pt_position, but id,x,y,z: name it so, or leave the size out")
	table, err := Read(ctx, formattest.File(t, "c.csv", "id,pt_position_x,pt_position_y,pt_position_z\n1,1000,2000,300\n"), Options{})
	require.NoError(t, err)
	assert.Nil(t, table.positions)
	assert.Contains(t, table.Note(), "positions in column pt_position_x count voxels")
	for _, bad := range []string{"{x:1, y:2}", "{x:1, x:2, y:3, z:4}", "point(1)", "[1 2 3 4]", "left", "[1, two, 3]"} {
		_, err = Read(ctx, formattest.File(t, "c.csv", "id,somaLocation\n1,\""+bad+"\"\n"), Options{Voxel: eight})
		require.ErrorContains(t, err, "line 2: ", bad)
	}
}
