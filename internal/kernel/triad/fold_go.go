package triad

import (
	"slices"
	"unsafe"
)

// filterGo sets the flags of the pairs whose rows have a bit in common to a
// number other than 0, the others to 0. A pair is the places of two rows of
// foldWords words.
func filterGo(pairs []uint64, rows *uint64, flags *uint8) {
	for i, pair := range pairs {
		u, v := filterAt(rows, uint32(pair)), filterAt(rows, uint32(pair>>32))
		common := uint64(0)
		for w := range foldWords {
			common |= u[w] & v[w]
		}
		*byteAt(flags, i) = uint8((common | -common) >> 63)
	}
}

// filterAt returns the filter at a place in units of 8 bytes.
func filterAt(rows *uint64, place uint32) *[foldWords]uint64 {
	return (*[foldWords]uint64)(unsafe.Add(unsafe.Pointer(rows), 8*uintptr(place)))
}

// matchGo sets the flags of the hits of which a listed entry of u's short list
// is in the short list of v to 1, the others to 0. A row has foldList entries in
// lists, of which first tells how many of u's are listed, at least one.
//
// It is what the assembly does, for its tests: compared one by one, the entries
// are better left to the search that follows.
func matchGo(hits []uint64, first *uint32, lists *uint16, flags *uint8) {
	for i, pair := range hits {
		u, v := uintptr(uint32(pair)/foldWords), uintptr(pair>>32/foldWords)
		bounds := (*[2]uint32)(unsafe.Add(unsafe.Pointer(first), 4*u))
		a := (*[foldList]uint16)(unsafe.Add(unsafe.Pointer(lists), 2*foldList*u))
		b := (*[foldList]uint16)(unsafe.Add(unsafe.Pointer(lists), 2*foldList*v))
		flag := byteAt(flags, i)
		*flag = 0
		for _, x := range a[:bounds[1]-bounds[0]] {
			if slices.Contains(b[:], x) {
				*flag = 1
			}
		}
	}
}

// byteAt returns byte i of an array.
func byteAt(base *uint8, i int) *uint8 {
	return (*uint8)(unsafe.Add(unsafe.Pointer(base), i))
}
