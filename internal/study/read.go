package study

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// storedTable says which rows of a stored table to read.
type storedTable struct {
	name  string              // of its files, without extension
	where map[string][]string // only rows that have one of these texts in each of these columns
}

// textColumns hold names, even if they look like numbers.
var textColumns = []string{"instance", "condition", "mtype", "layer", "class", "group", "kind", "direction", "geometry", "man", "model", "from", "to", "pre", "post", "type0", "type1", "type2",
	"pre_layer", "post_layer", "pre_class", "post_class", "measure", "statistic"}

// readStored reads a table of some instances from what was stored of each. It has no
// columns if none of them has it.
func (s *Run) readStored(instances []Instance, t storedTable) (connectome.Table, error) {
	var header []string
	var columns []*textColumn
	for _, in := range instances {
		path := filepath.Join(s.folder(in), t.name+storedSuffix)
		err := func() error {
			u, err := openPacked(path)
			if err != nil || u == nil { // a measure that this instance has not
				return err
			}
			defer u.file.Close()
			first, err := csv.NewReader(bytes.NewReader(u.header)).Read()
			if err != nil {
				return err
			}
			if header == nil {
				header = first
				for range header {
					columns = append(columns, &textColumn{code: make(map[string]uint32)})
				}
			}
			rows, err := u.rows()
			if err != nil {
				return err
			}
			r := csv.NewReader(rows)
			r.ReuseRecord = true
			return readRows(r, wanted(header, t.where), columns)
		}()
		if err != nil {
			return connectome.Table{}, storedError(path, err)
		}
	}
	out := connectome.Table{Name: t.name}
	for k, c := range columns {
		out.Columns = append(out.Columns, c.column(header[k]))
	}
	return out, nil
}

// wanted returns the texts of which a row must have one, by column.
func wanted(header []string, where map[string][]string) map[int][]string {
	at := make(map[int][]string)
	for k, name := range header {
		if texts, ok := where[name]; ok {
			at[k] = texts
		}
	}
	return at
}

func readRows(r *csv.Reader, wanted map[int][]string, columns []*textColumn) error {
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(record) != len(columns) {
			return fmt.Errorf("%d columns, those before have %d", len(record), len(columns))
		}
		keep := true
		for k, texts := range wanted {
			keep = keep && slices.Contains(texts, record[k])
		}
		if !keep {
			continue
		}
		for k, cell := range record {
			columns[k].add(cell)
		}
	}
}

// textColumn is a column as it is read: each text once, and which one each row has.
type textColumn struct {
	codes []uint32
	texts []string
	code  map[string]uint32
}

func (c *textColumn) add(cell string) {
	k, known := c.code[cell]
	if !known {
		k = uint32(len(c.texts))
		cell = string(append([]byte(nil), cell...)) // not the whole line with it
		c.code[cell] = k
		c.texts = append(c.texts, cell)
	}
	c.codes = append(c.codes, k)
}

// column is what was read: numbers, if it holds nothing else.
func (c *textColumn) column(name string) connectome.Column {
	if !slices.Contains(textColumns, name) {
		if ints, ok := c.ints(name); ok {
			return ints
		}
		if floats, ok := c.floats(name); ok {
			return floats
		}
	}
	return connectome.Coded(name, c.codes, c.texts)
}

func (c *textColumn) ints(name string) (connectome.Column, bool) {
	of, empty := make([]int64, len(c.texts)), make([]bool, len(c.texts))
	some := false
	for k, text := range c.texts {
		x, err := strconv.ParseInt(text, 10, 64)
		empty[k] = text == ""
		if err != nil && !empty[k] {
			return connectome.Column{}, false
		}
		of[k], some = x, some || !empty[k]
	}
	values, null := make([]int64, len(c.codes)), make([]bool, len(c.codes))
	for i, k := range c.codes {
		values[i], null[i] = of[k], empty[k]
	}
	return connectome.Ints(name, values).WithNull(null), some
}

func (c *textColumn) floats(name string) (connectome.Column, bool) {
	of, empty := make([]float64, len(c.texts)), make([]bool, len(c.texts))
	for k, text := range c.texts {
		x, err := strconv.ParseFloat(text, 64)
		empty[k] = text == ""
		if err != nil && !empty[k] {
			return connectome.Column{}, false
		}
		of[k] = x
	}
	values, null := make([]float64, len(c.codes)), make([]bool, len(c.codes))
	for i, k := range c.codes {
		values[i], null[i] = of[k], empty[k]
	}
	return connectome.Floats(name, values).WithNull(null), true
}

// makeFolderOf makes the folder that a file of the study goes into.
func makeFolderOf(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", filepath.Dir(path), run.Cause(err))
	}
	return nil
}
