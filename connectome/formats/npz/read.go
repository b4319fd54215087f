package npz

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value will do.
type Options struct {
	Progress    connectome.Progress // in bytes of the arrays
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader of the file should know; nil is not
}

// Open reads a sparse matrix.
//
// Complexity: O(N + E) for csr with ascending indices and for coo and csc, beyond
// inflating; O(E log d) for unsorted rows of d entries. Memory: 4 bytes an entry,
// 8 more for weights; for coo and csc twice that at the peak; then the graph's.
//
// Errors: one of type [*infile.Error] for a file that cannot be read, is not a
// sparse matrix, is rectangular, or claims what does not fit; the context's error.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	f, st, err := infile.OpenRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	src := connectome.Source{Identity: connectome.NoIdentity, Path: path, Format: "npz"}
	digest := make(chan error, 1)
	go func() { // while the arrays are read
		var err error
		src.SHA256, src.Size, err = infile.Digest(ctx, f, st.Size())
		digest <- err
	}()
	c, err := open(ctx, f, st.Size(), opt)
	if err != nil {
		cancel()
	}
	derr := <-digest
	if err == nil {
		err = derr
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil, err
	case err != nil:
		return nil, infile.InFile(path, err)
	}
	c.Source = src
	return c, nil
}

func open(ctx context.Context, f *os.File, size int64, opt Options) (*connectome.Connectome, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, &infile.Error{Got: "not a zip of arrays, or it is cut short", Err: err, Want: "a sparse matrix of SciPy", Cure: infile.CureFetch}
	}
	a := &archive{ctx: ctx, members: make(map[string]*zip.File), lim: infile.NewLimits(opt.MemoryLimit), progress: opt.Progress}
	for _, m := range z.File {
		name := strings.TrimSuffix(m.Name, ".npy")
		if _, twice := a.members[name]; twice {
			return nil, &infile.Error{Got: fmt.Sprintf("two members are called %q", m.Name), Cure: infile.CureFetch}
		}
		a.members[name] = m
		a.total += int64(min(m.UncompressedSize64, 1<<50))
	}
	m, err := a.matrix(false)
	if err != nil {
		return nil, err
	}
	c, err := m.connectome()
	if err == nil && c.DuplicatesCollapsed > 0 && m.weights == nil && !m.truth {
		// Ones that are listed again add up after all.
		if m, err = a.matrix(true); err == nil {
			c, err = m.connectome()
		}
	}
	if err != nil {
		return nil, err
	}
	if m.zeros > 0 && opt.Note != nil {
		opt.Note(fmt.Sprintf("%d entries of the matrix are 0 and make no connection", m.zeros))
	}
	if opt.Progress != nil {
		opt.Progress(a.total, a.total)
	}
	return c, nil
}
