package portal

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/ctopo/ctopo/internal/h5"
)

// block is one cMat on its way into the batches.
type block struct {
	r        *blockReader
	d        *h5.Dataset
	path     string
	col0     uint32 // number of the neuron of column 0
	diagonal bool
}

func (b *block) rows() uint64 { return b.d.Dims[0] }
func (b *block) cols() uint64 { return b.d.Dims[1] }

func (b *block) fetch() error {
	if err := b.plausible(); err != nil {
		return err
	}
	if b.d.Layout != h5.LayoutChunked {
		return b.fetchUnchunked()
	}
	chunks := ceilDiv(b.rows(), b.d.Chunk[0]) * ceilDiv(b.cols(), b.d.Chunk[1])
	if chunks > manyChunks {
		size, err := b.d.StorageSize()
		if err != nil {
			return damaged(b.path, err)
		}
		if size == 0 && !b.d.FillNotNil {
			return nil
		}
		if chunks > tooManyChunks {
			return &FormatError{Got: fmt.Sprintf("%d chunks", chunks), Want: fmt.Sprintf("at most %d", tooManyChunks), Cure: "store it in larger chunks"}
		}
	}
	if len(b.d.Filters) == 0 {
		if err := b.checkUnfiltered(); err != nil {
			return err
		}
	}
	c, direct := b.direct()
	for row := uint64(0); row < b.rows(); row += b.d.Chunk[0] {
		for col := uint64(0); col < b.cols(); col += b.d.Chunk[1] {
			if b.r.ctx.Err() != nil {
				return context.Cause(b.r.ctx)
			}
			if err := b.fetchChunk(row, col, c, direct); err != nil {
				return err
			}
		}
	}
	return nil
}

// plausible refuses what would take more memory than a file may ask for.
func (b *block) plausible() error {
	size := uint64(b.d.Size)
	if b.d.Layout == h5.LayoutChunked {
		limit := b.r.lim.chunk()
		if b.d.Chunk[0] > limit || b.d.Chunk[1] > limit || b.d.Chunk[0]*b.d.Chunk[1] > limit/size {
			return &FormatError{Got: fmt.Sprintf("chunks of %s elements of %d bytes", dimsText(b.d.Chunk), size),
				Want: fmt.Sprintf("at most %d bytes", limit), Cure: "the file is damaged, or the memory limit must be raised"}
		}
		return nil
	}
	return nil
}

// checkUnfiltered checks that chunks which went through no filter are as large as
// their elements, as the index of the file has it: the library does not.
func (b *block) checkUnfiltered() error {
	n, err := b.d.NumChunks()
	if err != nil {
		return damaged(b.path, err)
	}
	size, err := b.d.StorageSize()
	if err != nil {
		return damaged(b.path, err)
	}
	if want := n * b.d.Chunk[0] * b.d.Chunk[1] * uint64(b.d.Size); size != want {
		return &FormatError{Got: fmt.Sprintf("%d chunks of %d bytes in all", n, size), Want: fmt.Sprintf("%d bytes", want), Cure: cureFetch}
	}
	return nil
}

// direct tells whether stored chunks can be decoded without the library, and
// how: their pipeline is shuffle, deflate and fletcher32, in that order, or some
// of them; and an element is zero if and only if all its bytes are, the sign of a float apart.
func (b *block) direct() (code, bool) {
	c := code{size: b.d.Size, signAt: -1}
	switch b.d.IEEE {
	case h5.LittleEndian:
		c.signAt = c.size - 1
	case h5.BigEndian:
		c.signAt = 0
	}
	// Without filters the library does not tell what a chunk really takes.
	if len(b.d.Filters) == 0 || b.d.PlainEdges || b.d.Class == h5.ClassFloat && c.signAt < 0 || b.d.Class != h5.ClassFloat && !b.d.FullWidth ||
		b.d.Chunk[0]*b.d.Chunk[1]*uint64(c.size) > directChunk {
		return c, false
	}
	// Parameters that the library would refuse are left for it to refuse.
	for i, f := range b.d.Filters {
		bit := uint32(1) << i
		switch {
		case f.ID == h5.FilterShuffle && f.Params == 1 && int(f.Param) == c.size && c.shuffle|c.deflate|c.fletcher == 0:
			c.shuffle = bit
		case f.ID == h5.FilterDeflate && f.Params == 1 && f.Param <= 9 && c.deflate|c.fletcher == 0:
			c.deflate = bit
		case f.ID == h5.FilterFletcher && f.Params == 0 && c.fletcher == 0:
			c.fletcher = bit
		default:
			return c, false
		}
	}
	return c, true
}

func (b *block) fetchChunk(row, col uint64, c code, direct bool) error {
	size, notThere, err := b.d.ChunkSize(row, col)
	if err != nil {
		return damaged(b.path, err)
	}
	rows, cols := min(b.d.Chunk[0], b.rows()-row), min(b.d.Chunk[1], b.cols()-col)
	j := b.job(row, col, rows, cols)
	if size == 0 { // never written
		return b.fetchMissing(j, notThere)
	}
	raw := b.d.Chunk[0] * b.d.Chunk[1] * uint64(c.size)
	if !direct {
		return b.readPieces(row, col, rows, cols)
	}
	if size > uint64(b.r.lim.fileSize) {
		return &FormatError{Got: fmt.Sprintf("a chunk of %d bytes in a file of %d", size, b.r.lim.fileSize), Cure: cureFetch}
	}
	if size > 2*raw+directSlack { // there cannot be so much in it
		return b.readPieces(row, col, rows, cols)
	}
	buf, err := b.r.room(int(size))
	if err != nil {
		return err
	}
	mask, err := b.d.ReadChunk(row, col, buf)
	if err != nil {
		return damaged(b.path, err)
	}
	c = c.without(mask)
	if c.deflate == 0 && size != raw+c.checksumSize() {
		return &FormatError{Got: fmt.Sprintf("a chunk of %d bytes", size), Want: fmt.Sprintf("%d", raw+c.checksumSize()), Cure: cureFetch}
	}
	j.code, j.stride, j.stored = c, int(b.d.Chunk[1]), int(b.d.Chunk[0])
	b.r.add(j, len(buf))
	return nil
}

// job describes a rectangle that is stored as it is.
func (b *block) job(row, col, rows, cols uint64) job {
	return job{
		path: b.path, row: int(row), col: b.col0 + uint32(col), rows: int(rows), cols: int(cols),
		stride: int(cols), stored: int(rows), diagonal: b.diagonal, self: int(col) - int(row),
	}
}

// fetchMissing lists a chunk of which nothing is stored. notThere tells that the
// index has others but not this one; otherwise there must be no index at all.
func (b *block) fetchMissing(j job, notThere bool) error {
	if !notThere {
		n, err := b.d.NumChunks()
		if err != nil {
			return damaged(b.path, err)
		}
		if n > 0 {
			return &FormatError{Got: "a chunk of no bytes", Cure: cureFetch}
		}
	}
	if !b.d.FillNotNil {
		return nil
	}
	return b.fetchFill(j)
}

// fetchFill lists a rectangle in which every element is a fill value other than
// zero, some rows at a time.
func (b *block) fetchFill(j job) error {
	step := max(1, pieceBytes/j.cols)
	for last := j.row + j.rows; j.row < last; j.row, j.self = j.row+step, j.self-step {
		if _, err := b.r.room(0); err != nil {
			return err
		}
		j.ones, j.rows = true, min(step, last-j.row)
		j.stored = j.rows
		b.r.add(j, 0)
	}
	return nil
}

// fetchUnchunked reads a dataset that lies in the file in one piece.
func (b *block) fetchUnchunked() error {
	if b.d.Layout == h5.LayoutContiguous {
		size, err := b.d.StorageSize()
		if err != nil {
			return damaged(b.path, err)
		}
		if size == 0 && !b.d.FillNotNil { // never written
			return nil
		}
		if size == 0 {
			return b.fetchFill(b.job(0, 0, b.rows(), b.cols()))
		}
		if size > uint64(b.r.lim.fileSize) {
			return &FormatError{Got: fmt.Sprintf("%s elements take %d bytes in a file of %d", dimsText(b.d.Dims), size, b.r.lim.fileSize), Cure: cureFetch}
		}
	}
	return b.readPieces(0, 0, b.rows(), b.cols())
}

// readPieces reads a rectangle through the library, a bounded number of rows at
// a time.
func (b *block) readPieces(row, col, rows, cols uint64) error {
	kind := b.d.MemoryKind()
	step := max(1, pieceBytes/(cols*uint64(kind.Size())))
	for last := row + rows; row < last; row += step {
		if b.r.ctx.Err() != nil {
			return context.Cause(b.r.ctx)
		}
		n := min(step, last-row)
		buf, err := b.r.room(int(n*cols) * kind.Size())
		if err != nil {
			return err
		}
		clear(buf) // the library leaves alone what has no value at all
		if err := b.d.ReadBlock(row, col, n, cols, kind, buf); err != nil {
			return damaged(b.path, err)
		}
		j := b.job(row, col, n, cols)
		j.code = code{size: kind.Size(), signAt: -1}
		if kind == h5.Float64 {
			j.code.signAt = nativeSignAt
		}
		b.r.add(j, len(buf))
	}
	return nil
}

// nativeSignAt is the byte of a float64 in memory that holds its sign.
var nativeSignAt = func() int {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return 7
	}
	return 0
}()

func ceilDiv(a, b uint64) uint64 { return (a-1)/b + 1 }
