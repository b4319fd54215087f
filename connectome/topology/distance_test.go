package topology

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// TestDistanceMeans adds up all pairs.
func TestDistanceMeans(t *testing.T) {
	for name, c := range map[string]*connectome.Connectome{"random": typedCircuit(t, 4, 80, 0.2, someTypes, true), "lattice": lattice(t, 50)} {
		t.Run(name, func(t *testing.T) {
			d, err := Distance(context.Background(), c, Options{})
			require.NoError(t, err)
			labels, at := c.Cells.MTypes(), c.Cells.Positions()
			s := d.Scalars()
			for a := -1; a < len(labels.Names); a++ {
				for b := range labels.Names {
					g := All
					var pairs, connections, pair, distance, horizontal, dy float64
					for i := range at {
						for j := range at {
							if i == j || a >= 0 && (labels.Of[i] != uint32(a) || labels.Of[j] != uint32(b)) {
								continue
							}
							far := math.Hypot(math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y), at[i].Z-at[j].Z)
							pairs++
							pair += far
							if c.Graph.Connected(uint32(i), uint32(j)) {
								connections++
								distance += far
								horizontal += math.Hypot(at[i].X-at[j].X, at[i].Z-at[j].Z)
								dy += at[j].Y - at[i].Y
							}
						}
					}
					if a >= 0 {
						g = Pathway(labels.Names[a], labels.Names[b])
					}
					if connections == 0 {
						continue
					}
					assert.InDelta(t, distance/connections, scalar(t, s, g, "mean_distance_um"), 1e-9)
					assert.InDelta(t, horizontal/connections, scalar(t, s, g, "mean_horizontal_um"), 1e-9)
					assert.InDelta(t, dy/connections, scalar(t, s, g, "mean_dy_um"), 1e-9)
					assert.InDelta(t, pair/pairs, scalar(t, s, g, "mean_pair_distance_um"), 1e-9)
				}
			}
		})
	}
}

// TestDistanceFits: where the probability of connection falls with distance as an
// exponential in each of many bins, fits find it.
func TestDistanceFits(t *testing.T) {
	h := DistanceHistogram{Width: 75}
	for k := range 20 {
		h.Pairs = append(h.Pairs, 1e9)
		h.Connections = append(h.Connections, int64(math.Round(1e9*0.2*math.Exp(-0.007*75*(float64(k)+0.5)))))
	}
	h.Pairs = append(h.Pairs, 0)
	h.Connections = append(h.Connections, 0)
	f := fitHistogram(Above, h)
	assert.Equal(t, Above, f.Geometry)
	assert.InEpsilon(t, 0.2, f.A, 1e-6)
	assert.InEpsilon(t, 0.007, f.B, 1e-6)
	assert.InDelta(t, 0, f.RMS, 1e-9)
}

func TestDistanceTables(t *testing.T) {
	c := exampleCircuit(t, "small")
	d, err := Distance(context.Background(), c, Options{})
	require.NoError(t, err)
	table := d.Tables()[0]
	require.Equal(t, "distance", table.Name)
	column := func(name string) connectome.Column {
		col, ok := table.Column(name)
		require.True(t, ok, name)
		return col
	}
	// By scope, geometry and width, all pairs and connections are there.
	pairs, connections, reciprocated := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for i := range table.Rows() {
		key := "pathway"
		switch pre := column("pre").Text(i); {
		case pre == "all":
			key = "all"
		case strings.HasPrefix(pre, "class="):
			key = "class"
		}
		width := column("bin_high_um").Int(i) - column("bin_low_um").Int(i)
		require.Zero(t, column("bin_low_um").Int(i)%width)
		key += " " + column("geometry").Text(i) + " " + map[int64]string{75: "75", 100: "100"}[width]
		pairs[key] += column("pairs").Int(i)
		connections[key] += column("connections").Int(i)
		reciprocated[key] += column("reciprocated").Int(i)
		require.Positive(t, column("pairs").Int(i))
		require.Equal(t, float64(column("connections").Int(i))/float64(column("pairs").Int(i)), column("probability").Float(i))
	}
	n, e := int64(c.Graph.N()), c.Graph.Connections()
	for _, width := range []string{"75", "100"} {
		for _, g := range []string{"euclidean", "horizontal"} {
			assert.Equal(t, n*(n-1), pairs["all "+g+" "+width])
			assert.Equal(t, e, connections["all "+g+" "+width])
		}
		assert.Equal(t, n*(n-1), pairs["all above "+width]+pairs["all below "+width])
		assert.Equal(t, e, connections["all above "+width]+connections["all below "+width])
	}
	assert.Equal(t, e, connections["pathway euclidean 75"])
	assert.Equal(t, e, connections["pathway above 75"]+connections["pathway below 75"])
	require.Len(t, connections, 16)
	// Both classes are known, so that the pathways between them are all.
	for _, scope := range []string{"all", "class"} {
		assert.Equal(t, n*(n-1), pairs[scope+" euclidean 75"])
		assert.Equal(t, e, connections[scope+" euclidean 75"])
		assert.Equal(t, 2*c.Graph.MutualPairs(), reciprocated[scope+" euclidean 75"])
		assert.Equal(t, 2*c.Graph.MutualPairs(), reciprocated[scope+" horizontal 75"])
	}
	assert.Equal(t, 2*c.Graph.MutualPairs(), reciprocated["pathway above 75"]+reciprocated["pathway below 75"])

	fits := d.Tables()[1]
	assert.Equal(t, "distance_fits", fits.Name)
	assert.Equal(t, 6+3*len(d.Pathways), fits.Rows())
}

// TestDistanceByClass: where the neurons of an m-type differ in class, there are no
// pathways between classes.
func TestDistanceByClass(t *testing.T) {
	c := typedCircuit(t, 4, 12, 0.5, []string{"one", "two", "none"}, true)
	for _, mixed := range []bool{false, true} {
		class := make([]connectome.Class, c.Graph.N())
		for v := range class {
			class[v] = connectome.Excitatory
			if c.Cells.MTypes().Name(uint32(v)) == "two" || mixed && v < 6 {
				class[v] = connectome.Inhibitory
			}
		}
		cells, err := connectome.NewCells(c.Cells.MTypes(), connectome.CellOptions{Classes: class, Positions: c.Cells.Positions()})
		require.NoError(t, err)
		other, err := connectome.New(c.Graph, cells, c.Source)
		require.NoError(t, err)
		d, err := Distance(context.Background(), other, Options{})
		require.NoError(t, err)
		assert.Equal(t, mixed, !strings.Contains(tablesText(d), "class=E;,class=I;"))
		pairs := int64(0)
		for _, n := range d.Counts.ClassPathway(connectome.Excitatory, connectome.Inhibitory, Euclidean, 3).Pairs {
			pairs += n
		}
		e, i := d.Counts.Cells[0], d.Counts.Cells[1]
		assert.Equal(t, mixed, pairs != e*i)
	}
}

func TestDistanceDoesNotDependOnThreads(t *testing.T) {
	c := typedCircuit(t, 8, 200, 0.1, someTypes, true)
	assertSameForAnyThreads(t, func(threads int) Result {
		d, err := Distance(context.Background(), c, Options{Threads: threads})
		require.NoError(t, err)
		return d
	})
}

// TestDistanceOfLittle checks circuits in which hardly anything is defined.
func TestDistanceOfLittle(t *testing.T) {
	for n := range 4 {
		for _, p := range []float64{0, 1} {
			d, err := Distance(context.Background(), typedCircuit(t, 1, n, p, []string{"odd"}, true), Options{})
			require.NoError(t, err)
			s := d.Scalars()
			assert.Equal(t, n < 2, math.IsNaN(scalar(t, s, All, "mean_pair_distance_um")))
			assert.Equal(t, n < 2 || p == 0, math.IsNaN(scalar(t, s, All, "mean_distance_um")))
			if p == 0 || n < 2 {
				assert.True(t, math.IsNaN(scalar(t, s, All, "fit_a")))
			}
			for _, table := range d.Tables() {
				assert.GreaterOrEqual(t, table.Rows(), 0)
			}
		}
	}
}
