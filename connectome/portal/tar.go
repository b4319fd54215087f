package portal

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// member is a file in a tar: its path, with the paths of the tars that it lies
// in before "!", and its contents; or why it is passed over.
type member struct {
	path    string
	reason  string
	damaged bool // why: its archive is
	size    int64
	r       io.Reader // valid until the next member
}

// walkTar calls do for the HDF5 files in a tar and in the tars within it, and
// for all that it passes over, in the order of the archive. Only headers are
// read: contents are sought past, those of inner archives too.
func walkTar(ctx context.Context, r *io.SectionReader, prefix string, depth int, do func(member) error) error {
	t := tar.NewReader(r)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		if err := visit(ctx, r, t, h, prefix, depth, do); err != nil {
			return err
		}
	}
}

func visit(ctx context.Context, r *io.SectionReader, t *tar.Reader, h *tar.Header, prefix string, depth int, do func(member) error) error {
	m := member{path: prefix + h.Name, size: h.Size, r: t}
	kind := kindByName(h.Name)
	switch {
	case h.Typeflag == tar.TypeSymlink || h.Typeflag == tar.TypeLink:
		m.reason = "a link, which is not followed"
	case h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse:
		m.reason = "not a regular file"
	case kind == kindOther:
		m.reason = unfit(h.Name)
	case unwanted(path.Base(h.Name)) != "":
		m.reason = unwanted(path.Base(h.Name))
	case sparse(h): // what it claims to hold has nothing to do with what the archive does
		m.reason = "stored with holes: unpack it first"
	case kind == kindTar && depth == maxDepth:
		m.reason = fmt.Sprintf("more than %d tars within each other", maxDepth)
	case kind == kindTar:
		// The reader of headers stands where the contents begin.
		at, err := r.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		err = walkTar(ctx, io.NewSectionReader(r, at, h.Size), m.path+"!", depth+1, do)
		if err == nil || ctx.Err() != nil || errors.As(err, new(stopWalk)) {
			return err
		}
		// The rest of the outer archive may still be whole.
		m.reason, m.damaged = "the archive is damaged from here on: "+cause(err), true
	}
	return do(m)
}

// stopWalk ends a walk from within.
type stopWalk struct{ error }

func (s stopWalk) Unwrap() error { return s.error }

// sparse reports whether a member's contents do not lie in the archive in one
// piece.
func sparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}
