package figure

import (
	"math"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
)

// rows reads a table by the names of its columns, whether its numbers are numbers or, as
// in a CSV file that was read without their types, text.
type rows struct {
	connectome.Table
	columns map[string]connectome.Column
}

func rowsOf(t connectome.Table) rows {
	r := rows{t, make(map[string]connectome.Column)}
	for _, c := range t.Columns {
		r.columns[c.Name] = c
	}
	return r
}

// has reports whether all of the columns are there.
func (r rows) has(names ...string) bool {
	for _, name := range names {
		if _, ok := r.columns[name]; !ok {
			return false
		}
	}
	return true
}

// text returns a cell as text; empty where it is undefined or there is no such column.
func (r rows) text(name string, i int) string {
	c, ok := r.columns[name]
	if !ok {
		return ""
	}
	return c.Text(i)
}

// number returns a cell as a number; NaN where it is none.
func (r rows) number(name string, i int) float64 {
	c, ok := r.columns[name]
	if !ok {
		return math.NaN()
	}
	if c.Numeric() {
		return c.Float(i)
	}
	x, err := strconv.ParseFloat(c.Text(i), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// distinct returns the values of a column in the order in which they first occur.
func (r rows) distinct(name string) []string {
	var out []string
	seen := make(map[string]bool)
	for i := range r.Rows() {
		if s := r.text(name, i); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// moments are the mean and standard deviation (ddof 1) of the values that are defined,
// and how many they are.
type moments struct {
	mean, sd float64
	n        int
}

func momentsOf(values []float64) moments {
	var kept []float64
	infinite := 0.0
	for _, x := range values {
		if math.IsInf(x, 0) {
			infinite += x
		}
		if !math.IsNaN(x) {
			kept = append(kept, x)
		}
	}
	m := moments{mean: math.NaN(), sd: math.NaN(), n: len(kept)}
	if m.n == 0 {
		return m
	}
	if infinite != 0 { // NaN for both signs
		m.mean = infinite
		return m
	}
	sum := 0.0
	for _, x := range kept {
		sum += x
	}
	m.mean = sum / float64(m.n)
	if m.n > 1 {
		squares := 0.0
		for _, x := range kept {
			squares += (x - m.mean) * (x - m.mean)
		}
		m.sd = math.Sqrt(squares / float64(m.n-1))
	}
	return m
}

// datum returns the mean at x, with an error bar of one standard deviation either way.
func (m moments) datum(x float64, title string) datum {
	return datum{x: x, y: m.mean, low: m.mean - m.sd, high: m.mean + m.sd, title: title}
}

// String tells the mean and standard deviation.
func (m moments) String() string {
	if math.IsNaN(m.sd) {
		return plainText(number(m.mean, 4))
	}
	return plainText(number(m.mean, 4) + " ± " + number(m.sd, 2))
}
