package triad

import "unsafe"

// lookUpGo looks up the columns of pairs among marks, tileAhead at a time: those
// from starts[v] to starts[v+1], for a pair's v within its range, and up to
// tileAhead-1 beyond. Where one is marked, it writes the pair's number, 32 bits
// up, and the place of the first column to hits. It stops after a pair when hits
// might not have room for another's, and returns how many pairs are done and how
// many hits there are. The dyads that stand beside the columns are wanted next: the
// assembly fetches them.
func lookUpGo(pairs []uint32, starts *uint32, columns *uint16, marks *uint64, _ *uint8, hits []uint64) (done, n int) {
	words := (*[tileWidth / wordBits]uint64)(unsafe.Pointer(marks))
	first := (*[tileWidth + 1]uint32)(unsafe.Pointer(starts))
	for i, pair := range pairs {
		if n+tileChunks > len(hits) {
			return i, n
		}
		v := pair >> 2 & (tileWidth - 1)
		for at, end := first[v], first[v+1]; at < end; at += tileAhead {
			any := uint64(0)
			for _, w := range (*[tileAhead]uint16)(unsafe.Add(unsafe.Pointer(columns), 2*uintptr(at))) {
				any |= words[w/wordBits] >> (w % wordBits)
			}
			if any&1 != 0 {
				hits[n] = uint64(i)<<32 | uint64(at)
				n++
			}
		}
	}
	return len(pairs), n
}
