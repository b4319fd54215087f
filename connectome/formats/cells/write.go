package cells

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// Columns are those of a table that is written.
var Columns = []string{"id", "cell_type", "synapse_class", "layer", "x", "y", "z"}

// Write writes a table of cells in their order; positions are empty where they are
// unknown. The file appears whole or not at all, and packed if its name ends in .gz.
func Write(ctx context.Context, path string, cells *connectome.Cells) error {
	return infile.Write(path, func(w io.Writer) error {
		out := csv.NewWriter(bufio.NewWriterSize(w, 1<<16))
		if err := out.Write(Columns); err != nil {
			return err
		}
		types, layers, classes, positions := cells.MTypes(), cells.Layers(), cells.Classes(), cells.Positions()
		row := make([]string, len(Columns))
		number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
		for v := range uint32(cells.N()) {
			if v%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			copy(row, []string{cells.ID(v), types.Name(v), classes.Name(v), layers.Name(v)})
			if positions != nil {
				p := positions[v]
				row[4], row[5], row[6] = number(p.X), number(p.Y), number(p.Z)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
}
