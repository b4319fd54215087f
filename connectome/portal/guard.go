package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// GuardCommand is the hidden subcommand of ctopo that reads one file for another
// process; see [ServeGuard].
const GuardCommand = "__read-portal"

// guardRequest is what a guard is asked, in JSON on its standard input, which
// then stays open for as long as the one who asks lives.
type guardRequest struct {
	Path       []byte
	FileSize   int64
	Memory     int64
	Threads    int
	CPUSeconds uint64
}

// guard returns a reader like readFile that lets another process read.
func guard(binary string) func(context.Context, string, limits, int, connectome.Progress, sink) (int64, error) {
	return func(ctx context.Context, path string, lim limits, threads int, progress connectome.Progress, out sink) (int64, error) {
		return readGuarded(ctx, binary, path, lim, threads, progress, out)
	}
}

func readGuarded(ctx context.Context, binary, path string, lim limits, threads int, progress connectome.Progress, out sink) (loops int64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	// The guard opens the path itself, in the same folder.
	abs, err := filepath.Abs(path)
	if err != nil {
		return 0, err
	}
	request := guardRequest{Path: []byte(abs), FileSize: lim.fileSize, Memory: lim.memory, Threads: threads}
	if deadline, ok := ctx.Deadline(); ok {
		// The clock bounds time; this only ends a guard whose parent was killed.
		request.CPUSeconds = uint64(time.Until(deadline)/time.Second+2) * uint64(run.Threads(threads)+1)
	}
	asked, err := json.Marshal(request)
	if err != nil {
		return 0, err
	}

	cmd := exec.Command(binary, GuardCommand)
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	cmd.WaitDelay = time.Second
	var complaint tail
	cmd.Stderr = &complaint
	ownGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return 0, err
	}
	defer stdin.Close() // not before it has ended: that would tell it that nobody is left
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("cannot start the guard %s: %s: name a ctopo binary", binary, cause(err))
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	_, _ = stdin.Write(append(asked, '\n')) // a guard that is gone shows in what it sends

	loops, err = decodeWire(stdout, lim, progress, out)
	if err != nil && !errors.As(err, new(guardError)) && !ended(err) {
		_ = cmd.Process.Kill() // nobody reads what it has to say any more
	}
	werr := cmd.Wait()
	if cerr := ctx.Err(); cerr != nil {
		return 0, cerr
	}
	return loops, verdict(err, werr, complaint.String())
}

// ended reports whether a stream ended before it should have.
func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// verdict tells what became of a guard: what it reported, or why it could not.
func verdict(err, exit error, complaint string) error {
	var reported guardError
	switch {
	case errors.As(err, &reported):
		return reported.error
	case errors.Is(err, errProtocol):
		return err
	case err == nil && exit == nil:
		return nil
	case err != nil && !ended(err):
		return err
	}
	how := "without a word"
	if exit != nil {
		how = exit.Error()
	}
	first, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n")
	if first != "" {
		how += ": " + first
	}
	if strings.Contains(complaint, "out of memory") || strings.Contains(complaint, "cannot allocate memory") {
		return &FormatError{Got: "reading it takes more memory than the limit allows (" + how + ")",
			Cure: "the file is damaged, or the memory limit must be raised"}
	}
	return &FormatError{Got: "libhdf5 crashed reading this file (" + how + ")", Cure: "it is damaged or hostile: get a fresh copy"}
}

// tail keeps the first few kilobytes of what a guard complains.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p[:min(len(p), 4096-len(t.b))]...)
	return len(p), nil
}

func (t *tail) String() string { return string(t.b) }
