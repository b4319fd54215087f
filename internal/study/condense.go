package study

import (
	"math"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
)

// condensed says how a table of many instances is shown behind a figure: as the mean
// and standard deviation (ddof 1) of its numbers over the rows that agree in some
// columns, for each group of circuits.
type condensed struct {
	from  string   // the table, if it is not the one that the figure is drawn from
	by    []string // the columns that rows must agree in
	of    []string // the numbers
	zeros bool     // an instance that lacks a row has zeros there
}

// moments of one number.
type moments struct {
	n           int
	sum, square float64 // of differences from the first value, which keeps digits
	first       float64
}

func (m *moments) add(x float64) {
	if math.IsNaN(x) {
		return
	}
	if m.n == 0 {
		m.first = x
	}
	m.n++
	d := x - m.first
	m.sum += d
	m.square += d * d
}

// meanSD returns mean and standard deviation over n values, those that were not
// added being 0.
func (m *moments) meanSD(n int) (mean, sd float64) {
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	missing := float64(n - m.n)
	sum, square := m.sum-missing*m.first, m.square+missing*m.first*m.first
	mean = m.first + sum/float64(n)
	if n < 2 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(math.Max(0, (square-sum*sum/float64(n))/float64(n-1)))
}

// condense returns the table that c asks of t: group, the columns of by, n, and the mean
// and sd of each number. Columns that t has not are left out.
func (c condensed) condense(t connectome.Table, m figure.Meta) connectome.Table {
	groupOf := make(map[string]string)
	for _, x := range m.Circuits {
		groupOf[x.Instance] = x.Group
		if x.Group == "" {
			groupOf[x.Instance] = x.Instance
		}
	}
	instance, _ := t.Column("instance")
	keys, numbers := columnsOf(t, c.by), columnsOf(t, c.of)
	type cell struct {
		row    int // the first of those that agree
		group  string
		values []moments
	}
	at := make(map[string]int)
	var cells []cell
	members := make(map[string]map[string]bool) // instances of each group
	var key strings.Builder
	for i := range t.Rows() {
		name := instance.Text(i)
		group := groupOf[name]
		if members[group] == nil {
			members[group] = make(map[string]bool)
		}
		members[group][name] = true
		key.Reset()
		key.WriteString(group)
		for _, k := range keys {
			key.WriteByte(0)
			key.WriteString(k.Text(i))
		}
		j, known := at[key.String()]
		if !known {
			j = len(cells)
			at[key.String()] = j
			cells = append(cells, cell{row: i, group: group, values: make([]moments, len(numbers))})
		}
		for k, n := range numbers {
			cells[j].values[k].add(n.Float(i))
		}
	}
	groups, rows := make([]string, len(cells)), make([]int, len(cells))
	for j, x := range cells {
		groups[j], rows[j] = x.group, x.row
	}
	out := []connectome.Column{connectome.Strings("group", groups)}
	for _, k := range keys {
		out = append(out, pick(k, rows))
	}
	for k, n := range numbers {
		counts, means, sds := make([]int64, len(cells)), make([]float64, len(cells)), make([]float64, len(cells))
		for j, x := range cells {
			total := x.values[k].n
			if c.zeros {
				total = len(members[x.group])
			}
			counts[j] = int64(total)
			means[j], sds[j] = x.values[k].meanSD(total)
		}
		if k == 0 {
			out = append(out, connectome.Ints("n", counts))
		}
		out = append(out, connectome.Floats(n.Name+"_mean", means), connectome.Floats(n.Name+"_sd", sds))
	}
	return connectome.NewTable(t.Name+"_means", out...)
}

func columnsOf(t connectome.Table, names []string) []connectome.Column {
	var out []connectome.Column
	for _, name := range names {
		if c, ok := t.Column(name); ok {
			out = append(out, c)
		}
	}
	return out
}

// pick returns some rows of a column, as what they are.
func pick(c connectome.Column, rows []int) connectome.Column {
	if c.Kind == connectome.KindInt {
		values, null := make([]int64, len(rows)), make([]bool, len(rows))
		for j, i := range rows {
			values[j], null[j] = c.Int(i), c.Null(i)
		}
		return connectome.Ints(c.Name, values).WithNull(null)
	}
	if c.Numeric() {
		values := make([]float64, len(rows))
		for j, i := range rows {
			values[j] = c.Float(i)
		}
		return connectome.Floats(c.Name, values)
	}
	values := make([]string, len(rows))
	for j, i := range rows {
		values[j] = c.Text(i)
	}
	return connectome.Strings(c.Name, values)
}
