package portal

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
)

// readFile reads a file in this process and passes it to out: first its layout,
// then its strips, then its positions. It returns the number of loops dropped.
// Errors about the file's contents are *FormatError without the file's name.
func readFile(ctx context.Context, path string, lim limits, threads int, progress connectome.Progress, out sink) (loops int64, err error) {
	err = h5.Do(ctx, func() error {
		f, err := h5.Open(path)
		if err != nil {
			return damaged("", err)
		}
		defer f.Close()
		l, connectivity, err := survey(f, lim)
		if err != nil {
			return err
		}
		if err := out.layout(l); err != nil {
			return err
		}
		loops, err = readBlocks(ctx, f, connectivity, l, lim, threads, progress, out)
		if err != nil {
			return err
		}
		// Last, so that every size has been cross-checked by then.
		return readPositions(f, l, lim, out)
	})
	return loops, err
}

// readPositions passes on the positions of all neurons, if every population that
// has neurons has them.
func readPositions(f *h5.File, l *layout, lim limits, out sink) error {
	all := make([]connectome.Position, 0, l.n())
	for k, name := range l.names {
		if l.sizes[k] == 0 {
			continue
		}
		dir, path := "populations/"+name, populationPath(name)+"/locations"
		ok, err := f.Exists(dir + "/locations")
		if err != nil {
			return damaged(path, err)
		}
		if !ok {
			return nil
		}
		all, err = appendPositions(all, f, path, uint64(l.sizes[k]), lim)
		if err != nil {
			return err
		}
	}
	return out.positions(all)
}

func appendPositions(all []connectome.Position, f *h5.File, path string, n uint64, lim limits) ([]connectome.Position, error) {
	d, err := openDataset(&f.Group, path)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if d.Layout == h5.LayoutContiguous {
		size, err := d.StorageSize()
		if err != nil {
			return nil, damaged(path, err)
		}
		if size > uint64(lim.fileSize) {
			return nil, &FormatError{Dataset: path, Got: fmt.Sprintf("%s elements take %d bytes in a file of %d", dimsText(d.Dims), size, lim.fileSize), Cure: cureFetch}
		}
	}
	buf := make([]byte, n*3*8)
	if err := d.ReadBlock(0, 0, n, 3, h5.Float64, buf); err != nil {
		return nil, damaged(path, err)
	}
	for ; len(buf) > 0; buf = buf[24:] {
		all = append(all, connectome.Position{X: nativeFloat(buf), Y: nativeFloat(buf[8:]), Z: nativeFloat(buf[16:])})
	}
	return all, nil
}
