package triad

import "unsafe"

// lookUpGo looks up the columns of rows among marks, tileAhead at a time: those of
// each span from its start, the low 32 bits, to its end, the high ones, and up to
// tileAhead-1 beyond. Where one is marked, it writes the span's number, 32 bits
// up, and the place of the first column to hits. It stops after a row when hits
// has no more than most places left, and returns how many rows are done and how many
// hits there are. A row must not have more hits than most. One place beyond the
// hits may be overwritten. The codes that stand beside the columns are wanted
// next where there are hits: the assembly fetches them.
func lookUpGo(spans []uint64, columns *uint16, marks, _ *uint8, hits []uint64, most int) (done, n int) {
	mark := (*[1 << tileFold]uint8)(unsafe.Pointer(marks))
	for i, span := range spans {
		if n+most >= len(hits) {
			return i, n
		}
		for at, end := uint32(span), uint32(span>>32); at < end; at += tileAhead {
			any := uint8(0)
			for _, c := range (*[tileAhead]uint16)(unsafe.Add(unsafe.Pointer(columns), 2*uintptr(at))) {
				any |= mark[c&(1<<tileFold-1)]
			}
			if any != 0 {
				hits[n] = uint64(i)<<32 | uint64(at)
				n++
			}
		}
	}
	return len(spans), n
}
