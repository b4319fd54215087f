package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ctopo/ctopo/connectome"
)

// Open reads one HDF5 file in the portal's layout. Source.Path is path as given;
// its identity is parsed from it.
//
// Complexity: O(N² / 32 + E) after inflating N² bytes. A full column (31,000
// neurons, 8 million connections, 31 MB) takes about half a second on two cores.
//
// Memory: 8 bytes a connection for the result, as much again at the peak, and
// some megabytes of buffers; never the dense matrix.
//
// Errors: a [*FormatError] for a file that cannot be read or is not what it
// should be; the context's error if that ended.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	src := connectome.Source{Identity: ParseIdentity(path), Path: path, Format: "portal"}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	return openFile(ctx, f, path, src, opt)
}

// openFile reads the file that f has open and that libhdf5 can open as path.
func openFile(ctx context.Context, f *os.File, path string, src connectome.Source, opt Options) (*connectome.Connectome, error) {
	name := src.String()
	st, err := f.Stat()
	if err != nil {
		return nil, &FormatError{File: name, Got: cause(err), Err: err, Cure: "check the path"}
	}
	if st.IsDir() {
		return nil, &FormatError{File: name, Got: "it is a folder", Want: "an HDF5 file", Cure: "name a file in it"}
	}
	if err := checkSignature(f, st.Size()); err != nil {
		return nil, inFile(name, err)
	}
	limit := opt.timeout(st.Size())
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &FormatError{
		Got:  fmt.Sprintf("reading did not end within %v", limit),
		Cure: "the file is damaged or hostile: get a fresh copy, or allow more time"})
	defer cancel()

	// The digest is taken while the file is being read.
	digest := make(chan error, 1)
	sum := sha256.New()
	go func() {
		n, err := io.Copy(sum, &contextReader{ctx, io.NewSectionReader(f, 0, st.Size())})
		src.Size = n
		digest <- err
	}()
	var c collector
	read := readFile
	if opt.Guard != "" {
		read = guarded(opt.Guard)
	}
	loops, err := read(ctx, path, opt.limits(st.Size()), opt.Threads, opt.Progress, &c)
	if err != nil {
		cancel()
	}
	derr := <-digest
	switch {
	case err != nil && timedOut(ctx):
		return nil, inFile(name, context.Cause(ctx))
	case err != nil && ctx.Err() != nil && isContext(err):
		return nil, err
	case err != nil:
		return nil, inFile(name, err)
	case derr != nil:
		return nil, inFile(name, derr)
	}
	src.SHA256 = hex.EncodeToString(sum.Sum(nil))
	out, err := c.connectome(src, loops)
	if err != nil {
		return nil, inFile(name, err)
	}
	return out, nil
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// cause returns what the system said, without the path, which is said anyway.
func cause(err error) string {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// signature begins every HDF5 file, perhaps after a user block of 512 bytes or
// a doubling of that.
var signature = []byte("\x89HDF\r\n\x1a\n")

func checkSignature(r io.ReaderAt, size int64) error {
	if hasSignature(r, size) {
		return nil
	}
	if e := checkCompressed(r, size); e != nil {
		return e
	}
	e := &FormatError{Got: "not an HDF5 file", Want: "an HDF5 file in the portal's layout", Cure: "check what was downloaded, or give it the ending that its format has"}
	if size == 0 {
		e.Got, e.Cure = "the file is empty", cureFetch
	}
	return e
}

func hasSignature(r io.ReaderAt, size int64) bool {
	var head [8]byte
	for at := int64(0); at+8 <= size; at = max(512, 2*at) {
		if _, err := r.ReadAt(head[:], at); err != nil {
			return false
		}
		if bytes.Equal(head[:], signature) {
			return true
		}
	}
	return false
}

// contextReader ends with the context's error.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// timedOut reports whether the time for reading this file is up, rather than the
// caller's patience.
func timedOut(ctx context.Context) bool {
	_, ours := errors.AsType[*FormatError](context.Cause(ctx))
	return ctx.Err() != nil && ours
}
