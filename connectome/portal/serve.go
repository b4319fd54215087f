package portal

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// ServeGuard is the whole of ctopo's hidden subcommand [GuardCommand]: it is
// asked on stdin for one file, reads it, and sends what it holds to stdout for
// [Open] in the process that asked. It returns the exit status.
//
// It sets limits on its own memory and processor time, leaves no core dump, and
// exits when stdin ends, which it does when the process that asked is gone.
func ServeGuard(args []string, stdin io.Reader, stdout, stderr *os.File) int {
	if len(args) != 0 {
		fmt.Fprintln(stderr, "this command is for ctopo's own use")
		return 2
	}
	in := bufio.NewReader(stdin)
	line, err := in.ReadBytes('\n')
	var request guardRequest
	if err == nil {
		err = json.Unmarshal(line, &request)
	}
	if err != nil {
		fmt.Fprintln(stderr, "this command is for ctopo's own use:", err)
		return 2
	}
	limitProcess(request.Memory, request.CPUSeconds)
	go func() {
		_, _ = io.Copy(io.Discard, in)
		os.Exit(3)
	}()
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
