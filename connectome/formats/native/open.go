package native

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Options says how to open a file. Its zero value maps it.
type Options struct {
	InMemory bool // read the file rather than map it; see the package's documentation
	Verify   bool // check the checksum of every section, and that of the graph twice over
	Digest   bool // take the SHA-256 of the file, which takes longer than all else, for Source.SHA256
	Threads  int  // workers that sum and check; 0: all cores
}

// Open opens a file. Source.Path is path as given; its identity is that of what
// the file was made from, which Source.Origin describes. What is mapped stays
// mapped until the process ends.
//
// Errors: a [*FormatError] for a file that is damaged, is not what it should be or
// cannot be opened; the context's error if that ended.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	f, err := Map(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	return f.c, nil
}

// Verify opens a file and checks everything in it: the checksum of every section
// besides what [Open] checks.
func Verify(ctx context.Context, path string) error {
	f, err := Map(ctx, path, Options{Verify: true})
	if err != nil {
		return err
	}
	return f.Close()
}

// File is a mapped file.
type File struct {
	c     *connectome.Connectome
	unmap func() error
}

// Map opens a file as [Open] does, to be closed by the caller.
func Map(ctx context.Context, path string, opt Options) (*File, error) {
	f, err := mapFile(ctx, path, opt)
	if err == nil {
		return f, nil
	}
	if e, ok := errors.AsType[*FormatError](err); ok {
		e.File = path
	}
	return nil, err
}

// Connectome returns what the file holds. Neither it nor anything that shares its
// graph may be used after Close: the process would crash.
func (f *File) Connectome() *connectome.Connectome { return f.c }

// Close unmaps the file. Doing it twice does nothing.
func (f *File) Close() error {
	unmap := f.unmap
	f.unmap = nil
	if unmap == nil {
		return nil
	}
	return unmap()
}

func mapFile(ctx context.Context, path string, opt Options) (_ *File, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer file.Close()
	size, err := checkFile(file)
	if err != nil {
		return nil, err
	}
	b, unmap, err := load(ctx, file, size, opt)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = unmap()
		}
	}()
	c, err := decode(ctx, b, opt)
	if err != nil {
		return nil, err
	}
	c.Source.Path = path
	if opt.Digest {
		if c.Source.SHA256, err = digest(ctx, b); err != nil {
			return nil, err
		}
	}
	return &File{c: c, unmap: unmap}, nil
}

// unreadable is the error of a file that the system does not open.
func unreadable(err error) error {
	e := &FormatError{Got: run.Cause(err).Error(), Cure: "check the path", Err: err}
	if errors.Is(err, fs.ErrPermission) {
		e.Cure = "make it readable: chmod u+r"
	}
	return e
}

// checkFile looks at the header before anything is mapped, and returns the size.
func checkFile(file *os.File) (int64, error) {
	st, err := file.Stat()
	switch {
	case err != nil:
		return 0, unreadable(err)
	case st.IsDir():
		return 0, &FormatError{Got: "it is a folder", Cure: "name a file in it"}
	case !st.Mode().IsRegular():
		return 0, &FormatError{Got: "it is not a regular file", Cure: "copy it into one"}
	case int64(int(st.Size())) != st.Size():
		return 0, &FormatError{Got: "it does not fit into the memory of this machine", Cure: "use a 64-bit one"}
	}
	head := make([]byte, headerSize)
	n, err := io.ReadFull(io.NewSectionReader(file, 0, st.Size()), head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, unreadable(err)
	}
	_, err = parseHeader(head[:n], uint64(st.Size()))
	return st.Size(), err
}

// load brings the file into memory and returns how to give that up.
func load(ctx context.Context, file *os.File, size int64, opt Options) (b []byte, unmap func() error, err error) {
	if !opt.InMemory {
		if b, unmap, err := mapping(file, int(size)); !errors.Is(err, errors.ErrUnsupported) {
			if err != nil {
				return nil, nil, &FormatError{Got: "cannot map it: " + err.Error(), Cure: "read it into memory instead", Err: err}
			}
			return b, unmap, nil
		}
	}
	b = aligned(int(size))
	pieces := (len(b) + piece - 1) / piece
	err = run.Parallel(ctx, opt.Threads, pieces, nil, func(_, i int) error {
		at := i * piece
		n, err := file.ReadAt(b[at:min(len(b), at+piece)], int64(at))
		if errors.Is(err, io.EOF) && at+n == len(b) {
			err = nil
		}
		return err
	})
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err != nil:
		return nil, nil, &FormatError{Got: "cannot read it: " + run.Cause(err).Error(), Cure: cureConvert, Err: err}
	}
	return b, func() error { return nil }, nil
}

func digest(ctx context.Context, b []byte) (string, error) {
	sum := sha256.New()
	for r := bytes.NewReader(b); r.Len() > 0; {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if _, err := io.CopyN(sum, r, min(piece, int64(r.Len()))); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
