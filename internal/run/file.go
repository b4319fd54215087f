package run

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file that is written aside and put into place when it is whole.
type File struct {
	*bufio.Writer
	f    *os.File
	path string
	done bool
}

// Create starts a file in the same folder under a temporary name. Either
// [File.Commit] or [File.Abort] must follow.
func Create(path string) (*File, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return nil, fmt.Errorf("%s: cannot write here: %w", path, Cause(err))
	}
	return &File{Writer: bufio.NewWriterSize(aside{f, path}, 1<<16), f: f, path: path}, nil
}

// aside writes to the temporary file. Its errors name the one that it is to become.
type aside struct {
	f    *os.File
	path string
}

func (a aside) Write(p []byte) (int, error) {
	n, err := a.f.Write(p)
	if err != nil {
		err = &writeError{a.path, Cause(err)}
	}
	return n, err
}

// writeError is what the system says of a file that cannot be written.
type writeError struct {
	path string
	err  error
}

func (e *writeError) Error() string { return e.path + ": cannot write: " + e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

// Path returns the name that the file will have.
func (f *File) Path() string { return f.path }

// Commit puts the file into place, over what was there before.
func (f *File) Commit() error {
	if f.done {
		return nil
	}
	err := f.Flush()
	if err == nil {
		err = f.f.Chmod(0o644)
	}
	if cerr := f.f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.f.Name(), f.path)
	}
	f.done = true
	if err != nil {
		os.Remove(f.f.Name())
		return fmt.Errorf("%s: cannot write: %w", f.path, Cause(err))
	}
	return nil
}

// Abort removes what has been written. After Commit it does nothing.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	f.f.Close()
	os.Remove(f.f.Name())
}

// Cause returns what the system said, without the operation and the path that
// errors about files carry.
func Cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	var w *writeError
	if errors.As(err, &w) {
		return w.err
	}
	return err
}
