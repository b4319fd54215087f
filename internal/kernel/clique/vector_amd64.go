//go:build amd64 && !purego && !noasm

package clique

import (
	"unsafe"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// rowState is what countRows512 and countRows256 work on. The kernel takes rows i to end-1 of a
// matrix, lists the vertices of each, compresses their connections to one word a
// vertex, and counts level by level: a level is a list of sets of two vertices
// or more, one word each, and its sets AND the rows of their vertices are the
// next. It returns
//
//	reasonDone    after the last row;
//	reasonWide    at a row of more than 64 vertices, before counting anything of it;
//	reasonDeep    at a level of more than deepSets sets: the n sets at list are
//	              not yet expanded, which makes the given level;
//	reasonClosed  at a set whose number of connections is that of a transitive
//	              tournament or a complete digraph: only its vertices are counted.
//	              If tame is i+1 it does not look.
//
// The kernel knows the offsets of the fields, which a test compares with its.
type rowState struct {
	rows   *uint64 // row 0
	blocks uint64  // registers a row
	i      uint64  // row at hand
	end    uint64
	off    *uint32 // by row: where in a level of the tally its slot is, in bytes
	levels *uint64 // the tally, from the level that the rows' vertices count in
	max    uint64  // levels to count, 2 or more
	tame   uint64
	reason uint64
	level  uint64
	list   *uint64
	n      uint64
	words  uint64 // words a row that are in use
	step   uint64 // bytes from one level of the tally to the next
	_      [2]uint64
	m      [64 + 8]uint64 // the compressed matrix, zero up to a multiple of 8 rows; m[64] is 0
	place  [640]byte      // columns listed: bytes, modulo 256, or with AVX2 16 bits each
	mem    [64]uint32     // of long rows: offset of the row of each column listed
	index  [64]byte       // of long rows: byte within the block
	masks  [16 * 64]byte  // of long rows: bit within the byte, by block
	bufA   [deepSets*64 + 8]uint64
	bufB   [deepSets*64 + 8]uint64
	guard  uint64
}

const (
	reasonDone = iota
	reasonWide
	reasonDeep
	reasonClosed
)

const (
	deepSets    = 64       // sets that one level may have for the kernel to go on
	vectorLimit = 16 * 512 // columns of a row that masks has room for
	rowsAtOnce  = 64       // rows between two looks at Counter.Stop
)

// vectorState is the scratch of the vector path, by depth of wide sets.
type vectorState struct {
	frames []*vectorFrame
}

type vectorFrame struct {
	state rowState
	off   []uint32
	sub   Matrix
	list  []uint32
	deep  [][]uint64
}

func (v *vectorState) frame(depth int) *vectorFrame {
	for len(v.frames) <= depth {
		v.frames = append(v.frames, new(vectorFrame))
	}
	return v.frames[depth]
}

// vectorRows is Rows with AVX-512 or AVX2; it reports whether there is one, and
// room.
func (c *Counter) vectorRows(m *Matrix, first, last int, slot []uint32, base int) bool {
	if !cpu.AVX2 || m.NW%8 != 0 || m.D > vectorLimit || c.Levels == base+1 {
		return false
	}
	f := c.vector.frame(0)
	f.off = grown(f.off, m.D)
	for i := first; i < last; i++ {
		f.off[i] = uint32(slotOf(slot, i) * lanes * 8)
	}
	c.runRows(m, first, last, base, 0)
	return true
}

// runRows counts inside rows of m; f.off of the frame at depth tells their slots,
// and level is that of their vertices.
func (c *Counter) runRows(m *Matrix, first, last, level, depth int) {
	f := c.vector.frame(depth)
	st := &f.state
	st.rows, st.blocks, st.off = &m.Bits[0], uint64(m.NW/8), &f.off[0]
	st.words = uint64(m.D+63) / 64
	st.step = uint64(c.Tally.slots * lanes * 8)
	st.i, st.tame = uint64(first), 0
	st.max = 1 << 32
	if c.Levels > 0 {
		st.max = uint64(c.Levels - level)
	}
	for int(st.i) < last {
		if c.Stop != nil && c.Stop.Load() {
			return
		}
		// A set that the kernel does not leave to Go reaches 64 levels at most.
		c.Tally.grow(level + 65)
		st.levels = &c.Tally.acc[level*c.Tally.slots*lanes]
		st.end = min(st.i+rowsAtOnce, uint64(last))
		switch {
		case wide:
			countRows512((*byte)(unsafe.Pointer(st)))
		case m.NW <= 16:
			countRows256((*byte)(unsafe.Pointer(st)))
		default:
			f.longRow(m)
		}
		if st.reason != reasonDone {
			c.leftOver(m, level, depth)
		}
	}
}

// longRow takes one row of more than two blocks through countRows256.
func (f *vectorFrame) longRow(m *Matrix) {
	st := &f.state
	i := int(st.i)
	p := m.Row(i)
	n := popcount(p)
	switch {
	case n > 64:
		st.reason = reasonWide
	case n < 2:
		*(*uint64)(unsafe.Add(unsafe.Pointer(st.levels), f.off[i])) += uint64(n)
		st.reason = reasonDone
		st.i++
	default:
		f.list = members(f.list[:0], p)
		project(st.m[:], 1, m, f.list, f.list)
		st.blocks, st.n, st.end = 0, uint64(n), st.i+1
		countRows256((*byte)(unsafe.Pointer(st)))
	}
}

// leftOver treats the row that the kernel stopped at.
func (c *Counter) leftOver(m *Matrix, level, depth int) {
	f := c.vector.frame(depth)
	st := &f.state
	i := int(st.i)
	slot := int(f.off[i]) / (lanes * 8)
	switch st.reason {
	case reasonWide:
		c.wideRow(m, i, slot, level, depth)
	case reasonDeep:
		groups := groupsOf(popcount(m.Row(i)))
		list := unsafe.Slice(st.list, st.n)
		c.deeper(f, groups, list, int(st.level), level, slot, 0)
	case reasonClosed:
		p := m.Row(i)
		n := popcount(p)
		edges := connectionsIn(m, p)
		local := c.room(level, n)
		if !c.closedForm(m, p, n, edges, local) {
			// Counted again without looking; its vertices are in the tally already.
			c.Tally.add(level, slot, -uint64(n))
			st.tame = st.i + 1
			return
		}
		c.flush(level, 1, slot)
	}
	st.i++
}

func groupsOf(n int) int { return (n + 7) / 8 }

// wideRow counts inside a row of more than 64 vertices, as a matrix of its own.
func (c *Counter) wideRow(m *Matrix, i, slot, level, depth int) {
	p := m.Row(i)
	n := popcount(p)
	c.Tally.add(level, slot, uint64(n))
	f := c.vector.frame(depth + 1)
	f.list = members(f.list[:0], p)
	submatrix(&f.sub, m, f.list)
	edges := uint64(popcount(f.sub.Bits))
	local := c.room(level, n)
	if len(local) == 2 {
		c.Tally.grow(level + 2)
		c.Tally.add(level+1, slot, edges)
		return
	}
	if c.closedForm(m, p, n, edges, local) {
		c.flush(level, 1, slot)
		return
	}
	f.off = grown(f.off, n)
	for k := range f.off {
		f.off[k] = uint32(slot * lanes * 8)
	}
	c.runRows(&f.sub, 0, n, level+1, depth+1)
}

// deepChunk is how many sets are expanded at once below the kernel's levels.
const deepChunk = 16

// deeper goes on with the sets at list, whose expansion makes the given level
// beyond base: a few at a time, each few to the bottom, so that memory stays
// bounded whatever the number of sets.
func (c *Counter) deeper(f *vectorFrame, groups int, list []uint64, level, base, slot, depth int) {
	st := &f.state
	for len(f.deep) <= depth {
		f.deep = append(f.deep, make([]uint64, deepChunk*64+8))
	}
	c.Tally.grow(base + level + 1)
	sum := (*[8]uint64)(c.Tally.acc[((base+level)*c.Tally.slots+slot)*lanes:])
	if uint64(level+1) == st.max {
		if wide {
			sum512(&st.m[0], uint64(groups), &list[0], uint64(len(list)), sum)
		} else {
			sum64(&st.m[0], &list[0], uint64(len(list)), &sum[0])
		}
		return
	}
	for len(list) > 0 && !c.stoppedAfter(deepChunk) {
		n := min(deepChunk, len(list))
		out := f.deep[depth]
		sum = (*[8]uint64)(c.Tally.acc[((base+level)*c.Tally.slots+slot)*lanes:])
		var kept uint64
		if wide {
			kept = expand512(&st.m[0], uint64(groups), &list[0], uint64(n), sum, &out[0])
		} else {
			kept = expand64(&st.m[0], &list[0], uint64(n), &sum[0], &out[0])
		}
		if kept > 0 {
			c.deeper(f, groups, out[:kept], level+1, base, slot, depth+1)
		}
		list = list[n:]
	}
}

// stoppedAfter is stopped for several nodes at once.
func (c *Counter) stoppedAfter(nodes int) bool {
	c.budget -= nodes - 1
	return c.stopped()
}
