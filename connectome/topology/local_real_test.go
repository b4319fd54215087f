//go:build cgo

package topology

import (
	"context"
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/celltypes"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/shared"
)

// realColumn opens the real column with its table of classes and layers.
func realColumn(t testing.TB) *connectome.Connectome {
	t.Helper()
	c := portalCircuit(t, "data", "sscx", "r0c10.h5")
	types, err := celltypes.ReadFile(shared.Path(t, "data", "sscx", "cell_types.csv"))
	require.NoError(t, err)
	c, err = c.WithTypes(types)
	require.NoError(t, err)
	return c
}

// larva reads the connectome of the Drosophila larva, with its synapse counts.
// Classes are made up: neurons in the file's order are E, E, I.
func larva(t testing.TB) *connectome.Connectome {
	t.Helper()
	f, err := os.Open(shared.Path(t, "data", "larva", "edges.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	number := map[string]uint32{}
	id := func(name string) uint32 {
		if _, ok := number[name]; !ok {
			number[name] = uint32(len(number))
		}
		return number[name]
	}
	for _, row := range rows[1:] {
		id(row[0])
		id(row[1])
	}
	b, err := connectome.NewBuilder(len(number))
	require.NoError(t, err)
	for _, row := range rows[1:] {
		synapses, err := strconv.ParseFloat(row[2], 64)
		require.NoError(t, err)
		require.NoError(t, b.AddWeighted(id(row[0]), id(row[1]), synapses))
	}
	g, _ := b.Build()
	mtypes := make([]string, len(number))
	for v := range mtypes {
		mtypes[v] = []string{"L23_PC", "L4_SS", "L5_MC"}[v%3]
	}
	return circuitWith(t, g, mtypes)
}

// TestDegreesOfTTPC2 checks the published degrees of L5_TTPC2 of mc2.
func TestDegreesOfTTPC2(t *testing.T) {
	c := portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5")
	s := degreesOf(t, c, 0).Scalars()
	for statistic, want := range map[string]float64{"in_mean": 51.289, "in_sd": 25.388, "in_max": 140, "out_mean": 51.289, "out_sd": 33.225, "out_max": 153} {
		assert.InDelta(t, want, scalar(t, s, All, statistic), 0.0005, statistic)
	}
	r := reciprocityOf(t, c, 0)
	assert.EqualValues(t, 1752, r.MutualPairs)
	assert.InDelta(t, 1752/1316.8, r.OverER, 0.001) // the published mean of 1,000 draws of G(n,p)
}

// TestLocalMeasuresOfColumn compares degrees, inputs by class and flows of a real
// column with sums over its connections, one by one.
func TestLocalMeasuresOfColumn(t *testing.T) {
	if testing.Short() {
		t.Skip("large")
	}
	c := realColumn(t)
	n := c.Graph.N()
	in, fromE, fromI := make([]int64, n), make([]int64, n), make([]int64, n)
	layers := map[[2]string]int64{}
	for v := range uint32(n) {
		for _, w := range c.Graph.Out(v) {
			in[w]++
			switch c.Cells.Classes().Name(v) {
			case "E":
				fromE[w]++
			case "I":
				fromI[w]++
			}
			layers[[2]string{c.Cells.Layers().Name(v), c.Cells.Layers().Name(w)}]++
		}
	}
	d := degreesOf(t, c, 0)
	assert.Equal(t, in, d.Of[InDegree])
	assert.Equal(t, fromE, d.FromE)
	assert.Equal(t, fromI, d.FromI)
	flows := 0
	for _, f := range signedDegreesOf(t, c, 0).Flows {
		if f.Kind == GroupLayer {
			flows++
			assert.Equal(t, layers[[2]string{f.From, f.To}], f.Connections)
			assert.Equal(t, layers[[2]string{f.To, f.From}], f.Reverse)
		}
	}
	assert.Positive(t, flows)
	i := innervationOf(t, c, 0)
	assert.Equal(t, fromE, i.FromE)
	assert.Equal(t, fromI, i.FromI)
	assert.Nil(t, i.SynapsesE)
}

// TestLocalMeasuresOfLarva compares the larva's whole brain with the references.
func TestLocalMeasuresOfLarva(t *testing.T) {
	c := larva(t)
	require.EqualValues(t, 118433, c.Graph.Connections())
	var synapses float64
	r := innervationOf(t, c, 0)
	for v := range r.SynapsesE {
		synapses += r.SynapsesE[v] + r.SynapsesI[v]
	}
	var want float64
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.OutWeights(v) {
			want += w
		}
	}
	assert.Equal(t, want, synapses)
	if testing.Short() {
		return
	}
	assertReciprocity(t, c, reciprocityOf(t, c, 0))
	assertInnervation(t, c, r)
	clustering, err := ClusteringCoefficients(context.Background(), c, Options{})
	require.NoError(t, err)
	assertClustering(t, ref.ClusteringOf(c.Graph), clustering)
}
