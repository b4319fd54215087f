package infile

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// CureFetch is what mends a file that is cut short or damaged.
const CureFetch = "the file is damaged or incomplete: get a fresh copy"

// File is a file being read from its beginning to its end. What it reads is
// unpacked if the file begins as gzip does.
type File struct {
	io.Reader
	path   string
	f      *os.File
	raw    *rawReader
	unpack *gzip.Reader // nil if the file is not packed
}

// rawReader reads the bytes of a file as they are, hashes them and tells how far
// it is.
type rawReader struct {
	ctx      context.Context
	f        *os.File
	sum      hash.Hash
	size     int64
	read     int64
	progress connectome.Progress
	told     time.Time
}

func (r *rawReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	// Small enough that a context is looked at often.
	n, err := r.f.Read(p[:min(len(p), 1<<20)])
	r.sum.Write(p[:n])
	r.read += int64(n)
	if r.progress != nil && time.Since(r.told) > 100*time.Millisecond {
		r.told = time.Now()
		r.progress(min(r.read, r.size), r.size)
	}
	return n, err
}

// OpenRegular opens a regular file: anything else, such as a pipe, may never
// answer. Errors are of type [*Error].
func OpenRegular(path string) (*os.File, os.FileInfo, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, Unreadable(path, err)
	}
	switch {
	case st.IsDir():
		return nil, nil, &Error{File: path, Got: "it is a folder", Cure: "name a file in it"}
	case !st.Mode().IsRegular():
		return nil, nil, &Error{File: path, Got: "not a regular file", Cure: "copy it to a file first"}
	case st.Size() == 0:
		return nil, nil, &Error{File: path, Got: "the file is empty", Cure: "whatever wrote or fetched it did not finish: write it again, or get a fresh copy"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, Unreadable(path, err)
	}
	return f, st, nil
}

// Open opens a file. progress is told bytes of it. Errors are of type [*Error].
func Open(ctx context.Context, path string, progress connectome.Progress) (*File, error) {
	f, st, err := OpenRegular(path)
	if err != nil {
		return nil, err
	}
	raw := &rawReader{ctx: ctx, f: f, sum: sha256.New(), size: st.Size(), progress: progress}
	in := bufio.NewReaderSize(raw, 1<<17)
	file := &File{Reader: in, path: path, f: f, raw: raw}
	head, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		f.Close()
		return nil, file.Fail(err)
	}
	if string(head) == "\x1f\x8b" {
		file.unpack, err = gzip.NewReader(in)
		if err != nil {
			f.Close()
			return nil, file.Fail(err)
		}
		file.Reader = file.unpack
	}
	return file, nil
}

// Packed reports whether the file is gzipped.
func (f *File) Packed() bool { return f.unpack != nil }

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }

// Fail is the error of the file for an error of reading it: the context's, one of
// type [*Error] otherwise.
func (f *File) Fail(err error) error {
	if cerr := f.raw.ctx.Err(); cerr != nil {
		return cerr
	}
	e, ok := errors.AsType[*Error](err)
	switch {
	case ok:
		return InFile(f.path, e)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return &Error{File: f.path, Got: "the packed data end too early or are damaged", Err: err, Cure: CureFetch}
	}
	return &Error{File: f.path, Got: run.Cause(err).Error(), Err: err}
}

// Source describes the file, which must have been read to its end: what is left
// of it is taken in for the digest, and must unpack.
func (f *File) Source(format string) (connectome.Source, error) {
	for _, r := range []io.Reader{f.Reader, f.raw} {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return connectome.Source{}, f.Fail(err)
		}
	}
	if p := f.raw.progress; p != nil {
		p(f.raw.size, f.raw.size)
	}
	return connectome.Source{Identity: connectome.NoIdentity, Path: f.path, Format: format,
		SHA256: hex.EncodeToString(f.raw.sum.Sum(nil)), Size: f.raw.read}, nil
}

// Digest returns the SHA-256 of an open file and its size.
func Digest(ctx context.Context, f *os.File, size int64) (string, int64, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, &contextReader{ctx, io.NewSectionReader(f, 0, size)})
	return hex.EncodeToString(sum.Sum(nil)), n, err
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
