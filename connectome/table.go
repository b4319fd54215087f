package connectome

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Kind is the type of a table's column.
type Kind uint8

// The kinds of columns.
const (
	KindInt    Kind = iota // int64, exact
	KindUint               // uint64, exact
	KindFloat              // float64; NaN means undefined
	KindString             // text; one string a row or a code into a list of names
	KindBool               // true or false
)

// Column is one column of a [Table]: a name, a kind and a value a row.
type Column struct {
	Name string
	Kind Kind

	ints    []int64
	uints   []uint64
	floats  []float64
	strings []string
	codes   []uint32 // if not nil, row i holds strings[codes[i]]
	bools   []bool
	null    []bool // null[i]: row i is undefined; nil if every row is defined
}

// Ints makes a column of integers.
func Ints(name string, values []int64) Column {
	return Column{Name: name, Kind: KindInt, ints: values}
}

// Uints makes a column of unsigned integers.
func Uints(name string, values []uint64) Column {
	return Column{Name: name, Kind: KindUint, uints: values}
}

// Floats makes a column of floating-point numbers; NaN stands for undefined.
func Floats(name string, values []float64) Column {
	return Column{Name: name, Kind: KindFloat, floats: values}
}

// Strings makes a column of text.
func Strings(name string, values []string) Column {
	return Column{Name: name, Kind: KindString, strings: values}
}

// Bools makes a column of true and false.
func Bools(name string, values []bool) Column {
	return Column{Name: name, Kind: KindBool, bools: values}
}

// Coded makes a column of text in which row i is names[codes[i]]: four bytes a
// row for a column that repeats few names.
func Coded(name string, codes []uint32, names []string) Column {
	if codes == nil {
		codes = []uint32{} // no rows, rather than one for each name
	}
	return Column{Name: name, Kind: KindString, codes: codes, strings: names}
}

// Constant makes a column of text that is the same in every row.
func Constant(name, value string, rows int) Column {
	return Coded(name, make([]uint32, rows), []string{value})
}

// WithNull returns the column with the rows marked undefined where null is true.
func (c Column) WithNull(null []bool) Column {
	c.null = null
	return c
}

// Take returns the column with the rows of those numbers, in their order; a number
// below 0 makes an undefined row.
func (c Column) Take(rows []int) Column {
	out := Column{Name: c.Name, Kind: c.Kind, null: make([]bool, len(rows))}
	for i, r := range rows {
		out.null[i] = r < 0 || c.Null(r)
	}
	switch {
	case c.codes != nil:
		// An undefined row has a code too, which need not be one of a name.
		out.codes, out.strings = taken(c.codes, rows), c.strings
	case c.Kind == KindInt:
		out.ints = taken(c.ints, rows)
	case c.Kind == KindUint:
		out.uints = taken(c.uints, rows)
	case c.Kind == KindFloat:
		out.floats = taken(c.floats, rows)
	case c.Kind == KindBool:
		out.bools = taken(c.bools, rows)
	default:
		out.strings = taken(c.strings, rows)
	}
	return out
}

func taken[T any](values []T, rows []int) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		if r >= 0 {
			out[i] = values[r]
		}
	}
	return out
}

// Len returns the number of rows.
func (c Column) Len() int {
	switch {
	case c.codes != nil:
		return len(c.codes)
	case c.Kind == KindInt:
		return len(c.ints)
	case c.Kind == KindUint:
		return len(c.uints)
	case c.Kind == KindFloat:
		return len(c.floats)
	case c.Kind == KindBool:
		return len(c.bools)
	default:
		return len(c.strings)
	}
}

// Null reports whether row i is undefined.
func (c Column) Null(i int) bool {
	return c.null != nil && c.null[i] || c.Kind == KindFloat && math.IsNaN(c.floats[i])
}

// Numeric reports whether the column holds numbers.
func (c Column) Numeric() bool { return c.Kind <= KindFloat }

// Float returns row i of a numeric column as a float64: NaN where undefined.
// Integers beyond 2^53 are rounded; [Column.Append] keeps them exact.
func (c Column) Float(i int) float64 {
	if c.Null(i) {
		return math.NaN()
	}
	switch c.Kind {
	case KindInt:
		return float64(c.ints[i])
	case KindUint:
		return float64(c.uints[i])
	case KindFloat:
		return c.floats[i]
	}
	return math.NaN()
}

// Int returns row i of a column of integers, exactly; 0 for other kinds.
func (c Column) Int(i int) int64 {
	if c.Kind != KindInt {
		return 0
	}
	return c.ints[i]
}

// Uint returns row i of a column of unsigned integers, exactly; 0 for other kinds.
func (c Column) Uint(i int) uint64 {
	if c.Kind != KindUint {
		return 0
	}
	return c.uints[i]
}

// Text returns row i as text; empty where undefined.
func (c Column) Text(i int) string {
	if c.Kind == KindString && !c.Null(i) {
		if c.codes != nil {
			return c.strings[c.codes[i]]
		}
		return c.strings[i]
	}
	return string(c.Append(nil, i))
}

// Append appends row i to dst as text: integers in full, floats in the shortest
// form that reads back (whole numbers as integers, +Inf and -Inf for infinities),
// nothing where undefined.
func (c Column) Append(dst []byte, i int) []byte {
	if c.Null(i) {
		return dst
	}
	switch c.Kind {
	case KindInt:
		return strconv.AppendInt(dst, c.ints[i], 10)
	case KindUint:
		return strconv.AppendUint(dst, c.uints[i], 10)
	case KindFloat:
		return appendFloat(dst, c.floats[i])
	case KindBool:
		return strconv.AppendBool(dst, c.bools[i])
	}
	return append(dst, c.Text(i)...)
}

// appendFloat appends x in the shortest form that reads back, whole numbers below
// 2^53 as integers.
func appendFloat(dst []byte, x float64) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return strconv.AppendInt(dst, int64(x), 10)
	}
	return strconv.AppendFloat(dst, x, 'g', -1, 64)
}

// Table is a result as named columns of equal length: one row an observation.
type Table struct {
	Name    string // what the table holds, usable as a file's base name
	Columns []Column
}

// NewTable makes a table. Columns of different lengths are a programmer's
// mistake and panic.
func NewTable(name string, columns ...Column) Table {
	t := Table{Name: name, Columns: columns}
	for _, c := range columns {
		if c.Len() != t.Rows() || c.null != nil && len(c.null) != t.Rows() {
			panic(fmt.Sprintf("connectome: table %s: column %s has %d rows, the first %d", name, c.Name, c.Len(), t.Rows()))
		}
	}
	return t
}

// Rows returns the number of rows.
func (t Table) Rows() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return t.Columns[0].Len()
}

// Column returns the column of that name.
func (t Table) Column(name string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

// WithFirst returns the table with one more column, in front.
func (t Table) WithFirst(c Column) Table {
	return NewTable(t.Name, append([]Column{c}, t.Columns...)...)
}

// Concat stacks tables with the same columns, as the results of several
// instances are. Tables whose columns differ in name or kind are an error.
func Concat(tables ...Table) (Table, error) {
	if len(tables) == 0 {
		return Table{}, nil
	}
	first := tables[0]
	out := Table{Name: first.Name, Columns: make([]Column, len(first.Columns))}
	for k, c := range first.Columns {
		parts := make([]Column, len(tables))
		for i, t := range tables {
			if len(t.Columns) != len(first.Columns) || t.Columns[k].Name != c.Name || t.Columns[k].Kind != c.Kind {
				return Table{}, fmt.Errorf("connectome: tables %s and %s have different columns", first.Name, t.Name)
			}
			parts[i] = t.Columns[k]
		}
		out.Columns[k] = stack(parts)
	}
	return out, nil
}

func stack(parts []Column) Column {
	out := Column{Name: parts[0].Name, Kind: parts[0].Kind}
	code := make(map[string]uint32)
	if out.Kind == KindString {
		out.codes = []uint32{}
	}
	for _, p := range parts {
		before := out.Len()
		out.ints = append(out.ints, p.ints...)
		out.uints = append(out.uints, p.uints...)
		out.floats = append(out.floats, p.floats...)
		out.bools = append(out.bools, p.bools...)
		for i := range p.Len() {
			if out.Kind != KindString {
				break
			}
			s := p.Text(i)
			k, ok := code[s]
			if !ok {
				k = uint32(len(out.strings))
				code[s] = k
				out.strings = append(out.strings, s)
			}
			out.codes = append(out.codes, k)
		}
		if p.null != nil && out.null == nil {
			out.null = make([]bool, before)
		}
		if out.null != nil {
			out.null = append(out.null, append(p.null, make([]bool, p.Len()-len(p.null))...)...)
		}
	}
	return out
}
