package rows

import (
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

func draw(n int, r *rand.Rand) *Numbers {
	t := &Numbers{High: make([]uint64, HighFor(n))}
	for i := range t.Low {
		t.Low[i] = r.Uint64()
	}
	for i := range t.High {
		t.High[i] = r.Uint64()
	}
	return t
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

// TestMarkAndMatch takes pairs of rows of all lengths up to several turns of the loops,
// of few neurons and of more than the low table has.
func TestMarkAndMatch(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, n := range []int{1, 2, 9, 70, 255, 256, 257, 5000} {
			numbers, marks := draw(n, r), make([]uint8, n)
			for length := range min(n, 60) + 1 {
				one, other, turn := row(n, length, r), row(n, r.IntN(length+1), r), uint8(1+length)
				own := r.Uint32N(uint32(n))
				before, wantSum := slices.Clone(marks), uint64(0)
				for _, w := range one {
					wantSum += numbers.Low[w%256] * numbers.High[w/256]
				}
				sum, ok := Mark(one, own, numbers, marks, turn)
				require.True(t, ok)
				require.Equal(t, wantSum, sum, "%d of %d", length, n)
				for v := range marks {
					switch in := slices.Contains(one, uint32(v)); {
					case in && v >= int(own):
						require.Equal(t, turn, marks[v])
					case !in || marks[v] != turn:
						require.Equal(t, before[v], marks[v])
					}
				}

				wantSum = 0
				wantFound := []uint32{}
				for _, w := range other {
					wantSum += numbers.Of(w)
					if w > own && slices.Contains(one, w) {
						wantFound = append(wantFound, w)
					}
				}
				before = slices.Clone(marks)
				sum, found, ok := Match(other, own, numbers, marks, turn, make([]uint32, len(other)))
				require.True(t, ok)
				require.Equal(t, wantSum, sum, "%d of %d", len(other), n)
				require.Equal(t, wantFound, append([]uint32{}, found...))
				require.Equal(t, before, marks, "matching marks nothing")
			}
		}
	})
}

// TestMatchOfTheLastTurn has marks of all turns but the last beside it.
func TestMatchOfTheLastTurn(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		const n = 256
		marks, all := make([]uint8, n), make([]uint32, n)
		for v := range all {
			marks[v], all[v] = uint8(v), uint32(v)
		}
		_, found, ok := Match(all, 3, draw(n, rand.New(rand.NewPCG(1, 1))), marks, 255, make([]uint32, n))
		require.True(t, ok)
		assert.Equal(t, []uint32{255}, found)
	})
}

// TestRefusesWhatIsNoRow changes one entry of a row, at every place of rows of all
// lengths up to several turns of the loops.
func TestRefusesWhatIsNoRow(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		const n = 1000
		numbers, all := draw(n, r), make([]uint8, n+64)
		marks, found := all[:n], make([]uint32, 64)
		refused := func(bad []uint32, says ...any) {
			own := r.Uint32N(n)
			_, ok := Mark(bad, own, numbers, marks, 1)
			require.False(t, ok, says...)
			_, _, ok = Match(bad, own, numbers, marks, 1, found)
			require.False(t, ok, says...)
		}
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
					refused(bad, "%d at %d of %v", w, at, good)
				}
			}
		}
		// All entries large: with signs they ascend.
		var large []uint32
		for v := range uint32(64) {
			large = append(large, 1<<31+v)
		}
		refused(large)
		assert.Equal(t, make([]uint8, 64), all[n:], "what lies behind the marks was touched")

		none := draw(0, r)
		_, ok := Mark([]uint32{0}, 0, none, nil, 1)
		assert.False(t, ok, "there is no neuron")
		_, ok = Mark(nil, 0, none, nil, 1)
		assert.True(t, ok)
		_, _, ok = Match(nil, 0, none, nil, 1, nil)
		assert.True(t, ok)
	})
}

// TestTablesThatAreTooShort must panic, not read what lies behind them.
func TestTablesThatAreTooShort(t *testing.T) {
	eachPath(t, func(t *testing.T) {
		numbers := draw(255, rand.New(rand.NewPCG(1, 1)))
		marks := make([]uint8, 300)
		assert.Panics(t, func() { Mark([]uint32{1}, 0, numbers, marks, 1) })
		assert.Panics(t, func() { Match([]uint32{1}, 0, numbers, marks, 1, make([]uint32, 1)) })
		assert.Panics(t, func() { Match([]uint32{1, 2}, 0, numbers, marks[:200], 1, make([]uint32, 1)) })
	})
}

func BenchmarkRows(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const n, length = 31_346, 250
	numbers, marks, found := draw(n, r), make([]uint8, n), make([]uint32, length)
	var all [][]uint32
	for range 128 {
		all = append(all, row(n, length, r))
	}
	for _, p := range kernels.Paths() {
		for _, kernel := range []struct {
			name string
			run  func(entries []uint32)
		}{
			{"mark", func(entries []uint32) { Mark(entries, n/2, numbers, marks, 1) }},
			{"match", func(entries []uint32) { Match(entries, n/2, numbers, marks, 1, found) }},
		} {
			b.Run(kernel.name+"/"+p.String(), func(b *testing.B) {
				defer kernels.Use(p)()
				for b.Loop() {
					for _, entries := range all {
						kernel.run(entries)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(all)*length), "ns/entry")
			})
		}
	}
}
