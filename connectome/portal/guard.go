package portal

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/guard"
)

// GuardCommand is the hidden subcommand of ctopo that reads one file for another
// process; see [ServeGuard].
const GuardCommand = "__read-portal"

// guardRequest is what a guard is asked.
type guardRequest struct {
	Path     []byte
	FileSize int64
	Threads  int
	guard.Bounds
}

// guarded returns a reader like readFile that lets another process read.
func guarded(binary string) func(context.Context, string, limits, int, connectome.Progress, sink) (int64, error) {
	return func(ctx context.Context, path string, lim limits, threads int, progress connectome.Progress, out sink) (int64, error) {
		return readGuarded(ctx, binary, path, lim, threads, progress, out)
	}
}

func readGuarded(ctx context.Context, binary, path string, lim limits, threads int, progress connectome.Progress, out sink) (loops int64, err error) {
	// The guard opens the path itself, in the same folder.
	abs, err := filepath.Abs(path)
	if err != nil {
		return 0, err
	}
	request := guardRequest{Path: []byte(abs), FileSize: lim.fileSize, Threads: threads,
		Bounds: guard.Bounds{Memory: lim.memory, CPUSeconds: guard.CPUSeconds(ctx, threads)}}
	err = guard.Run(ctx, binary, GuardCommand, request, func(r io.Reader) error {
		var err error
		loops, err = decodeWire(r, lim, progress, out)
		return err
	})
	if died, ok := errors.AsType[*guard.Died](err); ok {
		return 0, Crashed(died)
	}
	return loops, err
}

// Crashed is the error of a file whose guard died.
func Crashed(died *guard.Died) *FormatError {
	if died.OutOfMemory {
		return &FormatError{Got: "reading it takes more memory than the limit allows (" + died.How + ")",
			Cure: "the file is damaged, or the memory limit must be raised"}
	}
	return &FormatError{Got: "libhdf5 crashed reading this file (" + died.How + ")", Cure: "it is damaged or hostile: get a fresh copy"}
}
