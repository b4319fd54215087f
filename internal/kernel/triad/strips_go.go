package triad

import (
	"math/bits"
	"unsafe"
)

// rowAt returns the row at a place in units of 8 bytes.
func rowAt(rows *uint64, place uint32) *[rowWords]uint64 {
	return (*[rowWords]uint64)(unsafe.Add(unsafe.Pointer(rows), 8*uintptr(place)))
}

// plainGo adds to acc[0:8], word by word, the bits that the rows of u and v
// share, and to acc[8:16] those that make a cycle: of u's sources and v's
// targets for an entry u → v, of u's targets and v's sources for v → u.
func plainGo(list []uint32, rows *uint64, acc *[2 * stripWord]uint64) {
	for len(list) > 0 {
		u := rowAt(rows, list[0])
		ahead, back := int(list[1]), int(list[2])
		list = list[runHeader:]
		for _, place := range list[:ahead] {
			v := rowAt(rows, place)
			for w := range stripWord {
				o, i := u[w], u[stripWord+w]
				acc[w] += uint64(bits.OnesCount64((o | i) & (v[w] | v[stripWord+w])))
				acc[stripWord+w] += uint64(bits.OnesCount64(i & v[w]))
			}
		}
		for _, place := range list[ahead : ahead+back] {
			v := rowAt(rows, place)
			for w := range stripWord {
				o, i := u[w], u[stripWord+w]
				acc[w] += uint64(bits.OnesCount64((o | i) & (v[w] | v[stripWord+w])))
				acc[stripWord+w] += uint64(bits.OnesCount64(o & v[stripWord+w]))
			}
		}
		list = list[ahead+back:]
	}
}

// typedGo adds to acc, eight words each, the bits that the rows of u and v
// share, for entries u → v and then for entries v → u: targets of both; u's
// targets and v's sources; u's sources and v's targets; sources of both.
func typedGo(list []uint32, rows *uint64, acc *[8 * stripWord]uint64) {
	for len(list) > 0 {
		u := rowAt(rows, list[0])
		ahead, back := int(list[1]), int(list[2])
		list = list[runHeader:]
		for k, place := range list[:ahead+back] {
			v := rowAt(rows, place)
			a := (*[4 * stripWord]uint64)(acc[:])
			if k >= ahead {
				a = (*[4 * stripWord]uint64)(acc[4*stripWord:])
			}
			for w := range stripWord {
				a[w] += uint64(bits.OnesCount64(u[w] & v[w]))
				a[stripWord+w] += uint64(bits.OnesCount64(u[w] & v[stripWord+w]))
				a[2*stripWord+w] += uint64(bits.OnesCount64(u[stripWord+w] & v[w]))
				a[3*stripWord+w] += uint64(bits.OnesCount64(u[stripWord+w] & v[stripWord+w]))
			}
		}
		list = list[ahead+back:]
	}
}

// wordAt returns word i of an array.
func wordAt(base *uint64, i int) *uint64 {
	return (*uint64)(unsafe.Add(unsafe.Pointer(base), 8*uintptr(i)))
}
