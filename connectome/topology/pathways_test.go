package topology

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/internal/ref"
)

// typedCircuit is a random circuit of neurons of some types, in layers of a column
// of 400 × 2,000 × 400 µm if it has positions. Some types have no neuron.
func typedCircuit(t testing.TB, seed uint64, n int, p float64, mtypes []string, positions bool) *connectome.Connectome {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	g := graphByRule(t, n, func(i, j int) bool { return rng.Float64() < p })
	labels := connectome.Labels{Names: mtypes, Of: make([]uint32, n)}
	var at []connectome.Position
	for v := range n {
		labels.Of[v] = uint32(rng.IntN(max(1, len(mtypes)-1)))
		if positions {
			at = append(at, connectome.Position{X: 400 * rng.Float64(), Y: 2000 * rng.Float64(), Z: 400 * rng.Float64()})
		}
	}
	cells, err := connectome.NewCells(labels, connectome.CellOptions{Positions: at})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	return c
}

var someTypes = []string{"L23_PC", "L4_SS", "L5_MC", "L6_TPC_L1", "L6_BP"}

func typedCircuits(t testing.TB, positions bool) map[string]*connectome.Connectome {
	all := map[string]*connectome.Connectome{}
	for _, n := range []int{0, 1, 2, 3, 9, 70} {
		for k, p := range []float64{0, 0.05, 0.5, 1} {
			all[fmt.Sprintf("n=%d p=%g", n, p)] = typedCircuit(t, uint64(k), n, p, someTypes, positions)
		}
	}
	return all
}

func exampleCircuit(t testing.TB, name string) *connectome.Connectome {
	t.Helper()
	c, err := synth.Example(context.Background(), name)
	require.NoError(t, err)
	return c
}

func TestPathwaysAgreeWithReference(t *testing.T) {
	circuits := typedCircuits(t, false)
	circuits["example"] = exampleCircuit(t, "small")
	for name, c := range circuits {
		t.Run(name, func(t *testing.T) {
			table, err := Pathways(context.Background(), c, Options{Threads: 2})
			require.NoError(t, err)
			labels := c.Cells.MTypes()
			at := 0
			for a, n := range labels.Counts() {
				for b, m := range labels.Counts() {
					if n == 0 || m == 0 || name == "example" && (a+b)%7 > 0 && a != b {
						continue
					}
					got := table.Row(labels.Names[a], labels.Names[b])
					require.NotNil(t, got)
					want := ref.PathwayOf(c.Graph, labels.Of, uint32(a), uint32(b))
					back := ref.PathwayOf(c.Graph, labels.Of, uint32(b), uint32(a))
					at++
					assert.Equal(t, [4]int64{want.Pre, want.Post, want.Connections, want.MutualPairs},
						[4]int64{got.PreCells, got.PostCells, got.Connections, got.MutualPairs})
					assertFloat(t, want.Density, got.Density, "density")
					assertFloat(t, want.Convergent[0], got.ConvergentMean, "convergence")
					assertFloat(t, want.Convergent[1], got.ConvergentSD, "sd of convergence")
					assertFloat(t, want.Divergent[0], got.DivergentMean, "divergence")
					assertFloat(t, want.Divergent[1], got.DivergentSD, "sd of divergence")
					expected := float64(n) * float64(m) * want.Density * back.Density
					if a == b {
						expected = float64(n*(n-1)) / 2 * want.Density * want.Density
					}
					assertFloat(t, expected, got.ExpectedPairs, "expected mutual pairs")
					assertBias(t, c, labels, uint32(a), uint32(b), got.CommonNeighborBias)
				}
			}
			if name != "example" {
				assert.Len(t, table.Rows, at)
			}
		})
	}
}

func assertBias(t *testing.T, c *connectome.Connectome, labels connectome.Labels, a, b uint32, got float64) {
	t.Helper()
	want := math.NaN()
	if a == b {
		var of []uint32
		for v, k := range labels.Of {
			if k == a {
				of = append(of, uint32(v))
			}
		}
		g, err := c.Graph.Induced(of)
		require.NoError(t, err)
		want, err = FactSheetBias(context.Background(), g, 1)
		require.NoError(t, err)
	}
	assertFloat(t, want, got, "bias")
}

// TestPathwaysClosedForms checks a complete graph, in which everything follows from
// the numbers of neurons.
func TestPathwaysClosedForms(t *testing.T) {
	c := typedCircuit(t, 1, 40, 1, someTypes, false)
	table, err := Pathways(context.Background(), c, Options{})
	require.NoError(t, err)
	for _, r := range table.Rows {
		self := int64(0)
		if r.Pre == r.Post {
			self = 1
		}
		assert.Equal(t, r.PreCells*(r.PostCells-self), r.Connections)
		assert.Equal(t, r.PreCells*(r.PostCells-self)/(1+self), r.MutualPairs)
		assert.EqualValues(t, r.MutualPairs, r.ExpectedPairs)
		assert.EqualValues(t, r.PreCells-self, r.ConvergentMean)
		assert.EqualValues(t, r.PostCells-self, r.DivergentMean)
		assert.Zero(t, r.ConvergentSD)
		assert.Zero(t, r.DivergentSD)
		assert.EqualValues(t, 1, r.Density)
	}
}

func TestPopulationMoments(t *testing.T) {
	// Of 2^31 numbers half are 0, half 2^15: n·Σx² passes 2^64.
	mean, sd := populationMoments(1<<31, 1<<45, 1<<60)
	assert.EqualValues(t, 1<<14, mean)
	assert.EqualValues(t, 1<<14, sd)
	mean, sd = populationMoments(0, 0, 0)
	assert.True(t, math.IsNaN(mean) && math.IsNaN(sd))
}

// TestDensityDoesNotDependOnThreads compares everything that is listed.
func TestDensityDoesNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result {
		d, err := Density(context.Background(), c, Options{Threads: threads})
		require.NoError(t, err)
		return d
	})
}

// assertSameForAnyThreads compares scalars and tables of 1, 2 and 7 threads.
func assertSameForAnyThreads(t *testing.T, measure func(threads int) Result) {
	t.Helper()
	var first string
	for _, threads := range []int{1, 2, 7} {
		r := measure(threads)
		text := tableText(t, r.Scalars().Table("m"))
		for _, table := range r.Tables() {
			text += tableText(t, table)
		}
		if first == "" {
			first = text
		}
		require.Equal(t, first, text, "%d threads", threads)
	}
	require.Greater(t, len(first), 100)
}

func tableText(t *testing.T, table connectome.Table) string {
	t.Helper()
	rows := [][]string{{table.Name}}
	for i := range table.Rows() {
		var row []string
		for _, c := range table.Columns {
			row = append(row, c.Text(i))
		}
		rows = append(rows, row)
	}
	text, err := json.Marshal(rows)
	require.NoError(t, err)
	return string(text)
}

// scalar returns one number of a result.
func scalar(t *testing.T, s Scalars, g Group, statistic string) float64 {
	t.Helper()
	for _, x := range s {
		if x.Group == g && x.Statistic == statistic {
			return x.Value
		}
	}
	require.Fail(t, "no such number", "%s %s", g, statistic)
	return 0
}

func TestDensityScalars(t *testing.T) {
	c := exampleCircuit(t, "small")
	d, err := Density(context.Background(), c, Options{})
	require.NoError(t, err)
	s := d.Scalars()
	assert.Equal(t, c.Graph.Density(), scalar(t, s, All, "density"))
	assert.EqualValues(t, c.Graph.N(), scalar(t, s, All, "neurons"))
	for _, layer := range c.Cells.Layers().Names {
		part, err := c.Select(connectome.Selection{Layers: []string{layer}})
		require.NoError(t, err)
		g := Group{Kind: GroupLayer, Name: layer}
		assert.EqualValues(t, part.Graph.Connections(), scalar(t, s, g, "connections"))
		assert.Equal(t, part.Graph.Density(), scalar(t, s, g, "density"))
	}
	for kind, names := range map[GroupKind][]string{GroupClass: {"E", "I"}, GroupMType: {"L5_TTPC2"}} {
		for _, name := range names {
			sel := connectome.Selection{MTypes: names}
			if kind == GroupClass {
				class, err := connectome.ParseClass(name)
				require.NoError(t, err)
				sel = connectome.Selection{Class: class}
			}
			part, err := c.Select(sel)
			require.NoError(t, err)
			assert.Equal(t, part.Graph.Density(), scalar(t, s, Group{Kind: kind, Name: name}, "density"))
		}
	}
	var total int64
	for _, table := range []*PathwayTable{d.Pathways, d.Layers, d.Classes} {
		total = 0
		for _, r := range table.Rows {
			total += r.Connections
		}
		assert.Equal(t, c.Graph.Connections(), total)
	}
}

// TestDensityOfLittle checks circuits in which hardly anything is defined.
func TestDensityOfLittle(t *testing.T) {
	for _, n := range []int{0, 1, 2} {
		c := typedCircuit(t, 1, n, 0, []string{"odd"}, false)
		d, err := Density(context.Background(), c, Options{})
		require.NoError(t, err)
		s := d.Scalars()
		assert.Equal(t, n < 2, math.IsNaN(scalar(t, s, All, "density")))
		assert.Equal(t, n == 0, math.IsNaN(scalar(t, s, All, "mean_degree")))
		for _, table := range d.Tables() {
			assert.LessOrEqual(t, table.Rows(), 1)
		}
	}
}

func TestPathwaysRefuse(t *testing.T) {
	names := make([]string, maxPathwayTypes+1)
	for k := range names {
		names[k] = fmt.Sprint(k)
	}
	cells, err := connectome.NewCells(connectome.NewLabels(names), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(graphByRule(t, len(names), func(int, int) bool { return false }), cells, connectome.Source{})
	require.NoError(t, err)
	_, err = Pathways(context.Background(), c, Options{})
	var missing *Unavailable
	require.ErrorAs(t, err, &missing)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Pathways(ctx, exampleCircuit(t, "small"), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
