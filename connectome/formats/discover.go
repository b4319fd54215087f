package formats

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/infile"
)

// Input is one connectome that [Discover] found. Format is empty where it takes
// reading to tell, as in HDF5.
type Input struct {
	connectome.Source
}

// Discover finds the connectomes in a path: a file of any format, a tar of the
// portal's files or of such tars, or a folder that is searched recursively. In a
// folder are taken: what portal.Discover takes, and files whose names end as those of
// other formats do. A CSV or a TSV is read only if it is named itself, as a folder may
// hold any.
//
// skipped has what was passed over; where it is Lost, what was found may not be all
// that there is. An error is returned if the path cannot be read, or holds nothing.
func Discover(ctx context.Context, path string) (found []Input, skipped []portal.Skipped, err error) {
	if path != "" && isFile(path) {
		in, ok, err := single(ctx, path)
		if err != nil || ok {
			return in, nil, err
		}
	}
	inputs, passed, err := portal.Discover(ctx, path)
	for _, in := range inputs {
		in.Format = ""
		if in.Member != "" {
			in.Format = string(Portal)
		}
		found = append(found, Input{in.Source})
	}
	others := false
	for _, s := range passed {
		f := byName(s.Path)
		if s.Member != "" || s.Lost || f == nil || !f.inFolders || f.hdf5 || strings.HasPrefix(filepath.Base(s.Path), "._") {
			skipped = append(skipped, s)
			continue
		}
		others = true
		src := connectome.Source{Identity: portal.ParseIdentity(s.Path), Path: s.Path, Format: string(f.name)}
		found = append(found, Input{src})
	}
	if !others {
		return found, skipped, emptyFolder(path, err)
	}
	if len(inputs) == 0 && errors.As(err, new(*portal.FormatError)) {
		err = nil // there is something after all
	}
	slices.SortStableFunc(found, func(a, b Input) int { return inWalkOrder(a.Path, b.Path) })
	return found, skipped, err
}

// emptyFolder has the error about a folder without connectomes name all that is looked
// for in one, of which portal.Discover knows a part.
func emptyFolder(path string, err error) error {
	e, ok := errors.AsType[*portal.FormatError](err)
	if st, failed := os.Stat(path); !ok || e.File != path || failed != nil || !st.IsDir() {
		return err
	}
	var endings []string
	for _, row := range table {
		if ext := row.extensions[0]; row.inFolders && (ext == ".h5" || !strings.HasSuffix(ext, ".h5")) {
			endings = append(endings, ext)
		}
	}
	told := *e
	told.Got = strings.Replace(e.Got, "no HDF5 file in it", "no connectome in it", 1)
	told.Cure = "name a folder of files that end in .tar, " + strings.Join(endings, ", ") + ", or a CSV by its own name"
	return &told
}

// isFile reports whether a path is a file: folders, and what there is not, are
// portal.Discover's.
func isFile(path string) bool {
	f, st, err := infile.OpenRegular(path)
	if err != nil {
		// Whatever is wrong with it is said when it is read.
		return !errors.Is(err, fs.ErrNotExist) && !isFolder(err)
	}
	f.Close()
	return st.Mode().IsRegular()
}

func isFolder(err error) bool {
	e, ok := errors.AsType[*infile.Error](err)
	return ok && e.Got == "it is a folder"
}

// single finds one file, unless it is an archive.
func single(ctx context.Context, path string) (found []Input, ok bool, err error) {
	head, err := readHead(path)
	if err != nil {
		return nil, false, err
	}
	if isTar(head) || strings.EqualFold(filepath.Ext(path), ".tar") {
		return nil, false, nil
	}
	src := connectome.Source{Identity: portal.ParseIdentity(path), Path: path}
	if !isHDF5(head, path) {
		f, err := byContent(ctx, path, head)
		if err != nil {
			return nil, false, err
		}
		src.Format = string(f.name)
		if f.hdf5 { // by its name alone
			src.Format = ""
		}
	}
	return []Input{{src}}, true, nil
}

func isTar(head []byte) bool {
	return len(head) > 262 && bytes.Equal(head[257:262], []byte("ustar"))
}

// inWalkOrder compares paths as walking through folders meets them.
func inWalkOrder(a, b string) int {
	return slices.Compare(strings.Split(filepath.ToSlash(a), "/"), strings.Split(filepath.ToSlash(b), "/"))
}

// Load reads the connectome, as [Open] does; a member of an archive is unpacked to a
// private temporary file.
func (in Input) Load(ctx context.Context, opt Options) (*connectome.Connectome, error) {
	if in.Member == "" {
		if opt.Format == "" {
			opt.Format = Format(in.Format)
		}
		return Open(ctx, in.Path, opt)
	}
	c, err := portal.Input{Source: in.Source}.Load(ctx, opt.portal())
	if err != nil {
		return nil, err
	}
	if c, err = nameless(c); err != nil {
		return nil, err
	}
	return described(ctx, c, in.String(), portalFormat, opt)
}
