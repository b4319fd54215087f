package clique

import (
	"syscall"
	"unsafe"
)

// LargePages asks the kernel to hold memory in pages of 2 MB, before it is first
// written to. Where accesses are strewn over more memory than the processor's table
// of pages reaches with small ones, each would look its page up in memory. It is a
// wish: nothing depends on it.
func LargePages[T any](s []T) {
	const page = 1 << 21
	var one T
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), int(unsafe.Sizeof(one))*len(s))
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & (page - 1))
	if skip+page > len(b) {
		return
	}
	b = b[skip:]
	_ = syscall.Madvise(b[:len(b)/page*page], syscall.MADV_HUGEPAGE)
}
