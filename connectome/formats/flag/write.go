package flag

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// WriteOptions says how to write. Its zero value writes a .flag file.
type WriteOptions struct {
	Edges    bool                // the lines of edges alone, as flagser-count reads
	Progress connectome.Progress // in connections
}

// Write writes the graph of a connectome, in the order of its neurons, weights
// where it has some, and 0 for each vertex. The file appears whole or not at all,
// and packed if its name ends in .gz.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	return infile.Write(path, func(w io.Writer) error { return write(ctx, w, c.Graph, opt) })
}

func write(ctx context.Context, w io.Writer, g *connectome.Graph, opt WriteOptions) error {
	var line []byte
	if !opt.Edges {
		line = append(line, "dim 0\n"...)
		for v := range g.N() {
			if v > 0 {
				line = append(line, ' ')
			}
			line = append(line, '0')
		}
		line = append(line, "\ndim 1\n"...)
	}
	var told time.Time
	done, all := int64(0), g.Connections()
	for v := range g.N() {
		weights := g.OutWeights(uint32(v))
		for i, target := range g.Out(uint32(v)) {
			line = strconv.AppendUint(line, uint64(v), 10)
			line = append(line, ' ')
			line = strconv.AppendUint(line, uint64(target), 10)
			if weights != nil {
				line = append(line, ' ')
				line = strconv.AppendFloat(line, weights[i], 'g', -1, 64)
			}
			line = append(line, '\n')
			done++
		}
		if len(line) < 1<<15 && v < g.N()-1 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
		line = line[:0]
		if opt.Progress != nil && time.Since(told) > 100*time.Millisecond {
			told = time.Now()
			opt.Progress(done, all)
		}
	}
	if _, err := w.Write(line); err != nil { // of a graph without neurons
		return err
	}
	if opt.Progress != nil {
		opt.Progress(all, all)
	}
	return nil
}
