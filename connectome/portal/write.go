package portal

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
)

// WriteOptions says how to write. Its zero value deflates at level 4 on all
// cores.
type WriteOptions struct {
	Threads  int                 // workers that deflate; 0: all cores
	Progress connectome.Progress // in elements of the matrix, of N²
	Level    int                 // of deflate, 1 to 9; 0: 4
	// Attributes are texts about the file, as how it was made, by name.
	Attributes map[string]string
}

// Chunks are of this many rows and columns, or of the whole block where that is
// smaller.
const (
	chunkRows = 128
	chunkCols = 256
)

// Write writes a connectome in the portal's layout: one byte an element, chunked
// and deflated, chunks of zeros left out, positions where they are known. The
// file appears whole or not at all, and the same connectome gives the same
// bytes, for any number of threads.
//
// The layout keeps neurons by m-type, m-types in name order (ASCII), so neurons
// that are not in that order yet are moved into it, within each m-type in the
// order they had. It has no room for ids, weights, layers or classes.
//
// Complexity: O(N²) bytes are deflated; memory is bounded by some bands of 128
// rows.
//
// Errors: m-types whose names HDF5 cannot hold; whatever keeps the file from
// being written; the context's error.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	if opt.Level == 0 {
		opt.Level = 4
	}
	if opt.Level < 1 || opt.Level > 9 {
		return fmt.Errorf("%s: deflate level %d: want 1 to 9", path, opt.Level)
	}
	p, err := newPlan(c)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("%s: cannot write here: %w", path, run.Cause(err))
	}
	defer os.Remove(tmp.Name()) // fails, as it should, after the rename
	err = tmp.Chmod(0o644)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = p.write(ctx, tmp.Name(), opt)
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("%s: cannot write here: %w", path, run.Cause(err))
	}
	return nil
}

// plan is a connectome in the order of the file.
type plan struct {
	c     *connectome.Connectome
	l     *layout
	old   []uint32 // old[v] is the neuron that stands at v in the file
	place []uint32 // its inverse; nil if nothing moves
}

func newPlan(c *connectome.Connectome) (*plan, error) {
	mtypes := c.Cells.MTypes()
	for _, name := range mtypes.Names {
		if name == "" || name == "." || strings.ContainsAny(name, "/\x00") {
			return nil, fmt.Errorf("the m-type %q cannot be the name of a group in HDF5: rename it", name)
		}
	}
	names := slices.Clone(mtypes.Names)
	slices.Sort(names)
	if i := firstRepeated(names); i >= 0 {
		return nil, fmt.Errorf("two m-types are called %q: rename one", names[i])
	}
	rank := make([]int, len(names))
	for k, name := range mtypes.Names {
		rank[k], _ = slices.BinarySearch(names, name)
	}
	sizes := make([]int, len(names))
	for k, n := range mtypes.Counts() {
		sizes[rank[k]] = int(n)
	}
	l, err := newLayout(names, sizes, limits{memory: 1 << 62})
	if err != nil {
		return nil, err
	}
	p := &plan{c: c, l: l, old: make([]uint32, l.n())}
	next := slices.Clone(l.first)
	for v, k := range mtypes.Of {
		p.old[next[rank[k]]] = uint32(v)
		next[rank[k]]++
	}
	if !slices.IsSorted(p.old) {
		p.place = make([]uint32, len(p.old))
		for at, v := range p.old {
			p.place[v] = uint32(at)
		}
	}
	return p, nil
}

// row returns the targets of the neuron at v in the file, as places in the file,
// ascending.
func (p *plan) row(v int) []uint32 {
	row := p.c.Graph.Out(p.old[v])
	if p.place == nil {
		return row
	}
	moved := make([]uint32, len(row))
	for i, w := range row {
		moved[i] = p.place[w]
	}
	slices.Sort(moved)
	return moved
}

func (p *plan) write(ctx context.Context, path string, opt WriteOptions) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var done atomic.Int64
	stopTelling := run.Tell(opt.Progress, &done, int64(p.l.n())*int64(p.l.n()))
	defer stopTelling()
	bands, wait := p.deflate(ctx, opt)
	defer wait()
	defer cancel()
	return h5.Do(ctx, func() error {
		w, err := h5.Create(path)
		if err != nil {
			return err
		}
		err = p.writeAll(ctx, w, opt, bands, &done)
		if cerr := w.Close(); err == nil {
			err = cerr
		}
		return err
	})
}

// deflate starts workers and returns their bands in the order of the file. wait
// waits for the workers to end, after the context has or all bands were taken.
func (p *plan) deflate(ctx context.Context, opt WriteOptions) (bands <-chan *band, wait func()) {
	threads := run.Threads(opt.Threads)
	ordered, work := make(chan *band, 2*threads), make(chan *band)
	var wg sync.WaitGroup
	for range threads {
		wg.Go(func() {
			d := newDeflater(opt.Level)
			for b := range work {
				d.deflate(p, b)
				close(b.done)
			}
		})
	}
	wg.Go(func() {
		defer close(work)
		defer close(ordered)
		for pre, n := range p.l.sizes {
			for row := 0; row < n; row += chunkRows {
				b := &band{pre: pre, row: row, rows: min(chunkRows, n-row), done: make(chan struct{})}
				select {
				case ordered <- b:
				case <-ctx.Done():
					return
				}
				work <- b // a worker takes it sooner or later
			}
		}
	})
	return ordered, wg.Wait
}

func (p *plan) writeAll(ctx context.Context, w *h5.Writer, opt WriteOptions, bands <-chan *band, done *atomic.Int64) error {
	for _, name := range slices.Sorted(maps.Keys(opt.Attributes)) {
		if err := w.Text(name, opt.Attributes[name]); err != nil {
			return err
		}
	}
	if err := w.Group("/populations"); err != nil {
		return err
	}
	if err := w.Group("/connectivity"); err != nil {
		return err
	}
	for k := range p.l.names {
		if err := p.writePopulation(w, k); err != nil {
			return err
		}
	}
	for pre := range p.l.names {
		if err := p.writeStrip(ctx, w, pre, opt, bands, done); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) writePopulation(w *h5.Writer, k int) error {
	path := populationPath(p.l.names[k])
	if err := w.Group(path); err != nil {
		return err
	}
	positions := p.c.Cells.Positions()
	if positions == nil {
		return nil
	}
	flat := make([]float64, 0, 3*p.l.sizes[k])
	for _, v := range p.old[p.l.first[k]:p.l.first[k+1]] {
		flat = append(flat, positions[v].X, positions[v].Y, positions[v].Z)
	}
	return w.Float64s(path+"/locations", p.l.sizes[k], 3, flat)
}

// writeStrip writes all blocks of one presynaptic m-type, a band of chunks at a
// time.
func (p *plan) writeStrip(ctx context.Context, w *h5.Writer, pre int, opt WriteOptions, bands <-chan *band, done *atomic.Int64) (err error) {
	dir := "/connectivity/" + p.l.names[pre]
	if err := w.Group(dir); err != nil {
		return err
	}
	blocks := make([]*h5.ChunkWriter, 0, len(p.l.names))
	defer func() {
		for _, b := range blocks {
			if cerr := b.Close(); err == nil {
				err = cerr
			}
		}
	}()
	rows := p.l.sizes[pre]
	for post, cols := range p.l.sizes {
		at := dir + "/" + p.l.names[post]
		if err := w.Group(at); err != nil {
			return err
		}
		b, err := w.Bytes(at+"/cMat", rows, cols, min(rows, chunkRows), min(cols, chunkCols), opt.Level)
		if err != nil {
			return err
		}
		blocks = append(blocks, b)
	}
	for row := 0; row < rows; row += chunkRows {
		var b *band
		select {
		case b = <-bands:
		case <-ctx.Done():
		}
		if b == nil {
			return context.Cause(ctx)
		}
		<-b.done
		for _, chunk := range b.chunks {
			if err := blocks[chunk.post].WriteChunk(row, chunk.col, chunk.stored); err != nil {
				return err
			}
		}
		done.Add(int64(b.rows) * int64(p.l.n()))
	}
	return nil
}
