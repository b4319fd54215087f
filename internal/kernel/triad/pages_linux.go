package triad

import (
	"syscall"
	"unsafe"
)

// inLargePages asks for pages of 2 MB under a slice that is not written yet: rows
// that are read in no order miss the address cache at every other step otherwise. It
// is advice, and no harm where it is not taken.
func inLargePages[T any](s []T) {
	const page = 2 << 20
	if len(s) == 0 {
		return
	}
	at := uintptr(unsafe.Pointer(&s[0]))
	lo, hi := (at+page-1)&^(page-1), (at+uintptr(len(s))*unsafe.Sizeof(s[0]))&^(page-1)
	if lo < hi {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, lo, hi-lo, syscall.MADV_HUGEPAGE)
	}
}
