package anatomy

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
)

func TestAgrees(t *testing.T) {
	for _, test := range []struct {
		sheet, measured float64
		want            bool
	}{
		{51, 51.289, true}, {51, 51.51, false}, {51, 50.5, true}, {50, 50.5, true}, {52, 51.289, false},
		{10, 9.96, true}, {10, 9.6, false}, {9.6, 9.64, true}, {10, 10.4, true}, {10, 10.6, false},
		{0.57, 0.5749, true}, {0.57, 0.576, false}, {8.799999999999999, 8.84, true}, {8.799999999999999, 8.86, false},
		{1200, 1249, true}, {1200, 1251, false}, {0, 0, true}, {0, math.NaN(), true}, {1, math.NaN(), false}, {1, 0, false}, {0, 1e-5, false},
	} {
		assert.Equal(t, test.want, Agrees(test.sheet, test.measured), "%v %v", test.sheet, test.measured)
	}
}

// TestCompare makes a sheet of a circuit's own numbers, rounded, and then wrong.
func TestCompare(t *testing.T) {
	c, err := synth.Example(context.Background(), "small")
	require.NoError(t, err)
	table, err := topology.Pathways(context.Background(), c, topology.Options{})
	require.NoError(t, err)
	round := func(x float64) float64 {
		if x == 0 || math.IsNaN(x) {
			return 0
		}
		unit := math.Pow10(int(math.Floor(math.Log10(x))) - 1)
		return math.Round(x/unit) * unit
	}
	sheet := &factsheet.Anatomy{Pathways: []factsheet.AnatomyPathway{{Pathway: factsheet.Pathway{Pre: "L5_MC", Post: "L9_X"}}}}
	want := 0
	for _, r := range table.Rows {
		sheet.Pathways = append(sheet.Pathways, factsheet.AnatomyPathway{Pathway: factsheet.Pathway{Pre: r.Pre, Post: r.Post},
			ConvergentMean: round(r.ConvergentMean), ConvergentSD: round(r.ConvergentSD),
			DivergentMean: round(r.DivergentMean), DivergentSD: round(r.DivergentSD), CommonNeighborBias: round(r.CommonNeighborBias)})
		want += 4
		if r.Pre == r.Post && r.Connections > 0 {
			want++
		}
	}
	rows := Compare(table, sheet)
	require.Len(t, rows, want)
	for _, r := range rows {
		require.True(t, r.Agree, "%+v", r)
	}
	for i := range sheet.Pathways {
		sheet.Pathways[i].ConvergentSD = 1.1*sheet.Pathways[i].ConvergentSD + 1
	}
	for _, r := range Compare(table, sheet) {
		require.Equal(t, r.Field != "number_of_convergent_neuron_std", r.Agree, "%+v", r)
	}
	assert.Equal(t, want, Table(rows).Rows())
}
