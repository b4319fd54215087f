package infile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// maxRow is the longest row of a table that is read, in bytes.
const maxRow = 1 << 20

// Rows reads a table with a header, its fields separated by commas, tabs or
// semicolons, whichever the header has most of.
type Rows struct {
	csv     *csv.Reader
	header  []string // as it stands
	names   []string // as it is compared: see Normal
	guard   *rowGuard
	lastRow []string
}

// rowGuard ends with an error when a row grows too long to be one, be it a line
// or a quoted field that never ends.
type rowGuard struct {
	r     io.Reader
	since int // bytes read since the last row
}

func (g *rowGuard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if bytes.IndexByte(p[:n], 0) >= 0 {
		return 0, &Error{Got: "it has bytes of zero, as text in UTF-16 has", Cure: "save it as CSV in UTF-8, or turn it into that by iconv -f UTF-16 -t UTF-8"}
	}
	if g.since += n; g.since > maxRow {
		return 0, &Error{Got: fmt.Sprintf("a row of more than %d bytes, or a quote that does not end", maxRow), Want: "a table with a row in each line"}
	}
	return n, err
}

// NewRows reads the header of a table.
func NewRows(r io.Reader) (*Rows, error) {
	guard := &rowGuard{r: r}
	in := bufio.NewReaderSize(guard, 1<<16)
	bom, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(bom) == "\ufeff" {
		_, _ = in.Discard(3) // the bytes just seen
	}
	head, err := in.Peek(1 << 14)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if line = bytes.TrimSuffix(line, []byte("\r")); bytes.IndexByte(line, '\r') >= 0 && bytes.IndexByte(line, '"') < 0 {
		return nil, &Error{Line: 1, Got: "its lines end in carriage returns alone", Cure: "end them in line feeds, as by tr '\\r' '\\n'"}
	}
	rows := &Rows{csv: csv.NewReader(in), guard: guard}
	rows.csv.Comma = separator(string(line))
	rows.csv.TrimLeadingSpace = rows.csv.Comma != '\t'
	rows.csv.ReuseRecord = true
	header, err := rows.csv.Read()
	if err != nil {
		return nil, rows.fail(err)
	}
	for _, name := range header {
		rows.header = append(rows.header, strings.TrimSpace(name))
		rows.names = append(rows.names, Normal(name))
	}
	return rows, nil
}

// separator returns what a header separates its names by.
func separator(header string) rune {
	best, most := ',', 0
	for _, c := range ",\t;" {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// Names returns the names of a header's line as [Rows.Column] compares them.
func Names(header string) []string {
	r, err := NewRows(strings.NewReader(header))
	if err != nil {
		return nil
	}
	return r.names
}

// Normal returns a column's name as it is compared: letters and digits alone, in
// lower case, without the type that neo4j's exports add (weight:int, :START_ID(Body)).
func Normal(name string) string {
	name, _, _ = strings.Cut(strings.TrimSpace(name), "(")
	if rest, ok := strings.CutPrefix(name, ":"); ok {
		name = rest
	} else {
		name, _, _ = strings.Cut(name, ":")
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// Header returns the names of the columns, in one line, shortened if it is long.
func (r *Rows) Header() string {
	text := strings.Join(r.header, ",")
	if len(text) > 120 {
		text = text[:120] + "…"
	}
	return text
}

// Name returns a column's name as it stands in the header.
func (r *Rows) Name(column int) string { return r.header[column] }

// Column returns the place of the column that one of the spellings names, the
// first spelling that there is; -1 if none.
func (r *Rows) Column(spellings ...string) int {
	for _, want := range spellings {
		for k, name := range r.names {
			if name == want {
				return k
			}
		}
	}
	return -1
}

// Next returns the next row, which is valid until the next call; io.EOF after the
// last. It has as many fields as the header.
func (r *Rows) Next() ([]string, error) {
	r.guard.since = 0
	row, err := r.csv.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, r.fail(err)
	}
	r.lastRow = row
	return row, err
}

// Line returns the number of the line on which the last row began.
func (r *Rows) Line() int64 {
	if len(r.lastRow) == 0 {
		return 0
	}
	line, _ := r.csv.FieldPos(0)
	return int64(line)
}

// Fail is an error in the last row.
func (r *Rows) Fail(format string, args ...any) error {
	return &Error{Line: r.Line(), Got: fmt.Sprintf(format, args...)}
}

// fail is the error of a table for an error of reading it.
func (r *Rows) fail(err error) error {
	var p *csv.ParseError
	switch {
	case !errors.As(err, &p):
		if errors.Is(err, io.EOF) {
			return &Error{Got: "the table is empty", Want: "a header and rows", Cure: "name its columns in the first line"}
		}
		return err
	case errors.Is(p.Err, csv.ErrFieldCount):
		return &Error{Line: int64(p.Line), Got: "the row has more or fewer fields than the header", Cure: "quote fields that hold commas"}
	}
	return &Error{Line: int64(p.Line), Got: "not a table: " + p.Err.Error(), Cure: "quotes stand around a whole field, and are doubled within it", Err: p.Err}
}
