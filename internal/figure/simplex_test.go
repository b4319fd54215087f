package figure

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func TestSimplicesOfOneCircuit(t *testing.T) {
	table := csv("simplices", `instance,dim,count,maximal,expected,ratio
a,0,6,1,6,1
a,1,8,2,8,1
a,2,4,0,1e-7,4e7
a,3,1,1,0,+Inf`)
	f, err := Simplices(table, Meta{File: "a.h5"})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 4+3, d.groups["point"], "counts, and ratios that are finite")
	assert.Equal(t, 3, d.groups["maximal"], "zero has no place on a logarithmic axis")
	assert.Equal(t, 1, d.groups["expected"])
	assert.Contains(t, d.titles, "dimension 3, a: 1")
	assert.Contains(t, d.texts, "∞")
	assert.Contains(t, f.Caption, "a.h5.")
}

func TestSimplicesOfGroups(t *testing.T) {
	table := csv("simplices", `instance,dim,count,expected,ratio
r1,0,6,6,1
r1,1,8,8,1
r1,2,4,1,4
r2,0,6,6,1
r2,1,8,8,1
c1,0,6,6,1
c1,1,8,8,1
c1,2,1,1,1
c2,0,6,6,1
c2,1,8,8,1`)
	m := Meta{Circuits: []Circuit{{"r1", Reconstruction, 6, 8}, {"r2", Reconstruction, 6, 8}, {"c1", Control, 6, 8}, {"c2", Control, 6, 8}}}
	f, err := Simplices(table, m)
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Zero(t, d.groups["expected"], "controls take its place")
	// r2 and c2 have no 2-simplices: the means are 2 and a half.
	assert.Contains(t, d.titles, "dimension 2, reconstruction (n = 2): 2 ± 2.8")
	assert.Contains(t, d.titles, "dimension 2, control (n = 2): 0.5 ± 0.71")
	assert.Contains(t, d.titles, "ratio, dimension 2, reconstruction (n = 2): 4 ± 5.7")
	assert.Contains(t, f.Caption, "n = 4 circuits of 6 neurons, 8 connections.")
}

func TestSimplicesWithoutExpectation(t *testing.T) {
	f, err := Simplices(csv("simplices", "instance,dim,count\na,0,3\n"), Meta{})
	require.NoError(t, err)
	assert.Equal(t, Single, f.Width)
	assert.Equal(t, 1, drawn(t, f).groups["point"])
}

func TestSimplicesRefusesOtherTables(t *testing.T) {
	for _, table := range []connectome.Table{
		{},
		csv("simplices_by_class", "instance,dim,source,sink,count\na,0,E,E,5\n"),
		csv("simplices_positions", "instance,dim,i,j,count\na,1,0,1,5\n"),
		csv("simplices_per_neuron", "instance,neuron,mtype,dim,count\na,0,X,0,1\n"),
	} {
		_, err := Simplices(table, Meta{})
		assert.ErrorIs(t, err, ErrNothing, table.Name)
	}
}

func TestSimplexFlow(t *testing.T) {
	table := csv("simplices_by_layer", `instance,dim,source,sink,count
a,0,L1,L1,2
a,0,L2,L2,3
a,1,L1,L1,1
a,1,L1,L2,3
a,2,L1,L2,10`)
	f, err := SimplexFlow(table, Meta{})
	require.NoError(t, err)
	assert.Equal(t, "simplices_by_layer", f.Name)
	d := drawn(t, f)
	assert.Equal(t, 2*4, d.groups["cell"], "two dimensions of two by two layers")
	assert.Equal(t, 4, d.groups["bar"])
	assert.Contains(t, d.titles, "Dimension 1 (connections): L1 to L2: 75 %")
	assert.Contains(t, d.titles, "L1, Dimension 1 (connections): 75", "three of four connections leave L1 for another layer")
	assert.Contains(t, d.titles, "L2, Dimension 2: −100")
	assert.Subset(t, d.texts, []string{"sink layer", "source layer", "75", "25", "100", "0"})

	_, err = SimplexFlow(csv("simplices_by_layer", "instance,dim,source,sink,count\na,0,L1,L1,2\n"), Meta{})
	assert.ErrorIs(t, err, ErrNothing)
	_, err = SimplexFlow(connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

func TestLayerFlowOfGroups(t *testing.T) {
	table := csv("layers", `instance,pre_layer,post_layer,connections,density
r,L1,L1,0,0
r,L1,L2,6,0.5
r,L2,L1,2,0.1
r,L2,L2,2,0.1
c,L1,L1,10,0`)
	f, err := LayerFlow(table, Meta{Circuits: []Circuit{{"r", Reconstruction, 0, 0}, {"c", Control, 0, 0}}})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 9, d.groups["cell"], "two groups, and one ratio of numbers that are not few")
	assert.Equal(t, 4, d.groups["bar"])
	assert.Contains(t, d.titles, "L1, reconstruction: 40")
	assert.Contains(t, d.titles, "L2, reconstruction: −40")
	assert.Contains(t, d.titles, "L1, control: 0")
	assert.Contains(t, f.Caption, "white where both have fewer than 10")
	assert.Contains(t, d.texts, minus+"∞", "none in the reconstruction")
	_, err = LayerFlow(connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

func TestPositions(t *testing.T) {
	table := csv("simplices_positions", `instance,dim,i,j,count
a,1,0,1,100
a,1,1,0,10
a,2,0,1,50
a,2,0,2,50
a,2,1,2,50
a,2,1,0,4
a,2,2,0,1`)
	f, err := Positions(table, Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 3, d.groups["cell"])
	assert.Contains(t, d.titles, "dimension 2: place 1 back to 0: 8 %")
	assert.Contains(t, d.titles, "dimension 2: place 2 back to 0: 2 %")
	assert.Contains(t, d.titles, "dimension 2: place 2 back to 1: 0 %")

	table = csv("simplices_positions", `instance,dim,i,j,count
r,1,0,1,100
r,1,1,0,20
r,2,0,1,50
r,2,1,0,40
c,1,0,1,100
c,1,1,0,5
c,2,0,1,50
c,2,1,0,10`)
	f, err = Positions(table, Meta{Circuits: []Circuit{{"r", Reconstruction, 0, 0}, {"c", Control, 0, 0}}})
	require.NoError(t, err)
	d = drawn(t, f)
	assert.Contains(t, d.titles, "reconstruction, dimension 2: place 1 back to 0: 80 %")
	assert.Contains(t, d.titles, "control, dimension 2: place 1 back to 0: 20 %")
	assert.Contains(t, d.titles, "dimension 2: place 1 back to 0: ratio 4")

	_, err = Positions(csv("simplices_positions", "instance,dim,i,j,count\na,1,0,1,100\n"), Meta{})
	assert.ErrorIs(t, err, ErrNothing)
	_, err = Positions(connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}
