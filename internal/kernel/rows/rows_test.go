package rows

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachPath runs a test with every instruction set that there is.
func eachPath(t *testing.T, f func(t *testing.T)) {
	for _, p := range kernels.Paths() {
		t.Run(p.String(), func(t *testing.T) {
			defer kernels.Use(p)()
			f(t)
		})
	}
}

func table(n int, r *rand.Rand) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = r.Uint64() | 1<<63 // so that most additions carry
	}
	return out
}

// row draws an ascending row of numbers below n.
func row(n, length int, r *rand.Rand) []uint32 {
	all := make([]uint32, 0, length)
	for _, v := range r.Perm(n)[:length] {
		all = append(all, uint32(v))
	}
	slices.Sort(all)
	return all
}

func TestSumIsTheSum(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for n := range 70 {
			numbers := table(n, r)
			for length := range n + 1 {
				entries, want := row(n, length, r), new(big.Int)
				for _, w := range entries {
					want.Add(want, new(big.Int).SetUint64(numbers[w]))
				}
				sum, ok := Sum(entries, numbers)
				require.True(t, ok)
				got := new(big.Int).SetUint64(sum[1])
				got.Lsh(got, 64).Add(got, new(big.Int).SetUint64(sum[0]))
				require.Equal(t, want.String(), got.String(), "%d of %d", length, n)
			}
		}
	})
}

// TestSumRefusesWhatIsNoRow changes one entry of a row, at every place of rows of all
// lengths up to several turns of the loops.
func TestSumRefusesWhatIsNoRow(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		const n = 1000
		numbers := table(n, r)
		for length := 1; length < 40; length++ {
			good := row(n, length, r)
			for at := range good {
				wrong := []uint32{n, n + 1, 1<<31 - 1, 1 << 31, 1<<31 + uint32(at), 1<<32 - 2, 1<<32 - 1}
				if at > 0 {
					wrong = append(wrong, good[at-1], 0)
				}
				if at+1 < length {
					wrong = append(wrong, good[at+1], n-1)
				}
				for _, w := range wrong {
					bad := slices.Clone(good)
					bad[at] = w
					if w < n && slices.IsSorted(bad) && len(slices.Compact(slices.Clone(bad))) == length {
						continue // it ascends after all
					}
					_, ok := Sum(bad, numbers)
					require.False(t, ok, "%d at %d of %v", w, at, good)
				}
			}
		}
		_, ok := Sum([]uint32{0}, nil)
		assert.False(t, ok, "there is no entry in an empty table")
		_, ok = Sum(nil, nil)
		assert.True(t, ok)
		// All entries large: with signs they ascend.
		var large []uint32
		for v := range uint32(64) {
			large = append(large, 1<<31+v)
		}
		_, ok = Sum(large, numbers)
		assert.False(t, ok)
	})
}

func BenchmarkSum(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	numbers := table(31_346, r)
	var all [][]uint32
	for range 128 {
		all = append(all, row(len(numbers), 250, r))
	}
	for _, p := range kernels.Paths() {
		b.Run(p.String(), func(b *testing.B) {
			defer kernels.Use(p)()
			for b.Loop() {
				for _, entries := range all {
					Sum(entries, numbers)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*128*250), "ns/entry")
		})
	}
}
