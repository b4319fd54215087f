//go:build unix

package guard

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// ownGroup keeps a terminal's Ctrl-C from reaching the guard: it is for the
// process that asked to stop it, and to say why.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// limit bounds what this process may take from now on. Limits that the
// system does not have are left out: time and memory are watched from outside
// and by the reader too.
func limit(memory int64, cpuSeconds uint64) {
	set := func(resource int, to uint64) {
		var l syscall.Rlimit
		if to == 0 && resource != syscall.RLIMIT_CORE || syscall.Getrlimit(resource, &l) != nil {
			return
		}
		setLimit(&l, to)
		_ = syscall.Setrlimit(resource, &l)
	}
	set(syscall.RLIMIT_CORE, 0)
	set(syscall.RLIMIT_CPU, cpuSeconds)
	if now := addressSpace(); now > 0 && memory > 0 {
		// Threads and allocators reserve more than they use.
		const slack = 1 << 30
		set(syscall.RLIMIT_AS, now+uint64(memory)+slack)
	}
}

// addressSpace returns the bytes of address space in use, 0 if unknown.
func addressSpace() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	first, _, _ := bytes.Cut(b, []byte(" "))
	pages, err := strconv.ParseUint(string(first), 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
