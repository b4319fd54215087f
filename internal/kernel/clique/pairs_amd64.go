//go:build amd64 && !purego && !noasm

package clique

import (
	"unsafe"

	"github.com/ctopo/ctopo/internal/kernel/cpu"
)

// vector is run with AVX2; it reports whether there is that.
func (k *smallPairs) vector(f *pairFrame, first, last int) bool {
	m := f.index.m
	if !cpu.AVX2 || m.NW != 8 {
		return false
	}
	k.rows, k.stride, k.words = &m.Bits[0], uint64(8*m.NW), uint64(m.D+63)/64
	k.base, k.before, k.cols = &f.index.base[0], &f.index.before[0], &f.index.cols[0]
	b := f.blocks[0]
	k.edge, k.vertex = unsafe.SliceData(b.Edge), unsafe.SliceData(b.Vertex)
	k.from = uintptr(unsafe.Pointer(k.edge))
	k.i, k.end, k.made = uint64(first), uint64(last), 0
	pairRows256((*byte)(unsafe.Pointer(&k.pairState)))
	return true
}

// rows is rowsGo.
func (x *edgeIndex) rows(i, n, words, at int) int {
	if !cpu.AVX2 {
		return x.rowsGo(i, n, words, at)
	}
	m := x.m
	return int(indexRows(&m.Bits[i*m.NW], uint64(m.NW), uint64(words), uint64(n), uint64(at), &x.base[i], &x.before[i*m.NW], &x.cols[0]))
}

// locate is locateGo.
func locate(list, first []uint16, set []uint32, columns []uint16, at []uint32) {
	if !cpu.AVX2 {
		locateGo(list, first, set, columns, at)
		return
	}
	locate256(&list[0], &first[0], &set[0], &columns[0], uint64(len(columns)), &at[0])
}

// fetchSoon brings memory to the cache.
func fetchSoon(s []uint16) {
	if len(s) > 0 {
		fetch(&s[0], uint64(2*len(s)))
	}
}
