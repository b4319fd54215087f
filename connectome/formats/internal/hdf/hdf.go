// Package hdf reads columns out of HDF5 files that are not trusted: datasets of one
// or two dimensions, members of compound datasets, texts, attributes. Shapes are
// checked before anything is read, what is allocated is bounded, and datasets whose
// bytes lie in other files are refused. A file that makes libhdf5 itself crash is
// the guard's business; see package formats.
package hdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/infile"
)

// File is an HDF5 file being read. While Progress is set it counts the elements that
// are read.
type File struct {
	*h5.File
	Progress *Progress
	ctx      context.Context
	left     int64 // bytes that may still be allocated
}

const defaultLimit = 4 << 30

// Do opens a file and reads it, with everything of the library on its own thread.
// limit bounds what is allocated, in bytes; 0: 4 GiB. Errors name the file and are
// of type [*infile.Error], or the context's.
func Do(ctx context.Context, path string, limit int64, read func(f *File) error) error {
	if limit <= 0 {
		limit = defaultLimit
	}
	closed, _, err := infile.OpenRegular(path)
	if err != nil {
		return err
	}
	closed.Close()
	err = h5.Do(ctx, func() error {
		f, err := h5.Open(path)
		if err != nil {
			return Damaged("", err)
		}
		defer f.Close()
		return read(&File{File: f, ctx: ctx, left: limit})
	})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if e, ok := errors.AsType[*infile.Error](err); ok && e.File != "" {
		return err // of another file
	}
	return infile.InFile(path, err)
}

// Errorf is an error about an object of the file.
func Errorf(object, cure, format string, args ...any) *infile.Error {
	got := fmt.Sprintf(format, args...)
	if object != "" {
		got = object + ": " + got
	}
	return &infile.Error{Got: got, Cure: cure}
}

// Damaged wraps an error of the library.
func Damaged(object string, err error) *infile.Error {
	e := Errorf(object, infile.CureFetch, "%v", err)
	e.Err = err
	if lib, ok := errors.AsType[*h5.Error](err); ok && object != "" {
		e.Got = object + ": cannot " + lib.Op + " it: " + lib.Detail // the name has been said
	}
	if errors.Is(err, h5.ErrExternalLink) {
		e.Cure = "copy what it links to into the file"
	}
	if errors.Is(err, h5.ErrNoCgo) {
		e.Cure = ""
	}
	return e
}

// allow takes so many bytes from what may be allocated.
func (f *File) allow(object string, items, size uint64) error {
	if items > uint64(math.MaxInt64)/max(size, 1) || int64(items*size) > f.left {
		return Errorf(object, "the file is damaged, or the memory limit must be raised", "%d elements of %d bytes take more memory than is allowed", items, size)
	}
	f.left -= int64(items * size)
	return nil
}

// Has reports whether a path leads to something.
func (f *File) Has(path string) (bool, error) {
	names := splitPath(path)
	for i := range names {
		ok, err := f.Exists(joinPath(names[:i+1]))
		if err != nil {
			return false, Damaged(path, err)
		}
		if !ok {
			return false, nil
		}
	}
	return true, nil
}

// Names lists a group, in order; nil if there is no such group.
func (f *File) Names(path string) ([]string, error) {
	if ok, err := f.Has(path); err != nil || !ok {
		return nil, err
	}
	g, err := f.Group.Group(path)
	if err != nil {
		return nil, Damaged(path, err)
	}
	defer g.Close()
	names, err := g.Names()
	if err != nil {
		return nil, Damaged(path, err)
	}
	slices.Sort(names) // an index that is damaged need not be in order
	return slices.Compact(names), nil
}

// Dataset opens a dataset and refuses those that cannot be read.
func (f *File) Dataset(path string) (*h5.Dataset, error) {
	if err := f.ctx.Err(); err != nil {
		return nil, err
	}
	ok, err := f.Has(path)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, Errorf(path, infile.CureFetch, "it is missing")
	}
	d, err := f.Group.Dataset(path)
	if err != nil {
		return nil, Damaged(path, err)
	}
	if err := acceptable(path, d.Info); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func acceptable(path string, i h5.Info) error {
	switch {
	case i.External:
		return Errorf(path, "store it in the file itself", "its bytes lie in another file, which is not opened")
	case i.Layout == h5.LayoutVirtual:
		return Errorf(path, "store it in the file itself", "a virtual dataset, whose bytes lie in other files")
	case i.Layout == h5.LayoutUnknown, i.Odd, len(i.Dims) > 2,
		i.Layout == h5.LayoutChunked && (len(i.Chunk) != len(i.Dims) || slices.Contains(i.Chunk, 0)):
		return Errorf(path, infile.CureFetch, "a dataset that cannot be")
	}
	size := uint64(max(i.Size, 1))
	for k, c := range i.Chunk {
		if c > i.Max[k] || c > (1<<31)/size {
			return Errorf(path, infile.CureFetch, "chunks of %d of %d elements", c, i.Dims[k])
		}
		size *= c
	}
	for _, filter := range i.Filters {
		if !filter.Available {
			return Errorf(path, "rewrite it: h5repack -f GZIP=4 IN.h5 OUT.h5, where that filter is installed",
				"compressed with the filter %s, which libhdf5 here cannot undo", h5.FilterName(filter.ID))
		}
	}
	return nil
}

// Elements returns how many elements the datasets of these paths hold together,
// those of compounds counted by member: what reading all of them adds to the
// progress. Those that are missing or cannot be looked at have none, as reading them says
// what is wrong.
func (f *File) Elements(paths ...string) uint64 {
	sum := uint64(0)
	for _, path := range paths {
		sum += f.elements(path)
	}
	return sum
}

// Rows returns the number of rows of a dataset; none where it is missing or cannot be
// looked at.
func (f *File) Rows(path string) uint64 {
	d, err := f.Dataset(path)
	if err != nil {
		return 0
	}
	defer d.Close()
	if len(d.Dims) == 0 {
		return 0
	}
	return min(d.Dims[0], maxRows)
}

func (f *File) elements(path string) uint64 {
	d, err := f.Dataset(path)
	if err != nil {
		return 0
	}
	defer d.Close()
	n := uint64(1)
	for _, dim := range d.Dims {
		n *= min(dim, maxRows)
	}
	members, err := d.Members()
	if err != nil { // it is no compound
		return n
	}
	sum := uint64(0)
	for _, name := range members {
		if e, err := d.Element(name); err == nil {
			sum += n * e.Count
		}
	}
	return sum
}

// GroupAttributes calls read with the attributes of a group.
func (f *File) GroupAttributes(path string, read func(h5.Attributes) error) error {
	g, err := f.Group.Group(path)
	if err != nil {
		return Damaged(path, err)
	}
	defer g.Close()
	if err := read(g.Attributes()); err != nil {
		return Damaged(path, err)
	}
	return nil
}

// DatasetText returns a dataset's attribute of text; nothing if there is none.
func (f *File) DatasetText(path, name string) (string, error) {
	d, err := f.Dataset(path)
	if err != nil {
		return "", err
	}
	defer d.Close()
	text, _, err := d.Attributes().Text(name)
	if err != nil {
		return "", Damaged(path, err)
	}
	return text, nil
}

func splitPath(path string) (names []string) {
	from := 0
	for i := 0; i <= len(path); i++ {
		if i == len(path) || path[i] == '/' {
			if i > from {
				names = append(names, path[from:i])
			}
			from = i + 1
		}
	}
	return names
}

func joinPath(names []string) string {
	path := ""
	for _, name := range names {
		path += "/" + name
	}
	return path
}

// Digest takes the SHA-256 of a file while it is being read.
func Digest(ctx context.Context, path string) func() (sum string, size int64, err error) {
	type answer struct {
		sum  string
		size int64
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		f, err := os.Open(path)
		if err != nil {
			done <- answer{err: infile.Unreadable(path, err)}
			return
		}
		defer f.Close()
		st, err := f.Stat()
		if err != nil {
			done <- answer{err: infile.Unreadable(path, err)}
			return
		}
		sum, size, err := infile.Digest(ctx, f, st.Size())
		done <- answer{sum, size, err}
	}()
	return func() (string, int64, error) { a := <-done; return a.sum, a.size, a.err }
}
