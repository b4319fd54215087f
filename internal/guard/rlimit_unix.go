//go:build unix && !freebsd && !dragonfly

package guard

import "syscall"

func setLimit(l *syscall.Rlimit, to uint64) {
	l.Cur = min(to, l.Max)
	l.Max = l.Cur
}
