package topology

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/internal/ref"
)

func smallWorldOf(t testing.TB, c *connectome.Connectome, opt Options) *SmallWorld {
	t.Helper()
	s, err := SmallWorldness(context.Background(), c, opt)
	require.NoError(t, err)
	return s
}

// independent is G(n, p) as states of pairs.
func independent(p float64) func(i, j int) [4]float64 {
	return func(int, int) [4]float64 { return [4]float64{(1 - p) * (1 - p), p * (1 - p), p * (1 - p), p * p} }
}

// matrixLengths counts ordered pairs by distance, those without a path last.
func matrixLengths(m ref.Matrix) []float64 {
	n := len(m)
	count := make([]float64, n+1)
	for s := range m {
		d := make([]int, n)
		for length := 1; length < n; length++ {
			for u := range m {
				for v := range m {
					if v != s && d[v] == 0 && m[u][v] && (u == s && length == 1 || u != s && d[u] == length-1 && length > 1) {
						d[v] = length
					}
				}
			}
		}
		for v := range m {
			switch {
			case v == s:
			case d[v] == 0:
				count[n]++
			default:
				count[d[v]]++
			}
		}
	}
	return count
}

// matrixClustering returns both means, by their definition.
func matrixClustering(m ref.Matrix) []float64 {
	n := len(m)
	s := func(i, j int) (k float64) {
		if m[i][j] {
			k++
		}
		if m[j][i] {
			k++
		}
		return k
	}
	means := make([]float64, 2)
	for i := range m {
		directed, triangles, k, mutual, neighbors := 0.0, 0.0, 0.0, 0.0, 0.0
		for j := range m {
			if j == i {
				continue
			}
			k += s(i, j)
			if s(i, j) == 2 {
				mutual++
			}
			if s(i, j) > 0 {
				neighbors++
			}
			for l := range m {
				if l == i || l == j {
					continue
				}
				directed += s(i, j) * s(j, l) * s(l, i)
				triangles += math.Ceil(s(i, j)*s(j, l)*s(l, i)/8) / 2
			}
		}
		if pairs := 2 * (k*(k-1) - 2*mutual); pairs > 0 {
			means[0] += directed / pairs / float64(n)
			means[1] += triangles / (neighbors * (neighbors - 1) / 2) / float64(n)
		}
	}
	return means
}

// Over all graphs of up to four neurons the expectations are exact.
func TestGNPReferenceIsExact(t *testing.T) {
	for _, n := range []int{2, 3, 4} {
		for _, p := range []float64{0.05, 0.3, 0.8} {
			want, _ := ref.Moments(n, independent(p), false, matrixLengths)
			got := gnpLengths(n, p)
			pairs := float64(n * (n - 1))
			for d := 1; d < n; d++ {
				probability := 0.0
				if d < len(got) {
					probability = got[d]
				}
				assert.InDelta(t, want[d]/pairs, probability, 1e-12, "n=%d p=%v distance %d", n, p, d)
			}
			want, _ = ref.Moments(n, independent(p), false, matrixClustering)
			r := gnpReference(n, p)
			assert.InDelta(t, want[0], r.Fagiolo, 1e-12, "n=%d p=%v", n, p)
			assert.InDelta(t, want[1], r.WattsStrogatz, 1e-12, "n=%d p=%v", n, p)
		}
	}
}

// The published path length of a random graph as dense as the average of the seven
// instances, 31,346 neurons and 7,823,915 connections.
func TestGNPPathLengthPublished(t *testing.T) {
	const n = 31346
	assert.InDelta(t, 2.128, gnpReference(n, 7823915./(n*(n-1))).PathLength, 0.0005)
}

// Draws of random graphs, in which longer paths matter, have the path length and
// clustering that is expected.
func TestGNPReferenceAgreesWithDraws(t *testing.T) {
	for _, test := range []struct {
		n      int
		degree float64
		within float64 // of the path length, relative
	}{{300, 5, 0.005}, {300, 10, 0.002}, {500, 30, 0.001}} {
		p := test.degree / float64(test.n-1)
		c := typedCircuit(t, 1, test.n, p, someTypes, false)
		p = c.Graph.Density()
		sampler, err := control.SamplerFor(control.GNP, c, connectome.Labels{})
		require.NoError(t, err)
		draws := 60
		if testing.Short() && test.n > 300 {
			draws = 15
		}
		length, fagiolo, wattsStrogatz := 0.0, 0.0, 0.0
		for i := range uint64(draws) {
			g, err := sampler.Draw(context.Background(), 7, i, 1)
			require.NoError(t, err)
			d := circuitOf(t, g)
			length += pathsOf(t, d, Options{Threads: 1}).Mean() / float64(draws)
			clustering := clusteringOf(t, g, 1)
			fagiolo += clustering.FagioloMean / float64(draws)
			wattsStrogatz += clustering.WattsStrogatzMean / float64(draws)
		}
		r := gnpReference(test.n, p)
		assert.InDelta(t, 1, length/r.PathLength, test.within, "n=%d degree=%v", test.n, test.degree)
		assert.InDelta(t, 1, fagiolo/r.Fagiolo, 0.03)
		assert.InDelta(t, 1, wattsStrogatz/r.WattsStrogatz, 0.03)
	}
}

func TestGNPLengthsOfExtremes(t *testing.T) {
	assert.Equal(t, 1.0, meanLength(gnpLengths(9, 1)))
	assert.True(t, math.IsNaN(meanLength(gnpLengths(9, 0))))
	total := 0.0
	for _, p := range gnpLengths(100_000, 1e-4) {
		assert.GreaterOrEqual(t, p, 0.0)
		total += p
	}
	assert.Less(t, total, 1.0)
	assert.InDelta(t, 1, total, 0.7)
}

func TestSmallWorldness(t *testing.T) {
	// A ring in which each neuron connects to the next ten, and a few connections
	// across: clustered as a lattice, with short paths.
	const n = 300
	c := circuitOf(t, graphByRule(t, n, func(i, j int) bool {
		return (j-i+n)%n <= 10 || (i*7919+j*104729)%997 < 2
	}))
	s := smallWorldOf(t, c, Options{Samples: 4, Seed: 3})
	clustering, paths := clusteringOf(t, c.Graph, 0), pathsOf(t, c, Options{})
	assert.Equal(t, clustering.FagioloMean, s.Fagiolo)
	assert.Equal(t, clustering.WattsStrogatzMean, s.WattsStrogatz)
	assert.Equal(t, paths.Mean(), s.PathLength)
	require.Len(t, s.References, 3)
	gnp, er, configuration := s.References[0], s.References[1], s.References[2]
	assert.Equal(t, []string{"gnp", "er", "configuration"}, []string{gnp.Name, er.Name, configuration.Name})
	assert.InDelta(t, 1, configuration.PathLength/gnp.PathLength, 0.05) // degrees hardly differ
	assert.Equal(t, 4, er.Draws)
	assert.InDelta(t, 1, er.Fagiolo/gnp.Fagiolo, 0.05)
	assert.InDelta(t, 1, er.WattsStrogatz/gnp.WattsStrogatz, 0.05)
	assert.InDelta(t, 1, er.PathLength/gnp.PathLength, 0.01)
	for _, r := range s.References {
		assertFloat(t, s.Fagiolo/r.Fagiolo*r.PathLength/s.PathLength, r.SigmaFagiolo, r.Name)
		assertFloat(t, s.WattsStrogatz/r.WattsStrogatz*r.PathLength/s.PathLength, r.SigmaWattsStrogatz, r.Name)
		assert.Greater(t, r.SigmaFagiolo, 5.0)
		assertFloat(t, r.SigmaFagiolo, scalar(t, s.Scalars(), All, "sigma_fagiolo_"+r.Name), r.Name)
		assertFloat(t, r.PathLength, scalar(t, s.Scalars(), All, "path_length_"+r.Name), r.Name)
	}
	assert.Equal(t, 4.0, scalar(t, s.Scalars(), All, "draws_er"))
	assertSameForAnyThreads(t, func(threads int) Result {
		return smallWorldOf(t, c, Options{Samples: 2, Seed: 3, Threads: threads})
	})
	assert.Len(t, smallWorldOf(t, c, Options{}).References, 1, "nothing is drawn unless asked for")
	other := smallWorldOf(t, c, Options{Samples: 4, Seed: 4}).References[1]
	assert.NotEqual(t, er.PathLength, other.PathLength, "another seed")
}

// A random circuit is no small world.
func TestSmallWorldnessOfRandomCircuit(t *testing.T) {
	s := smallWorldOf(t, typedCircuit(t, 5, 800, 0.05, someTypes, false), Options{})
	assert.InDelta(t, 1, s.References[0].SigmaFagiolo, 0.02)
	assert.InDelta(t, 1, s.References[0].SigmaWattsStrogatz, 0.02)
}

func TestSmallWorldOfLittle(t *testing.T) {
	for n := range 4 {
		s := smallWorldOf(t, circuitOf(t, graphWith(t, n, nil)), Options{Samples: 2})
		for _, r := range s.References {
			assert.True(t, math.IsNaN(r.SigmaFagiolo), "n=%d", n)
			assert.True(t, math.IsNaN(r.SigmaWattsStrogatz), "n=%d", n)
		}
	}
	s := smallWorldOf(t, circuitOf(t, graphByRule(t, 6, func(i, j int) bool { return true })), Options{})
	assertFloat(t, 1, s.References[0].SigmaFagiolo, "complete")
}

func TestSmallWorldStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := circuitOf(t, graphByRule(t, 40, func(i, j int) bool { return (i+j)%5 == 0 }))
	_, err := SmallWorldness(ctx, c, Options{Samples: 1000, Progress: func(done, _ int64) {
		if done == 2 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
}
