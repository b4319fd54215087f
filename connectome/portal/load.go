package portal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ctopo/ctopo/connectome"
)

// Load reads the instance, as [Open] does. A member of an archive is unpacked to
// a private temporary file, which is removed before Load returns.
func (in Input) Load(ctx context.Context, opt Options) (*connectome.Connectome, error) {
	f, err := openRegular(in.Path)
	if err != nil {
		return nil, unreadable(in.String(), err)
	}
	defer f.Close()
	in.Format = "portal"
	if in.Member == "" {
		return openFile(ctx, f, in.Path, in.Source, opt)
	}
	t, err := newTempFile()
	if err != nil {
		return nil, fmt.Errorf("%s: cannot unpack it: %w: set TMPDIR to a folder with room", in, err)
	}
	defer t.remove()
	if err := in.unpack(ctx, f, t.File); err != nil {
		return nil, err
	}
	return openFile(ctx, t.File, t.Name(), in.Source, opt)
}

// unpack copies the member to w.
func (in Input) unpack(ctx context.Context, archive *os.File, w io.Writer) error {
	st, err := archive.Stat()
	if err != nil {
		return err
	}
	found := false
	err = walkTar(ctx, io.NewSectionReader(archive, 0, st.Size()), "", 1, func(m member) error {
		if m.path != in.Member {
			return nil
		}
		found = true
		if m.reason != "" {
			return stopWalk{&FormatError{File: in.String(), Got: m.reason, Want: "an HDF5 file"}}
		}
		if _, err := io.Copy(w, &contextReader{ctx, m.r}); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if _, ours := errors.AsType[*os.PathError](err); ours { // the temporary file, not the archive
				return stopWalk{fmt.Errorf("%s: cannot unpack it: %w: set TMPDIR to a folder with room", in, err)}
			}
			return stopWalk{&FormatError{File: in.String(), Got: "the archive is damaged: " + cause(err), Err: err, Cure: cureFetch}}
		}
		return stopWalk{errDone}
	})
	if stop, ok := errors.AsType[stopWalk](err); ok {
		if stop.error == errDone {
			return nil
		}
		return stop.error
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !found:
		return &FormatError{File: in.String(), Got: "the archive is damaged: " + cause(err), Err: err, Cure: cureFetch}
	}
	return &FormatError{File: in.String(), Got: "no such member in the archive", Cure: "check the path within it"}
}

var errDone = errors.New("done")

// tempFile is a private file that libhdf5 can open by its path. (The library
// insists on a path that resolves, so the name cannot be given up early.)
type tempFile struct{ *os.File }

func newTempFile() (tempFile, error) {
	f, err := os.CreateTemp("", "ctopo-*.h5") // mode 0600
	return tempFile{f}, err
}

func (t tempFile) remove() {
	t.Close()
	os.Remove(t.Name())
}
