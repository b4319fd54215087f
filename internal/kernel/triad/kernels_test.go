package triad

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// guard stands before and after every buffer that a kernel writes to.
const guard = 0xdeadbeefcafef00d

// guarded returns n words between guards, and a check that those are intact.
func guarded(n int) (words []uint64, check func(t *testing.T)) {
	const margin = 16
	b := aligned(n + 2*margin)
	for i := range b {
		b[i] = guard
	}
	words = b[margin : margin+n]
	clear(words)
	return words, func(t *testing.T) {
		t.Helper()
		for i := range margin {
			assert.Equal(t, uint64(guard), b[i], "guard %d words before", margin-i)
			assert.Equal(t, uint64(guard), b[margin+n+i], "guard %d words after", i)
		}
	}
}

// randomRows draws rows whose words have a bit with the given chance of 2^-thin,
// every fourth row empty.
func randomRows(rng *rand.Rand, rows []uint64, words, thin int) {
	for i := range rows {
		if i/words%4 == 3 {
			continue
		}
		rows[i] = rng.Uint64()
		for range thin {
			rows[i] &= rng.Uint64()
		}
	}
}

// randomRuns draws a list of runs with the given numbers of entries.
func randomRuns(rng *rand.Rand, rows int, shapes [][2]int) []uint32 {
	var list []uint32
	for _, shape := range shapes {
		list = append(list, uint32(rng.IntN(rows)*rowWords), uint32(shape[0]), uint32(shape[1]))
		for range shape[0] + shape[1] {
			list = append(list, uint32(rng.IntN(rows)*rowWords))
		}
	}
	return append(list, 0)[:len(list)]
}

func TestKernelsAgree(t *testing.T) {
	const rows = 37
	shapes := [][][2]int{{}, {{0, 1}}, {{1, 0}}, {{1, 1}}, {{7, 0}, {0, 7}, {3, 4}}, {{64, 65}, {1, 127}}}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var many [][2]int
		for range rng.IntN(40) {
			many = append(many, [2]int{rng.IntN(9), 1 + rng.IntN(9)})
		}
		shapes = append(shapes, many)
	}
	for _, thin := range []int{0, 2, 5} {
		for i, shape := range shapes {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(thin)))
			u := aligned(rows * rowWords)
			randomRows(rng, u, rowWords, thin)
			list := randomRuns(rng, rows, shape)
			var want [2][]uint64
			for _, p := range Paths() {
				t.Run(fmt.Sprintf("%v thin=%d list=%d", p, thin, i), func(t *testing.T) {
					defer Use(p)()
					a, checkA := guarded(2 * stripWord)
					b, checkB := guarded(TypedShapes * stripWord)
					for range 2 { // the second time adds to what is there
						plain(list, &u[0], (*[2 * stripWord]uint64)(a))
						typed(list, &u[0], (*[TypedShapes * stripWord]uint64)(b))
					}
					checkA(t)
					checkB(t)
					if p == Generic {
						want = [2][]uint64{a, b}
						return
					}
					assert.Equal(t, want[0], a, "plain")
					assert.Equal(t, want[1], b, "typed")
				})
			}
		}
	}
}

func TestFilterAgrees(t *testing.T) {
	const rows = 41
	for _, n := range []int{0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 1023, 1024} {
		for _, thin := range []int{0, 3, 6, 8} {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(thin)))
			filters := aligned(rows * foldWords)
			randomRows(rng, filters, foldWords, thin)
			pairs := make([]uint64, n)
			for i := range pairs {
				pairs[i] = uint64(rng.IntN(rows)*foldWords) | uint64(rng.IntN(rows)*foldWords)<<32
			}
			var want []uint64
			for _, p := range Paths() {
				t.Run(fmt.Sprintf("%v n=%d thin=%d", p, n, thin), func(t *testing.T) {
					defer Use(p)()
					flags, check := guarded(n/8 + 1)
					filter(pairs, &filters[0], firstByte(flags))
					check(t)
					got := kept(pairs, flags)
					if p == Generic {
						want = got
						return
					}
					assert.Equal(t, want, got)
				})
			}
		}
	}
}

func TestMatchAgrees(t *testing.T) {
	const rows = 29
	for _, n := range []int{0, 1, 2, 9, 64, 1023} {
		rng := rand.New(rand.NewPCG(uint64(n), 3))
		lists, first := make([]uint16, rows*foldList), make([]uint32, rows+1)
		for i := range lists {
			lists[i] = uint16(rng.IntN(400))
		}
		for u := range rows {
			first[u+1] = first[u] + uint32(1+rng.IntN(foldList))
		}
		hits := make([]uint64, n)
		for i := range hits {
			hits[i] = uint64(rng.IntN(rows)*foldWords) | uint64(rng.IntN(rows)*foldWords)<<32
		}
		var want []uint64
		for _, p := range Paths() {
			t.Run(fmt.Sprintf("%v n=%d", p, n), func(t *testing.T) {
				defer Use(p)()
				flags, check := guarded(n/8 + 1)
				match(hits, &first[0], &lists[0], firstByte(flags))
				check(t)
				got := kept(hits, flags)
				if p == Generic {
					want = got
					return
				}
				assert.Equal(t, want, got)
			})
		}
	}
}

func firstByte(words []uint64) *uint8 { return (*uint8)(unsafe.Pointer(&words[0])) }

// kept returns the pairs whose flags are set, of those in 8·len(flags) bytes.
func kept(pairs []uint64, flags []uint64) (list []uint64) {
	for i, p := range pairs {
		if flags[i/8]>>(i%8*8)&0xff != 0 {
			list = append(list, p)
		}
	}
	return list
}

func TestKeep(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 63, 64, 65, foldBatch} {
		k := &FoldedRows{flags: make([]uint8, foldBatch+8)}
		pairs, want := make([]uint64, n), []uint64{}
		rng := rand.New(rand.NewPCG(uint64(n), 5))
		for i := range k.flags {
			k.flags[i] = uint8(rng.IntN(3) * 0x7f)
		}
		for i := range pairs {
			pairs[i] = uint64(i)
			if k.flags[i] != 0 {
				want = append(want, uint64(i))
			}
		}
		assert.Equal(t, want, k.keep([]uint64{}, pairs), "n=%d", n)
		assert.Equal(t, want, append([]uint64{}, k.keep(pairs[:0], pairs)...), "in place, n=%d", n)
	}
}
