package clique

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomMatrix draws a d×d matrix of density p with an empty diagonal.
func randomMatrix(r *rand.Rand, d int, p float64) *Matrix {
	m := &Matrix{}
	m.Reset(d)
	for i := range d {
		for j := range d {
			if i != j && r.Float64() < p {
				m.Set(i, j)
			}
		}
	}
	return m
}

// countSlow counts the simplices inside a set by trying every vertex.
func countSlow(m *Matrix, set []int, levels []uint64) {
	if len(levels) == 0 {
		return
	}
	levels[0] += uint64(len(set))
	for _, i := range set {
		var next []int
		for _, j := range set {
			if m.Has(i, j) {
				next = append(next, j)
			}
		}
		countSlow(m, next, levels[1:])
	}
}

func rowOf(m *Matrix, i int) (set []int) {
	for j := range m.D {
		if m.Has(i, j) {
			set = append(set, j)
		}
	}
	return set
}

// sizes meet the ends of words, registers, blocks and compressed sets.
var sizes = []struct {
	d      int
	p      float64
	levels int
}{
	{1, 0, 5}, {2, 1, 5}, {7, 0.5, 12}, {8, 0.9, 12}, {9, 0.7, 12}, {63, 0.3, 12}, {64, 0.2, 12}, {65, 0.25, 12},
	{72, 0.9, 3}, {130, 0.1, 12}, {130, 0.6, 3}, {256, 0.08, 12}, {257, 0.3, 3}, {511, 0.03, 12}, {512, 0.2, 2},
	{513, 0.04, 12}, {700, 0.1, 3}, {1100, 0.03, 12}, {1100, 0.03, 1},
}

// TestRows compares the counter of this machine with the slow recursion, by slot.
func TestRows(t *testing.T) {
	for _, c := range sizes {
		t.Run(fmt.Sprintf("d%d p%g levels%d", c.d, c.p, c.levels), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(c.d), 1))
			m := randomMatrix(r, c.d, c.p)
			slot := make([]uint32, c.d)
			want := [3][]uint64{}
			for s := range want {
				want[s] = make([]uint64, c.levels)
			}
			step := max(1, c.d/12) // a part of the rows is enough for the large ones
			counter := Counter{Tally: NewTally(3), Levels: c.levels + 2}
			for i := 0; i < c.d; i += step {
				slot[i] = uint32(i % 3)
				countSlow(m, rowOf(m, i), want[i%3])
				counter.Rows(m, i, i+1, slot, 2)
			}
			for s := range want {
				for l, n := range want[s] {
					got, ok := counter.Tally.Sum(l+2, s)
					assert.True(t, ok)
					assert.Equal(t, n, got, "slot %d level %d", s, l)
				}
			}
			assert.False(t, counter.Overflow)
		})
	}
}

// TestRowsTogether counts all rows in one call, and the same rows by generic code.
func TestRowsTogether(t *testing.T) {
	for _, c := range sizes {
		m := randomMatrix(rand.New(rand.NewPCG(uint64(c.d), 2)), c.d, c.p)
		counter := Counter{Tally: NewTally(1), Levels: c.levels}
		counter.Rows(m, 0, c.d, nil, 0)
		generic := Counter{Tally: NewTally(1), Levels: c.levels}
		for i := range c.d {
			p := m.Row(i)
			generic.count(m, p, popcount(p), generic.room(0, popcount(p)), 0)
			generic.flush(0, 0, 0)
		}
		for l := range generic.Tally.Levels() {
			want, _ := generic.Tally.Sum(l, 0)
			got, _ := counter.Tally.Sum(l, 0)
			assert.Equal(t, want, got, "d %d p %g level %d", c.d, c.p, l)
		}
	}
}

// TestRowsDeep has levels of more sets than the kernel expands at once.
func TestRowsDeep(t *testing.T) {
	m := randomMatrix(rand.New(rand.NewPCG(3, 3)), 40, 0.62)
	want := make([]uint64, 9)
	countSlow(m, rowOf(m, 5), want)
	counter := Counter{Tally: NewTally(1), Levels: 9}
	counter.Rows(m, 5, 6, nil, 0)
	for l, n := range want {
		got, _ := counter.Tally.Sum(l, 0)
		assert.Equal(t, n, got, "level %d", l)
	}
}

func TestRowsClosedForms(t *testing.T) {
	for _, d := range []int{13, 40, 65, 66, 100} {
		m := &Matrix{}
		m.Reset(d)
		for i := range d {
			for j := range i {
				m.Set(i, j)
			}
		}
		counter := Counter{Tally: NewTally(1)}
		counter.Rows(m, d-1, d, nil, 0)
		if d > 67 {
			assert.True(t, counter.Overflow, "%d", d)
			continue
		}
		require.False(t, counter.Overflow, "%d", d)
		choose := uint64(1)
		for l := range d - 1 {
			hi, lo := bits.Mul64(choose, uint64(d-1-l))
			choose, _ = bits.Div64(hi, lo, uint64(l+1))
			got, ok := counter.Tally.Sum(l, 0)
			assert.True(t, ok)
			assert.Equal(t, choose, got, "%d vertices, level %d", d, l)
		}
	}
}

func TestRowsStop(t *testing.T) {
	var stop atomic.Bool
	stop.Store(true)
	m := randomMatrix(rand.New(rand.NewPCG(3, 3)), 300, 0.9)
	counter := Counter{Tally: NewTally(1), Stop: &stop}
	counter.Rows(m, 0, 300, nil, 0) // would take for ever
}

func TestProject(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, d := range []int{1, 8, 63, 64, 65, 200, 512, 513, 1030} {
		for _, share := range []float64{0.02, 0.1, 0.5, 1} {
			m := randomMatrix(r, d, 0.4)
			var rows, columns []uint32
			for i := range uint32(d) {
				if r.Float64() < share {
					rows = append(rows, i)
				}
				if r.Float64() < share {
					columns = append(columns, i)
				}
			}
			step := (len(columns) + 63) / 64
			const guard = 0x5a5a5a5a5a5a5a5a
			dst := make([]uint64, len(rows)*step+1)
			for i := range dst {
				dst[i] = guard // stale words must be overwritten
			}
			project(dst, step, m, rows, columns)
			assert.EqualValues(t, uint64(guard), dst[len(rows)*step], "guard word")
			if len(columns) == 0 {
				continue
			}
			for a, i := range rows {
				for b, j := range columns {
					got := dst[a*step+b>>6]>>(b&63)&1 != 0
					require.Equal(t, m.Has(int(i), int(j)), got, "d %d row %d column %d", d, i, j)
				}
				if r := len(columns) & 63; r != 0 {
					assert.Zero(t, dst[a*step+step-1]>>r, "bits beyond the last column")
				}
			}
		}
	}
}

// TestBatch builds matrices out of strips and by scanning; both must agree.
func TestBatch(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{1, 64, 1000, 1024, 1025, 2100} {
		ptr, idx := make([]int64, n+1), []uint32(nil)
		for v := range n {
			for w := range n {
				if v != w && r.Float64() < 0.1 {
					idx = append(idx, uint32(w))
				}
			}
			ptr[v+1] = int64(len(idx))
		}
		var rows, columns [][]uint32
		for range 6 {
			var a, b []uint32
			share, other := r.Float64()*r.Float64(), r.Float64()*r.Float64()
			for v := range uint32(n) {
				if r.Float64() < share {
					a = append(a, v)
				}
				if r.Float64() < other {
					b = append(b, v)
				}
				if r.Float64() < other/8 { // some are listed twice
					b = append(b, v)
				}
			}
			rows, columns = append(rows, a, a), append(columns, a, b)
		}
		s := NewStrips(n)
		s.Fill(0, n, ptr, idx, nil)
		scan := NewScanner(n)
		var batch Batch
		batch.Build(s, rows, columns)
		for k := range rows {
			var got, want Matrix
			batch.Matrix(&got, k)
			scan.BuildCross(&want, rows[k], columns[k], ptr, idx)
			require.Equal(t, want.NW, got.NW)
			require.Equal(t, want.Bits, got.Bits, "n %d set %d of %d × %d", n, k, len(rows[k]), len(columns[k]))
		}
	}
}

func TestFillRanked(t *testing.T) {
	const n = 1500
	r := rand.New(rand.NewPCG(8, 7))
	rank := make([]uint32, n)
	for v, to := range r.Perm(n) {
		rank[v] = uint32(to)
	}
	var lists [2][n][]uint32 // by number, by rank
	for v := range n {
		for w := range n {
			if v != w && r.Float64() < 0.02 {
				lists[0][v] = append(lists[0][v], uint32(w))
				lists[1][rank[v]] = append(lists[1][rank[v]], rank[w])
			}
		}
	}
	csr := func(lists [n][]uint32) ([]int64, []uint32) {
		ptr, idx := make([]int64, n+1), []uint32(nil)
		for v, list := range lists {
			slices.Sort(list)
			idx = append(idx, list...)
			ptr[v+1] = int64(len(idx))
		}
		return ptr, idx
	}
	want, got := NewStrips(n), NewStrips(n)
	ptr, idx := csr(lists[1])
	want.Fill(0, n, ptr, idx, nil)
	ptr, idx = csr(lists[0])
	got.Fill(700, n, ptr, idx, rank)
	got.Fill(0, 700, ptr, idx, rank)
	assert.Equal(t, want.bits, got.bits)
}

func TestRestrict(t *testing.T) {
	m := randomMatrix(rand.New(rand.NewPCG(9, 8)), 150, 0.3)
	restricted := Matrix{D: m.D, NW: m.NW, Bits: slices.Clone(m.Bits)}
	some := []uint64{0xf0f0, 1 << 63, 0x3fffff}
	restricted.Restrict(some)
	has := func(i int) bool { return some[i>>6]>>(i&63)&1 != 0 }
	for i := range m.D {
		for j := range m.D {
			require.Equal(t, m.Has(i, j) && (!has(i) || has(j)), restricted.Has(i, j), "%d %d", i, j)
		}
	}
}

func TestCompress(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	m := randomMatrix(r, 300, 0.15)
	for i := range m.D {
		p := m.Row(i)
		n := popcount(p)
		if n > 64 {
			continue
		}
		var dst, other [64]uint64
		compress(&dst, m, p, n)
		compressList(&other, m, members(nil, p))
		assert.Equal(t, dst[:n], other[:n])
	}
}

// TestBuildListed compares with Build, and the places with the lists.
func TestBuildListed(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 7))
	const n = 700
	ptr, idx := make([]int64, n+1), []uint32(nil)
	for v := range n {
		for w := range n {
			if v != w && r.Float64() < 0.2 {
				idx = append(idx, uint32(w))
			}
		}
		ptr[v+1] = int64(len(idx))
	}
	short := make([]uint16, len(idx))
	for e, w := range idx {
		short[e] = uint16(w)
	}
	scan, other := NewScanner(n), NewScanner(n)
	var l Listing
	for _, beyond := range []int{-1, 300, 20, 21, 650, 698} {
		var set []uint32
		some := make([]uint64, 2*n/64+1)
		for v := beyond + 1; v < n; v++ {
			for late := range 2 {
				if r.Float64() < 0.1 {
					some[len(set)>>6] |= uint64(late) << (len(set) & 63)
					set = append(set, uint32(v))
				}
			}
		}
		some = some[:(len(set)+63)/64]
		for _, keep := range [][]uint64{nil, some} {
			var got, want Matrix
			BuildListed(scan, &got, set, keep, ptr, short, beyond, &l)
			other.Build(&want, set, ptr, idx)
			want.Restrict(keep)
			require.Equal(t, want, got, "16 bits")
			BuildListed(scan, &got, set, keep, ptr, idx, beyond, &l)
			other.Build(&want, set, ptr, idx)
			want.Restrict(keep)
			require.Equal(t, want, got)
			e := 0
			for i, v := range set {
				list := idx[ptr[v]:ptr[v+1]]
				from := int(l.From[i])
				require.True(t, from == 0 || int(list[from-1]) <= beyond)
				require.True(t, from == len(list) || int(list[from]) > beyond)
				for _, j := range members(nil, got.Row(i)) {
					require.Equal(t, set[j], list[l.At[e]])
					e++
				}
			}
			require.Len(t, l.At, e)
		}
	}
}

// TestMarked compares the kernel with the loop that it equals, with a guard behind
// what it may write.
func TestMarked(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 7))
	in := make([]uint64, 11)
	for i := range in {
		in[i] = r.Uint64() & r.Uint64()
	}
	for n := range 40 {
		list, soon := make([]uint32, n), make([]uint32, r.IntN(70))
		short := make([]uint16, n)
		for i := range list {
			list[i] = r.Uint32N(uint32(64 * len(in)))
			short[i] = uint16(list[i])
		}
		want := make([]uint32, n+2)
		k := markedGo(list, in, want)
		for _, kernel := range []func(got []uint32) int{
			func(got []uint32) int { return marked(list, in, got, soon) },
			func(got []uint32) int { return marked(short, in, got, make([]uint16, len(soon))) },
		} {
			got := make([]uint32, n+2)
			got[n+1] = 99
			require.Equal(t, k, kernel(got))
			require.Equal(t, want[:k], got[:k])
			require.EqualValues(t, 99, got[n+1])
		}
	}
}
