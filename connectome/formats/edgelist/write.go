package edgelist

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/cells"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// WriteOptions says how to write. Its zero value writes the table of cells beside
// the connections.
type WriteOptions struct {
	Cells    string              // path of the table of cells; empty: [CellsPath]
	Progress connectome.Progress // in connections
}

// CellsPath returns the path of the table of cells beside a list of connections:
// a.cells.csv for a.csv.
func CellsPath(path string) string {
	ending := ""
	if lower := strings.ToLower(path); strings.HasSuffix(lower, ".gz") {
		path, ending = path[:len(path)-3], path[len(path)-3:]
	}
	for _, ext := range []string{".csv", ".tsv"} {
		if strings.HasSuffix(strings.ToLower(path), ext) {
			return path[:len(path)-4] + ".cells.csv" + ending
		}
	}
	return path + ".cells.csv" + ending
}

// Write writes the connections of a connectome as columns pre, post and, if there
// are weights, weight, in the order of its neurons, and its cells to a table beside
// them, which tells their order, and those that have no connections. A file appears
// whole or not at all, the connections last, and packed if its name ends in .gz. A
// name that ends in .tsv is written with tabs.
//
// Errors: a connection of weight 0, which would be none when it is read; two neurons
// of one id; whatever keeps the files from being written; the context's error.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	if opt.Cells == "" {
		opt.Cells = CellsPath(path)
	}
	var seen ident.IDs
	for v := range uint32(c.Graph.N()) {
		if _, isNew := seen.Add(c.Cells.ID(v)); !isNew {
			return fmt.Errorf("%s: two neurons have the id %s, by which they could not be told apart: write another format", path, c.Cells.ID(v))
		}
		for i, w := range c.Graph.OutWeights(v) {
			if w == 0 {
				return fmt.Errorf("%s: the connection of %s to %s weighs 0, which is none in a list of connections: write another format, or leave the weights out",
					path, c.Cells.ID(v), c.Cells.ID(c.Graph.Out(v)[i]))
			}
		}
	}
	if err := cells.Write(ctx, opt.Cells, c.Cells); err != nil {
		return err
	}
	return infile.Write(path, func(w io.Writer) error {
		out := csv.NewWriter(bufio.NewWriterSize(w, 1<<16))
		if strings.HasSuffix(strings.TrimSuffix(strings.ToLower(path), ".gz"), ".tsv") {
			out.Comma = '\t'
		}
		return write(ctx, out, c, opt.Progress)
	})
}

func write(ctx context.Context, out *csv.Writer, c *connectome.Connectome, progress connectome.Progress) error {
	g := c.Graph
	row := []string{"pre", "post", "weight"}
	if !g.Weighted() {
		row = row[:2]
	}
	if err := out.Write(row); err != nil {
		return err
	}
	ids := make([]string, g.N()) // each is written many times
	for v := range ids {
		ids[v] = c.Cells.ID(uint32(v))
	}
	var told time.Time
	done := int64(0)
	for v := range uint32(g.N()) {
		if err := ctx.Err(); err != nil {
			return err
		}
		row[0] = ids[v]
		weights := g.OutWeights(v)
		for i, target := range g.Out(v) {
			row[1] = ids[target]
			if weights != nil {
				row[2] = strconv.FormatFloat(weights[i], 'f', -1, 64)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		done += int64(len(g.Out(v)))
		if progress != nil && time.Since(told) > 100*time.Millisecond {
			told = time.Now()
			progress(done, g.Connections())
		}
	}
	out.Flush()
	return out.Error()
}
