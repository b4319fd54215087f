package portal

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
)

const (
	// batchJobs and batchBytes say when a batch is full: large enough that
	// handing it over costs nothing beside inflating it.
	batchJobs  = 16
	batchBytes = 128 << 10

	// directChunk is the largest chunk that workers inflate; larger ones go
	// through the library, in pieces.
	directChunk = 32 << 20

	// directSlack is how much larger than twice its elements a stored chunk may
	// be for them to inflate it.
	directSlack = 1 << 20

	// pieceBytes is what is read through the library at once.
	pieceBytes = 4 << 20

	// Beyond manyChunks it is worth asking whether any was written at all; more
	// than tooManyChunks are not looked up one by one.
	manyChunks    = 1 << 14
	tooManyChunks = 1 << 26
)

// sink takes what is read, in order. It owns the slices it is given.
type sink interface {
	layout(l *layout) error
	strip(degrees, idx []uint32) error
	positions(p []connectome.Position) error
}

// blockReader reads all blocks of a file: the goroutine that owns the library
// fetches stored bytes into batches, workers make lists of columns of them, and
// another goroutine puts the lists together to strips and passes them on. Each
// waits if the next one lags behind, so memory is bounded by the batches there
// are and by three strips.
type blockReader struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	lim    limits
	l      *layout
	group  string // "/connectivity"

	free   chan *batch
	work   chan *batch
	strips chan *strip

	cur  *batch // being filled
	into *strip

	connections atomic.Int64
	loops       atomic.Int64
	done        atomic.Int64 // elements dealt with
}

// batch is some stored rectangles on their way to a worker.
type batch struct {
	jobs   []job
	data   []byte
	strip  *strip
	result *batchResult
}

// job is one rectangle and how it is stored.
type job struct {
	path       string // of the dataset, for errors
	row        int    // first row, within the strip
	col        uint32 // first column, as a neuron's number
	rows, cols int    // those that are in the matrix
	stride     int    // columns as stored
	stored     int    // rows as stored
	from, to   int    // place in the batch's data
	code       code
	ones       bool // no bytes: every element is the fill value, which is not zero
	diagonal   bool // on a block of the main diagonal
	self       int  // if so: the row in which column 0 is a loop, minus the first row
}

// code is how the elements of a rectangle are encoded: by which of the filters,
// each named by its bit in a chunk's mask of filters that were left out.
type code struct {
	shuffle, deflate, fletcher uint32

	size   int // bytes an element
	signAt int // of a float: which of its bytes holds the sign, which does not count; else -1
}

// without returns the code of a chunk that some filters were left out for.
func (c code) without(mask uint32) code {
	c.shuffle &^= mask
	c.deflate &^= mask
	c.fletcher &^= mask
	return c
}

func (c code) checksumSize() uint64 {
	if c.fletcher != 0 {
		return 4
	}
	return 0
}

// readBlocks reads all blocks and passes them to out as strips. It returns the
// number of loops dropped. It must run on the goroutine that owns the library.
func readBlocks(ctx context.Context, f *h5.File, connectivity string, l *layout, lim limits, threads int, progress connectome.Progress, out sink) (loops int64, err error) {
	threads = run.Threads(threads)
	r := &blockReader{
		lim: lim, l: l, group: "/" + connectivity,
		free:   make(chan *batch, 2*threads+2),
		work:   make(chan *batch, 2*threads+2),
		strips: make(chan *strip, 2),
	}
	r.ctx, r.cancel = context.WithCancelCause(ctx)
	defer r.cancel(nil)
	for range cap(r.free) {
		r.free <- &batch{}
	}
	var helpers sync.WaitGroup
	for range threads {
		helpers.Go(r.worker)
	}
	helpers.Go(func() { r.passOn(out) })
	stopTelling := run.Tell(progress, &r.done, int64(l.n())*int64(l.n()))

	err = r.fetchAll(f)
	if err != nil {
		r.cancel(err)
	}
	close(r.work)
	close(r.strips)
	helpers.Wait()
	stopTelling()
	return r.loops.Load(), context.Cause(r.ctx)
}

// passOn puts strips together and hands them to out, in order.
func (r *blockReader) passOn(out sink) {
	for s := range r.strips {
		s.pending.Wait()
		if r.ctx.Err() != nil {
			continue
		}
		if err := out.strip(s.assemble()); err != nil {
			r.cancel(err)
		}
	}
}

func (r *blockReader) fetchAll(f *h5.File) error {
	g, err := f.Group.Group(r.group)
	if err != nil {
		return damaged(r.group, err)
	}
	defer g.Close()
	for pre := range r.l.names {
		if err := r.fetchStrip(g, pre); err != nil {
			return err
		}
	}
	return nil
}

func (r *blockReader) fetchStrip(g *h5.Group, pre int) error {
	row, err := g.Group(r.l.names[pre])
	if err != nil {
		return damaged(r.group+"/"+r.l.names[pre], err)
	}
	defer row.Close()
	r.into = &strip{rows: r.l.sizes[pre]}
	for post := range r.l.names {
		if err := r.fetchBlock(row, pre, post); err != nil {
			return err
		}
		r.done.Add(int64(r.l.sizes[pre]) * int64(r.l.sizes[post]))
	}
	if err := r.flush(); err != nil {
		return err
	}
	select {
	case r.strips <- r.into:
		return nil
	case <-r.ctx.Done():
		return context.Cause(r.ctx)
	}
}

func (r *blockReader) fetchBlock(row *h5.Group, pre, post int) error {
	name := r.l.names[post] + "/cMat"
	path := r.group + "/" + r.l.names[pre] + "/" + name
	d, err := openDataset(row, name)
	if err != nil {
		return inDataset(path, err)
	}
	defer d.Close()
	want := []uint64{uint64(r.l.sizes[pre]), uint64(r.l.sizes[post])}
	if len(d.Dims) != 2 || d.Dims[0] != want[0] || d.Dims[1] != want[1] {
		return &FormatError{Dataset: path, Got: dimsText(d.Dims),
			Want: fmt.Sprintf("%s, a row for each %s and a column for each %s", dimsText(want), r.l.names[pre], r.l.names[post]), Cure: cureFetch}
	}
	if want[0] == 0 || want[1] == 0 {
		return nil
	}
	b := block{r: r, d: d, path: path, col0: uint32(r.l.first[post]), diagonal: pre == post}
	return inDataset(path, b.fetch())
}

// room returns a place for n more bytes in the batch that is being filled.
func (r *blockReader) room(n int) ([]byte, error) {
	if r.cur != nil && (len(r.cur.jobs) >= batchJobs || len(r.cur.data)+n > batchBytes) {
		if err := r.flush(); err != nil {
			return nil, err
		}
	}
	if r.cur == nil {
		select {
		case r.cur = <-r.free:
			r.cur.jobs, r.cur.data = r.cur.jobs[:0], r.cur.data[:0]
			if cap(r.cur.data) > 2*batchBytes {
				r.cur.data = nil // one large chunk must not stay for good
			}
		case <-r.ctx.Done():
			return nil, context.Cause(r.ctx)
		}
	}
	at := len(r.cur.data)
	if cap(r.cur.data) < at+n {
		grown := make([]byte, at, max(at+n, batchBytes))
		copy(grown, r.cur.data)
		r.cur.data = grown
	}
	r.cur.data = r.cur.data[:at+n]
	return r.cur.data[at : at+n], nil
}

// add lists a rectangle whose bytes are the last n of the batch.
func (r *blockReader) add(j job, n int) {
	j.to = len(r.cur.data)
	j.from = j.to - n
	r.cur.jobs = append(r.cur.jobs, j)
}

// flush hands the batch over.
func (r *blockReader) flush() error {
	b := r.cur
	if b == nil {
		return nil
	}
	r.cur = nil
	b.strip, b.result = r.into, &batchResult{}
	b.strip.batches = append(b.strip.batches, b.result)
	b.strip.pending.Add(1)
	select {
	case r.work <- b:
		return nil
	case <-r.ctx.Done():
		b.strip.pending.Done()
		return context.Cause(r.ctx)
	}
}
