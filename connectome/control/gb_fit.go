package control

import (
	"context"
	"math/rand/v2"
)

// binFit makes the number of connections of one pathway exact in each bin: it
// takes some away, each set of them equally likely, or adds some of the pairs that
// are not connected, likewise.
type binFit struct {
	*gbSampler
	path     int
	from, to *leaves
	rng      *rand.Rand
	cells    [][]cell // by strip; shortened in place
	bins     [][]uint16
	added    []cell

	missing []int64 // by bin; negative where there are too many
	lacking int     // sum of the positive ones
}

func (f *binFit) fit(ctx context.Context) error {
	want := f.want[f.path]
	f.missing = make([]int64, len(want))
	copy(f.missing, want)
	have := make([]int64, len(want))
	for _, bins := range f.bins {
		for _, k := range bins {
			have[k]++
		}
	}
	for k, n := range have {
		f.missing[k] -= n
		f.lacking += int(max(f.missing[k], 0))
	}
	taken := f.takeAway(have)
	if f.lacking == 0 {
		return nil
	}
	f.add(taken)
	if f.lacking == 0 {
		return nil
	}
	return f.addFromAll(ctx, taken)
}

// takeAway removes what is too much: of m connections that are left to look at,
// with k to go, each goes with probability k/m. It returns the connections of the
// bins that lack some.
func (f *binFit) takeAway(left []int64) cellTable {
	lacking := 0
	for k, n := range left {
		if f.missing[k] > 0 {
			lacking += int(n)
		}
	}
	taken := newCellTable(lacking + f.lacking)
	for i, cells := range f.cells {
		kept := cells[:0]
		for j, c := range cells {
			k := f.bins[i][j]
			if f.missing[k] > 0 {
				taken.add(c)
			} else if f.missing[k] < 0 {
				left[k]--
				if f.rng.Uint64N(uint64(left[k]+1)) < uint64(-f.missing[k]) {
					f.missing[k]++
					continue
				}
			}
			kept = append(kept, c)
		}
		f.cells[i] = kept
	}
	return taken
}

// triesPerNeuron bounds the pairs that add proposes, by the neurons of the pathway.
const triesPerNeuron = 64

// add adds what is missing: pairs of the pathway are proposed at random, and
// those of a bin that lacks some become connections.
func (f *binFit) add(taken cellTable) {
	rows, cols := uint64(len(f.from.order)), uint64(len(f.to.order))
	for tries := triesPerNeuron * (rows + cols); tries > 0 && f.lacking > 0; tries-- {
		i, j := f.rng.Uint64N(rows), f.rng.Uint64N(cols)
		k := f.ruler.of(squared(f.from.where[i], f.to.where[j]))
		v, w := f.from.order[i], f.to.order[j]
		if f.missing[k] <= 0 || v == w {
			continue
		}
		if c := newCell(uint64(v), uint64(w)); taken.add(c) {
			f.added = append(f.added, c)
			f.missing[k]--
			f.lacking--
		}
	}
}

// addFromAll adds what is still missing where few pairs are left to be connected:
// it goes through all of them and keeps a random sample, Vitter's algorithm R:
// 1985, https://doi.org/10.1145/3147.3165.
func (f *binFit) addFromAll(ctx context.Context, taken cellTable) error {
	samples, seen := make([][]cell, len(f.missing)), make([]uint64, len(f.missing))
	for a := range f.from.boxes {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		for b := range f.to.boxes {
			lo, hi := f.from.boxes[a].spanSquared(&f.to.boxes[b])
			if !f.anyMissing(f.ruler.of(lo), f.ruler.of(hi)) {
				continue
			}
			f.sample(samples, seen, taken, a, b)
		}
	}
	for _, s := range samples {
		f.added = append(f.added, s...)
	}
	return nil
}

func (f *binFit) anyMissing(lo, hi int) bool {
	for _, n := range f.missing[lo : hi+1] {
		if n > 0 {
			return true
		}
	}
	return false
}

// sample offers the pairs of two leaves to the samples of their bins.
func (f *binFit) sample(samples [][]cell, seen []uint64, taken cellTable, a, b int) {
	for i := f.from.starts[a]; i < f.from.starts[a+1]; i++ {
		for j := f.to.starts[b]; j < f.to.starts[b+1]; j++ {
			k := f.ruler.of(squared(f.from.where[i], f.to.where[j]))
			v, w := f.from.order[i], f.to.order[j]
			c := newCell(uint64(v), uint64(w))
			if f.missing[k] <= 0 || v == w || taken.has(c) {
				continue
			}
			seen[k]++
			if len(samples[k]) < int(f.missing[k]) {
				samples[k] = append(samples[k], c)
			} else if x := f.rng.Uint64N(seen[k]); x < uint64(f.missing[k]) {
				samples[k][x] = c
			}
		}
	}
}
