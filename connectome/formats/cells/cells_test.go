package cells

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
	"github.com/ctopo/ctopo/internal/infile"
)

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"plain":              "id,cell_type,synapse_class,layer,x,y,z\n720575940612345679,L5_PC,EXC,5,1,2,3\n720575940612345678,L5_MC,INH,L5,4,5,6.5\n",
		"other names":        "\ufeffRoot ID\tSomething\tmtype\tEI\tLayer\tx_nm\ty_nm\tz_nm\r\n720575940612345679\t\"a, b\"\tL5_PC\tE\tl5\t1000\t2000\t3000\r\n720575940612345678\t\tL5_MC\ti\t5\t4000\t5000\t6500\r\n",
		"listed again":       "id,cell_type,synapse_class,layer,x,y,z\n720575940612345679,L5_PC,EXC,5,1,2,3\n720575940612345679,L5_PC,E,L5,1,2,3\n720575940612345678,L5_MC,INH,L5,4,5,6.5\n",
		"semicolons, moved":  "layer;z;y;x;type;bodyId:ID(Body-ID);synapse_class\n5;3;2;1;L5_PC;720575940612345679;EXC\n5;6.5;5;4;L5_MC;720575940612345678;INH\n",
		"blanks":             "id, cell_type, synapse_class, layer, x, y, z\n 720575940612345679 , L5_PC , EXC, 5, 1, 2, 3\n720575940612345678,L5_MC,INH,L5,4,5,6.5 \n\n",
		"the better of two":  "class,name,root_id,cell_type,synapse_class,layer,x,y,z\nc,n,720575940612345679,L5_PC,EXC,5,1,2,3\nc,m,720575940612345678,L5_MC,INH,L5,4,5,6.5\n",
		"an id of many rows": "node,type,ei,layer,x,y,z\n720575940612345679,L5_PC,EXC,5,1,2,3\n720575940612345678,L5_MC,INH,L5,4,5,6.5\n",
	} {
		t.Run(name, func(t *testing.T) {
			table, err := Read(context.Background(), formattest.File(t, "c.csv", text), Options{})
			require.NoError(t, err)
			require.Equal(t, 2, table.N())
			assert.Equal(t, "720575940612345679", table.ID(0))
			row, ok := table.Row("720575940612345678")
			assert.True(t, ok)
			assert.Equal(t, 1, row)
			cells, err := table.Cells([]int{0, 1}, nil, nil)
			require.NoError(t, err)
			assert.Equal(t, []string{"L5_MC", "L5_PC"}, cells.MTypes().Names)
			assert.Equal(t, []uint32{1, 0}, cells.MTypes().Of)
			assert.Equal(t, connectome.Excitatory, cells.Class(0))
			assert.Equal(t, connectome.Inhibitory, cells.Class(1))
			assert.Equal(t, []string{"L5"}, cells.Layers().Names)
			assert.Equal(t, []connectome.Position{{X: 1, Y: 2, Z: 3}, {X: 4, Y: 5, Z: 6.5}}, cells.Positions())
		})
	}
}

func TestReadLittle(t *testing.T) {
	table, err := Read(context.Background(), formattest.File(t, "c.csv", "cell_type\nL4_SS\nL4_SS\nL5_MC\n"), Options{})
	require.NoError(t, err)
	assert.False(t, table.HasIDs())
	assert.Equal(t, "2", table.ID(2))
	cells, err := table.Cells([]int{2, -1, 0}, []int64{7, 8, 9}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"", "L4_SS", "L5_MC"}, cells.MTypes().Names)
	assert.Equal(t, []uint32{2, 0, 1}, cells.MTypes().Of)
	assert.Equal(t, "8", cells.ID(1))
	assert.Equal(t, "L5", cells.Layers().Name(0), "told by the name")

	table, err = Read(context.Background(), formattest.File(t, "c.csv", "id,x,y,z\n1,0,0,0\n2,,,\n"), Options{})
	require.NoError(t, err)
	assert.Equal(t, "1 of 2 cells lack a position: positions are not taken", table.Note())
	cells, err = table.Cells([]int{0, 1}, nil, nil)
	require.NoError(t, err)
	assert.Nil(t, cells.Positions())
	table, err = Read(context.Background(), formattest.File(t, "c.csv", "id,x,y,z\n1,,,\n"), Options{})
	require.NoError(t, err)
	assert.Empty(t, table.Note())
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no such columns": {"a,b\n1,2\n", "line 1: its columns are a,b, want id and cell_type: name them in the header"},
		"no rows":         {"id\n", "the table lists no cell"},
		"empty id":        {"id,type\n1,a\n,b\n", "line 3: an id is empty"},
		"float id":        {"id\n7.2e17\n", "line 2: the id 7.2e17 is a float, which does not hold all digits: export ids as integers or text"},
		"class":           {"id,synapse_class\n1,ACH\n", `line 2: synapse class "ACH": want E or EXC, I or INH`},
		"coordinate":      {"id,x,y,z\n1,a,2,3\n", `line 2: "a" is no coordinate`},
		"not finite":      {"id,x,y,z\n1,NaN,2,3\n", `line 2: "NaN" is no coordinate`},
		"half a position": {"id,x,y,z\n1,1,,3\n", "line 2: a position lacks a coordinate"},
		"contradiction":   {"id,type\n1,a\n1,b\n", `line 3: cell "1" is listed before with other values: keep one of its rows`},
		"fields":          {"id,type\n1\n", "line 2: the row has more or fewer fields than the header"},
		"quote":           {"id,type\n1,\"a\n", "line 2: not a table"},
		"endless quote":   {"id,type\n1,\"" + strings.Repeat("a\n", 1<<20), "a row of more than 1048576 bytes, or a quote that does not end"},
	} {
		t.Run(name, func(t *testing.T) {
			path := formattest.File(t, "c.csv", c.text)
			_, err := Read(context.Background(), path, Options{})
			var typed *infile.Error
			require.ErrorAs(t, err, &typed)
			assert.ErrorContains(t, err, path+": "+c.want)
		})
	}
	_, err := Read(context.Background(), formattest.File(t, "c.csv", "id,type\n1,a\n2,b\n3,c\n4,d\n5,e\n"), Options{MemoryLimit: 500})
	require.ErrorContains(t, err, "want at most 5: the file is damaged, or the memory limit must be raised")
}

// ring is n neurons in a circle.
func ring(t *testing.T, n int, opt connectome.CellOptions) *connectome.Connectome {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for v := range n {
		require.NoError(t, b.Add(uint32(v), uint32((v+1)%n)))
	}
	g, _ := b.Build()
	cells, err := connectome.NewCells(connectome.NewLabels(make([]string, n)), opt)
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	return c
}

func TestApply(t *testing.T) {
	read := func(text string) *Table {
		table, err := Read(context.Background(), formattest.File(t, "c.csv", text), Options{})
		require.NoError(t, err)
		return table
	}
	// By place, as the neurons have no ids.
	c, unlisted, extra, err := read("id,type\n2,c\n0,a\n").Apply(ring(t, 3, connectome.CellOptions{}))
	require.NoError(t, err)
	assert.Equal(t, 1, unlisted)
	assert.Zero(t, extra)
	assert.Equal(t, []uint32{1, 0, 2}, c.Cells.MTypes().Of)
	assert.Equal(t, []string{"", "a", "c"}, c.Cells.MTypes().Names)
	assert.False(t, c.Cells.Numbered())
	_, _, _, err = read("id,type\n0,a\n3,b\n").Apply(ring(t, 3, connectome.CellOptions{}))
	require.ErrorContains(t, err, "1 of its cells are not among the 3 neurons, which are numbered 0 to 2")
	// In order, as the table has none.
	c, _, _, err = read("type\nx\ny\nz\n").Apply(ring(t, 3, connectome.CellOptions{IDs: []int64{5, 6, 7}}))
	require.NoError(t, err)
	assert.Equal(t, "y", c.Cells.MTypes().Name(1))
	assert.Equal(t, "6", c.Cells.ID(1))
	_, _, _, err = read("type\nx\ny\n").Apply(ring(t, 3, connectome.CellOptions{}))
	require.ErrorContains(t, err, "2 rows for 3 neurons: give one to each, or add a column id")
	// By ids and by names.
	c, unlisted, extra, err = read("id,type\n7,c\n99,d\n5,a\n6,b\n").Apply(ring(t, 3, connectome.CellOptions{IDs: []int64{5, 6, 7}}))
	require.NoError(t, err)
	assert.Zero(t, unlisted)
	assert.Equal(t, 1, extra)
	assert.Equal(t, "a", c.Cells.MTypes().Name(0))
	assert.True(t, c.Cells.Numbered())
	c, _, _, err = read("id,type\nAVAL,c\n1,d\n").Apply(ring(t, 2, connectome.CellOptions{Names: []string{"AVAL", "AVAR"}}))
	require.NoError(t, err)
	assert.True(t, c.Cells.Named())
	assert.Equal(t, "c", c.Cells.MTypes().Name(0))
	_, _, _, err = read("id\nx\n").Apply(ring(t, 2, connectome.CellOptions{Names: []string{"AVAL", "AVAR"}}))
	require.ErrorContains(t, err, "none of the 2 neurons is in it, such as AVAL; it lists x: are these other ids?")
}

func TestWriteAndReadAgain(t *testing.T) {
	cells, err := connectome.NewCells(connectome.NewLabels([]string{"a,b", "", "\"q\""}), connectome.CellOptions{
		Names: []string{"x", "y z", "1"}, Layers: []string{"L5", "", "L1"},
		Classes:   []connectome.Class{connectome.Inhibitory, connectome.ClassUnknown, connectome.Excitatory},
		Positions: []connectome.Position{{X: 0.1}, {Y: 1e-300}, {Z: -5}},
	})
	require.NoError(t, err)
	for _, name := range []string{"c.csv", "c.csv.gz"} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, Write(context.Background(), path, cells))
		table, err := Read(context.Background(), path, Options{})
		require.NoError(t, err)
		again, err := table.Cells([]int{0, 1, 2}, nil, []string{"x", "y z", "1"})
		require.NoError(t, err)
		for v := range uint32(3) {
			assert.Equal(t, cells.ID(v), table.ID(int(v)))
			assert.Equal(t, cells.MTypes().Name(v), again.MTypes().Name(v))
			assert.Equal(t, cells.Layers().Name(v), again.Layers().Name(v))
			assert.Equal(t, cells.Class(v), again.Class(v))
		}
		assert.Equal(t, cells.Positions(), again.Positions())
	}
}

// FuzzRead checks that any bytes give either a table that survives being written and
// read again, or an error of one line.
func FuzzRead(f *testing.F) {
	f.Add("id,cell_type,synapse_class,layer,x,y,z\n720575940612345679,L5_PC,EXC,5,1,2,3\n720575940612345678,L5_MC,INH,L5,4,5,6.5\n")
	f.Add("type\ta\n\"b\n\"\tc\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Read(context.Background(), formattest.File(t, "c.csv", text), Options{MemoryLimit: 1 << 20})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of two lines: %q", err)
			}
			return
		}
		rows, names := make([]int, table.N()), make([]string, table.N())
		for v := range rows {
			rows[v], names[v] = v, table.ID(v)
		}
		cells, err := table.Cells(rows, nil, names)
		require.NoError(t, err)
		out := filepath.Join(t.TempDir(), "out.csv")
		require.NoError(t, Write(context.Background(), out, cells))
		again, err := Read(context.Background(), out, Options{MemoryLimit: 4 << 20})
		require.NoError(t, err)
		assert.Equal(t, table.N(), again.N())
	})
}

func TestPositionsInOneColumn(t *testing.T) {
	dir := t.TempDir()
	file := func(text string) string {
		path := filepath.Join(dir, "cells.csv")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	want := []connectome.Position{{X: 1.5, Y: 20, Z: -3}, {X: 4, Y: 5, Z: 6}, {X: 7, Y: 8, Z: 9}}
	for _, name := range []string{"position", "pt_position_nm", "Position (nm)"} {
		table, err := Read(context.Background(), file("root_id,"+name+"\n1,[1500 20000 -3000]\n2,\"(4000, 5000,6000)\"\n3,[ 7000   8000  9000]\n"), Options{})
		require.NoError(t, err, name)
		assert.Equal(t, want, table.positions)
	}
	// Columns of their own go first, and voxels are not taken for lengths.
	table, err := Read(context.Background(), file("id,x,y,z,position\n1,1,2,3,[1 1 1]\n"), Options{})
	require.NoError(t, err)
	assert.Equal(t, []connectome.Position{{X: 1, Y: 2, Z: 3}}, table.positions)
	table, err = Read(context.Background(), file("id,somaLocation,pt_position\n1,[1 2 3],[1 1 1]\n"), Options{})
	require.NoError(t, err)
	assert.Nil(t, table.positions)
	assert.Contains(t, table.Note(), "positions in column somaLocation count voxels, whose size the table does not tell")
	table, err = Read(context.Background(), file("id,position\n1,[1 2 3]\n2,\n"), Options{})
	require.NoError(t, err)
	assert.Nil(t, table.positions)
	assert.NotEmpty(t, table.Note())
	table, err = Read(context.Background(), file("root_id,position,supervoxel_id\n1,[1000 2000 3000],7\n2,[4000 5000 6000],8\n1,[9000 9000 9000],9\n"), Options{})
	require.NoError(t, err)
	assert.Equal(t, []connectome.Position{{X: 1, Y: 2, Z: 3}, {X: 4, Y: 5, Z: 6}}, table.positions)
	assert.Equal(t, "of cells with several positions the first is taken: 1 rows are left out", table.Note())
	for _, bad := range []string{"[1 2]", "[1 2 3 4]", "[1 2 x]", "[1 2 NaN]"} {
		_, err = Read(context.Background(), file("id,position\n1,"+bad+"\n"), Options{})
		require.ErrorContains(t, err, "line 2: ", bad)
	}
}
