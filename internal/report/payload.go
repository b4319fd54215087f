package report

import (
	"encoding/json"
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// previewRows is how many rows of a table stand in the page itself, for readers
// without scripts and for print.
const previewRows = 8

// payload is a table as the page's script reads it. Cells are the text that they have
// in CSV, so that numbers stay exact; a column is one string, which is cut when the
// table is opened.
type payload struct {
	Rows    int             `json:"rows"`
	Columns []payloadColumn `json:"columns"`
}

type payloadColumn struct {
	Name string `json:"name"`
	// Of a column of numbers: its cells, with commas between them.
	Numbers *string `json:"numbers,omitempty"`
	// Of a column of text: each text once, and which one each row has.
	Texts []string `json:"texts,omitempty"`
	Codes *string  `json:"codes,omitempty"`
}

// tableView is a table made ready for the template.
type tableView struct {
	ID, Caption, File string
	Made              string
	Name              string // of the file that the page offers
	Total, Rows       int
	Columns           []columnView
	Preview           [][]string
	Payload           template.JS
	Open              bool
}

type columnView struct {
	Name    string
	Numeric bool
}

// newTableView makes a table ready. Rows beyond MaxRows are left out.
func newTableView(id, caption, file string, t connectome.Table, open bool) (tableView, error) {
	rows := min(t.Rows(), MaxRows)
	v := tableView{ID: id, Caption: caption, File: file, Name: t.Name, Total: t.Rows(), Rows: rows, Open: open}
	if v.Name == "" {
		v.Name = id
	}
	p := payload{Rows: rows}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, columnView{c.Name, c.Numeric()})
		p.Columns = append(p.Columns, newPayloadColumn(c, rows))
	}
	for i := range min(rows, previewRows) {
		cells := make([]string, len(t.Columns))
		for k, c := range t.Columns {
			cells[k] = shown(c, i)
		}
		v.Preview = append(v.Preview, cells)
	}
	// json escapes <, > and &, so that nothing in it can end the script element.
	b, err := json.Marshal(p)
	v.Payload = template.JS(b) //nolint:gosec // as said
	return v, err
}

func newPayloadColumn(c connectome.Column, rows int) payloadColumn {
	out := payloadColumn{Name: c.Name}
	var b []byte
	if c.Numeric() {
		for i := range rows {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.Append(b, i)
		}
		s := string(b)
		out.Numbers = &s
		return out
	}
	code := make(map[string]int)
	for i := range rows {
		text := c.Text(i)
		k, known := code[text]
		if !known {
			k = len(out.Texts)
			code[text] = k
			out.Texts = append(out.Texts, text)
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(k), 10)
	}
	s := string(b)
	out.Codes = &s
	return out
}

// shown is a cell for reading: numbers as [Number] writes them.
func shown(c connectome.Column, i int) string {
	text := c.Text(i)
	if c.Kind != connectome.KindFloat || c.Null(i) {
		if c.Numeric() {
			return grouped(text)
		}
		return text
	}
	return Number(c.Float(i))
}

// Number writes x for reading: whole numbers with a comma between thousands, others
// with five significant digits. The page's script does the same.
func Number(x float64) string {
	switch {
	case math.IsNaN(x):
		return ""
	case math.IsInf(x, 0):
		return strconv.FormatFloat(x, 'g', -1, 64)
	case x == math.Trunc(x) && math.Abs(x) < 1e15:
		return grouped(strconv.FormatFloat(x, 'f', -1, 64))
	}
	if a := math.Abs(x); a < 1e-4 || a >= 1e15 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', 4, 64), "e")
		n, _ := strconv.Atoi(exponent)
		return trimZeros(mantissa) + "e" + strconv.Itoa(n)
	}
	digits := max(0, 4-int(math.Floor(math.Log10(math.Abs(x)))))
	return grouped(trimZeros(strconv.FormatFloat(x, 'f', digits, 64)))
}

// trimZeros drops zeros that end a decimal fraction.
func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// grouped puts commas between the thousands of a number's whole part.
func grouped(s string) string {
	whole, fraction, hasFraction := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFraction {
		return sign + whole + "." + fraction
	}
	return sign + whole
}
