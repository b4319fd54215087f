package topology

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func signedDegreesOf(t testing.TB, c *connectome.Connectome, threads int) *SignedDegree {
	t.Helper()
	r, err := SignedDegrees(context.Background(), c, Options{Threads: threads})
	require.NoError(t, err)
	return r
}

func TestSignedDegreesAgreeWithReference(t *testing.T) {
	for name, c := range typedCircuits(t, false) {
		t.Run(name, func(t *testing.T) {
			r := signedDegreesOf(t, c, 2)
			var directionality int64
			for v, d := range ref.DegreesOf(c.Graph) {
				assert.Equal(t, d.In-d.Out, r.Of[v])
				directionality += (d.In - d.Out) * (d.In - d.Out)
			}
			assert.EqualValues(t, directionality, r.Groups[0].Directionality)
			assert.Zero(t, r.Groups[0].NetOutflow)

			flows, found := 0, map[GroupKind]map[[2]string]Flow{GroupMType: {}, GroupLayer: {}, GroupClass: {}}
			for _, f := range r.Flows {
				found[f.Kind][[2]string{f.From, f.To}] = f
			}
			outflow := map[Group]float64{}
			for kind, labels := range map[GroupKind]connectome.Labels{GroupMType: c.Cells.MTypes(), GroupLayer: c.Cells.Layers(), GroupClass: c.Cells.Classes()} {
				between := ref.BetweenLabels(c.Graph, labels)
				for a, from := range labels.Names {
					for b, to := range labels.Names {
						there, back := between[a][b].Connections, between[b][a].Connections
						outflow[Group{Kind: kind, Name: from}] += there - back
						if a == b || from == "" || to == "" || there+back == 0 {
							continue
						}
						flows++
						f := found[kind][[2]string{from, to}]
						assert.Equal(t, [3]float64{there, back, there - back},
							[3]float64{float64(f.Connections), float64(f.Reverse), float64(f.Net)})
					}
				}
			}
			assert.Len(t, r.Flows, flows)
			for _, g := range r.Groups[1:] {
				assert.Equal(t, outflow[g.Group], float64(g.NetOutflow), g.String())
			}
		})
	}
}

// TestDirectionalityClosedForms: of n neurons in a transitive tournament, neuron i
// has n−1−2i more outputs than inputs: Σ (n−1−2i)² = n(n²−1)/3, the largest there is.
func TestDirectionalityClosedForms(t *testing.T) {
	const n = 30
	for _, test := range []struct {
		name string
		p    func(i, j int) bool
		want uint64
	}{
		{"tournament", func(i, j int) bool { return i < j }, n * (n*n - 1) / 3},
		{"cycle", func(i, j int) bool { return j == (i+1)%n }, 0},
		{"complete", func(i, j int) bool { return true }, 0},
		{"star", func(i, j int) bool { return j == 0 }, (n-1)*(n-1) + n - 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := signedDegreesOf(t, circuitOf(t, graphByRule(t, n, test.p)), 0)
			assert.Equal(t, test.want, r.Groups[0].Directionality)
			assert.Equal(t, float64(test.want), scalar(t, r.Scalars(), All, "directionality"))
		})
	}
}

// TestFlowTable: three connections from layer 1 to 2/3, one back, one within.
func TestFlowTable(t *testing.T) {
	g := graphWith(t, 4, [][2]uint32{{0, 2}, {1, 2}, {2, 0}, {1, 3}, {3, 2}})
	r := signedDegreesOf(t, circuitWith(t, g, []string{"L1_DAC", "L1_DAC", "L23_PC", "L23_PC"}), 0)
	assert.Equal(t, `[["flow"],["mtype","L1_DAC","L23_PC","3","1","2"],["mtype","L23_PC","L1_DAC","1","3","-2"],`+
		`["layer","L1","L23","3","1","2"],["layer","L23","L1","1","3","-2"],["class","E","I","1","3","-2"],["class","I","E","3","1","2"]]`,
		tableText(t, r.Tables()[0]))
	s := r.Scalars()
	l1 := Group{Kind: GroupLayer, Name: "L1"}
	assert.Equal(t, 2.0, scalar(t, s, l1, "net_outflow"))
	assert.Equal(t, -1.0, scalar(t, s, l1, "mean")) // neuron 0: 1 − 1; neuron 1: 0 − 2
	assert.Equal(t, 4.0, scalar(t, s, l1, "directionality"))
}

// TestLayersOfTheColumn: layer 2/3 is the net source of the column's connections
// and layer 6 the net sink.
func TestLayersOfTheColumn(t *testing.T) {
	s := signedDegreesOf(t, exampleCircuit(t, "column"), 0).Scalars()
	of := func(layer string) float64 { return scalar(t, s, Group{Kind: GroupLayer, Name: layer}, "net_outflow") }
	for _, layer := range []string{"L1", "L4", "L5", "L6"} {
		assert.Greater(t, of("L23"), of(layer), layer)
	}
	assert.Positive(t, of("L23"))
	assert.Negative(t, of("L6"))
}

func TestSignedDegreesDoNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result { return signedDegreesOf(t, c, threads) })
}
