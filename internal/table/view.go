package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// View is how a terminal shows a table that may be too wide for it. Lines that wrap
// cannot be read, so what does not fit is left out, by importance; the zero View
// leaves nothing out.
//
// As far as the table ends within its first 2000 rows: columns without any value are
// not shown; a single row that is too wide becomes one line a column; and columns
// of text that say the same in every row become one line above the table.
type View struct {
	Width int      // of the terminal, in characters; 0 is no limit
	First []string // the columns that matter most, most first; the others follow in order
}

// fit chooses which columns are shown, given the rows held, of which the first is
// the header. whole tells that no more will come.
func (e *textEncoder) fit(whole bool) {
	for k := range e.width {
		e.keep = append(e.keep, k)
	}
	if e.view.Width <= 0 {
		return
	}
	rows := e.held[1:]
	if whole && len(rows) > 0 {
		e.drop(func(k int) bool {
			return !slices.ContainsFunc(rows, func(r []string) bool { return r[k] != "" })
		})
	}
	if e.total(e.keep) <= e.view.Width {
		return
	}
	if whole && len(rows) == 1 {
		e.upright = true
		return
	}
	if whole && len(rows) > 1 {
		e.above()
	}
	e.leaveOut()
}

// drop takes columns away.
func (e *textEncoder) drop(which func(k int) bool) { e.keep = slices.DeleteFunc(e.keep, which) }

// total is the width of a line of these columns.
func (e *textEncoder) total(columns []int) int {
	sum := 2 * max(0, len(columns)-1)
	for _, k := range columns {
		sum += e.width[k]
	}
	return sum
}

// above moves columns of text that say the same in all rows to a line above.
func (e *textEncoder) above() {
	rows := e.held[1:]
	var said []string
	e.drop(func(k int) bool {
		same := !e.right[k] && !slices.ContainsFunc(rows, func(r []string) bool { return r[k] != rows[0][k] })
		if same {
			said = append(said, e.held[0][k]+": "+rows[0][k])
		}
		return same
	})
	if len(said) > 0 {
		e.b = fmt.Appendf(e.b, "%s\n", strings.Join(said, "   "))
	}
}

// leaveOut keeps columns by importance, passing over those that do not fit.
func (e *textEncoder) leaveOut() {
	order := slices.Clone(e.keep)
	rank := func(k int) int {
		if i := slices.Index(e.view.First, e.held[0][k]); i >= 0 {
			return i
		}
		return len(e.view.First) + k
	}
	slices.SortFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	var shown []int
	for _, k := range order {
		if next := append(shown, k); len(shown) == 0 || e.total(next) <= e.view.Width {
			shown = next
			continue
		}
		e.left = append(e.left, e.held[0][k])
	}
	e.drop(func(k int) bool { return !slices.Contains(shown, k) })
}

// stand writes a single row as one line a column.
func (e *textEncoder) stand() {
	name := 0
	for _, k := range e.keep {
		name = max(name, utf8.RuneCountInString(e.held[0][k]))
	}
	for _, k := range e.keep {
		line := fmt.Sprintf("%-*s  %s", name, e.held[0][k], e.held[1][k])
		e.b = append(append(e.b, strings.TrimRight(line, " ")...), '\n')
	}
}
