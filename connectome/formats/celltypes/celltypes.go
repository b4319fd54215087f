package celltypes

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// MaxSize is the largest table that is read, in bytes: some 100,000 m-types.
const MaxSize = 4 << 20

// Columns are the columns that a table must have.
var Columns = []string{"mtype", "synapse_class", "layer"}

// Error says what is wrong with a table of cell types, and what would mend it.
type Error struct {
	File string
	Line int // 0 if it concerns the whole file
	Msg  string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Msg)
	}
	return fmt.Sprintf("%s: line %d: %s", e.File, e.Line, e.Msg)
}

// ReadFile reads the table in a file.
func ReadFile(path string) ([]connectome.CellType, error) {
	f, err := os.Open(path)
	if err != nil {
		var perr *os.PathError
		if errors.As(err, &perr) {
			err = perr.Err
		}
		return nil, &Error{File: path, Msg: fmt.Sprintf("cannot open the table of cell types: %v", err)}
	}
	defer f.Close()
	return Read(f, path)
}

// Read reads a table, one cell type a row, in the order of the rows. name is
// what errors call it. Errors are of type [*Error]: a column is missing, a
// class is none, an m-type is empty or has two different rows, or the table is
// not CSV or larger than [MaxSize].
func Read(r io.Reader, name string) ([]connectome.CellType, error) {
	limited := &io.LimitedReader{R: r, N: MaxSize + 1}
	in := bufio.NewReader(limited)
	if bom, err := in.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = in.Discard(3) // the bytes just seen
	}
	rows := csv.NewReader(in)
	rows.TrimLeadingSpace = true
	rows.ReuseRecord = true
	fail := func(line int, format string, args ...any) error {
		if limited.N <= 0 {
			return &Error{File: name, Msg: fmt.Sprintf("the table of cell types is larger than %d MB: give one row for each m-type, not for each cell", MaxSize>>20)}
		}
		return &Error{File: name, Line: line, Msg: fmt.Sprintf(format, args...)}
	}

	header, err := rows.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fail(lineOf(err), "not a CSV table: %s", reason(err))
	}
	at, missing := find(header)
	if missing == Columns[0] && len(header) > 1 {
		return nil, fail(1, "no column %q: the header must name %s; a table with a row for each cell goes by --cells", missing, strings.Join(Columns, ","))
	}
	if missing != "" {
		return nil, fail(1, "no column %q: the header must name %s", missing, strings.Join(Columns, ","))
	}
	var types []connectome.CellType
	seen := make(map[string]connectome.CellType)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fail(lineOf(err), "not a CSV table: %s", reason(err))
		}
		line, _ := rows.FieldPos(0)
		class, err := connectome.ParseClass(row[at[1]])
		if err != nil {
			return nil, fail(line, "synapse class %q: want E or EXC, I or INH", row[at[1]])
		}
		t := connectome.CellType{MType: strings.TrimSpace(row[at[0]]), Class: class, Layer: ParseLayer(row[at[2]])}
		if t.MType == "" {
			return nil, fail(line, "the m-type is empty: name one in each row")
		}
		if before, ok := seen[t.MType]; ok {
			if before != t {
				return nil, fail(line, "m-type %q is listed before with another class or layer: keep one of its rows", t.MType)
			}
			continue
		}
		seen[t.MType] = t
		types = append(types, t)
	}
	if limited.N <= 0 {
		return nil, fail(0, "")
	}
	if len(types) == 0 {
		return nil, fail(0, "the table lists no m-type: add a row for each")
	}
	return types, nil
}

// find returns where the columns stand, or the name of one that is not there.
func find(header []string) (at [3]int, missing string) {
	for k, want := range Columns {
		at[k] = -1
		for i, name := range header {
			if strings.EqualFold(strings.TrimSpace(name), want) {
				at[k] = i
				break
			}
		}
		if at[k] < 0 {
			return at, want
		}
	}
	return at, ""
}

// ParseLayer returns a layer's name as it is printed: L5 for 5, l5 and L5.
// Other names stand as they are, without blanks around them.
func ParseLayer(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if s[0] >= '0' && s[0] <= '9' {
		return "L" + s
	}
	if len(s) > 1 && s[0] == 'l' && s[1] >= '0' && s[1] <= '9' {
		return "L" + s[1:]
	}
	return s
}

func lineOf(err error) int {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return p.Line
	}
	return 0
}

func reason(err error) string {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return err.Error()
	}
	if errors.Is(p.Err, csv.ErrFieldCount) {
		return "the row has more or fewer fields than the header"
	}
	return p.Err.Error()
}
