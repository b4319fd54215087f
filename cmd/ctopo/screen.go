package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
)

// screen writes the table of a command to stdout. On a terminal it shows the columns
// that matter, as far as they fit, unless --wide or --columns tell what to show.
type screen struct {
	*table.Writer
	app     *app
	columns []string // of --columns; nil for all
	fitted  bool     // for a terminal
	name    string   // of the table
	missing error    // columns that there are not
}

// newScreen returns a screen for a table that meta tells about.
func (a *app) newScreen(w io.Writer, format table.Format, flags outputFlags, meta table.Meta) *screen {
	s := &screen{app: a, columns: flags.columns, name: meta.Table}
	if a.stdoutTerminal && format == table.Text && !flags.wide && s.columns == nil {
		s.fitted = true
		meta.View = table.View{Width: a.width, First: foremost[meta.Table]}
	}
	s.Writer = table.NewWriter(w, format, meta)
	return s
}

// foremost are the columns that matter most, of tables that have them elsewhere than
// in front.
var foremost = map[string][]string{
	"contrasts": {"statistic", "key", "ratio", "p_adjusted", "verdict", "reconstruction_mean", "control_mean", "z", "effect_size", "difference"},
	"variance":  {"statistic", "key", "icc", "p_adjusted", "mean", "f", "variance_between", "variance_within", "animals", "n"},
}

// Write writes rows.
func (s *screen) Write(t connectome.Table) error {
	if s.fitted && t.Name == "contrasts" {
		t = shortVerdicts(oneLineEach(t))
	}
	return s.Writer.Write(s.pick(t))
}

// pick keeps the columns that --columns names, in its order.
func (s *screen) pick(t connectome.Table) connectome.Table {
	if s.columns == nil {
		return t
	}
	picked := connectome.Table{Name: t.Name}
	var unknown []string
	for _, name := range s.columns {
		if c, ok := t.Column(name); ok {
			picked.Columns = append(picked.Columns, c)
		} else {
			unknown = append(unknown, name)
		}
	}
	if unknown != nil {
		var names []string
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
		s.missing = fmt.Errorf("--columns %s: the table has no such column: name some of %s", strings.Join(unknown, ","), strings.Join(names, ","))
	}
	if len(picked.Columns) == 0 {
		return t
	}
	return picked
}

// tell tells, when the table is written, what of it is not shown. Columns that there
// are not are an error only then, so that no work is lost for a slip of the pen.
func (s *screen) tell() error {
	if left := s.LeftOut(); len(left) > 0 {
		s.app.note("not shown, as %d characters are too few: %s: --wide shows all columns, --columns those you name", s.app.width, strings.Join(left, ", "))
	}
	if n := s.Rows(); s.fitted && n > manyRows {
		s.app.note("%d rows%s: > FILE.csv writes them to a file", n, narrowed[s.name])
	}
	return s.missing
}

// manyRows is how many rows of a table nobody reads on a terminal, and narrowed what
// leaves the most important ones, by table.
const manyRows = 1000

var narrowed = map[string]string{"topology": ", of which --groups all shows those about the whole"}

// timesControl is what a verdict says of the ratio, which is a column, too.
var timesControl = regexp.MustCompile(`, (\S+ times|by \S+ % of) the control`)

// shortVerdicts leaves the ratio out of verdicts, so that they fit more often.
func shortVerdicts(t connectome.Table) connectome.Table {
	columns := slices.Clone(t.Columns)
	for k, c := range columns {
		if c.Name != "verdict" {
			continue
		}
		short := make([]string, t.Rows())
		for i := range short {
			short[i] = timesControl.ReplaceAllString(c.Text(i), "")
		}
		columns[k] = connectome.Strings(c.Name, short)
	}
	return connectome.Table{Name: t.Name, Columns: columns}
}

// oneLineEach shows each contrast once, where its table has a row for each test: the
// adjusted p of each test is a column of its name. The verdict is that of the test
// which is the least sure.
func oneLineEach(t connectome.Table) connectome.Table {
	test, ok := t.Column("test")
	p, ok2 := t.Column("p_adjusted")
	if !ok || !ok2 {
		return t
	}
	statistic, _ := t.Column("statistic")
	key, _ := t.Column("key")
	var tests []string
	var rows [][]int // of each contrast
	at := make(map[[2]string]int)
	for i := range t.Rows() {
		if !slices.Contains(tests, test.Text(i)) {
			tests = append(tests, test.Text(i))
		}
		name := [2]string{statistic.Text(i), key.Text(i)}
		k, seen := at[name]
		if !seen {
			k = len(rows)
			at[name] = k
			rows = append(rows, nil)
		}
		rows[k] = append(rows[k], i)
	}
	if len(rows) == t.Rows() {
		return t
	}
	return contrastLines(t, rows, tests, test, p)
}

// contrastLines makes a row of each list of rows, which differ in the test.
func contrastLines(t connectome.Table, rows [][]int, tests []string, test, p connectome.Column) connectome.Table {
	firsts, unsure := make([]int, len(rows)), make([]int, len(rows))
	for k, list := range rows {
		firsts[k], unsure[k] = list[0], list[0]
		for _, i := range list {
			if p.Float(i) > p.Float(unsure[k]) {
				unsure[k] = i
			}
		}
	}
	out := connectome.Table{Name: t.Name}
	for _, c := range t.Columns {
		switch c.Name {
		case "test", "p", "n_tests", "family":
		case "p_adjusted":
			out.Columns = append(out.Columns, c.Take(unsure))
			for _, name := range tests {
				values := make([]int, len(rows))
				for k, list := range rows {
					values[k] = -1
					for _, i := range list {
						if test.Text(i) == name {
							values[k] = i
						}
					}
				}
				by := p.Take(values)
				by.Name = "p_" + name
				out.Columns = append(out.Columns, by)
			}
		case "verdict":
			out.Columns = append(out.Columns, c.Take(unsure))
		default:
			out.Columns = append(out.Columns, c.Take(firsts))
		}
	}
	return out
}

// terminalWidth is the width of the terminal that stdout is, in characters; 0 if it
// is not known. The environment variable COLUMNS has the last word.
func terminalWidth() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return windowWidth(os.Stdout)
}
