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
	// The plan's rows are g's rows where the roots are sinks, else its columns: then
	// those of each target come up in the order of its sources.
	p := s.plan.row
	next := slices.Clone(p.ptr)
	at := 0
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			row := v
			if s.plan.fromT {
				row = u
			}
			e := next[row]
			next[row]++
			narrow := b.narrow[2*e : 2*e+2]
			for l, counts := range levels {
				counts[at] = narrow[l/2] >> (32 * (l % 2)) & math.MaxUint32
			}
			if wide := b.wide[row]; wide != nil {
				wide = wide[storeLevels*(e-p.ptr[row]):]
				for l, counts := range levels {
					s.addWide(counts, at, wide[l])
				}
			}
			at++
		}
	}
	return levels
}
