package portal

import (
	"bytes"
	"compress/zlib"
)

// band is a row of chunks through all blocks of one presynaptic m-type.
type band struct {
	pre, row, rows int // rows [row, row+rows) of m-type pre
	chunks         []storedChunk
	done           chan struct{} // closed when chunks is complete
}

// storedChunk is a chunk as it is stored; those that hold only zeros are not.
type storedChunk struct {
	post, col int
	stored    []byte
}

// deflater turns rows of a graph into stored chunks.
type deflater struct {
	level  int
	z      *zlib.Writer
	out    bytes.Buffer
	matrix []byte
	rows   [][]uint32
}

func newDeflater(level int) *deflater {
	// compress/zlib, whatever the build tags: its bytes depend on nothing but
	// its input and the version of Go.
	z, err := zlib.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the level was checked
	}
	return &deflater{level: level, z: z, matrix: make([]byte, chunkRows*chunkCols), rows: make([][]uint32, chunkRows)}
}

func (d *deflater) deflate(p *plan, b *band) {
	rows := d.rows[:b.rows]
	for i := range rows {
		rows[i] = p.row(p.l.first[b.pre] + b.row + i)
	}
	height := min(chunkRows, p.l.sizes[b.pre])
	for post, n := range p.l.sizes {
		width := min(chunkCols, n)
		for col := 0; col < n; col += chunkCols {
			lo := uint32(p.l.first[post] + col)
			// Chunks at the edge are stored at full size.
			m := d.matrix[:height*width]
			if fill(m, rows, width, lo, uint32(p.l.first[post]+min(col+width, n))) {
				b.chunks = append(b.chunks, storedChunk{post: post, col: col, stored: d.zlib(m)})
				clear(m)
			}
		}
	}
}

// fill sets m[i][t-lo] for the targets t of row i that are below hi, and takes
// them off the rows. It reports whether there were any.
func fill(m []byte, rows [][]uint32, width int, lo, hi uint32) bool {
	any := false
	for i, targets := range rows {
		k := 0
		for k < len(targets) && targets[k] < hi {
			m[i*width+int(targets[k]-lo)] = 1
			k++
		}
		rows[i] = targets[k:]
		any = any || k > 0
	}
	return any
}

func (d *deflater) zlib(m []byte) []byte {
	d.out.Reset()
	d.z.Reset(&d.out)
	// Writing to a buffer does not fail.
	_, _ = d.z.Write(m)
	_ = d.z.Close()
	return bytes.Clone(d.out.Bytes())
}
