package common

import (
	"encoding/binary"
	"slices"
)

// Worker counts items of a plan. It holds scratch memory, so each goroutine needs
// one of its own.
type Worker struct {
	p      *Plan
	passed []uint32 // how many sources of each k are known to come before row
	row    uint32   // the next row to count
	count  []uint8  // C_ij of the row under way, modulo 256; all zero between rows

	later [][2]int64 // of each target of the row, where the sources after the row are
	met   int        // how many those are

	over  []uint32 // the j whose count passed 255, once for each time
	carry []uint32 // how often it did; all zero between rows

	bins [][lanes][256]uint32 // of the item under way, by type
	high []uint32             // those beyond 255, as the plan holds them
	sums []uint64             // connected sums of the item under way: to types, then from types

	joined     [256]uint64 // connections of the item under way by C_ij, modulo 256
	joinedHigh []uint64    // those beyond 255
}

// lanes is the number of histograms that neighbouring neurons take turns in:
// adding to one bin twice in a row waits for the first sum.
const lanes = 4

// NewWorker returns a worker.
//
// Memory: 5 bytes a neuron and 4 KB a type; 4 bytes a neuron more, and 4 for each
// bin of the type with the most, once a pair has more than 255 targets in common.
func (p *Plan) NewWorker() *Worker {
	n, types := p.rows.N(), len(p.width)
	return &Worker{
		p: p, passed: make([]uint32, n),
		// Room for any 16-bit index: see meetNarrow.
		count: make([]uint8, max(n, 1<<16)),
		bins:  make([][lanes][256]uint32, types),
		sums:  make([]uint64, 2*types),
	}
}

// Count counts one item. Each must be counted once, by any worker, in any order; a
// worker is fastest if its items ascend.
//
// Complexity: for each row i one step for each source after i of each target of i,
// and one for each neuron after i.
func (w *Worker) Count(number int) {
	it := w.p.items[number]
	if it.lo < w.row {
		clear(w.passed)
	}
	for i := it.lo; i < it.hi; i++ {
		w.countRow(it.typ, i)
	}
	w.row = it.hi
	w.merge(it.typ)
}

// countRow counts C_ij for all j > i and adds them to the bins.
func (w *Worker) countRow(a int, i uint32) {
	if w.p.narrow != nil {
		meetNarrow(w, i)
	} else {
		meetWide(w, i)
	}
	types, start := len(w.p.width), w.p.start
	w.addConnected(w.sums[:types], w.p.rows.out(i), a, i)
	w.addConnected(w.sums[types:], w.p.rows.in(i), a, i)
	if len(w.over) > 0 {
		w.addCarries(a, i)
	}
	add := scan
	if w.met < (w.p.rows.N()-int(i))/sparse {
		add = scanSparse
	}
	for b := a; b < types; b++ {
		if lo, hi := max(start[b], i+1), start[b+1]; lo < hi {
			add(w.count[lo:hi], &w.bins[b])
		}
	}
}

// sparse is how many neurons there are to a meeting from which counts are looked
// at eight at a time: more than a half of the eights are zero then.
const sparse = 16

// meetNarrow adds 1 to the counts of all sources j > i of the targets of i.
func meetNarrow(w *Worker, i uint32) {
	find(w, w.p.narrow, i)
	count := (*[1 << 16]uint8)(w.count)
	for _, l := range w.later {
		// Not bounds-checked: count has a place for each 16-bit index.
		for _, j := range w.p.narrow[l[0]:l[1]] {
			c := count[j] + 1
			count[j] = c
			if c == 0 {
				w.over = append(w.over, uint32(j))
			}
		}
	}
}

// meetWide is meetNarrow for graphs whose neurons need 32 bits.
func meetWide(w *Worker, i uint32) {
	find(w, w.p.rows.InIdx, i)
	count := w.count
	for _, l := range w.later {
		for _, j := range w.p.rows.InIdx[l[0]:l[1]] {
			c := count[j] + 1
			count[j] = c
			if c == 0 {
				w.over = append(w.over, j)
			}
		}
	}
}

// find lists where in idx the sources after i of each target of i are. Rows
// ascend, so each source is passed over once. Nearly all of the time goes into
// waiting for the first of the sources; here, apart from the counting, the
// processor waits for many at a time.
func find[T uint16 | uint32](w *Worker, idx []T, i uint32) {
	w.later, w.met = w.later[:0], 0
	ptr := w.p.rows.InPtr
	for _, k := range w.p.rows.out(i) {
		at, end := ptr[k]+int64(w.passed[k]), ptr[k+1]
		for at < end && uint32(idx[at]) <= i {
			at++
		}
		w.passed[k] = uint32(at - ptr[k])
		w.later = append(w.later, [2]int64{at, end})
		w.met += int(end - at)
	}
}

// addConnected adds the counts of those of the neurons listed that come after i,
// by their type, which is a or a later one.
func (w *Worker) addConnected(sums []uint64, listed []uint32, a int, i uint32) {
	count, start, b := w.count, w.p.start, a
	for _, j := range listed {
		if j <= i {
			continue
		}
		for j >= start[b+1] {
			b++
		}
		sums[b] += uint64(count[j])
		w.joined[count[j]]++
	}
}

// addCarries puts right what counting modulo 256 has made of the larger counts:
// moves them to their bins beforehand, and adds what sums lack.
func (w *Worker) addCarries(a int, i uint32) {
	types, base := len(w.p.width), 0
	if w.high == nil {
		w.high = make([]uint32, w.p.longestSpan())
		w.carry = make([]uint32, w.p.rows.N())
		w.joinedHigh = make([]uint64, len(w.p.joined))
	}
	base, _ = w.p.span(a)
	for _, j := range w.over {
		w.carry[j]++
	}
	for _, j := range w.over {
		times := w.carry[j]
		if times == 0 {
			continue
		}
		w.carry[j] = 0
		// The type of j is that of the last start that is not beyond it.
		b, _ := slices.BinarySearchFunc(w.p.start, j, func(s, j uint32) int {
			if s <= j {
				return -1
			}
			return 1
		})
		b--
		c := w.count[j]
		w.bins[b][0][c]-- // scan will add it
		w.high[w.p.off[a*types+b]-base+int(c)+256*int(times)]++
		if _, ok := slices.BinarySearch(w.p.rows.out(i), j); ok {
			w.addCarry(&w.sums[b], c, times)
		}
		if _, ok := slices.BinarySearch(w.p.rows.in(i), j); ok {
			w.addCarry(&w.sums[types+b], c, times)
		}
	}
	w.over = w.over[:0]
}

// addCarry puts right the sum and the bin of a connection whose count passed 255.
func (w *Worker) addCarry(sum *uint64, c uint8, times uint32) {
	*sum += 256 * uint64(times)
	w.joined[c]--
	w.joinedHigh[int(c)+256*int(times)]++
}

// scan adds counts to bins, one neuron in four to each of the histograms, and
// clears them.
func scan(count []uint8, bins *[lanes][256]uint32) {
	for len(count) >= lanes {
		c := count[:lanes:lanes]
		bins[0][c[0]]++
		bins[1][c[1]]++
		bins[2][c[2]]++
		bins[3][c[3]]++
		clear(c)
		count = count[lanes:]
	}
	for k, c := range count {
		bins[0][c]++
		count[k] = 0
	}
}

// scanSparse is scan for counts that are nearly all zero.
func scanSparse(count []uint8, bins *[lanes][256]uint32) {
	zeros := uint32(0)
	for len(count) >= 8 {
		if binary.LittleEndian.Uint64(count) == 0 {
			zeros += 8
		} else {
			scan(count[:8], bins)
		}
		count = count[8:]
	}
	bins[0][0] += zeros
	scan(count, bins)
}

// merge adds the item's bins to the plan's, and clears them.
func (w *Worker) merge(a int) {
	p, types := w.p, len(w.p.width)
	p.mu.Lock()
	defer p.mu.Unlock()
	for b := a; b < types; b++ {
		bins := &w.bins[b]
		h := p.Histogram(a, b)
		for k := range min(len(h), 256) {
			// Modulo 2^32, for addCarries takes away beforehand.
			h[k] += uint64(bins[0][k] + bins[1][k] + bins[2][k] + bins[3][k])
		}
		clear(bins[:])
	}
	if w.high != nil {
		lo, hi := p.span(a)
		for k, c := range w.high[:hi-lo] {
			p.histogram[lo+k] += uint64(c)
		}
		clear(w.high[:hi-lo])
	}
	for b := range types {
		p.connected[a*types+b] += w.sums[b]
		p.connected[b*types+a] += w.sums[types+b]
	}
	clear(w.sums)
	for k := range min(len(p.joined), 256) {
		p.joined[k] += w.joined[k]
	}
	for k, n := range w.joinedHigh {
		p.joined[k] += n
	}
	clear(w.joined[:])
	clear(w.joinedHigh)
}
