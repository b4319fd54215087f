//go:build freebsd || dragonfly

package guard

import "syscall"

func setLimit(l *syscall.Rlimit, to uint64) {
	l.Cur = min(int64(to), l.Max)
	l.Max = l.Cur
}
