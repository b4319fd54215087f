package portal

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Input is one instance that [Discover] found. Path is the file or archive,
// Member the path within the archive. Digest and size are filled by
// [Input.Load].
type Input struct {
	connectome.Source
}

// Skipped is something that [Discover] passed over.
type Skipped struct {
	Path   string
	Member string // within the archive Path, tars within tars separated by "!"
	Reason string

	// Lost tells that instances may be missing from what was found: a folder or
	// file could not be read, or an archive is damaged.
	Lost bool
}

// maxDepth is how many tars may lie within each other.
const maxDepth = 4

// Discover finds the instances in a path: an HDF5 file, a tar of them, a tar of
// tars, or a folder that is searched recursively. Folders are read in name
// order, archives in their own. Nothing is unpacked and no HDF5 file is read: an
// input that turns out to be something else is an error of [Input.Load]. Skipped
// has all that was passed over; where it is Lost, what was found may not be all
// that there is.
//
// An error is returned if the path cannot be read, is neither, or holds nothing;
// found and skipped then tell how far it came.
func Discover(ctx context.Context, path string) (found []Input, skipped []Skipped, err error) {
	d := &discovery{ctx: ctx}
	if path == "" {
		return nil, nil, errors.New("the path of an input is empty: name a .h5 file, a .tar of them, or a folder that holds them")
	}
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	if !st.IsDir() {
		err = d.file(path, true)
	} else {
		err = d.folder(path)
	}
	if err == nil && len(d.found) == 0 {
		err = &FormatError{File: path, Got: d.nothing(), Cure: "name a .h5 file, a .tar of them, or a folder that holds them"}
	}
	return d.found, d.skipped, err
}

type discovery struct {
	ctx     context.Context
	found   []Input
	skipped []Skipped
}

// nothing tells that nothing was found, and the likeliest reason.
func (d *discovery) nothing() string {
	text := "no HDF5 file in it"
	if len(d.skipped) == 0 {
		return text
	}
	first := d.skipped[0]
	if i := slices.IndexFunc(d.skipped, func(s Skipped) bool { return s.Lost }); i >= 0 {
		first = d.skipped[i]
	} else if i := slices.IndexFunc(d.skipped, func(s Skipped) bool { return s.Reason != ReasonOther }); i >= 0 {
		first = d.skipped[i]
	}
	name := cmp.Or(first.Member, filepath.Base(first.Path))
	if len(d.skipped) == 1 {
		return fmt.Sprintf("%s (passed over %s: %s)", text, name, first.Reason)
	}
	return fmt.Sprintf("%s (passed over %d things, such as %s: %s)", text, len(d.skipped), name, first.Reason)
}

func (d *discovery) skip(path, member, format string, args ...any) {
	d.skipped = append(d.skipped, Skipped{Path: path, Member: member, Reason: oneLine(fmt.Sprintf(format, args...))})
}

// lose is skip for what may hold instances.
func (d *discovery) lose(path, member, format string, args ...any) {
	d.skip(path, member, format, args...)
	d.skipped[len(d.skipped)-1].Lost = true
}

func (d *discovery) add(path, member string) {
	in := Input{connectome.Source{Path: path, Member: member, Format: "portal"}}
	in.Identity = ParseIdentity(in.String())
	d.found = append(d.found, in)
}

func (d *discovery) folder(root string) error {
	// With a separator at its end a link to a folder is that folder.
	return filepath.WalkDir(root+string(filepath.Separator), func(path string, e fs.DirEntry, err error) error {
		if cerr := d.ctx.Err(); cerr != nil {
			return cerr
		}
		if err != nil {
			d.lose(path, "", "cannot be read: %s", cause(err))
			return nil
		}
		if e.IsDir() {
			return nil
		}
		if e.Type()&fs.ModeSymlink != 0 {
			st, err := os.Stat(path)
			switch {
			case err != nil:
				d.skip(path, "", "a link that leads nowhere")
				return nil
			case st.IsDir():
				d.skip(path, "", "a link to a folder, which is not followed")
				return nil
			}
		}
		return d.file(path, false)
	})
}

// file looks at one file. What is named by the user is looked at whatever its
// name; what lies in a folder only if its name says that it is HDF5 or a tar.
func (d *discovery) file(path string, named bool) error {
	kind := kindByName(path)
	if !named && kind == kindOther {
		d.skip(path, "", "%s", unfit(path))
		return nil
	}
	if why := unwanted(path); why != "" && !named {
		d.skip(path, "", "%s", why)
		return nil
	}
	f, err := openRegular(path)
	if err != nil {
		if named {
			return unreadable(path, err)
		}
		d.lose(path, "", "cannot be read: %s", cause(err))
		return nil
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if err := checkCompressed(f, st.Size()); err != nil {
		if named {
			return inFile(path, err)
		}
		d.lose(path, "", "%s", err.Got)
		return nil
	}
	if kind == kindOther {
		kind = kindByContent(f, st.Size())
	}
	switch {
	case kind == kindHDF5:
		d.add(path, "")
		return nil
	case st.Size() == 0 && !named:
		d.lose(path, "", "the file is empty")
		return nil
	case st.Size() == 0:
		return &FormatError{File: path, Got: "the file is empty", Want: "HDF5 or a tar", Cure: cureFetch}
	case kind == kindTar:
		return d.archive(path, io.NewSectionReader(f, 0, st.Size()), named)
	}
	return &FormatError{File: path, Got: "neither HDF5 nor a tar", Cure: "name a .h5 file, a .tar of them, or a folder that holds them"}
}

// openRegular opens a regular file: anything else, such as a pipe, may never
// answer.
func openRegular(path string) (*os.File, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	return os.Open(path)
}

func (d *discovery) archive(path string, r *io.SectionReader, named bool) error {
	before := len(d.found) + len(d.skipped)
	err := walkTar(d.ctx, r, "", 1, func(m member) error {
		switch {
		case m.damaged:
			d.lose(path, m.path, "%s", m.reason)
			return nil
		case m.reason != "":
			d.skip(path, m.path, "%s", m.reason)
			return nil
		}
		d.add(path, m.path)
		return nil
	})
	if err == nil || d.ctx.Err() != nil {
		return err
	}
	if named && len(d.found)+len(d.skipped) == before {
		return &FormatError{File: path, Got: cause(err), Err: err, Want: "a tar of .h5 files", Cure: cureFetch}
	}
	d.lose(path, "", "the archive is damaged from here on: %s", cause(err))
	return nil
}

type fileKind int

const (
	kindOther fileKind = iota
	kindHDF5
	kindTar
)

func kindByName(path string) fileKind {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".h5", ".hdf5":
		return kindHDF5
	case ".tar":
		return kindTar
	}
	return kindOther
}

func kindByContent(r io.ReaderAt, size int64) fileKind {
	if hasSignature(r, size) {
		return kindHDF5
	}
	var head [512]byte
	if _, err := r.ReadAt(head[:], 0); err == nil && bytes.Equal(head[257:262], []byte("ustar")) {
		if _, err := tar.NewReader(bytes.NewReader(head[:])).Next(); err == nil {
			return kindTar
		}
	}
	return kindOther
}

// unwanted tells why a file is passed over though its name ends as it should.
func unwanted(path string) string {
	if strings.HasPrefix(filepath.Base(path), "._") {
		return "what a Mac keeps beside a file, not the file"
	}
	return ""
}
