package motifs

import (
	"math"
	"math/bits"
	"slices"
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

// narrowAdditions is how many additions of up to 2^16-1 a count of 32 bits has room
// for. It is a variable for tests.
var narrowAdditions uint32 = 1 << 16

// edgeStore holds the counts of all connections, shared by the workers.
// Connections are numbered in the order of the plan's rows.
type edgeStore struct {
	plan   *simplexPlan
	over   atomic.Bool // a count passed 2^64
	mutex  sync.Mutex  // held to make a block
	rows   [256]sync.Mutex
	blocks [storeBlocks]atomic.Pointer[storeBlock]
}

// storeBlock holds four levels. A count is the sum of one of 32 bits and, where
// its row has them, one of 64.
type storeBlock struct {
	narrow []uint64   // two counts a word, two words a connection
	made   []uint32   // by row: additions to narrow
	wide   [][]uint64 // by row, nil or a word a level and connection
}

func newEdgeStore(p *simplexPlan) *edgeStore { return &edgeStore{plan: p} }

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
		narrow: make([]uint64, storeLevels/2*len(s.plan.row.idx)),
		made:   make([]uint32, s.plan.n),
		wide:   make([][]uint64, s.plan.n),
	}
	clique.LargePages(p.narrow)
	at.Store(p)
	return p
}

func (s *edgeStore) lock(row uint32) *sync.Mutex {
	m := &s.rows[row%uint32(len(s.rows))]
	m.Lock()
	return m
}

// add adds n to the connection by which column is in row's row.
func (s *edgeStore) add(row, column uint32, level int, n uint64) {
	if n == 0 {
		return
	}
	k, _ := slices.BinarySearch(s.plan.row.of(row), column)
	b := s.block(level / storeLevels)
	defer s.lock(row).Unlock()
	s.addWide(b.wideRow(s.plan, row), storeLevels*k+level%storeLevels, n)
}

// wideRow returns a row's counts of 64 bits. The row's lock must be held.
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

// narrowRow returns a row's counts of 32 bits with room for so many additions.
// The row's lock must be held.
func (s *edgeStore) narrowRow(b *storeBlock, row uint32, additions int) []uint64 {
	counts := b.narrow[storeLevels/2*s.plan.row.ptr[row] : storeLevels/2*s.plan.row.ptr[row+1]]
	if b.made[row]+uint32(additions) > narrowAdditions {
		wide := b.wideRow(s.plan, row)
		for i, two := range counts {
			s.addWide(wide, 2*i, two&math.MaxUint32)
			s.addWide(wide, 2*i+1, two>>32)
		}
		clear(counts)
		b.made[row] = 0
	}
	b.made[row] += uint32(additions)
	return counts
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
	for i := 0; i < len(b.narrow); i += 2 {
		any[0], any[1] = any[0]|b.narrow[i]&math.MaxUint32, any[1]|b.narrow[i]>>32
		any[2], any[3] = any[2]|b.narrow[i+1]&math.MaxUint32, any[3]|b.narrow[i+1]>>32
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

// take stores the counts of connection e of the plan, which is in the given row, as
// those of connection at. Zeros are there already: memory of which nothing else is
// wanted is never touched.
func (s *edgeStore) take(b *storeBlock, row uint32, e int64, levels [][]uint64, at int64) {
	for l, two := range (*[2]uint64)(b.narrow[2*e:]) {
		if n := two & math.MaxUint32; n != 0 {
			levels[2*l][at] = n
		}
		if n := two >> 32; n != 0 {
			levels[2*l+1][at] = n
		}
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
