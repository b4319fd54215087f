package control

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// geometryByDefinition returns the probability of each ordered pair, before it is
// scaled, by summing over all pairs of which the cells are near: slow.
func geometryByDefinition(c *connectome.Connectome, width float64, deep bool) [][]float64 {
	where := c.Cells.Positions()
	n := len(where)
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range where {
		low, high = min(low, p.Y), max(high, p.Y)
	}
	type cellOf struct{ depth, rise, reach, octant int }
	of := make([][]cellOf, n)
	for i, p := range where {
		of[i] = make([]cellOf, n)
		for j, q := range where {
			x := cellOf{rise: int((q.Y - p.Y + high - low) / width), reach: int(math.Hypot(q.X-p.X, q.Z-p.Z) / width)}
			x.octant = int(math.Floor((math.Atan2(q.Z-p.Z, q.X-p.X) + 2*math.Pi) / (math.Pi / 4)))
			if deep {
				x.depth = int((p.Y - low) / (5 * width))
			}
			of[i][j] = x
		}
	}
	near := func(a, b int) float64 { return []float64{6, 4, 1, 0}[min(3, max(a-b, b-a))] }
	p := make([][]float64, n)
	for i := range p {
		p[i] = make([]float64, n)
		for j := range p[i] {
			var pairs, connected [3]float64 // of the plane, by octant, by depth
			at := of[i][j]
			for k := range n {
				for l := range n {
					x := of[k][l]
					w := near(at.rise, x.rise) * near(at.reach, x.reach)
					if k == l || w == 0 {
						continue
					}
					each := [3]float64{w, 0, w * near(at.depth, x.depth)}
					if (x.octant-at.octant)%8 == 0 {
						each[1] = w
					}
					for m, w := range each {
						pairs[m] += w
						if c.Graph.Connected(uint32(k), uint32(l)) {
							connected[m] += w
						}
					}
				}
			}
			if i == j || connected[0] == 0 {
				continue
			}
			base := connected[0] / pairs[0]
			p[i][j] = base * (connected[1] + 4*256) / (base*pairs[1] + 4*256)
			if deep {
				p[i][j] *= (connected[2] + 4*4096) / (base*pairs[2] + 4*4096)
			}
		}
	}
	return p
}

func TestGeometryTables(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	const n = 45
	where := somata(n)
	g := testGraph(t, n, 2, func(i, j int) float64 {
		p := 0.9 * math.Exp(-distance(where[i], where[j])/80) * (0.3 + where[i].Y/400)
		if where[j].X > where[i].X {
			p /= 3
		}
		return p
	})
	c := placed(t, g, labelsOf(1, make([]uint32, n)...), where)
	loss := make(map[Model]float64)
	for model, deep := range map[Model]bool{OD: false, LD: true} {
		s, err := SamplerWith(model, c, Parameters{Bin: 30})
		require.NoError(t, err)
		fit, err := s.(Fitted).Fit(context.Background(), 2)
		require.NoError(t, err)
		want := geometryByDefinition(c, 30, deep)
		sum := 0.0
		for i := range want {
			for _, p := range want[i] {
				sum += p
				require.Less(t, p, 0.9, "not cut off at 1")
			}
		}
		factor := float64(g.Connections()) / sum
		assert.InEpsilon(t, factor, fit.Factor, 1e-9)
		for i := range want {
			for j := range want[i] {
				want[i][j] *= factor
			}
		}
		assertProbabilities(t, c, s.(*geometrySampler).walk, fit, want, 1e-9)
		loss[model] = fit.LogLoss
		assert.Less(t, fit.LogLoss, fit.GNPLogLoss)
	}
	assert.Less(t, loss[LD], loss[OD])
}

// Sectors tell the eight directions apart; a place of its own for every sign.
func TestOctant(t *testing.T) {
	seen := make(map[int]int)
	for k := range 16 {
		angle := (float64(k) + 0.5) * math.Pi / 8
		o := octant(math.Cos(angle), math.Sin(angle))
		seen[o]++
		if k%2 == 1 {
			before := (float64(k) - 0.5) * math.Pi / 8
			assert.Equal(t, octant(math.Cos(before), math.Sin(before)), o)
		}
	}
	assert.Len(t, seen, 8)
}

func TestSmoothing(t *testing.T) {
	// Along the middle axis of 2 × 4 × 3 cells, by definition.
	counts := make([]int64, 24)
	for i := range counts {
		counts[i] = int64(i * i % 7)
	}
	got := smooth(counts, 4, 3)
	for a := range 2 {
		for k := range 4 {
			for b := range 3 {
				want := int64(0)
				for j := range 4 {
					want += []int64{6, 4, 1, 0}[max(k-j, j-k)] * counts[(a*4+j)*3+b]
				}
				assert.Equal(t, want, got[(a*4+k)*3+b])
			}
		}
	}
	total := marginal(counts, 4, 3)
	require.Len(t, total, 6)
	assert.Equal(t, counts[1]+counts[4]+counts[7]+counts[10], total[1])
	assert.Equal(t, counts[14]+counts[17]+counts[20]+counts[23], total[5])
}

func TestGeometryErrors(t *testing.T) {
	g := testGraph(t, 3, 1, uniform(0.5))
	labels := labelsOf(1, 0, 0, 0)
	for _, far := range []connectome.Position{{Y: 1e9}, {X: 1e9}} {
		_, err := SamplerFor(OD, placed(t, g, labels, []connectome.Position{{}, {X: 1}, far}), connectome.Labels{})
		assert.ErrorContains(t, err, "give positions in µm")
	}
	var limit *connectome.LimitError
	_, err := SamplerFor(LD, placed(t, g, labels, []connectome.Position{{}, {X: 1}, {X: 1e5, Y: 1e5}}), connectome.Labels{})
	assert.ErrorAs(t, err, &limit)
}
