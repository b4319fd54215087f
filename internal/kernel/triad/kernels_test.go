package triad

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
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
			for _, p := range Kernels.Paths() {
				t.Run(fmt.Sprintf("%v thin=%d list=%d", p, thin, i), func(t *testing.T) {
					defer Kernels.Use(p)()
					a, checkA := guarded(2 * stripWord)
					b, checkB := guarded(TypedShapes * stripWord)
					for range 2 { // the second time adds to what is there
						plain(list, &u[0], (*[2 * stripWord]uint64)(a))
						typed(list, &u[0], (*[TypedShapes * stripWord]uint64)(b))
					}
					checkA(t)
					checkB(t)
					if p == cpu.PathGeneric {
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
