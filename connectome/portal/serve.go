package portal

import (
	"context"
	"io"
	"os"

	"github.com/ctopo/ctopo/internal/guard"
)

// ServeGuard is the whole of ctopo's hidden subcommand [GuardCommand]: it is
// asked on stdin for one file, reads it, and sends what it holds to stdout for
// [Open] in the process that asked. It returns the exit status.
//
// It sets limits on its own memory and processor time, leaves no core dump, and
// exits when stdin ends, which it does when the process that asked is gone.
func ServeGuard(args []string, stdin io.Reader, stdout, stderr *os.File) int {
	var request guardRequest
	if !guard.Asked(args, stdin, stderr, &request) {
		return 2
	}
	guard.Limit(request.Bounds)
	w := newWireWriter(stdout)
	if err := w.hello(); err != nil {
		return 1
	}
	lim := limits{memory: request.Memory, fileSize: request.FileSize}
	loops, err := readFile(context.Background(), string(request.Path), lim, request.Threads, w.progress, w)
	if err := w.finish(loops, err); err != nil {
		return 1
	}
	return 0
}
