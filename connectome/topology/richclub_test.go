package topology

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

func richClubOf(t testing.TB, c *connectome.Connectome, opt Options) *RichClubCurves {
	t.Helper()
	r, err := RichClub(context.Background(), c, opt)
	require.NoError(t, err)
	return r
}

// clubByDefinition counts neurons of type a and of type b that have more than k
// connections, and connections a → b among them; -1 stands for any type.
func clubByDefinition(g *connectome.Graph, degree func(v uint32) int, of []uint32, a, b, k int) (pre, post, connections int64) {
	in := func(v uint32, typ int) bool { return degree(v) > k && (typ < 0 || int(of[v]) == typ) }
	for v := range uint32(g.N()) {
		if in(v, a) {
			pre++
		}
		if in(v, b) {
			post++
		}
		for w := range uint32(g.N()) {
			if in(v, a) && in(w, b) && g.Connected(v, w) {
				connections++
			}
		}
	}
	return pre, post, connections
}

func degreeFunc(g *connectome.Graph, kind DegreeKind) func(v uint32) int {
	return func(v uint32) int {
		return map[DegreeKind]int{InDegree: len(g.In(v)), OutDegree: len(g.Out(v)), TotalDegree: len(g.In(v)) + len(g.Out(v))}[kind]
	}
}

func TestRichClubAgreesWithDefinition(t *testing.T) {
	for name, c := range typedCircuits(t, false) {
		if c.Graph.N() > 80 {
			continue // the definition takes N² a point
		}
		t.Run(name, func(t *testing.T) {
			g, r := c.Graph, richClubOf(t, c, Options{Threads: 2})
			for _, kind := range clubKinds {
				degree := degreeFunc(g, kind)
				for k, p := range r.Whole[kind] {
					n, _, e := clubByDefinition(g, degree, r.Types.Of, -1, -1, k)
					require.Equal(t, [3]int64{int64(k), n, e}, [3]int64{p.K, p.Neurons, p.Connections})
					assertFloat(t, quotient(e, n*(n-1)), p.Phi, fmt.Sprint(kind, k))
				}
				if n := len(r.Whole[kind]); n > 0 {
					assert.Zero(t, r.Whole[kind][n-1].Neurons, "no neuron is above the largest degree")
				}
			}
			blocks := make(map[[3]int]bool)
			for _, b := range r.Typed {
				pre, post, e := clubByDefinition(g, degreeFunc(g, b.Kind), r.Types.Of, int(b.Pre), int(b.Post), int(b.K))
				pairs, members := pre*post, pre+post
				if b.Pre == b.Post {
					pairs, members = pre*(pre-1), pre
				}
				require.Equal(t, [2]int64{members, e}, [2]int64{b.Neurons, b.Connections}, "%+v", b)
				assertFloat(t, quotient(e, pairs), b.Phi, fmt.Sprint(b))
				assert.Equal(t, pre, r.Members(b.Kind, b.K)[b.Pre])
				blocks[[3]int{int(b.Kind), int(b.Pre), int(b.Post)}] = true
			}
			if g.Connections() > 0 {
				assert.NotEmpty(t, blocks)
			}
		})
	}
}

// TestRichClubPublished checks the rich-club values of triad_tests.json.
func TestRichClubPublished(t *testing.T) {
	checked := 0
	for _, p := range publishedGraphs(t) {
		r := richClubOf(t, circuitOf(t, p.graph(t)), Options{})
		for key, want := range p.RichClub {
			k, err := strconv.Atoi(key)
			require.NoError(t, err)
			assert.InDelta(t, want, r.Whole[TotalDegree][k].Phi, 1e-11, "%s, k = %d", p.Name, k)
			checked++
		}
	}
	assert.Greater(t, checked, 50)
}

// In a circulant all degrees are equal, so that the club is everybody, and then nobody.
func TestRichClubOfCirculant(t *testing.T) {
	var edges [][2]uint32
	for v := range uint32(20) {
		for s := range uint32(3) {
			edges = append(edges, [2]uint32{v, (v + s + 1) % 20})
		}
	}
	r := richClubOf(t, circuitOf(t, graphWith(t, 20, edges)), Options{Samples: 3, Seed: 1})
	for k, p := range r.Whole[TotalDegree] {
		if k == 6 {
			assert.True(t, math.IsNaN(p.Phi) && math.IsNaN(p.Ratio) && math.IsNaN(p.Z))
			continue
		}
		assert.Equal(t, 60.0/380, p.Phi)
		assert.InDelta(t, 1, p.Ratio, 1e-15)
		assert.Zero(t, p.NullSD)
		assert.True(t, math.IsNaN(p.Z), "0/0")
	}
}

// The null of a rich club is the mean over draws, worked out from their curves.
func TestRichClubNull(t *testing.T) {
	// A core of ten that all connect to each other, and many that connect to it.
	rng := rand.New(rand.NewPCG(1, 3))
	var edges [][2]uint32
	for u := range uint32(60) {
		for v := range uint32(60) {
			if u != v && rng.Float64() < map[int]float64{0: 0.05, 1: 0.3, 2: 1}[int((69-u)/60+(69-v)/60)] {
				edges = append(edges, [2]uint32{u, v})
			}
		}
	}
	c := circuitOf(t, graphWith(t, 60, edges))
	const samples = 20
	r := richClubOf(t, c, Options{Samples: samples, Seed: 5, Threads: 1})
	s, err := control.NewSampler(control.Configuration, c.Graph, connectome.Labels{})
	require.NoError(t, err)
	var draws []*RichClubCurves
	for i := range uint64(samples) {
		g, err := s.Draw(context.Background(), 5, i, 2)
		require.NoError(t, err)
		draws = append(draws, richClubOf(t, circuitOf(t, g), Options{}))
	}
	check := func(p ClubPoint, of func(*RichClubCurves) ClubPoint) {
		var phi []float64
		for _, d := range draws {
			require.Equal(t, p.Neurons, of(d).Neurons, "degrees are kept")
			phi = append(phi, of(d).Phi)
		}
		if math.IsNaN(p.Phi) {
			assert.True(t, math.IsNaN(p.NullMean))
			return
		}
		mean, sd := sampleMoments(phi)
		assert.InDelta(t, mean, p.NullMean, 1e-12)
		assert.InDelta(t, sd, p.NullSD, 1e-12)
		if sd > 1e-12 {
			assert.InEpsilon(t, p.Phi/mean, p.Ratio, 1e-9)
			assert.InDelta(t, (p.Phi-mean)/sd, p.Z, 1e-6)
		}
	}
	for _, kind := range clubKinds {
		for k, p := range r.Whole[kind] {
			check(p, func(d *RichClubCurves) ClubPoint { return d.Whole[kind][k] })
		}
	}
	require.Len(t, draws[0].Typed, len(r.Typed))
	for i, b := range r.Typed {
		check(b.ClubPoint, func(d *RichClubCurves) ClubPoint { return d.Typed[i].ClubPoint })
	}
	core := r.Whole[TotalDegree][30]
	assert.Equal(t, int64(10), core.Neurons)
	assert.Equal(t, 1.0, core.Phi)
	assert.Greater(t, core.Ratio, 1.05)
	assert.Greater(t, core.Z, 3.0)
}

func TestRichClubDoesNotDependOnThreads(t *testing.T) {
	c := typedCircuit(t, 3, 150, 0.1, someTypes, false)
	assertSameForAnyThreads(t, func(threads int) Result {
		return richClubOf(t, c, Options{Threads: threads, Samples: 2, Seed: 3})
	})
}

func TestRichClubOfLittle(t *testing.T) {
	for n := range 3 {
		r := richClubOf(t, circuitOf(t, graphWith(t, n, nil)), Options{Samples: 2})
		for _, kind := range clubKinds {
			require.Len(t, r.Whole[kind], min(n, 1))
		}
		r.Scalars()
		assert.Len(t, r.Tables(), 1)
	}
	mtypes := make([]string, maxClubTypes+1)
	for v := range mtypes {
		mtypes[v] = "T" + strconv.Itoa(v)
	}
	r := richClubOf(t, circuitWith(t, graphWith(t, len(mtypes), [][2]uint32{{0, 1}, {1, 2}, {1, 0}}), mtypes), Options{Samples: 1})
	assert.Nil(t, r.Typed)
	assert.Equal(t, 0.5, r.Whole[TotalDegree][0].Phi)
}

func TestRichClubStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := RichClub(ctx, circuitOf(t, graphWith(t, 3, [][2]uint32{{0, 1}})), Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestRichClubScalars(t *testing.T) {
	// 0, 1 and 2 connect to each other; 0 to all others.
	edges := [][2]uint32{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}}
	for v := uint32(3); v < 10; v++ {
		edges = append(edges, [2]uint32{0, v})
	}
	r := richClubOf(t, circuitOf(t, graphWith(t, 10, edges)), Options{Samples: 2})
	got := make(map[string]float64)
	for _, s := range r.Scalars() {
		got[s.Group.String()+" "+s.Statistic] = s.Value
	}
	assert.Equal(t, 1.0, got["all total_k_p50"])
	assert.Equal(t, 1.0, got["all total_phi_p50"], "0, 1 and 2 are the club of k = 1")
	assert.Contains(t, got, "all out_ratio_max_k")
	// Above the 99th percentile is neuron 0 alone.
	assert.Equal(t, 1.0, got["mtype=L23_PC total_club_share"])
	assert.Equal(t, 0.0, got["mtype=L6_TPC_L1 total_club_share"])
	assert.True(t, math.IsNaN(got["mtype=L6_TPC_L1 in_club_share"]), "no neuron has more than two sources")
}

func TestWeightedRichClub(t *testing.T) {
	ctx := context.Background()
	c := typedCircuit(t, 3, 150, 0.1, someTypes, false)
	g := c.Graph
	rng := rand.New(rand.NewPCG(1, 9))
	weights := make([]float64, g.Connections())
	for i := range weights {
		weights[i] = math.Floor(8 * rng.Float64() * rng.Float64())
	}
	r, err := WeightedRichClub(ctx, c, weights, Options{})
	require.NoError(t, err)
	plain := richClubOf(t, c, Options{})
	ptr, idx := g.OutCSR()
	for _, kind := range clubKinds {
		degree := degreeFunc(g, kind)
		require.Len(t, r.Whole[kind], len(plain.Whole[kind]))
		for k, p := range r.Whole[kind] {
			require.Equal(t, plain.Whole[kind][k].Neurons, p.Neurons)
			require.Equal(t, plain.Whole[kind][k].Connections, p.Connections)
			if k%7 != 0 {
				continue // the definition is slow
			}
			sum, n := 0.0, 0
			for v := range uint32(g.N()) {
				for e := ptr[v]; e < ptr[v+1]; e++ {
					if degree(v) > k && degree(idx[e]) > k {
						sum += weights[e]
						n++
					}
				}
			}
			strongest, top := slices.Sorted(slices.Values(weights)), 0.0
			for i := range n {
				top += strongest[len(strongest)-1-i]
			}
			assert.Equal(t, sum, p.Weight)
			assertFloat(t, sum/top, p.Phi, fmt.Sprint(kind, k))
		}
	}
	// The null in closed form against weights dealt out at random.
	point := r.Whole[TotalDegree][len(r.Whole[TotalDegree])/2]
	require.Positive(t, point.Connections)
	var phi []float64
	for range 400 {
		rng.Shuffle(len(weights), func(i, j int) { weights[i], weights[j] = weights[j], weights[i] })
		d, err := WeightedRichClub(ctx, c, weights, Options{})
		require.NoError(t, err)
		phi = append(phi, d.Whole[TotalDegree][point.K].Phi)
	}
	mean, sd := sampleMoments(phi)
	assert.InDelta(t, mean, point.NullMean, 4*sd/math.Sqrt(400))
	assert.InEpsilon(t, sd, point.NullSD, 4/math.Sqrt(800))
	assert.InDelta(t, (point.Phi-point.NullMean)/point.NullSD, point.Z, 1e-12)
	assert.Len(t, r.Table().Columns, 10)
}

func TestWeightedRichClubRefuses(t *testing.T) {
	ctx := context.Background()
	c := circuitOf(t, graphWith(t, 4, [][2]uint32{{0, 1}, {1, 2}}))
	_, err := WeightedRichClub(ctx, c, []float64{1}, Options{})
	assert.ErrorContains(t, err, "1 weights for 2 connections")
	for _, w := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err = WeightedRichClub(ctx, c, []float64{1, w}, Options{})
		assert.ErrorContains(t, err, "connection 1 has weight")
	}
	r, err := WeightedRichClub(ctx, c, []float64{0, 0}, Options{})
	require.NoError(t, err)
	assert.True(t, math.IsNaN(r.Whole[TotalDegree][0].Phi))
	r, err = WeightedRichClub(ctx, circuitOf(t, graphWith(t, 0, nil)), nil, Options{})
	require.NoError(t, err)
	assert.Zero(t, r.Table().Rows())
}
