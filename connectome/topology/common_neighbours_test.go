package topology

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/internal/ref"
)

func TestCommonNeighborsAgreeWithReference(t *testing.T) {
	for name, g := range commonGraphs(t) {
		t.Run(name, func(t *testing.T) {
			c := circuitOf(t, g)
			r, err := CountCommonNeighbors(context.Background(), c, Options{Threads: 1})
			require.NoError(t, err)
			assertCommon(t, c, g, ref.CommonTargets(g), r, &r.Efferent)
			assertCommon(t, c, g, ref.CommonTargets(g.Transposed()), r, &r.Afferent)
			want := tablesText(r)
			for _, threads := range []int{2, 7} {
				r, err := CountCommonNeighbors(context.Background(), c, Options{Threads: threads})
				require.NoError(t, err)
				assert.Equal(t, want, tablesText(r), "threads %d", threads)
			}
		})
	}
}

// assertCommon checks histograms and sums against C_ij.
func assertCommon(t *testing.T, c *connectome.Connectome, g *connectome.Graph, common [][]uint64, r *CommonNeighbors, d *CommonDirection) {
	t.Helper()
	types := occupied(c.Cells.MTypes())
	require.Equal(t, types.Names, r.Types)
	n := len(types.Names)
	whole, pathways := CommonSums{}, make([]CommonSums, n*n)
	histogram, pairs := map[uint64]uint64{}, map[[3]uint64]uint64{}
	connected := make([]uint64, len(d.Histogram))
	for i := range common {
		for j, x := range common[i] {
			if i == j {
				continue
			}
			s := CommonSums{Pairs: 1, All: x}
			if g.Connected(uint32(i), uint32(j)) {
				s.Connections, s.Connected = 1, x
				connected[x]++
			}
			a, b := uint64(types.Of[i]), uint64(types.Of[j])
			whole.add(s)
			pathways[a*uint64(n)+b].add(s)
			if i < j {
				histogram[x]++
				pairs[[3]uint64{min(a, b), max(a, b), x}]++
			}
		}
	}
	assert.Equal(t, whole, d.Whole)
	assert.Equal(t, connected, d.Connected)
	assertHistogram(t, d.Histogram, len(histogram), func(k uint64) uint64 { return histogram[k] })
	for a := range n {
		for b := range n {
			assert.Equal(t, pathways[a*n+b], d.Pathway(a, b), "%s>%s", types.Names[a], types.Names[b])
			key := [3]uint64{uint64(min(a, b)), uint64(max(a, b))}
			bins := 0
			for k := range pairs {
				if k[0] == key[0] && k[1] == key[1] {
					bins++
				}
			}
			assertHistogram(t, d.Pairs(a, b), bins, func(k uint64) uint64 { return pairs[[3]uint64{key[0], key[1], k}] })
		}
	}
}

// assertHistogram checks a histogram of which so many bins are not 0.
func assertHistogram(t *testing.T, h []uint64, bins int, want func(k uint64) uint64) {
	t.Helper()
	filled := 0
	for k, pairs := range h {
		assert.Equal(t, want(uint64(k)), pairs, "H(%d)", k)
		if pairs > 0 {
			filled++
		}
	}
	assert.Equal(t, bins, filled)
	if len(h) > 0 {
		assert.NotZero(t, h[len(h)-1])
	}
}

// tablesText is all that a result lists, as text.
func tablesText(r Result) string {
	text := []byte{}
	for _, table := range append(r.Tables(), r.Scalars().Table("x")) {
		for i := range table.Rows() {
			text = append(text, table.Name...)
			for _, c := range table.Columns {
				text = append(c.Append(append(text, ','), i), ';')
			}
		}
	}
	return string(text)
}

// TestCommonNeighborsClosedForm: in a complete graph each pair has the n-2 others
// in common, whether connected or not.
func TestCommonNeighborsClosedForm(t *testing.T) {
	const n = 262 // more than 255 in common
	r, err := CountCommonNeighbors(context.Background(), circuitOf(t, graphByRule(t, n, func(i, j int) bool { return true })), Options{})
	require.NoError(t, err)
	for _, d := range r.directions() {
		assert.Equal(t, n-2, d.Max())
		assert.Equal(t, uint64(n*(n-1)/2), d.Histogram[n-2])
		assert.Equal(t, CommonSums{n * (n - 1), n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2)}, d.Whole)
		assert.Equal(t, 1.0, d.Whole.Bias())
		assertFloat(t, math.NaN(), d.Whole.BiasUnconnected(), "no pair is unconnected")
		assertFloat(t, math.NaN(), d.Slope, "one bin has no slope")
	}
}

// TestHistogramSlope: a histogram that falls to a quarter at every step has slope
// log10(1/4), whatever H(0) is and which steps are missing.
func TestHistogramSlope(t *testing.T) {
	assertFloat(t, -math.Log10(4), histogramSlope([]uint64{7, 4096, 1024, 256, 64}, 1), "all")
	assertFloat(t, -math.Log10(4), histogramSlope([]uint64{0, 4096, 0, 256, 64, 0}, 1), "some")
	assertFloat(t, -math.Log10(4), histogramSlope([]uint64{7, 4096, 1024, 256, 64}, 10), "mean of ten")
	assertFloat(t, math.NaN(), histogramSlope([]uint64{7, 4096}, 1), "one bin")
	assertFloat(t, math.NaN(), histogramSlope(nil, 1), "none")
}

// placedCircuit is neurons in a box of 400 µm, the nearer the likelier connected,
// and half of them likelier than the others, so that they share targets.
func placedCircuit(t testing.TB, n int, place func(k int, p connectome.Position) connectome.Position) *connectome.Connectome {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	where := make([]connectome.Position, n)
	names := make([]string, n)
	for k := range where {
		where[k] = place(k, connectome.Position{X: 400 * rng.Float64(), Y: 400 * rng.Float64(), Z: 400 * rng.Float64()})
		names[k] = []string{"L5_TTPC1", "L4_PC", "L5_MC"}[k%3]
	}
	g := graphByRule(t, n, func(i, j int) bool {
		d := math.Hypot(math.Hypot(where[i].X-where[j].X, where[i].Y-where[j].Y), where[i].Z-where[j].Z)
		return rng.Float64() < math.Exp(-d/100)*float64(1+j%2)/2
	})
	cells, err := connectome.NewCells(connectome.NewLabels(names), connectome.CellOptions{Positions: where})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.NoIdentity})
	require.NoError(t, err)
	return c
}

func anywhere(_ int, p connectome.Position) connectome.Position { return p }

// TestCommonNeighborsControls draws the controls again and takes their slope from
// the definition.
func TestCommonNeighborsControls(t *testing.T) {
	c := placedCircuit(t, 150, anywhere)
	const samples, seed = 3, 11
	sampler, err := control.SamplerFor(control.DDOutdeg, c, connectome.Labels{})
	require.NoError(t, err)
	var sum [2]map[uint64]float64
	for s := range uint64(samples) {
		g, err := sampler.Draw(context.Background(), seed, s, 1)
		require.NoError(t, err)
		for k, g := range []*connectome.Graph{g, g.Transposed()} {
			if s == 0 {
				sum[k] = map[uint64]float64{}
			}
			for i, row := range ref.CommonTargets(g) {
				for _, x := range row[i+1:] {
					sum[k][x]++
				}
			}
		}
	}
	for _, threads := range []int{1, 2, 7} {
		last := int64(-1)
		r, err := CountCommonNeighbors(context.Background(), c, Options{Threads: threads, Samples: samples, Seed: seed,
			Progress: func(done, total int64) {
				assert.GreaterOrEqual(t, done, last)
				assert.LessOrEqual(t, done, total)
				last = done
			}})
		require.NoError(t, err)
		assert.Equal(t, int64(11000), last, "2 parts for the data and 3 for each control")
		for k, d := range r.directions() {
			require.Greater(t, len(d.Control), 3)
			slope := slopeOf(len(d.Control), func(x int) float64 { return sum[k][uint64(x)] / samples })
			assertFloat(t, slope, d.ControlSlope, "slope of the controls")
			data := slopeOf(len(d.Histogram), func(x int) float64 { return float64(d.Histogram[x]) })
			assertFloat(t, data, d.Slope, "slope of the data")
			assertFloat(t, (slope-data)/slope, d.SlopeBias, "bias")
			for x, mean := range d.Control {
				assertFloat(t, sum[k][uint64(x)]/samples, mean, fmt.Sprint("H ", x))
			}
		}
		assert.Len(t, r.Tables(), 3)
	}
}

// slopeOf returns Σ(x-x̄)(y-ȳ)/Σ(x-x̄)² for y = log10 h(x) over 1 <= x < n with h > 0.
func slopeOf(n int, h func(x int) float64) float64 {
	var xs, ys []float64
	for x := 1; x < n; x++ {
		if h(x) > 0 {
			xs, ys = append(xs, float64(x)), append(ys, math.Log10(h(x)))
		}
	}
	var mx, my, xy, xx float64
	for k := range xs {
		mx += xs[k] / float64(len(xs))
		my += ys[k] / float64(len(xs))
	}
	for k := range xs {
		xy += (xs[k] - mx) * (ys[k] - my)
		xx += (xs[k] - mx) * (xs[k] - mx)
	}
	return xy / xx
}

// TestCommonNeighborsWithoutPositions leaves out the controls, not the measure.
func TestCommonNeighborsWithoutPositions(t *testing.T) {
	adrift := placedCircuit(t, 60, func(k int, p connectome.Position) connectome.Position {
		if k == 30 {
			p.Y = math.NaN()
		}
		return p
	})
	for name, c := range map[string]*connectome.Connectome{"none": circuitOf(t, adrift.Graph), "not finite": adrift} {
		r, err := CountCommonNeighbors(context.Background(), c, Options{Samples: 2})
		require.NoError(t, err, name)
		assert.False(t, math.IsNaN(r.Efferent.Slope), name)
		assert.True(t, math.IsNaN(r.Efferent.ControlSlope) && math.IsNaN(r.Efferent.SlopeBias), name)
		assert.Nil(t, r.Afferent.Control, name)
	}
}

// TestCommonNeighborsOfManyTypes leaves out the types where there are more than
// can be listed.
func TestCommonNeighborsOfManyTypes(t *testing.T) {
	const n = maxPathwayTypes + 1
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	names := make([]string, n)
	for v := range uint32(n) {
		names[v] = fmt.Sprint("T", v)
		for step := uint32(1); step <= 2; step++ {
			require.NoError(t, b.Add(v, (v+step)%n))
		}
	}
	g, _ := b.Build()
	r, err := CountCommonNeighbors(context.Background(), circuitWith(t, g, names), Options{})
	require.NoError(t, err)
	assert.Nil(t, r.Types)
	for _, d := range r.directions() { // neighbours on the ring have one in common
		assert.Equal(t, []uint64{n*(n-1)/2 - n, n}, d.Histogram)
		assert.Equal(t, CommonSums{n * (n - 1), 2 * n, 2 * n, n}, d.Whole)
	}
	assert.Len(t, r.Tables(), 1)
	assert.Equal(t, 4, r.Tables()[0].Rows())
}

func TestCommonNeighborsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := CountCommonNeighbors(ctx, placedCircuit(t, 50, anywhere), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
