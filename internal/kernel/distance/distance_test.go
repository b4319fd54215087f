package distance

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBinsAtEdges checks the squares at, just before and just after every edge.
func TestBinsAtEdges(t *testing.T) {
	for _, n := range []int{2, 90, 5000, MaxBins} {
		bins := NewBins(n)
		all, flat := make([]uint32, n), make([]uint32, n)
		for k := range n {
			if k > 200 && k%9973 > 1 || k == n-1 {
				continue
			}
			edge := 625 * float64(k) * float64(k)
			assert.Equal(t, k, bins.Of(edge))
			assert.Equal(t, k, bins.Of(math.Nextafter(625*float64(k+1)*float64(k+1), 0)))
			// Points on a line through the edges: one on each, one just short of the next.
			x := []float64{25 * float64(k), math.Nextafter(25*float64(k+1), 0)}
			p := Points{x, make([]float64, 2), make([]float64, 2)}
			clear(all)
			clear(flat)
			sum := bins.Count(p, 0, 0, 0, all, flat)
			assert.Equal(t, x[0]+x[1], sum)
			want := make([]uint32, n)
			want[k]++
			if x[1]*x[1] < 625*float64(k+1)*float64(k+1) { // else the square was rounded up to the edge
				want[k]++
			} else {
				want[k+1]++
			}
			require.True(t, slices.Equal(want, all), "bin %d of %d", k, n)
			require.True(t, slices.Equal(want, flat), "bin %d of %d", k, n)
		}
	}
}

// TestCount compares with one bin at a time.
func TestCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, n := range []int{0, 1, 2, 7, 100} {
		p := Points{make([]float64, n), make([]float64, n), make([]float64, n)}
		for i := range n {
			p.X[i], p.Y[i], p.Z[i] = 400*rng.Float64()-200, 2000*rng.Float64(), 400*rng.Float64()
		}
		bins := NewBins(100)
		all, flat := make([]uint32, 100), make([]uint32, 100)
		wantAll, wantFlat := make([]uint32, 100), make([]uint32, 100)
		want := 0.
		for i := range n {
			h := math.Pow(p.X[i]-10, 2) + math.Pow(p.Z[i]-30, 2)
			d := math.Sqrt(h + math.Pow(p.Y[i]-20, 2))
			wantAll[int(d/25)]++
			wantFlat[int(math.Sqrt(h)/25)]++
			want += d
		}
		got := bins.Count(p, 10, 20, 30, all, flat)
		assert.InDelta(t, want, got, 1e-9*want)
		assert.Equal(t, wantAll, all)
		assert.Equal(t, wantFlat, flat)
	}
}
