//go:build amd64 && !purego && !noasm

package clique

import (
	"math/bits"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"

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

// TestWords compares one level of the recursion with the Go loop that it equals,
// with guard words behind what it may write.
func TestWords(t *testing.T) {
	if !cpu.AVX512VBMI {
		t.Skip("no AVX-512 VBMI")
	}
	r := rand.New(rand.NewPCG(1, 1))
	for groups := 1; groups <= 8; groups++ {
		var m [64]uint64
		for j := range 8 * groups {
			m[j] = r.Uint64() & r.Uint64() & (^uint64(0) >> (64 - 8*groups))
		}
		for _, n := range []int{1, 2, 7, 8, 15, 16, 17, 64} {
			in := make([]uint64, n)
			for i := range in {
				in[i] = r.Uint64() & r.Uint64() & (^uint64(0) >> (64 - 8*groups))
			}
			var want []uint64
			sum := uint64(0)
			for _, x := range in {
				for y := x; y != 0; y &= y - 1 {
					z := x & m[bits.TrailingZeros64(y)]
					sum += uint64(bits.OnesCount64(z))
					if z&(z-1) != 0 {
						want = append(want, z)
					}
				}
			}
			const guard = 0xfeedfacefeedface
			out := make([]uint64, 64*n+8+1)
			out[64*n+8] = guard
			var acc, plain [8]uint64
			kept := expand512(&m[0], uint64(groups), &in[0], uint64(n), &acc, &out[0])
			sum512(&m[0], uint64(groups), &in[0], uint64(n), &plain)
			assert.Equal(t, uint64(guard), out[64*n+8])
			assert.Equal(t, append([]uint64(nil), want...), append([]uint64(nil), out[:kept]...), "groups %d n %d", groups, n)
			assert.Equal(t, acc, plain)
			total := uint64(0)
			for _, a := range acc {
				total += a
			}
			assert.Equal(t, sum, total)
		}
	}
}

// TestGather compares the gathers with the Go loop that they equal.
func TestGather(t *testing.T) {
	if !cpu.AVX512VBMI {
		t.Skip("no AVX-512 VBMI")
	}
	r := rand.New(rand.NewPCG(2, 2))
	for _, words := range []int{8, 16} {
		base := make([]uint64, words*50)
		for i := range base {
			base[i] = r.Uint64()
		}
		for _, picks := range []int{0, 1, 31, 63, 64} {
			var p part
			p.reset()
			for range picks {
				p.pick(r.Uint32N(uint32(words * 64)))
			}
			for _, n := range []int{0, 1, 2, 5, 50} {
				list := make([]uint32, n+1)
				for k := range list {
					list[k] = r.Uint32N(50)
				}
				for _, shift := range []int{0, 1, 17} {
					want, got := make([]uint64, 3*n+3), make([]uint64, 3*n+3)
					for k := range want {
						want[k] = r.Uint64()
						got[k] = want[k]
					}
					gatherGeneric(want, 3, list[:n], base, words, &p, shift)
					gather := gather64
					if words == 16 {
						gather = gather128
					}
					gather(&got[0], 24, &list[0], uint64(n), (*byte)(unsafe.Pointer(&base[0])), uint64(8*words), &p.index, &p.mask, uint64(shift))
					assert.Equal(t, want, got, "words %d picks %d n %d shift %d", words, picks, n, shift)
				}
			}
		}
	}
}
