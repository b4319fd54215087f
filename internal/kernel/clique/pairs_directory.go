package clique

import (
	"slices"
	"unsafe"
)

const (
	// directoryBlock is how many numbers share an entry of a directory.
	directoryBlock = 1024
	// directorySlack is how many entries beyond a list may be read.
	directorySlack = 32
)

// Directory tells where in ascending lists of numbers below 2^16 one of theirs is: for
// each list it holds where the numbers of each block begin, and few have many.
type Directory struct {
	ptr    []int64
	idx    []uint16
	blocks int      // of a list, and some more, so that none shares a line of the cache with another
	first  []uint16 // by list and block
}

// NewDirectory returns a directory of the lists idx[ptr[v]:ptr[v+1]] of n vertices, at
// most 2^16. It holds two bytes an entry and for each block of a list.
func NewDirectory(n int, ptr []int64, idx []uint32) *Directory {
	d := &Directory{ptr: ptr, idx: make([]uint16, len(idx)+directorySlack), blocks: (n + 32*directoryBlock - 1) / (32 * directoryBlock) * 32}
	words := aligned(n*d.blocks/4 + 1)
	d.first = unsafe.Slice((*uint16)(unsafe.Pointer(&words[0])), n*d.blocks)
	LargePages(d.idx)
	LargePages(words)
	for v := range n {
		first := d.list(uint32(v))
		list, short := idx[ptr[v]:ptr[v+1]], d.idx[ptr[v]:]
		next := 0
		for k, w := range list {
			for ; next <= int(w/directoryBlock); next++ {
				first[next] = uint16(k)
			}
			short[k] = uint16(w)
		}
		for ; next < d.blocks; next++ {
			first[next] = uint16(len(list))
		}
	}
	return d
}

// list returns where the blocks of v's list begin.
func (d *Directory) list(v uint32) []uint16 {
	return d.first[int(v)*d.blocks : int(v)*d.blocks+d.blocks]
}

// Places appends to l where in the lists of the vertices of set the set bits of p's matrix
// come from: bit j of row i is set[j] in the list of set[i].
func (d *Directory) Places(l *Listing, p *Pairs, set []uint32) {
	x := &p.top.index
	n := int(x.base[len(set)])
	l.At = slices.Grow(l.At[:0], n)[:n]
	for i, v := range set {
		d.fetch(set, i)
		if at := l.At[x.base[i]:x.base[i+1]]; len(at) > 0 {
			locate(d.idx[d.ptr[v]:], d.list(v), set, x.row(i), at)
		}
	}
}

// fetch brings what will be looked at for a vertex of the set some time later: its part of the directory, and
// its list from the block of the first of the set on.
func (d *Directory) fetch(set []uint32, i int) {
	if i+2*listsAhead < len(set) {
		fetchSoon(d.list(set[i+2*listsAhead]))
	}
	if i+listsAhead < len(set) {
		v := set[i+listsAhead]
		fetchSoon(d.idx[d.ptr[v]+int64(d.list(v)[set[0]/directoryBlock]) : d.ptr[v+1]])
	}
}

// Place returns where w is in v's list, which must hold it.
func (d *Directory) Place(v, w uint32) uint32 {
	first := uint32(d.list(v)[w/directoryBlock])
	at, _ := slices.BinarySearch(d.idx[d.ptr[v]+int64(first):d.ptr[v+1]], uint16(w))
	return first + uint32(at)
}

// locateGo stores where in a list the numbers set[columns[k]] are, which it must hold.
func locateGo(list, first []uint16, set []uint32, columns []uint16, at []uint32) {
	for k, j := range columns {
		w := set[j]
		place := uint32(first[w/directoryBlock])
		for uint32(list[place]) != w {
			place++
		}
		at[k] = place
	}
}
