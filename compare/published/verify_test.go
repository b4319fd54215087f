package published

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/shared"
)

// circuitOf makes a connectome of m-types in the sizes given, with connections
// from e.
func circuitOf(t testing.TB, id connectome.Identity, sizes map[string]int64, edges [][2]uint32) *connectome.Connectome {
	t.Helper()
	var names []string
	for _, mtype := range connectome.PortalMTypes {
		for range sizes[mtype] {
			names = append(names, mtype)
		}
	}
	b, err := connectome.NewBuilder(len(names))
	require.NoError(t, err)
	for _, e := range edges {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	cells, err := connectome.NewCells(connectome.NewLabels(names), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{Identity: id})
	require.NoError(t, err)
	return c
}

func names(q []Quantity) []string {
	var list []string
	for _, x := range q {
		list = append(list, x.String())
	}
	return list
}

// real opens the sub-circuit L5_TTPC2 of AVERAGE mc2.
func real(t testing.TB) *connectome.Connectome {
	t.Helper()
	c, err := portal.Open(context.Background(), shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5"), portal.Options{})
	if err != nil && strings.Contains(err.Error(), "cgo") {
		t.Skip(err)
	}
	require.NoError(t, err)
	return c
}

// TestRealCircuit measures again what was published of L5_TTPC2, with and without
// a path that tells what it is.
func TestRealCircuit(t *testing.T) {
	c := real(t)
	for name, id := range map[string]connectome.Identity{
		"as the path tells": c.Source.Identity,
		"by its size":       connectome.NoIdentity,
		"never filled in":   {},
		"AVERAGE mc2":       average(2),
	} {
		t.Run(name, func(t *testing.T) {
			d := *c
			d.Source.Identity = id
			checks, err := Verify(context.Background(), &d, Options{})
			require.NoError(t, err)
			for _, check := range checks {
				assert.True(t, check.OK, "%s: published %v, measured %v", check, check.Published, check.Measured)
				assert.Equal(t, "L5_TTPC2", check.Circuit)
			}
			assert.Zero(t, checks.Differ())
			assert.Len(t, checks, 36, "everything was measured")
		})
	}
	for name, id := range map[string]connectome.Identity{
		"another mc": average(6),
		"a control":  {Condition: connectome.Control, MC: 2, Animal: -1, Instance: 0},
		"an animal":  {Condition: connectome.Individual, MC: 2, Animal: 13, Instance: -1},
	} {
		d := *c
		d.Source.Identity = id
		_, err := Find(&d)
		assert.ErrorAs(t, err, new(*Unrecognized), name)
	}
}

// sizesOf returns the sizes of the m-types of some parts of an instance.
func sizesOf(mc int, mtypes ...string) map[string]int64 {
	some := make(map[string]int64)
	for _, mtype := range mtypes {
		some[mtype] = known().sizes[mc][mtype]
	}
	return some
}

// find lists the names of what belongs to a connectome.
func find(c *connectome.Connectome) []string {
	found, err := Find(c)
	if err != nil {
		return []string{err.Error()}
	}
	return names(found)
}

// TestRecognizedBySizes makes circuits up that have the sizes of published ones.
func TestRecognizedBySizes(t *testing.T) {
	one := func(of map[string]int64, id connectome.Identity) []string {
		return find(circuitOf(t, id, of, nil))
	}
	none := connectome.NoIdentity
	unknown := func(n int) []string { return []string{(&Unrecognized{n, none}).Error()} }

	assert.Contains(t, one(sizesOf(2, "L5_MC"), none), "L5_MC: motif_4")
	assert.Contains(t, one(sizesOf(2, "L5_MC", "L5_TTPC1"), none), "L5_TTPC1: motif_13")
	assert.NotContains(t, one(sizesOf(2, "L5_MC", "L5_TTPC1"), none), "L5_MC: highest_dimension")
	assert.Equal(t, []string{"L4_MC + L4_PC: connections_L4_MC>L4_PC"}, one(sizesOf(2, "L4_MC", "L4_PC"), none))
	assert.Contains(t, one(sizesOf(6, "L5_STPC", "L5_TTPC1", "L5_TTPC2", "L5_UTPC"), none), "L5/E: simplices_6")
	assert.Equal(t, unknown(398), one(sizesOf(0, "L5_MC"), none), "of mc0 nothing is known")
	assert.Equal(t, unknown(118), one(sizesOf(2, "L4_MC"), none), "and nothing of this one")
	assert.Equal(t, unknown(19), one(sizesOf(2, "L5_ChC"), none), "as many in mc0 and mc6")
	assert.Equal(t, unknown(396), one(map[string]int64{"L5_MC": 396}, none))
	assert.Equal(t, unknown(0), one(nil, none))

	for _, mc := range []int{0, 2, 6} {
		whole := one(known().sizes[mc], none)
		assert.Equal(t, whole, one(known().sizes[mc], average(mc)), "mc%d by sizes and by name", mc)
		assert.Equal(t, "neurons", whole[0])
		count := map[string]int{}
		for _, name := range whole {
			count[name]++
			assert.Equal(t, 1, count[name], "mc%d: %s is listed twice", mc, name)
		}
		assert.Contains(t, whole, "L5_TTPC2: neurons")
		assert.Contains(t, whole, "L6_LBC: neurons")
	}
	assert.Contains(t, one(known().sizes[0], none), "reciprocated_share_3_2_1")
	assert.Contains(t, one(known().sizes[6], none), "mean_highest_dimension_L6")
	assert.Contains(t, one(known().sizes[6], none), "L6 - L6_IPC: simplices_6")

	// Named as mc4 an instance is believed to be it, whatever its m-types' sizes.
	assert.Equal(t, []string{"neurons", "density", "reciprocity", "diameter", "mean_distance"}, one(known().sizes[6], average(4)))
	control := connectome.Identity{Condition: connectome.Control, MC: 0, Animal: -1, Instance: 0}
	assert.Contains(t, one(known().sizes[0], control), "simplices_6")
	control.Instance = 1
	assert.Equal(t, []string{"neurons", "connections", "L1_DAC: neurons"}, one(known().sizes[0], control)[:3])
	assert.NotContains(t, one(known().sizes[0], control), "simplices_6")
	animal := connectome.Identity{Condition: connectome.Individual, MC: 0, Animal: 13, Instance: -1}
	assert.Equal(t, []string{(&Unrecognized{31346, animal}).Error()}, one(known().sizes[0], animal))
}

// planted makes a circuit up in which four L1_DAC are a transitive tournament, the
// first two of them a mutual pair, and the last connects to two L23_BP.
func planted(t *testing.T, mc int) *connectome.Connectome {
	t.Helper()
	all := known().sizes[mc]
	if all == nil {
		all = known().sizes[6]
	}
	l23 := uint32(0) // the first L23_BP
	for _, mtype := range connectome.PortalMTypes[:6] {
		l23 += uint32(all[mtype])
	}
	edges := [][2]uint32{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {1, 0}, {3, l23}, {3, l23 + 1}}
	return circuitOf(t, average(mc), all, edges)
}

func TestPlantedCircuits(t *testing.T) {
	verify := func(mc int) map[string]Check {
		checks, err := Verify(context.Background(), planted(t, mc), Options{})
		require.NoError(t, err)
		by := make(map[string]Check)
		for _, check := range checks {
			by[check.String()] = check
		}
		return by
	}
	measured := func(by map[string]Check, want map[string]float64) {
		for name, x := range want {
			assert.Contains(t, by, name)
			assert.InDelta(t, x, by[name].Measured, 1e-12, name)
		}
	}
	// Each of the two orders of the mutual pair makes a 3-simplex, and 2-simplices
	// with either of the others; {0,2,3} and {1,2,3} are one each.
	six := verify(6)
	measured(six, map[string]float64{
		"neurons": 31346, "connections": 9, "simplices_2": 6, "simplices_3": 2, "simplices_4": 0, "highest_dimension": 3,
		"euler": 31346 - 9 + 6 - 2, "connections_L1>L1": 7, "connections_L1>L23": 2, "connections_L23>L1": 0,
		"mean_highest_dimension_L1": 12.0 / 339, "mean_highest_dimension_L23": 2.0 / 7518, "mean_highest_dimension_L4": 0,
		"L1: neurons": 339, "L1: connections": 7, "L1: simplices_2": 6, "L1: simplices_3": 2, "L1: highest_dimension": 3,
		"L23/I: connections": 0, "L5_TTPC2: neurons": 1996,
	})
	assert.True(t, six["neurons"].OK)
	assert.True(t, six["L5_TTPC2: neurons"].OK)
	assert.True(t, six["L1: highest_dimension"].OK)
	assert.False(t, six["connections"].OK)
	assert.False(t, six["L1: connections"].OK)
	assert.False(t, six["L1: simplices_3"].OK)
	assert.False(t, six["mean_highest_dimension_L1"].OK)

	zero := verify(0)
	measured(zero, map[string]float64{
		"mutual_pairs": 1, "reciprocated_share_1_1_0": 2.0 / 9, "reciprocated_share_2_1_0": 4.0 / 6, "reciprocated_share_2_2_0": 0,
		"reciprocated_share_2_2_1": 0, "reciprocated_share_3_1_0": 1, "L4: neurons": 4660, "L4: connections": 0,
	})
	two := verify(2)
	measured(two, map[string]float64{"L5_MC: motif_4": 0, "L6_IPC: neurons": 3476, "L4_MC + L4_PC: connections_L4_MC>L4_PC": 0})
	assert.True(t, math.IsNaN(two["L5_MC: common_neighbour_bias"].Measured), "undefined without connections")
	assert.False(t, two["L5_MC: common_neighbour_bias"].OK)
	assert.NotContains(t, two, "L5_TTPC2: mean_vertical_offset", "without positions there is none")
	four := verify(4)
	measured(four, map[string]float64{"density": 9.0 / (31346.0 * 31345), "reciprocity": 2.0 / 9, "diameter": 2, "mean_distance": (9 + 2*6) / 15.0})
	assert.False(t, four["density"].OK)
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		published float64
		decimals  int
		measured  float64
		ok        bool
	}{
		{0.0081, 4, 0.00814, true},
		{0.0081, 4, 0.00815, true}, // a tie rounds either way
		{0.0081, 4, 0.008151, false},
		{0.0081, 4, 0.008049, false},
		{-103.8, 1, -103.84, true},
		{-103.8, 1, -103.86, false},
		{5, 0, 5.4, true},
		{5, 0, 5.6, false},
		{102732, 0, 102732, true},
		{102732, 0, 102731, false},
		{0, 0, 1, false},
		{3.3392330383480826, 16, 3.3392330383480830, true}, // sums in another order
		{3.3392330383480826, 16, 3.3392330384, false},
		{1, 0, math.NaN(), false},
		{1, 1, math.Inf(1), false},
	} {
		assert.Equal(t, c.ok, Quantity{Published: c.published, Decimals: c.decimals}.agrees(c.measured), "%v", c)
	}
}

func TestThreadsAndInterruption(t *testing.T) {
	c := real(t)
	want, err := Verify(context.Background(), c, Options{Threads: 1})
	require.NoError(t, err)
	for _, threads := range []int{2, 7} {
		got, err := Verify(context.Background(), c, Options{Threads: threads})
		require.NoError(t, err)
		assert.Equal(t, want.Table(), got.Table())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Verify(ctx, c, Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

// TestAnatomySheet: pathways between m-types that are there in full are compared,
// of mc2 only.
func TestAnatomySheet(t *testing.T) {
	sheet := &factsheet.Anatomy{Pathways: []factsheet.AnatomyPathway{
		{Pathway: factsheet.Pathway{Pre: "L1_DAC", Post: "L1_DAC"}, ConvergentMean: 0.12, ConvergentSD: 0.42, DivergentMean: 0.12, DivergentSD: 0.56},
		{Pathway: factsheet.Pathway{Pre: "L1_DAC", Post: "L5_MC"}},
		{Pathway: factsheet.Pathway{Pre: "L5_MC", Post: "L5_TTPC1"}},
	}}
	compared := func(c *connectome.Connectome) map[string]bool {
		checks, err := Verify(context.Background(), c, Options{Anatomy: sheet})
		require.NoError(t, err)
		rows := map[string]bool{}
		for _, check := range checks {
			if strings.Contains(check.Name, "number_of") || strings.HasPrefix(check.Name, "common_neighbor_") {
				rows[check.String()] = check.OK
			}
		}
		return rows
	}
	rows := compared(planted(t, 2)) // 7 connections among the 58 L1_DAC
	assert.Len(t, rows, 13)
	assert.True(t, rows["L1_DAC>L1_DAC: number_of_convergent_neuron_mean"], "7/58")
	assert.False(t, rows["L1_DAC>L1_DAC: common_neighbor_bias"])
	assert.True(t, rows["L1_DAC>L5_MC: number_of_divergent_neuron_std"])
	assert.Empty(t, compared(planted(t, 6)))
	part := circuitOf(t, connectome.NoIdentity, sizesOf(2, "L1_DAC", "L5_MC", "L5_TTPC1"), nil)
	rows = compared(part)
	assert.Len(t, rows, 8, "L1_DAC has as many neurons in mc6: alone it is not known to be of mc2")
	assert.Contains(t, rows, "L1_DAC>L5_MC: number_of_convergent_neuron_mean")
}
