//go:build unix

package portal

import (
	"os"
	"syscall"
	"time"
)

func raiseSegfault() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
	time.Sleep(time.Minute)
}
