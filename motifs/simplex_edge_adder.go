package motifs

import (
	"math/bits"

	"github.com/ctopo/ctopo/internal/kernel/clique"
)

// edgeAdder takes one worker's counts to the store.
type edgeAdder struct {
	store  *edgeStore
	pos    []uint32 // place of each column in the row at hand
	blocks []*edgeBuffer
}

// edgeRecord is an addition to four levels of a connection: packed counts of 16
// bits, in two halves so that a record takes 12 bytes.
type edgeRecord struct {
	column, low, high uint32
}

// edgeBuffer collects additions to a block of the store by row, each row in a piece
// of memory of its own: the connections among the partners of a root are strewn
// over all rows, and a row's counts should come to the cache for many of them at
// once.
type edgeBuffer struct {
	adder   *edgeAdder
	level   int
	block   *storeBlock
	records []edgeRecord
	start   []int64  // by row: where its records begin, and the last end
	used    []uint32 // by row: records that it has
}

// bufferRoom is how many records are collected for a row of so many connections: as
// many, so that looking all of them up costs a step a record.
func bufferRoom(degree int) int { return degree + 1 }

func (a *edgeAdder) block(b int) *edgeBuffer {
	p := a.store.plan
	if a.pos == nil {
		a.pos = make([]uint32, p.n)
	}
	for len(a.blocks) <= b {
		f := &edgeBuffer{adder: a, level: len(a.blocks) * storeLevels, block: a.store.block(len(a.blocks))}
		f.start, f.used = make([]int64, p.n+1), make([]uint32, p.n)
		for v := range uint32(p.n) {
			f.start[v+1] = f.start[v] + int64(bufferRoom(p.row.degree(v)))
		}
		f.records = make([]edgeRecord, f.start[p.n])
		clique.LargePages(f.records)
		a.blocks = append(a.blocks, f)
	}
	return a.blocks[b]
}

// flush makes all additions that are left.
func (a *edgeAdder) flush() {
	for _, f := range a.blocks {
		for v, n := range f.used {
			if n > 0 {
				f.flushRow(uint32(v), f.records[f.start[v]:][:n])
			}
		}
		clear(f.used)
	}
}

// add adds packed counts to the connections by which columns are in row's row.
func (f *edgeBuffer) add(row uint32, columns []uint32, counts []uint64) {
	records := f.records[f.start[row]:f.start[row+1]]
	used := int(f.used[row])
	for i, n := range counts[:len(columns)] {
		if n == 0 {
			continue
		}
		if used == len(records) {
			f.flushRow(row, records)
			used = 0
		}
		records[used] = edgeRecord{columns[i], uint32(n), uint32(n >> 32)}
		used++
	}
	f.used[row] = uint32(used)
}

// addRow adds packed counts to the connections by which the root and those of set
// whose bits are set are in row's row; each of those has one of the counts, in order.
func (f *edgeBuffer) addRow(row, root uint32, ofRoot uint64, bits64 []uint64, set []uint32, counts []uint64) {
	f.add(row, []uint32{root}, []uint64{ofRoot})
	records := f.records[f.start[row]:f.start[row+1]]
	used := int(f.used[row])
	for w, x := range bits64 {
		for ; x != 0; x &= x - 1 {
			n := counts[0]
			counts = counts[1:]
			if n == 0 {
				continue
			}
			if used == len(records) {
				f.flushRow(row, records)
				used = 0
			}
			records[used] = edgeRecord{set[w<<6|bits.TrailingZeros64(x)], uint32(n), uint32(n >> 32)}
			used++
		}
	}
	f.used[row] = uint32(used)
}

// addWide adds counts of a word each.
func (f *edgeBuffer) addWide(row uint32, columns []uint32, counts []uint64) {
	for i, column := range columns {
		for l, n := range counts[storeLevels*i : storeLevels*(i+1)] {
			f.adder.store.add(row, column, f.level+l, n)
		}
	}
}

func (f *edgeBuffer) flushRow(row uint32, records []edgeRecord) {
	s, pos := f.adder.store, f.adder.pos
	for k, w := range s.plan.row.of(row) {
		pos[w] = uint32(2 * k)
	}
	defer s.lock(row).Unlock()
	const half = 1<<16 - 1
	for len(records) > 0 {
		some := records[:min(len(records), int(narrowAdditions))]
		records = records[len(some):]
		counts := s.narrowRow(f.block, row, len(some))
		for i := range some {
			r := &some[i]
			to := counts[pos[r.column]:][:2]
			to[0] += uint64(r.low&half) | uint64(r.low>>16)<<32
			to[1] += uint64(r.high&half) | uint64(r.high>>16)<<32
		}
	}
}
