package common

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// rowsOf makes the rows in which i connects to j where the rule says so.
func rowsOf(n int, connects func(i, j int) bool) Rows {
	r := Rows{OutPtr: make([]int64, 1, n+1)}
	for i := range n {
		for j := range n {
			if i != j && connects(i, j) {
				r.OutIdx = append(r.OutIdx, uint32(j))
			}
		}
		r.OutPtr = append(r.OutPtr, int64(len(r.OutIdx)))
	}
	return withColumns(r)
}

// withColumns adds the transposed rows.
func withColumns(r Rows) Rows {
	n := r.N()
	r.InPtr, r.InIdx = make([]int64, n+1), make([]uint32, len(r.OutIdx))
	for _, j := range r.OutIdx {
		r.InPtr[j+1]++
	}
	for j := range n {
		r.InPtr[j+1] += r.InPtr[j]
	}
	at := append([]int64(nil), r.InPtr...)
	for i := range uint32(n) {
		for _, j := range r.out(i) {
			r.InIdx[at[j]] = i
			at[j]++
		}
	}
	return r
}

// counts are what a plan counts: pairs by two types and C, Σ C over connections by
// types, connections by C.
type counts struct {
	histogram map[[3]int]uint64
	connected map[[2]int]uint64
	joined    map[int]uint64
}

// slow counts what a plan does from C_ij, given from the definition.
func slow(r Rows, start []uint32, common func(i, j int) int) (want counts) {
	want = counts{map[[3]int]uint64{}, map[[2]int]uint64{}, map[int]uint64{}}
	typ := make([]int, r.N())
	for t := range len(start) - 1 {
		for i := start[t]; i < start[t+1]; i++ {
			typ[i] = t
		}
	}
	for i := range typ {
		for j := i + 1; j < len(typ); j++ {
			want.histogram[[3]int{typ[i], typ[j], common(i, j)}]++
		}
		for _, j := range r.out(uint32(i)) {
			want.connected[[2]int{typ[i], typ[j]}] += uint64(common(i, int(j)))
			want.joined[common(i, int(j))]++
		}
	}
	return want
}

// definition returns C = A·Aᵀ.
func definition(r Rows) func(i, j int) int {
	n := r.N()
	a := make([][]bool, n)
	for i := range a {
		a[i] = make([]bool, n)
		for _, j := range r.out(uint32(i)) {
			a[i][j] = true
		}
	}
	return func(i, j int) int {
		c := 0
		for k := range n {
			if a[i][k] && a[j][k] {
				c++
			}
		}
		return c
	}
}

// countAll counts the items of a plan in the order given, by so many workers.
func countAll(p *Plan, workers int, order []int) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			worker := p.NewWorker()
			for k := w; k < len(order); k += workers {
				worker.Count(order[k])
			}
		})
	}
	wg.Wait()
}

func assertCounts(t *testing.T, counts counts, p *Plan, start []uint32) {
	t.Helper()
	joined := map[int]uint64{}
	for k, n := range p.Joined() {
		if n > 0 {
			joined[k] = n
		}
	}
	assert.Equal(t, counts.joined, joined)
	pairs := 0
	for a := range len(start) - 1 {
		for b := range len(start) - 1 {
			assert.Equal(t, counts.connected[[2]int{a, b}], p.Connected(a, b), "connected %d>%d", a, b)
			if a > b {
				continue
			}
			for k, got := range p.Histogram(a, b) {
				if want := counts.histogram[[3]int{a, b, k}]; want != got {
					t.Fatalf("H(%d) of types %d, %d: want %d, got %d", k, a, b, want, got)
				}
				if got > 0 {
					pairs++
				}
			}
		}
	}
	assert.Len(t, counts.histogram, pairs, "a number of targets without a bin")
}

// testTypes are ways to cut n neurons into types, empty ones among them.
func testTypes(n int, rng *rand.Rand) [][]uint32 {
	random := []uint32{0}
	for at := 0; at < n; {
		at = min(n, at+rng.IntN(n/3+2))
		random = append(random, uint32(at))
	}
	return [][]uint32{{0, uint32(n)}, append(random, uint32(n))}
}

func TestAgreesWithDefinition(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 5, 8, 33, 70} {
		for _, density := range []float64{0, 0.02, 0.1, 0.4, 0.9, 1} {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(100*density)))
			r := rowsOf(n, func(i, j int) bool { return rng.Float64() < density })
			for k, start := range testTypes(n, rng) {
				t.Run(fmt.Sprintf("n=%d density=%g types=%d", n, density, k), func(t *testing.T) {
					want := slow(r, start, definition(r))
					for _, workers := range []int{1, 2, 7} {
						for _, narrow := range []bool{true, false} {
							p := newPlan(r, start, 200, narrow)
							countAll(p, workers, rng.Perm(p.Items()))
							assertCounts(t, want, p, start)
						}
					}
				})
			}
		}
	}
}

// TestManyInCommon has counts around 255 and 511, beyond which a byte begins
// anew: neurons 640 to 679 connect to the first few of 0 to 639, and two and two to
// each other.
func TestManyInCommon(t *testing.T) {
	const n, first = 680, 640
	targets := func(i int) int {
		few := []int{253, 254, 255, 256, 257, 258, 509, 510, 511, 512, 513, 600, 0, 3}
		return few[i%len(few)]
	}
	r := rowsOf(n, func(i, j int) bool { return i >= first && (j < targets(i) || j == i^1) })
	common := func(i, j int) int {
		if i < first || j < first {
			return 0
		}
		return min(targets(i), targets(j))
	}
	for _, start := range [][]uint32{{0, n}, {0, 100, 100, 650, 651, n}} {
		want := slow(r, start, common)
		for _, narrow := range []bool{true, false} {
			for _, cost := range []uint64{1, 1 << 23} {
				p := newPlan(r, start, cost, narrow)
				order := make([]int, p.Items())
				for k := range order {
					order[k] = k
				}
				countAll(p, 2, order)
				assertCounts(t, want, p, start)
			}
		}
	}
}

// TestManyNeurons has more neurons than 16 bits number: i connects to i+1 and
// i+2, so that neighbours have one target in common, and are connected.
func TestManyNeurons(t *testing.T) {
	const n = 1<<16 + 50
	r := Rows{OutPtr: []int64{0}}
	for i := uint32(0); i < n; i++ {
		for j := i + 1; j < min(n, i+3); j++ {
			r.OutIdx = append(r.OutIdx, j)
		}
		r.OutPtr = append(r.OutPtr, int64(len(r.OutIdx)))
	}
	p := NewPlan(withColumns(r), []uint32{0, 1 << 16, n})
	// The cost of all pairs is too much for a test: only items of the last type.
	w := p.NewWorker()
	for k, it := range p.items {
		if it.typ == 1 {
			w.Count(k)
		}
	}
	assert.Equal(t, []uint64{50*49/2 - 48, 48, 0}, p.Histogram(1, 1))
	assert.Equal(t, uint64(48), p.Connected(1, 1))
}

func TestBins(t *testing.T) {
	// Outdegrees 2, 1 and 0: bins 0..2, 0..1 and 0 alone.
	r := rowsOf(3, func(i, j int) bool { return i < j })
	assert.Equal(t, uint64(3), Bins(r, []uint32{0, 3}))
	assert.Equal(t, uint64(3+2+1+2+1+1), Bins(r, []uint32{0, 1, 2, 3}))
	assert.Len(t, NewPlan(r, []uint32{0, 1, 2, 3}).histogram, 10)
}
