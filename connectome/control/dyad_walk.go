package control

import (
	"context"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/ctopo/ctopo/internal/run"
)

// dyadWalk is a graph under way as the pairs of neurons that are connected. Each pair
// is in the row of one of its neurons, as the other neuron and how they are connected
// as seen from the row's. In a row the pairs across the split come first, which are
// all in rows of side 0.
type dyadWalk struct {
	ptr     []int64 // pairs across are at ptr[2v] to ptr[2v+1], the others to ptr[2v+2]
	pairs   []uint32
	side    []uint8       // 0 or 1, of each neuron
	spare   []uint32      // room for the pairs in another order
	next    [][]int64     // by part of the rows: where the next pair of each kind goes
	traders []*dyadTrader // by worker
}

func newDyadWalk(s *mutualConfigurationSampler, threads int) *dyadWalk {
	w := &dyadWalk{ptr: slices.Clone(s.ptr), pairs: slices.Clone(s.pairs), side: make([]uint8, s.g.N())}
	w.spare = make([]uint32, len(w.pairs))
	w.next = make([][]int64, min(run.Threads(threads), 1+len(w.pairs)/10_000))
	for k := range w.next {
		w.next[k] = make([]int64, 2*len(w.side))
	}
	w.traders = make([]*dyadTrader, run.Threads(threads))
	return w
}

func (w *dyadWalk) trader(worker int) *dyadTrader {
	if w.traders[worker] == nil {
		w.traders[worker] = newDyadTrader(len(w.side))
	}
	return w.traders[worker]
}

func (w *dyadWalk) cells(v uint32) []uint32 { return w.pairs[w.ptr[2*v]:w.ptr[2*v+1]] }
func (w *dyadWalk) row(v uint32) []uint32   { return w.pairs[w.ptr[2*v]:w.ptr[2*v+2]] }

// split tosses a coin for each neuron and sorts the pairs into the rows where they
// belong. The sort is stable, so that the order does not depend on into how many
// parts the rows are divided.
func (w *dyadWalk) split(ctx context.Context, threads int, rng *rand.Rand) error {
	coins := uint64(0)
	for v := range w.side {
		if v%64 == 0 {
			coins = rng.Uint64()
		}
		w.side[v] = uint8(coins >> (v % 64) & 1)
	}
	err := inChunks(ctx, threads, len(w.next), 1, func(_, part, _, _ int) {
		clear(w.next[part])
		w.place(part, w.next[part], nil)
	})
	if err != nil {
		return err
	}
	at, last := int64(0), make([]int64, len(w.ptr))
	for kind := range w.next[0] {
		for part := range w.next {
			count := w.next[part][kind]
			w.next[part][kind] = at
			at += count
		}
		last[kind+1] = at
	}
	err = inChunks(ctx, threads, len(w.next), 1, func(_, part, _, _ int) {
		w.place(part, w.next[part], w.spare)
	})
	w.pairs, w.spare, w.ptr = w.spare, w.pairs, last
	return err
}

// place goes through one part of the rows and puts each pair where next says for its
// kind; without to it counts only. A pair's kind is twice the neuron that it goes to,
// and 1 if it is not across.
func (w *dyadWalk) place(part int, next []int64, to []uint32) {
	for v := w.first(part); v < w.first(part+1); v++ {
		own, row := next[2*v:2*v+2], w.row(uint32(v))
		switch {
		case w.side[v] == 1:
			w.placeAway(uint32(v), row, next, to)
		case to == nil:
			across := int64(0)
			for _, e := range row {
				across += int64(w.side[e>>2])
			}
			own[0] += across
			own[1] += int64(len(row)) - across
		default:
			for _, e := range row {
				at := &own[(w.side[e>>2]^1)&1]
				to[*at] = e
				*at++
			}
		}
	}
}

// placeAway does so for a row of side 1: what is across goes to the other neuron's row, as seen
// from there.
func (w *dyadWalk) placeAway(v uint32, row []uint32, next []int64, to []uint32) {
	for _, e := range row {
		other := e >> 2
		across := uint32(w.side[other]) - 1 // all bits or none
		kind := (2*v + 1) ^ ((2*v+1)^2*other)&across
		if to != nil {
			to[next[kind]] = e ^ (e^(v<<2|seenFromOther(e)))&across
		}
		next[kind]++
	}
}

// seenFromOther returns how a pair is connected as seen from its other neuron.
func seenFromOther(e uint32) uint32 { return e&toOther<<1 | e&fromOther>>1 }

// first returns the first row of a part.
func (w *dyadWalk) first(part int) int {
	n := len(w.side)
	if part == len(w.next) {
		return n
	}
	from := int64(len(w.pairs) / len(w.next) * part)
	return sort.Search(n, func(v int) bool { return w.ptr[2*v] >= from })
}

// turn tries two pairs of a row at random and, with probability ½, turns the 3-cycle
// round that they lie on if it is one, of one-way connections. It leaves each pair in
// its place, so that the cycle is tried as often as the one it turns into.
func (w *dyadWalk) turn(rng *rand.Rand, v uint32) {
	coin, row := rng.Uint64(), w.row(v)
	if coin&1 == 0 || len(row) < 2 {
		return
	}
	in, out := &row[rng.IntN(len(row))], &row[rng.IntN(len(row))]
	if *in&3 != fromOther || *out&3 != toOther {
		return
	}
	source, target := *in>>2, *out>>2
	closing := w.find(target, source<<2|toOther)
	if closing == nil {
		closing = w.find(source, target<<2|fromOther)
	}
	if closing == nil {
		return
	}
	*in ^= bothWays
	*out ^= bothWays
	*closing ^= bothWays
}

// find returns where in a row an entry is, or nil.
func (w *dyadWalk) find(v, e uint32) *uint32 {
	row := w.row(v)
	if k := slices.Index(row, e); k >= 0 {
		return &row[k]
	}
	return nil
}
