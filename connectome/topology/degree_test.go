package topology

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func degreesOf(t testing.TB, c *connectome.Connectome, threads int) *Degree {
	t.Helper()
	d, err := Degrees(context.Background(), c, Options{Threads: threads})
	require.NoError(t, err)
	return d
}

func TestDegreesAgreeWithReference(t *testing.T) {
	for name, c := range typedCircuits(t, false) {
		t.Run(name, func(t *testing.T) {
			want := ref.DegreesOf(c.Graph)
			fromE := ref.InputsFrom(c.Graph, c.Cells.Classes(), "E")
			fromI := ref.InputsFrom(c.Graph, c.Cells.Classes(), "I")
			d := degreesOf(t, c, 2)
			for v, w := range want {
				assert.Equal(t, w, ref.Degrees{In: d.Of[InDegree][v], Out: d.Of[OutDegree][v], Mutual: d.Mutual[v]})
				assert.Equal(t, w.In+w.Out, d.Of[TotalDegree][v])
			}
			if d.FromE != nil {
				assert.Equal(t, fromE, d.FromE)
				assert.Equal(t, fromI, d.FromI)
			} else {
				assert.False(t, classesKnown(c.Cells))
			}
			for _, g := range d.Groups {
				for k, histogram := range g.Histogram {
					var neurons, sum int64
					for _, h := range histogram {
						assert.Positive(t, h.Neurons)
						neurons += h.Neurons
						sum += h.Degree * h.Neurons
					}
					assert.Equal(t, g.Degrees[k].Count, neurons)
					assert.Equal(t, g.Degrees[k].Sum, sum)
				}
			}
		})
	}
}

// TestDegreesPublishedGraphs checks the degrees of triad_tests.json.
func TestDegreesPublishedGraphs(t *testing.T) {
	for _, p := range publishedGraphs(t) {
		if p.In == nil {
			continue // those given by a rule come without degrees
		}
		d := degreesOf(t, circuitOf(t, p.graph(t)), 0)
		assert.Equal(t, p.In, d.Of[InDegree], p.Name)
		assert.Equal(t, p.Out, d.Of[OutDegree], p.Name)
	}
}

// TestDegreesByGroup: 0 → 1 ↔ 2, 0 → 2 in L23_PC, 3 alone in L6_MC.
func TestDegreesByGroup(t *testing.T) {
	g := graphWith(t, 4, [][2]uint32{{0, 1}, {0, 2}, {1, 2}, {2, 1}})
	d := degreesOf(t, circuitWith(t, g, []string{"L23_PC", "L23_PC", "L23_PC", "L6_MC"}), 0)
	s := d.Scalars()
	pc := Group{Kind: GroupMType, Name: "L23_PC"}
	for statistic, want := range map[string]float64{
		"in_mean": 4. / 3, "in_sd": 1.1547005383792515, "in_max": 2, "in_min": 0, "in_median": 2,
		"out_mean": 4. / 3, "out_sd": 0.5773502691896257, "out_max": 2, "out_min": 1, "out_median": 1,
		"total_mean": 8. / 3, "total_max": 3, "total_p5": 2.1, "total_p95": 3,
	} {
		assertFloat(t, want, scalar(t, s, pc, statistic), statistic)
		assertFloat(t, want, scalar(t, s, Group{Kind: GroupLayer, Name: "L23"}, statistic), statistic)
		assertFloat(t, want, scalar(t, s, Group{Kind: GroupClass, Name: "E"}, statistic), statistic)
	}
	assertFloat(t, 1, scalar(t, s, All, "in_mean"), "in_mean")

	degrees := d.Tables()[0]
	assert.Equal(t, "degrees", degrees.Name)
	var rows []string
	for i := range degrees.Rows() {
		row := ""
		for _, c := range degrees.Columns {
			row += c.Text(i) + " "
		}
		rows = append(rows, row)
	}
	assert.Equal(t, []string{
		"0 L23_PC L23 E 0 2 2 0 0 0 ", "1 L23_PC L23 E 2 1 3 1 2 0 ", "2 L23_PC L23 E 2 1 3 1 2 0 ", "3 L6_MC L6 I 0 0 0 0 0 0 ",
	}, rows)
	assert.Equal(t, "degree_histogram", d.Tables()[1].Name)
	assert.Contains(t, tableText(t, d.Tables()[1]), `["in","mtype=L23_PC","2","2"]`)
	assert.Contains(t, tableText(t, d.Tables()[1]), `["total","all","0","1"]`)
}

// TestDegreesOfUnknownClasses: columns stay, and are empty.
func TestDegreesOfUnknownClasses(t *testing.T) {
	d := degreesOf(t, circuitWith(t, graphWith(t, 2, [][2]uint32{{0, 1}}), []string{"x", "y"}), 0)
	assert.Nil(t, d.FromE)
	column, ok := d.Tables()[0].Column("in_E")
	require.True(t, ok)
	assert.Equal(t, "", column.Text(1))
	for _, x := range d.Scalars() {
		assert.NotEqual(t, GroupClass, x.Group.Kind)
		assert.NotEqual(t, GroupLayer, x.Group.Kind)
	}
}

func TestDegreesDoNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result { return degreesOf(t, c, threads) })
}
