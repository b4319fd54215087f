package portal

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// TestMain lets the test binary be the guard that its tests start. The variable
// CTOPO_TEST_GUARD makes it one that misbehaves.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == GuardCommand {
		switch os.Getenv("CTOPO_TEST_GUARD") {
		case "crash":
			raiseSegfault()
		case "hang":
			time.Sleep(time.Hour)
		case "mute":
			os.Exit(0)
		case "chatter":
			fmt.Println("Usage: something else altogether")
			os.Exit(0)
		case "old":
			w := newWireWriter(os.Stdout)
			_ = w.frame(frameVersion, []byte("ctopo portal 0"))
			_ = w.w.Flush()
			os.Exit(0)
		}
		os.Exit(ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func guardBinary(t testing.TB) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}
