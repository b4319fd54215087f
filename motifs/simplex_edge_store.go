package motifs

import (
	"math"
	"math/bits"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

const (
	// storeLevels is how many levels of a connection lie together in memory.
	storeLevels = clique.EdgeLevels
	// storeBlocks is enough: a simplex of dimension 256 has 2^257 faces, which nobody
	// will see visited.
	storeBlocks = 64
)

// spillBits are the bits of the narrow counts of a connection that must stay clear, so
// that none passes its 16 bits: else they are added to wide counts. It is a variable
// for tests.
var spillBits uint64 = 0x8000_8000_8000_8000

// regionConnections is how many connections a region has at most, if no row has more:
// their narrow counts take half a megabyte.
const regionConnections = 1 << 16

// edgeStore holds the counts of all connections, shared by the workers.
// Connections are numbered in the order of the plan's rows.
type edgeStore struct {
	plan     *simplexPlan
	over     atomic.Bool // a count passed 2^64
	mutex    sync.Mutex  // held to make a block
	regions  []storeRegion
	regionOf []uint32 // by row
	blocks   [storeBlocks]atomic.Pointer[storeBlock]
}

// storeRegion is a run of rows, from a connection on.
type storeRegion struct {
	first int64
	rows  uint32 // the first
	many  bool   // it is a row with more connections than records can number
	sync.Mutex
}

// storeBlock holds four levels. A count is the sum of one of 16 bits and, where
// its row has them, one of 64.
type storeBlock struct {
	narrow []uint64   // by connection: the counts of four levels
	wide   [][]uint64 // by row, nil or a word a level and connection
}

func newEdgeStore(p *simplexPlan) *edgeStore {
	s := &edgeStore{plan: p, regionOf: make([]uint32, p.n)}
	for v := range uint32(p.n) {
		if first := p.row.ptr[v]; v == 0 || p.row.ptr[v+1]-s.regions[len(s.regions)-1].first > regionConnections {
			s.regions = append(s.regions, storeRegion{first: first, rows: v})
		}
		s.regionOf[v] = uint32(len(s.regions) - 1)
		r := &s.regions[len(s.regions)-1]
		r.many = p.row.ptr[v+1]-r.first > recordPlaces
	}
	return s
}

// block returns a block, made when it is first wanted.
func (s *edgeStore) block(b int) *storeBlock {
	at := &s.blocks[b]
	if p := at.Load(); p != nil {
		return p
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if p := at.Load(); p != nil {
		return p
	}
	p := &storeBlock{
		narrow: make([]uint64, len(s.plan.row.idx)),
		wide:   make([][]uint64, s.plan.n),
	}
	clique.LargePages(p.narrow)
	at.Store(p)
	return p
}

// addRecords makes additions to a region.
func (s *edgeStore) addRecords(b *storeBlock, region int, records edgeRecords) {
	r := &s.regions[region]
	r.Lock()
	defer r.Unlock()
	counts, add, over := b.narrow[r.first:], records.counts, spillBits
	for i, at := range records.at[:len(add)] {
		to := &counts[at]
		n := add[i]
		// Of two lanes without their highest bit the sum fits.
		if sum := *to + n; (sum|n)&over == 0 {
			*to = sum
			continue
		}
		s.spill(b, r, r.first+int64(at), n)
	}
}

// spill adds the narrow counts of a connection, and n more, to its wide ones.
func (s *edgeStore) spill(b *storeBlock, r *storeRegion, e int64, n uint64) {
	ptr := s.plan.row.ptr
	row := r.rows + uint32(sort.Search(s.plan.n-int(r.rows), func(k int) bool { return ptr[int(r.rows)+k+1] > e }))
	wide := b.wideRow(s.plan, row)[storeLevels*(e-ptr[row]):]
	for l := range storeLevels {
		s.addWide(wide, l, b.narrow[e]>>(16*l)&math.MaxUint16+n>>(16*l)&math.MaxUint16)
	}
	b.narrow[e] = 0
}

// add adds n to the connection by which column is in row's row.
func (s *edgeStore) add(row, column uint32, level int, n uint64) {
	at, _ := slices.BinarySearch(s.plan.row.of(row), column)
	s.addAt(row, uint32(at), level, n)
}

// addAt adds n to the connection at a place of a row.
func (s *edgeStore) addAt(row, at uint32, level int, n uint64) {
	if n == 0 {
		return
	}
	b := s.block(level / storeLevels)
	r := &s.regions[s.regionOf[row]]
	r.Lock()
	defer r.Unlock()
	s.addWide(b.wideRow(s.plan, row), storeLevels*int(at)+level%storeLevels, n)
}

// wideRow returns a row's counts of 64 bits. The lock of its region must be held.
func (b *storeBlock) wideRow(p *simplexPlan, row uint32) []uint64 {
	if b.wide[row] == nil {
		b.wide[row] = make([]uint64, storeLevels*p.row.degree(row))
	}
	return b.wide[row]
}

func (s *edgeStore) addWide(counts []uint64, at int, n uint64) {
	sum, carry := bits.Add64(counts[at], n, 0)
	counts[at] = sum
	if carry != 0 {
		s.over.Store(true)
	}
}

// counts returns the counts by level, in the order of g's connections.
func (s *edgeStore) counts(g *connectome.Graph) (byLevel [][]uint64) {
	for b := range s.blocks {
		block := s.blocks[b].Load()
		if block == nil {
			break
		}
		levels := s.levelsOf(g, block)
		s.blocks[b].Store(nil)
		byLevel = append(byLevel, levels...)
		if len(levels) < storeLevels {
			break
		}
	}
	return byLevel
}

// levelsOf returns the levels of a block that hold counts.
func (s *edgeStore) levelsOf(g *connectome.Graph, b *storeBlock) [][]uint64 {
	var any [storeLevels]uint64
	var narrow uint64
	for _, four := range b.narrow {
		narrow |= four
	}
	for l := range any {
		any[l] = narrow >> (16 * l) & math.MaxUint16
	}
	for _, row := range b.wide {
		for i, n := range row {
			any[i%storeLevels] |= n
		}
	}
	var levels [][]uint64
	for l := 0; l < storeLevels && any[l] > 0; l++ {
		levels = append(levels, make([]uint64, g.Connections()))
	}
	s.arrange(g, b, levels)
	return levels
}

// arrangeAtOnce is how many of g's rows are arranged together: what is written then
// stays in cache, while what is read is several connections in a piece.
const arrangeAtOnce = 512

// arrange brings the counts of a block to the order of g's connections. The plan's
// rows are g's rows where the roots are sinks, else its columns: then the part of
// each that lies in a run of g's rows is taken in turn, and each of g's rows fills up
// in the order of its targets.
func (s *edgeStore) arrange(g *connectome.Graph, b *storeBlock, levels [][]uint64) {
	if s.plan.ranking != nil {
		s.arrangeRanked(g, b, levels)
		return
	}
	ptr, _ := g.OutCSR()
	next := slices.Clone(ptr) // by row of g: where its next count goes
	done := slices.Clone(s.plan.row.ptr)
	for lo := 0; lo < g.N(); lo += arrangeAtOnce {
		hi := uint32(min(lo+arrangeAtOnce, g.N()))
		for row := range uint32(g.N()) {
			e, end := done[row], s.plan.row.ptr[row+1]
			if s.plan.fromT && (row < uint32(lo) || row >= hi) {
				continue
			}
			for ; e < end; e++ {
				u := row
				if !s.plan.fromT {
					if u = s.plan.row.idx[e]; u >= hi {
						break
					}
				}
				s.take(b, row, e, levels, next[u])
				next[u]++
			}
			done[row] = e
		}
	}
}

// arrangeRanked is arrange for a ranked plan, whose rows are those of g in another
// order.
func (s *edgeStore) arrangeRanked(g *connectome.Graph, b *storeBlock, levels [][]uint64) {
	place := make([]int64, g.N()) // by rank of the target: where it is in the row at hand
	at := int64(0)
	for v, row := range s.plan.rank {
		for e := s.plan.row.ptr[row]; e < s.plan.row.ptr[row+1]; e++ {
			place[s.plan.row.idx[e]] = e
		}
		for _, w := range g.Out(uint32(v)) {
			s.take(b, row, place[s.plan.rank[w]], levels, at)
			at++
		}
	}
}

// take stores the counts of connection e of the plan, which is in the given row, as
// those of connection at. Zeros are there already: memory of which nothing else is
// wanted is never touched.
func (s *edgeStore) take(b *storeBlock, row uint32, e int64, levels [][]uint64, at int64) {
	four := b.narrow[e]
	for l := 0; four != 0; l++ {
		if n := four & math.MaxUint16; n != 0 {
			levels[l][at] = n
		}
		four >>= 16
	}
	if wide := b.wide[row]; wide != nil {
		wide = wide[storeLevels*(e-s.plan.row.ptr[row]):]
		for l, counts := range levels {
			if wide[l] != 0 {
				s.addWide(counts, int(at), wide[l])
			}
		}
	}
}
