package clique

import (
	"syscall"
	"unsafe"
)

// hugePages asks the kernel to hold the words in large pages, of 2 MB mostly: rows
// are taken from all over a strip, and each small page would need an entry of its
// own in the processor's table of pages. It is a wish: nothing depends on it.
func hugePages(words []uint64) {
	const page = 1 << 21
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), 8*len(words))
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & (page - 1))
	if skip+page > len(b) {
		return
	}
	b = b[skip:]
	_ = syscall.Madvise(b[:len(b)/page*page], syscall.MADV_HUGEPAGE)
}
