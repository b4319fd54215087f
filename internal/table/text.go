package table

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ctopo/ctopo/connectome"
)

// lookAhead is the number of rows whose widths set the width of the columns. A
// wider value further down moves its own line only.
const lookAhead = 2000

// textEncoder writes aligned columns: numbers to the right, text to the left.
type textEncoder struct {
	buffer
	held  [][]string // the first rows, until their widths are known
	width []int
	right []bool

	view    View
	keep    []int    // the columns that are shown
	left    []string // the names of those that do not fit
	upright bool     // the one row is written as one line a column
}

func (e *textEncoder) header(columns []connectome.Column) {
	names := make([]string, len(columns))
	e.right = make([]bool, len(columns))
	for k, c := range columns {
		names[k] = c.Name
		e.right[k] = c.Numeric()
	}
	e.held = append(e.held, names)
}

func (e *textEncoder) row(columns []connectome.Column, i int) {
	fields := make([]string, len(columns))
	for k, c := range columns {
		fields[k] = cell(c, i)
	}
	if e.width != nil {
		e.line(fields)
		return
	}
	e.held = append(e.held, fields)
	if len(e.held) > lookAhead {
		e.release(false)
	}
}

func (e *textEncoder) end() { e.release(true) }

// release writes the rows that were held back; whole if no more come.
func (e *textEncoder) release(whole bool) {
	if e.width != nil || e.held == nil {
		return
	}
	e.width = make([]int, len(e.held[0]))
	for _, fields := range e.held {
		for k, s := range fields {
			e.width[k] = max(e.width[k], utf8.RuneCountInString(s))
		}
	}
	e.fit(whole)
	if e.upright {
		e.stand()
		e.held = nil
		return
	}
	for _, fields := range e.held {
		e.line(fields)
	}
	e.held = nil
}

func (e *textEncoder) line(fields []string) {
	blanks := 0 // owed: written only before the next visible text
	pad := func(n int) {
		for range n {
			e.b = append(e.b, ' ')
		}
	}
	for i, k := range e.keep {
		s := fields[k]
		if i > 0 {
			blanks += 2
		}
		space := max(0, e.width[k]-utf8.RuneCountInString(s))
		if e.right[k] {
			blanks += space
		}
		if s != "" {
			pad(blanks)
			blanks = 0
			e.b = append(e.b, s...)
		}
		if !e.right[k] {
			blanks += space
		}
	}
	e.b = append(e.b, '\n')
}

// cell is one value as a reader wants it. Control characters in names become
// blanks, lest a file's contents drive the terminal.
func cell(c connectome.Column, i int) string {
	switch {
	case c.Null(i):
		return ""
	case c.Kind == connectome.KindFloat:
		return compact(c.Float(i))
	case c.Kind == connectome.KindString:
		return strings.Map(func(r rune) rune {
			if r < 0x20 || r >= 0x7f && r < 0xa0 {
				return ' '
			}
			return r
		}, c.Text(i))
	}
	return c.Text(i)
}

// compact writes a float with six significant digits, never fewer than those
// before the point, and without trailing zeros.
func compact(x float64) string {
	size := math.Abs(x)
	if math.IsInf(x, 0) || x == 0 || size < 1e-4 || size >= 1e15 {
		return strconv.FormatFloat(x, 'g', 6, 64)
	}
	before := max(1, int(math.Floor(math.Log10(size)))+1)
	after := max(0, 6-before)
	if size < 1 {
		after = 5 - int(math.Floor(math.Log10(size)))
	}
	s := strconv.FormatFloat(x, 'f', after, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
