package formats

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/native"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/guard"
	"github.com/ctopo/ctopo/internal/infile"
)

// GuardCommand is the hidden subcommand of ctopo that reads one file in HDF5, other
// than the portal's, for another process; see [ServeGuard].
const GuardCommand = "__read-hdf5"

// guardRequest is what a guard is asked: to read a file, or, without a format, which
// one it is in. Paths are bytes, as they need not be UTF-8.
type guardRequest struct {
	Format                 Format
	Path, Cells, NodeTypes []byte
	Population             string
	Voxel                  [3]float64
	Threads                int
	guard.Bounds
}

// timeout is the time that reading a file may take.
func (o Options) timeout(size int64) time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return 30*time.Second + time.Duration(size>>20)*time.Second
}

func (o Options) memory() int64 {
	if o.MemoryLimit > 0 {
		return o.MemoryLimit
	}
	return 4 << 30
}

// ask lets a guard do what is asked about a file.
func ask(ctx context.Context, path string, opt Options, f Format) (answer *answer, err error) {
	file, st, err := infile.OpenRegular(path)
	if err != nil {
		return nil, err
	}
	file.Close()
	limit := opt.timeout(st.Size())
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &infile.Error{File: path,
		Got: fmt.Sprintf("reading did not end within %v", limit), Cure: "the file is damaged or hostile: get a fresh copy, or allow more time"})
	defer cancel()
	request := guardRequest{Format: f, Population: opt.Population, Voxel: opt.Voxel, Threads: opt.Threads,
		Bounds: guard.Bounds{Memory: opt.memory(), CPUSeconds: guard.CPUSeconds(ctx, opt.Threads)}}
	names := make(map[string]string) // what the guard calls files, and what they were called
	for _, p := range []struct {
		path string
		to   *[]byte
	}{{path, &request.Path}, {opt.Cells, &request.Cells}, {opt.NodeTypes, &request.NodeTypes}} {
		if p.path == "" {
			continue
		}
		abs, err := filepath.Abs(p.path)
		if err != nil {
			return nil, err
		}
		*p.to, names[abs] = []byte(abs), p.path
	}
	a := newAnswer(opt, names)
	err = guard.Run(ctx, opt.Guard, GuardCommand, request, a.receive)
	if err == nil {
		return a, nil
	}
	if ctx.Err() != nil {
		if late, ok := errors.AsType[*infile.Error](context.Cause(ctx)); ok {
			return nil, late
		}
		return nil, ctx.Err()
	}
	if died, ok := errors.AsType[*guard.Died](err); ok {
		crashed := portal.Crashed(died)
		return nil, &infile.Error{File: path, Got: crashed.Got, Cure: crashed.Cure, Err: died}
	}
	if _, ok := errors.AsType[*infile.Error](err); ok {
		return nil, err // it names its file
	}
	return nil, fmt.Errorf("%s: %w", path, err)
}

// openHDF5 reads a file with the reader of its format, in this process or in a
// guard.
func openHDF5(f Format) func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	return func(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
		if opt.Guard == "" {
			return hdf5Readers[f](ctx, path, opt)
		}
		a, err := ask(ctx, path, opt, f)
		if err != nil {
			return nil, err
		}
		c, err := native.Decode(ctx, path, a.bytes(), native.Options{Threads: opt.Threads})
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, fmt.Errorf("%s: %w: %w", path, guard.ErrProtocol, err)
		}
		a.over()
		c.Source = *c.Source.Origin
		c.Source.Path = path
		return c, nil
	}
}

// whichHDF5 tells which format a file in HDF5 is in; the portal's where no other
// reader recognises it, or where looking at it fails, which then says why.
func whichHDF5(ctx context.Context, path string, opt Options) (*format, error) {
	f, err := portalFormat, error(nil)
	if opt.Guard == "" {
		f, err = recognise(ctx, path, opt)
	} else {
		var a *answer
		if a, err = ask(ctx, path, opt, ""); err == nil {
			if f = lookup(a.format); f == nil || !f.hdf5 {
				return nil, fmt.Errorf("%s: %w: it tells the format %q", path, guard.ErrProtocol, a.format)
			}
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return portalFormat, nil
	}
	return f, nil
}

// ServeGuard is the whole of ctopo's hidden subcommand [GuardCommand], as
// portal.ServeGuard is of the other. It returns the exit status.
func ServeGuard(args []string, stdin io.Reader, stdout, stderr *os.File) int {
	var request guardRequest
	if !guard.Asked(args, stdin, stderr, &request) {
		return 2
	}
	guard.Limit(request.Bounds)
	w := newAnswerWriter(stdout)
	opt := Options{Threads: request.Threads, Cells: string(request.Cells), NodeTypes: string(request.NodeTypes),
		Population: request.Population, Voxel: request.Voxel, MemoryLimit: request.Memory, Note: w.note, Progress: w.progress}
	if err := w.finish(serve(context.Background(), w, string(request.Path), request.Format, opt)); err != nil {
		return 1
	}
	return 0
}

func serve(ctx context.Context, w *answerWriter, path string, name Format, opt Options) error {
	if name == "" {
		f, err := recognise(ctx, path, opt)
		if err == nil {
			w.format(f.name)
		}
		return err
	}
	read, ok := hdf5Readers[name]
	if !ok {
		return fmt.Errorf("there is no reader of %q", name)
	}
	c, err := read(ctx, path, opt)
	if err != nil {
		return err
	}
	return native.Encode(ctx, w, c)
}
