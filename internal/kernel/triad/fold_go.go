package triad

import "unsafe"

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
