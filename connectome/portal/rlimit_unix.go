//go:build unix && !freebsd && !dragonfly

package portal

import "syscall"

func setLimit(l *syscall.Rlimit, to uint64) {
	l.Cur = min(to, l.Max)
	l.Max = l.Cur
}
