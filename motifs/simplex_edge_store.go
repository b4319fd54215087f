package motifs

import (
	"math"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
)

const (
	// storeLevels is how many levels of a connection lie together in memory.
	storeLevels = 4
	// storeBlocks is enough: a simplex of dimension 256 has 2^257 faces, which nobody
	// will see visited.
	storeBlocks = 64
	// bufferRecords is how many additions a worker collects, 64 MB: a good part of
	// the connections of each neuron, so that those then come to memory together.
	bufferRecords = 1 << 22
)

// edgeStore holds the counts of all connections, shared by the workers.
// Connections are numbered in the order of the plan's rows.
type edgeStore struct {
	plan   *simplexPlan
	over   atomic.Bool // a count passed 2^64
	mutex  sync.Mutex  // held to make a block
	rows   [256]sync.Mutex
	blocks [storeBlocks]atomic.Pointer[[]uint64] // [b][e*storeLevels+r]: level b*storeLevels+r of connection e
}

func newEdgeStore(p *simplexPlan) *edgeStore { return &edgeStore{plan: p} }

// block returns a block, made when it is first wanted.
func (s *edgeStore) block(b int) []uint64 {
	at := &s.blocks[b]
	if p := at.Load(); p != nil {
		return *p
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if p := at.Load(); p != nil {
		return *p
	}
	p := make([]uint64, storeLevels*len(s.plan.row.idx))
	at.Store(&p)
	return p
}

// add adds to a count. The lock of its row must be held.
func (s *edgeStore) add(level int, e int64, n uint64) {
	at := &s.block(level / storeLevels)[e*storeLevels+int64(level%storeLevels)]
	sum, carry := bits.Add64(*at, n, 0)
	*at = sum
	if carry != 0 {
		s.over.Store(true)
	}
}

// counts returns the counts by level, in the order of g's connections.
func (s *edgeStore) counts(g *connectome.Graph) (byLevel [][]uint64) {
	// The plan's rows are g's columns, or g's rows where the roots are sinks. In the
	// former case the connections of each source come up in the order of its targets.
	var next []int64
	if !s.plan.fromT {
		ptr, _ := g.OutCSR()
		next = slices.Clone(ptr)
	}
	place := make([]uint32, 0, len(s.plan.row.idx))
	for e := range s.plan.row.idx {
		at := int64(e)
		if next != nil {
			u := s.plan.row.idx[e]
			at = next[u]
			next[u]++
		}
		place = append(place, uint32(at))
	}
	for level := range storeBlocks * storeLevels {
		b := s.blocks[level/storeLevels].Load()
		if b == nil {
			break
		}
		counts, any := make([]uint64, len(place)), false
		for e, at := range place {
			n := (*b)[e*storeLevels+level%storeLevels]
			counts[at] = n
			any = any || n > 0
		}
		if !any {
			break
		}
		byLevel = append(byLevel, counts)
		if level%storeLevels == storeLevels-1 {
			s.blocks[level/storeLevels].Store(nil)
		}
	}
	return byLevel
}

// edgeRecord is an addition to the levels 0 to 3 of the connection by which column
// is in row's row.
type edgeRecord struct {
	row, column uint32
	n           [storeLevels]uint16
}

// edgeBuffer collects one worker's additions and makes them row by row: the
// connections of one neuron lie together, those of a root's candidates do not.
type edgeBuffer struct {
	store   *edgeStore
	records []edgeRecord
	order   []uint32
	start   []uint32 // by row: where its records begin in order
	pos     []uint32 // place of each column in the row at hand
}

func newEdgeBuffer(s *edgeStore) *edgeBuffer {
	return &edgeBuffer{store: s, start: make([]uint32, s.plan.n+1), pos: make([]uint32, s.plan.n)}
}

// add adds counts by level to the connection by which column is in row's row.
func (b *edgeBuffer) add(row, column uint32, byLevel []uint64) {
	r := edgeRecord{row: row, column: column}
	for l, n := range byLevel {
		switch {
		case n == 0:
		case l < storeLevels && n <= math.MaxUint16:
			r.n[l] = uint16(n)
		default:
			b.addNow(row, column, l, n)
		}
	}
	if r.n == [storeLevels]uint16{} {
		return
	}
	if len(b.records) == bufferRecords {
		b.flush()
	}
	b.records = append(b.records, r)
}

// addNow adds a count that does not fit a record.
func (b *edgeBuffer) addNow(row, column uint32, level int, n uint64) {
	k, _ := slices.BinarySearch(b.store.plan.row.of(row), column)
	lock := &b.store.rows[row%uint32(len(b.store.rows))]
	lock.Lock()
	b.store.add(level, b.store.plan.row.ptr[row]+int64(k), n)
	lock.Unlock()
}

// flush makes the additions collected, by a counting sort on rows.
func (b *edgeBuffer) flush() {
	clear(b.start)
	for i := range b.records {
		b.start[b.records[i].row+1]++
	}
	for v := range b.store.plan.n {
		b.start[v+1] += b.start[v]
	}
	b.order = slices.Grow(b.order[:0], len(b.records))[:len(b.records)]
	for i := range b.records {
		at := &b.start[b.records[i].row]
		b.order[*at] = uint32(i)
		*at++
	}
	// start[v] is now where v's records end.
	from := uint32(0)
	for v := range uint32(b.store.plan.n) {
		if to := b.start[v]; to > from {
			b.flushRow(v, b.order[from:to])
			from = to
		}
	}
	b.records = b.records[:0]
}

func (b *edgeBuffer) flushRow(v uint32, order []uint32) {
	for k, w := range b.store.plan.row.of(v) {
		b.pos[w] = uint32(k)
	}
	counts := b.store.block(0)[storeLevels*b.store.plan.row.ptr[v]:]
	lock := &b.store.rows[v%uint32(len(b.store.rows))]
	lock.Lock()
	defer lock.Unlock()
	for _, i := range order {
		r := &b.records[i]
		to := counts[storeLevels*int(b.pos[r.column]):][:storeLevels]
		for l := range to {
			sum := to[l] + uint64(r.n[l])
			if sum < to[l] {
				b.store.over.Store(true)
			}
			to[l] = sum
		}
	}
}
