package connectome

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLayerOf(t *testing.T) {
	for name, want := range map[string]string{
		"L6_TPC_L1": "L6", "L23_PC": "L23", "L1_NGC-DA": "L1", "L2_TPC:A": "L2",
		"KC": "", "L_5": "", "L5": "", "": "", "Lx_PC": "", "L5a_PC": "", "l5_PC": "", "_L5": "",
	} {
		assert.Equal(t, want, LayerOf(name), name)
	}
}

func TestPortalTypesAreSortedAndClassed(t *testing.T) {
	var excitatory []string
	for i, ct := range TypesFromNames(PortalMTypes[:]) {
		if i > 0 {
			assert.Less(t, PortalMTypes[i-1], PortalMTypes[i], "HDF5 lists names in ASCII order")
		}
		if ct.Class == Excitatory {
			excitatory = append(excitatory, ct.MType)
		} else {
			assert.Equal(t, Inhibitory, ct.Class)
		}
	}
	// science.md: 13 excitatory m-types, all with PC in the name but L4_SP and L4_SS.
	assert.Equal(t, []string{
		"L23_PC", "L4_PC", "L4_SP", "L4_SS", "L5_STPC", "L5_TTPC1", "L5_TTPC2", "L5_UTPC",
		"L6_BPC", "L6_IPC", "L6_TPC_L1", "L6_TPC_L4", "L6_UTPC",
	}, excitatory)
}

func TestClassRuleNeedsPortalNamesOnly(t *testing.T) {
	types := TypesFromNames([]string{"L23_PC", "L2_TPC:A"})
	assert.Equal(t, ClassUnknown, types[0].Class)
	assert.Equal(t, "L2", types[1].Layer)
}

func TestParseClass(t *testing.T) {
	for s, want := range map[string]Class{"E": Excitatory, "exc": Excitatory, "INH": Inhibitory, " i ": Inhibitory, "": ClassUnknown} {
		got, err := ParseClass(s)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := ParseClass("X")
	require.ErrorContains(t, err, "want E or EXC")
}

// circuit: L5_MC(I) 0,1; L5_TTPC1(E) 2,3; L6_IPC(E) 4; a ring and one mutual pair.
func circuit(t *testing.T) *Connectome {
	t.Helper()
	mtype := NewLabels([]string{"L5_MC", "L5_MC", "L5_TTPC1", "L5_TTPC1", "L6_IPC"})
	cells, err := NewCells(mtype, CellOptions{Positions: []Position{{0, 1, 2}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {4, 4, 4}}})
	require.NoError(t, err)
	b, err := NewBuilder(5)
	require.NoError(t, err)
	for _, e := range [][2]uint32{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {3, 2}} {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	c, err := New(g, cells, Source{Identity: NoIdentity})
	require.NoError(t, err)
	return c
}

func TestLabelsOfCells(t *testing.T) {
	c := circuit(t).Cells
	assert.Equal(t, []string{"L5_MC", "L5_TTPC1", "L6_IPC"}, c.MTypes().Names)
	assert.Equal(t, []string{"L5", "L6"}, c.Layers().Names)
	assert.Equal(t, []string{"E", "I"}, c.Classes().Names)
	assert.Equal(t, []int64{3, 2}, c.Classes().Counts())
	assert.Equal(t, Inhibitory, c.Class(1))
	assert.Equal(t, "3", c.ID(3))
}

func TestClassesListUnknownLast(t *testing.T) {
	cells, err := NewCells(NewLabels([]string{"a", "b", "c"}), CellOptions{Types: []CellType{
		{MType: "a"}, {MType: "b", Class: Inhibitory, Layer: "L4"}, {MType: "c", Class: Excitatory, Layer: "L2"},
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"E", "I", ""}, cells.Classes().Names)
	assert.Equal(t, []uint32{2, 1, 0}, cells.Classes().Of)
	assert.Equal(t, []string{"", "L2", "L4"}, cells.Layers().Names)
}

func TestNewCellsRefuses(t *testing.T) {
	labels := NewLabels([]string{"a", "b"})
	_, err := NewCells(labels, CellOptions{Types: []CellType{{MType: "a"}}})
	require.ErrorContains(t, err, `"b" is not in the table`)
	_, err = NewCells(labels, CellOptions{IDs: []int64{1}})
	require.ErrorContains(t, err, "1 ids for 2 cells")
	_, err = NewCells(Labels{Names: []string{"a"}, Of: []uint32{1}}, CellOptions{})
	require.ErrorContains(t, err, "m-types number 1 of 1")
	_, err = New(circuit(t).Graph, &Cells{}, Source{})
	require.ErrorContains(t, err, "0 cells for a graph of 5")
}

func TestSelect(t *testing.T) {
	c := circuit(t)
	for name, want := range map[string]struct {
		s   Selection
		ids []string
		e   int64
	}{
		"all":            {Selection{}, []string{"0", "1", "2", "3", "4"}, 6},
		"glob":           {Selection{MTypes: []string{"L5_*"}}, []string{"0", "1", "2", "3"}, 4},
		"not a prefix":   {Selection{MTypes: []string{"L6_IPC"}}, []string{"4"}, 0},
		"layer":          {Selection{Layers: []string{"L5"}}, []string{"0", "1", "2", "3"}, 4},
		"class":          {Selection{Class: Excitatory}, []string{"2", "3", "4"}, 3},
		"all conditions": {Selection{Layers: []string{"L5"}, Class: Excitatory}, []string{"2", "3"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			sub, err := c.Select(want.s)
			require.NoError(t, err)
			var ids []string
			for v := range uint32(sub.Graph.N()) {
				ids = append(ids, sub.Cells.ID(v))
			}
			assert.Equal(t, want.ids, ids)
			assert.Equal(t, want.e, sub.Graph.Connections())
			assert.Equal(t, c.Cells.Positions()[sub.Cells.NumericID(0)], sub.Cells.Positions()[0])
			assert.NotContains(t, sub.Cells.MTypes().Counts(), int64(0), "types without cells are left out")
		})
	}
}

func TestSelectRefuses(t *testing.T) {
	c := circuit(t)
	for want, s := range map[string]Selection{
		`no m-type matches "L5"`:   {MTypes: []string{"L5"}},
		`pattern "["`:              {MTypes: []string{"["}},
		`no cell is in layer "L2"`: {Layers: []string{"L2"}},
		"no cell meets all":        {Layers: []string{"L6"}, Class: Inhibitory},
	} {
		_, err := c.Select(s)
		require.ErrorContains(t, err, want)
	}
	cells, err := NewCells(NewLabels([]string{"x"}), CellOptions{})
	require.NoError(t, err)
	b, _ := NewBuilder(1)
	g, _ := b.Build()
	one, err := New(g, cells, Source{})
	require.NoError(t, err)
	_, err = one.Select(Selection{Class: Excitatory})
	require.ErrorContains(t, err, "class E")
}

func TestSubCircuitOfSubCircuitKeepsIDs(t *testing.T) {
	sub, err := circuit(t).Select(Selection{Class: Excitatory})
	require.NoError(t, err)
	sub, err = sub.Induced([]uint32{2, 0})
	require.NoError(t, err)
	assert.Equal(t, "4", sub.Cells.ID(0))
	assert.Equal(t, "2", sub.Cells.ID(1))
}

func TestNamesOfCellsAreKept(t *testing.T) {
	cells, err := NewCells(NewLabels([]string{"x", "y"}), CellOptions{Names: []string{"AVAL", "AVAR"}})
	require.NoError(t, err)
	assert.True(t, cells.Named())
	assert.Equal(t, "AVAR", cells.pick([]uint32{1}).ID(0))
}

func TestWithTypes(t *testing.T) {
	c := circuit(t)
	d, err := c.WithTypes([]CellType{{"L5_MC", Excitatory, "L4"}, {"L5_TTPC1", Inhibitory, "L4"}, {"L6_IPC", Inhibitory, "L4"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"L4"}, d.Cells.Layers().Names)
	assert.Equal(t, Excitatory, d.Cells.Class(0))
	assert.Equal(t, Inhibitory, c.Cells.Class(0), "the original stays as it was")
	_, err = c.WithTypes(nil)
	require.Error(t, err)
}
