package guard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/ctopo/ctopo/internal/run"
)

// Bounds are what a guard takes at the most.
type Bounds struct {
	Memory     int64  // bytes; 0: no limit
	CPUSeconds uint64 // 0: no limit
}

// CPUSeconds is how much processor time is allowed so that a context's deadline
// comes first: the clock bounds time, this only ends a guard whose parent was
// killed.
func CPUSeconds(ctx context.Context, threads int) uint64 {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 0
	}
	return uint64(time.Until(deadline)/time.Second+2) * uint64(run.Threads(threads)+1)
}

// ErrProtocol is wrapped by errors about what a guard should not send.
var ErrProtocol = errors.New("the guard does not keep to the protocol")

// Reported is an error that the guard has reported, as opposed to one in what it
// sent.
type Reported struct{ error }

// Report marks an error as one that the guard has reported.
func Report(err error) Reported { return Reported{err} }

// Unwrap returns what was reported.
func (e Reported) Unwrap() error { return e.error }

// Died is the error of a guard that ended before its time.
type Died struct {
	How         string
	OutOfMemory bool
}

func (e *Died) Error() string { return "the guard ended early: " + e.How }

// Run starts binary with a subcommand, asks it, and hands what it sends to receive,
// which returns [Reported] for an error that the guard sent, io.EOF or
// io.ErrUnexpectedEOF if it ended early, and one that wraps [ErrProtocol] where it
// sent what it should not.
//
// Errors: what was reported, as it was; a [*Died]; the context's; others of
// receive.
func Run(ctx context.Context, binary, command string, request any, receive func(io.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	asked, err := json.Marshal(request)
	if err != nil {
		return err
	}
	cmd := exec.Command(binary, command)
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	cmd.WaitDelay = time.Second
	var complaint tail
	cmd.Stderr = &complaint
	ownGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	defer stdin.Close() // not before it has ended: that would tell it that nobody is left
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("cannot start the guard %s: %w: name a ctopo binary", binary, run.Cause(err))
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	_, _ = stdin.Write(append(asked, '\n')) // a guard that is gone shows in what it sends

	err = receive(stdout)
	if err != nil && !errors.As(err, new(Reported)) && !Ended(err) {
		_ = cmd.Process.Kill() // nobody reads what it has to say any more
	}
	werr := cmd.Wait()
	if cerr := ctx.Err(); cerr != nil {
		return cerr
	}
	return verdict(err, werr, complaint.String())
}

// Ended reports whether a stream ended before it should have.
func Ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// verdict tells what became of a guard: what it reported, or why it could not.
func verdict(err, exit error, complaint string) error {
	var reported Reported
	switch {
	case errors.As(err, &reported):
		return reported.error
	case errors.Is(err, ErrProtocol):
		return err
	case err == nil && exit == nil:
		return nil
	case err != nil && !Ended(err):
		return err
	}
	how := "without a word"
	if exit != nil {
		how = exit.Error()
	}
	if first, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n"); first != "" {
		how += ": " + first
	}
	return &Died{How: how, OutOfMemory: strings.Contains(complaint, "out of memory") || strings.Contains(complaint, "cannot allocate memory")}
}

// tail keeps the first few kilobytes of what a guard complains.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p[:min(len(p), 4096-len(t.b))]...)
	return len(p), nil
}

func (t *tail) String() string { return string(t.b) }
