//go:build amd64 && !purego && !noasm

package clique

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// The assembly's offsets are constants of its generator.
func TestRowStateOffsets(t *testing.T) {
	var s rowState
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"rows", unsafe.Offsetof(s.rows), 0}, {"blocks", unsafe.Offsetof(s.blocks), 8}, {"i", unsafe.Offsetof(s.i), 16},
		{"end", unsafe.Offsetof(s.end), 24}, {"off", unsafe.Offsetof(s.off), 32}, {"levels", unsafe.Offsetof(s.levels), 40},
		{"max", unsafe.Offsetof(s.max), 48}, {"tame", unsafe.Offsetof(s.tame), 56}, {"reason", unsafe.Offsetof(s.reason), 64},
		{"level", unsafe.Offsetof(s.level), 72}, {"list", unsafe.Offsetof(s.list), 80}, {"n", unsafe.Offsetof(s.n), 88},
		{"words", unsafe.Offsetof(s.words), 96}, {"step", unsafe.Offsetof(s.step), 104}, {"m", unsafe.Offsetof(s.m), 128},
		{"place", unsafe.Offsetof(s.place), 128 + 576}, {"mem", unsafe.Offsetof(s.mem), 128 + 576 + 640},
		{"index", unsafe.Offsetof(s.index), 128 + 576 + 640 + 256}, {"masks", unsafe.Offsetof(s.masks), 128 + 576 + 640 + 320},
		{"bufA", unsafe.Offsetof(s.bufA), 128 + 576 + 640 + 320 + 1024},
		{"bufB", unsafe.Offsetof(s.bufB), 128 + 576 + 640 + 320 + 1024 + 8*(64*64+8)},
	} {
		assert.Equal(t, f.want, f.got, f.name)
	}
}

// The assembly's offsets are constants of its generator.
func TestPairStateOffsets(t *testing.T) {
	var s pairState
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"rows", unsafe.Offsetof(s.rows), 0}, {"stride", unsafe.Offsetof(s.stride), 8}, {"i", unsafe.Offsetof(s.i), 16},
		{"end", unsafe.Offsetof(s.end), 24}, {"words", unsafe.Offsetof(s.words), 32}, {"made", unsafe.Offsetof(s.made), 40},
		{"base", unsafe.Offsetof(s.base), 48}, {"before", unsafe.Offsetof(s.before), 56}, {"cols", unsafe.Offsetof(s.cols), 64},
		{"edge", unsafe.Offsetof(s.edge), 72}, {"vertex", unsafe.Offsetof(s.vertex), 80}, {"unit", unsafe.Offsetof(s.unit), 88},
		{"held", unsafe.Offsetof(s.held), 96}, {"most", unsafe.Offsetof(s.most), 104}, {"over", unsafe.Offsetof(s.over), 112},
		{"keep", unsafe.Offsetof(s.keep), 120}, {"reason", unsafe.Offsetof(s.reason), 144}, {"total", unsafe.Offsetof(s.total), 152},
		{"n2", unsafe.Offsetof(s.n2), 160}, {"n3", unsafe.Offsetof(s.n3), 168}, {"deepN", unsafe.Offsetof(s.deepN), 176},
		{"m", unsafe.Offsetof(s.m), 256}, {"part", unsafe.Offsetof(s.part), 832}, {"tab", unsafe.Offsetof(s.tab), 1536},
		{"flat", unsafe.Offsetof(s.flat), 1536 + 8*64*64}, {"deep", unsafe.Offsetof(s.deep), 1536 + 8*64*64 + 16*(64*63+1)},
		{"guard", unsafe.Offsetof(s.guard), 1536 + 8*64*64 + 16*(64*63+1) + 16*(1024+64)},
	} {
		assert.Equal(t, f.want, f.got, f.name)
	}
}

// extendSlow is one level of the recursion: the sum of the population counts of
// x & m[j], and those with two bits or more.
func extendSlow(m, in []uint64) (sum uint64, out []uint64) {
	for _, x := range in {
		for y := x; y != 0; y &= y - 1 {
			z := x & m[bits.TrailingZeros64(y)]
			sum += uint64(bits.OnesCount64(z))
			if z&(z-1) != 0 {
				out = append(out, z)
			}
		}
	}
	return sum, out
}

const guard = 0xfeedfacefeedface

// TestWords compares one level of the recursion with the Go loop that it equals,
// with guard words behind what it may write.
func TestWords(t *testing.T) {
	type expand func(m *[72]uint64, groups int, in []uint64, out []uint64) (sum uint64, kept uint64)
	kernels := map[string]struct {
		has         bool
		expand, sum expand
	}{
		"avx512": {cpu.AVX512VBMI,
			func(m *[72]uint64, groups int, in, out []uint64) (uint64, uint64) {
				var acc [8]uint64
				kept := expand512(&m[0], uint64(groups), &in[0], uint64(len(in)), &acc, &out[0])
				return total(acc), kept
			},
			func(m *[72]uint64, groups int, in, _ []uint64) (uint64, uint64) {
				var acc [8]uint64
				sum512(&m[0], uint64(groups), &in[0], uint64(len(in)), &acc)
				return total(acc), 0
			}},
		"avx2": {cpu.AVX2,
			func(m *[72]uint64, _ int, in, out []uint64) (uint64, uint64) {
				sum := [2]uint64{7, guard}
				kept := expand64(&m[0], &in[0], uint64(len(in)), &sum[0], &out[0])
				assert.EqualValues(t, uint64(guard), sum[1])
				return sum[0] - 7, kept
			},
			func(m *[72]uint64, _ int, in, _ []uint64) (uint64, uint64) {
				sum := [2]uint64{7, guard}
				sum64(&m[0], &in[0], uint64(len(in)), &sum[0])
				assert.EqualValues(t, uint64(guard), sum[1])
				return sum[0] - 7, 0
			}},
	}
	for name, k := range kernels {
		t.Run(name, func(t *testing.T) {
			if !k.has {
				t.Skip("not on this machine")
			}
			r := rand.New(rand.NewPCG(1, 1))
			for groups := 1; groups <= 8; groups++ {
				var m [72]uint64
				all := ^uint64(0) >> (64 - 8*groups)
				for j := range 8 * groups {
					m[j] = r.Uint64() & r.Uint64() & all
				}
				for _, n := range []int{1, 2, 7, 8, 15, 16, 17, 64} {
					in := make([]uint64, n)
					for i := range in {
						in[i] = [...]uint64{r.Uint64() & r.Uint64() & all, 0, 1, all}[i%4]
					}
					sum, want := extendSlow(m[:], in)
					out := make([]uint64, 64*n+8+1)
					out[64*n+8] = guard
					got, kept := k.expand(&m, groups, in, out)
					assert.Equal(t, uint64(guard), out[64*n+8])
					assert.Equal(t, want, append([]uint64(nil), out[:kept]...), "groups %d n %d", groups, n)
					assert.Equal(t, sum, got)
					got, _ = k.sum(&m, groups, in, nil)
					assert.Equal(t, sum, got)
				}
			}
		})
	}
}

func total(acc [8]uint64) (sum uint64) {
	for _, a := range acc {
		sum += a
	}
	return sum
}

// TestGather compares the gathers with the Go loop that they equal.
func TestGather(t *testing.T) {
	type gather func(dst []uint64, list []uint32, n int, base []uint64, words int, p *part, shift int)
	table := func(base []uint64) *byte { return (*byte)(unsafe.Pointer(&base[0])) }
	for _, k := range []struct {
		name         string
		has          bool
		words, picks int
		gather       gather
	}{
		{"gather64", cpu.AVX512VBMI, 8, 64, func(dst []uint64, list []uint32, n int, base []uint64, words int, p *part, shift int) {
			gather64(&dst[0], 24, &list[0], uint64(n), table(base), uint64(8*words), &p.index, &p.mask, uint64(shift))
		}},
		{"gather128", cpu.AVX512VBMI, 16, 64, func(dst []uint64, list []uint32, n int, base []uint64, words int, p *part, shift int) {
			gather128(&dst[0], 24, &list[0], uint64(n), table(base), uint64(8*words), &p.index, &p.mask, uint64(shift))
		}},
		{"gather64by32", cpu.AVX2, 8, 32, func(dst []uint64, list []uint32, n int, base []uint64, words int, p *part, shift int) {
			gather64by32(&dst[0], 24, &list[0], uint64(n), table(base), uint64(8*words), &p.index[0], &p.mask[0], uint64(shift))
		}},
	} {
		t.Run(k.name, func(t *testing.T) {
			if !k.has {
				t.Skip("not on this machine")
			}
			r := rand.New(rand.NewPCG(2, 2))
			base := make([]uint64, k.words*50)
			for i := range base {
				base[i] = r.Uint64()
			}
			for _, picks := range []int{0, 1, 31, 32, 63, 64} {
				if picks > k.picks {
					continue
				}
				var p part
				for i := range p.index {
					p.index[i] = byte(i) // stale
				}
				p.reset()
				for range picks {
					p.pick(r.Uint32N(uint32(k.words * 64)))
				}
				for _, n := range []int{0, 1, 2, 5, 11, 12, 13, 25, 50} {
					list := make([]uint32, n+1)
					for i := range list {
						list[i] = r.Uint32N(50)
					}
					for _, shift := range []int{0, 1, 17, 32} {
						want, got := make([]uint64, 3*n+3), make([]uint64, 3*n+3)
						for i := range want {
							want[i] = r.Uint64()
							got[i] = want[i]
						}
						gatherGeneric(want, 3, list[:n], base, k.words, &p, shift)
						k.gather(got, list, n, base, k.words, &p, shift)
						assert.Equal(t, want, got, "picks %d n %d shift %d", picks, n, shift)
					}
				}
			}
		})
	}
}

// TestGatherPairs compares gatherPairs with the Go loop that it equals, for every
// split of the columns over the halves, with guard words around what it writes.
func TestGatherPairs(t *testing.T) {
	if !cpu.AVX2 {
		t.Skip("no AVX2")
	}
	r := rand.New(rand.NewPCG(3, 2))
	base := make([]uint64, stripWords*50)
	for i := range base {
		base[i] = r.Uint64()
	}
	for _, picks := range [][2]int{{1, 0}, {0, 1}, {3, 4}, {16, 16}, {15, 16}, {17, 0}, {0, 40}, {33, 31}, {64, 0}, {1, 20}} {
		var columns []uint32
		for half, n := range picks {
			for range n {
				columns = append(columns, uint32(half)*StripBits/2+r.Uint32N(StripBits/2))
			}
		}
		slices.Sort(columns)
		for _, n := range []int{1, 2, 11, 12, 13, 14, 25, 50} {
			list := make([]uint32, n)
			for i := range list {
				list[i] = r.Uint32N(50)
			}
			for _, shift := range []int{0, 1, 15, 17, 60} {
				var p part
				for _, c := range columns[:min(len(columns), 64-shift)] {
					p.add(stripByte(c), c)
				}
				want, got := make([]uint64, n+2), make([]uint64, n+2)
				for i := range want {
					want[i] = r.Uint64()
					got[i] = want[i]
				}
				gatherGeneric(want[1:n+1], 1, list, base, stripWords, &p, shift)
				for first := 0; first < p.n; {
					q, next := pairsFrom(&p, first)
					require.Greater(t, next, first)
					gatherPairs(&got[1], &list[0], uint64(n), (*byte)(unsafe.Pointer(&base[0])), &q.index[0], &q.mask[0],
						uint64(first+shift-q.first)&63, uint64(first+shift))
					first = next
				}
				require.Equal(t, want, got, "picks %v n %d shift %d", picks, n, shift)
			}
		}
	}
}

// TestKernelsAVX2 runs the tests of all that has a path of its own for AVX2, on
// machines where they have used AVX-512.
func TestKernelsAVX2(t *testing.T) {
	if !wide {
		t.Skip("no AVX-512 VBMI")
	}
	if testing.Short() {
		t.Skip("the same tests once more")
	}
	defer func() { wide = true }()
	wide = false
	t.Run("Rows", TestRows)
	t.Run("RowsTogether", TestRowsTogether)
	t.Run("RowsDeep", TestRowsDeep)
	t.Run("RowsClosedForms", TestRowsClosedForms)
	t.Run("RowsStop", TestRowsStop)
	t.Run("RowsColumns", TestRowsColumns)
	t.Run("Project", TestProject)
	t.Run("Batch", TestBatch)
}

// TestRowsColumns has sets of 0 to 65 vertices in narrow and wide windows among
// the columns of one, two and more blocks, and compares with generic code.
func TestRowsColumns(t *testing.T) {
	if !cpu.AVX2 {
		t.Skip("no AVX2")
	}
	for _, d := range []int{132, 255, 256, 257, 512, 513, 1024, 1025} {
		r := rand.New(rand.NewPCG(uint64(d), 4))
		m := randomMatrix(r, d, 0)
		for i := range d {
			n, window := i%66, d
			if i%3 == 0 {
				window = 2*n + 1
			}
			for from := r.IntN(d - window + 1); n > 0; {
				if j := from + r.IntN(window); j != i && !m.Has(i, j) {
					m.Set(i, j)
					n--
				}
			}
		}
		for _, levels := range []int{2, 3, 0} {
			counter := Counter{Tally: NewTally(1), Levels: levels}
			generic := Counter{Tally: NewTally(1), Levels: levels}
			counter.Rows(m, 0, d, nil, 0)
			for i := range d {
				p := m.Row(i)
				generic.count(m, p, popcount(p), generic.room(0, popcount(p)), 0)
				generic.flush(0, 0, 0)
			}
			for l := range max(generic.Tally.Levels(), counter.Tally.Levels()) {
				want, _ := generic.Tally.Sum(l, 0)
				got, _ := counter.Tally.Sum(l, 0)
				require.Equal(t, want, got, "d %d levels %d level %d", d, levels, l)
			}
			for _, f := range counter.vector.frames {
				require.Zero(t, f.state.guard, "guard word")
				require.Zero(t, f.state.m[64], "the row of no vertex")
			}
		}
	}
}
