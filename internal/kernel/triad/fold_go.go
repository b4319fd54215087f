package triad

import (
	"slices"
	"unsafe"
)

// filterGo copies to hits the pairs whose rows have a bit in common, and returns
// how many. A pair is the places of two rows of foldWords words; hits has room
// for one more than all pairs.
func filterGo(pairs []uint64, rows, hits *uint64) int {
	n := 0
	for _, pair := range pairs {
		u, v := filterAt(rows, uint32(pair)), filterAt(rows, uint32(pair>>32))
		common := uint64(0)
		for w := range foldWords {
			common |= u[w] & v[w]
		}
		*wordAt(hits, n) = pair
		n += int((common | -common) >> 63)
	}
	return n
}

// filterAt returns the filter at a place in units of 8 bytes.
func filterAt(rows *uint64, place uint32) *[foldWords]uint64 {
	return (*[foldWords]uint64)(unsafe.Add(unsafe.Pointer(rows), 8*uintptr(place)))
}

// matchGo copies to matches the hits of which a listed entry of u's short list
// is in the short list of v, and returns how many. A row has foldList entries in
// lists, of which first tells how many of u's are listed; matches has room for
// one more than all hits.
//
// It is what the assembly does, for its tests: compared one by one, the entries
// are better left to the search that follows.
func matchGo(hits []uint64, first *uint32, lists *uint16, matches *uint64) int {
	n := 0
	for _, pair := range hits {
		u, v := uintptr(uint32(pair)/foldWords), uintptr(pair>>32/foldWords)
		bounds := (*[2]uint32)(unsafe.Add(unsafe.Pointer(first), 4*u))
		a := (*[foldList]uint16)(unsafe.Add(unsafe.Pointer(lists), 2*foldList*u))
		b := (*[foldList]uint16)(unsafe.Add(unsafe.Pointer(lists), 2*foldList*v))
		for _, x := range a[:bounds[1]-bounds[0]] {
			if slices.Contains(b[:], x) {
				*wordAt(matches, n) = pair
				n++
				break
			}
		}
	}
	return n
}
