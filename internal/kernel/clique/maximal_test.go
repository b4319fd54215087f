package clique

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestListSet compares the kernel with the loop that it equals; beyond the four entries
// that it may write is a guard.
func TestListSet(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	for range 300 {
		words := make([]uint64, r.IntN(20))
		for w := range words {
			words[w] = r.Uint64() & r.Uint64()
			for range r.IntN(5) { // of any density
				words[w] &= r.Uint64()
			}
		}
		want := make([]uint16, 64*len(words))
		n := listSetGo(words, want)
		got := make([]uint16, n+5)
		got[n+4] = 0x5a5a
		require.Equal(t, n, listSet(words, got))
		require.Equal(t, want[:n], got[:n])
		require.EqualValues(t, 0x5a5a, got[n+4], "guard")
	}
}

// TestPickRows has rows of one, two and more blocks, and lists that ascend twice.
func TestPickRows(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 2))
	for _, d := range []int{1, 64, 65, 500, 513, 1024, 1025, 1500, 2100, 2600} {
		m := &Matrix{}
		m.ResetTo(80, d)
		for i := range m.D {
			for j := range d {
				if r.Float64() < 0.3 {
					m.Set(i, j)
				}
			}
		}
		for _, count := range []int{0, 1, 31, 32, 33, 63, 64} {
			rows, columns := make([]uint16, r.IntN(70)), make([]uint16, 64)
			for a := range rows {
				rows[a] = uint16(r.IntN(m.D))
			}
			for b := range columns {
				columns[b] = uint16(r.IntN(65536)) // beyond count they may be anything
			}
			for b := range count {
				columns[b] = uint16(r.IntN(d))
			}
			slices.Sort(columns[:count/2])
			slices.Sort(columns[count/2 : count])
			for _, step := range []int{1, 2, 4} {
				want, got := make([]uint64, step*len(rows)+1), make([]uint64, step*len(rows)+1)
				for k := range want {
					want[k] = r.Uint64() // what there was is overwritten, and nothing else is
					got[k] = want[k]
				}
				pickRowsGeneric(want, step, m, rows, columns, count)
				pickRows(got, step, m, rows, columns, count)
				require.Equal(t, want, got, "%d columns, %d of them, step %d", d, count, step)
			}
		}
	}
}

// TestJoin compares the kernels with the loop that they equal, for sets of all sizes.
func TestJoin(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 3))
	for _, words := range []int{1, 2, 4} {
		for n := 1; n <= 64*words; n += 1 + n/8 {
			s := &maxSmall{words: words}
			sparse := func() uint64 { return r.Uint64() & r.Uint64() & r.Uint64() }
			for w := range words {
				s.x[w] = upTo(n - 64*w)
			}
			for k := range maxRelation {
				s.relation[k], s.relation[maxRelation+k] = sparse(), sparse()
			}
			if words == 1 {
				s.relation[64], s.relation[maxRelation+64] = 0, ^uint64(0)
			}
			chunk := maxRoom / (64 * words * words) * words
			in := new(maxSets)
			for k := range 2 * chunk {
				in[k], in[maxRoom+k] = sparse(), sparse()
				if r.IntN(4) == 0 {
					in[k] = ^uint64(0)
				}
			}
			const guard = 0x5a5a5a5a5a5a5a5a
			out := make([]maxSets, 3)
			out[0][2*maxRoom-1], out[2][0] = guard, guard
			var want maxSets
			wantSums, sums := [2]uint64{3, 4}, [2]uint64{3, 4}
			kept := s.joinGo(in, chunk, 2*chunk, &want, &wantSums)
			require.Equal(t, kept, s.join(in, chunk, 2*chunk, &out[1], &sums), "%d words, %d vertices", words, n)
			assert.Equal(t, wantSums, sums)
			assert.Equal(t, want[:kept], out[1][:kept])
			assert.Equal(t, want[maxRoom:maxRoom+kept], out[1][maxRoom:maxRoom+kept])
			assert.EqualValues(t, uint64(guard), out[0][2*maxRoom-1], "guard")
			assert.EqualValues(t, uint64(guard), out[2][0], "guard")
		}
	}
}

// slowRelation is near and follow of all vertices: the first are the candidates, the
// others can extend and not join.
type slowRelation struct {
	candidates   int
	near, follow [][]bool
}

// count counts by trying every vertex: x, f and b are the sets of [Maximal].
func (s *slowRelation) count(x, f, b []bool, dim int, all, maximal []uint64) {
	all[dim]++
	some := false
	for j := range x {
		some = some || x[j] || f[j] || b[j]
	}
	if !some {
		maximal[dim]++
	}
	for a := range s.candidates {
		if !x[a] {
			continue
		}
		n := len(x)
		x1, f1, b1 := make([]bool, n), make([]bool, n), make([]bool, n)
		for j := range n {
			x1[j], b1[j] = x[j] && s.near[a][j], b[j] && s.near[a][j]
			f1[j] = (f[j] || x[j]) && s.follow[a][j]
		}
		s.count(x1, f1, b1, dim+1, all, maximal)
	}
}

// TestMaximalRows has rows of sets of one word, of two and four, and wide ones.
func TestMaximalRows(t *testing.T) {
	for _, c := range []struct {
		d, beyond int
		p         float64
	}{{5, 3, 0.5}, {40, 40, 0.2}, {64, 64, 0.25}, {65, 10, 0.25}, {150, 150, 0.12}, {600, 500, 0.08}, {600, 700, 0.12}, {1100, 300, 0.06}} {
		t.Run(fmt.Sprint(c.d, " ", c.beyond), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(c.d), 4))
			n, first := c.d+c.beyond, (c.d+63)/64*64
			s := &slowRelation{candidates: c.d, near: make([][]bool, n), follow: make([][]bool, n)}
			for i := range n {
				s.near[i], s.follow[i] = make([]bool, n), make([]bool, n)
			}
			var near, follow Matrix
			near.ResetTo(c.d, first+c.beyond)
			for i := range c.d {
				for j := range n {
					if i == j || r.Float64() >= c.p {
						continue
					}
					s.near[i][j] = true
					if j < c.d {
						s.follow[j][i] = true
						near.Set(i, j)
					} else {
						near.Set(i, j-c.d+first)
					}
				}
			}
			rows := MaximalRows{Near: &near, Follow: &follow}
			rows.SetFollow()
			all, maximal := make([]uint64, 400), make([]uint64, 400)
			counter := Maximal{}
			for i := 0; i < c.d; i += 1 + c.d/12 {
				x, b := make([]bool, n), make([]bool, n)
				copy(x, s.near[i][:c.d])
				copy(b[c.d:], s.near[i][c.d:])
				s.count(x, s.follow[i], b, 1, all, maximal)
				require.True(t, counter.Rows(&rows, i, i+1, 1))
			}
			dims := len(counter.All) // some of the highest have none
			assert.Equal(t, all[:dims], counter.All)
			assert.Equal(t, maximal[:dims], counter.Count)
		})
	}
}
