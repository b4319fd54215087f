package table

import (
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Statistics are the statistics of a [Summary], in the order of its rows. The
// standard deviation divides by n-1 and is undefined for n = 1.
var Statistics = []string{"mean", "sd", "min", "max", "n"}

// Summary condenses the tables of many instances: it gives the statistics of
// every numeric column, over the instances of each condition, for each distinct
// row key.
//
// Columns of text, and those named in Keys, make up the row key. A row that an
// instance lacks counts as zero in the columns named in ZeroFill, as in tables
// that list only what is there; in the others it is left out. Those named in Blank
// tell instances from one another, and are undefined in the summary.
type Summary struct {
	Keys     []string // numeric columns that say which row it is, such as dim
	ZeroFill []string // numeric columns that are zero where an instance has no row
	Blank    []string // numeric columns that say which instance it is

	name   string
	cols   []summaryColumn
	groups []*summaryGroup // conditions, in the order they came in
}

type summaryColumn struct {
	name     string
	kind     connectome.Kind
	key      bool
	zeroFill bool
	blank    bool
}

// summaryGroup holds what the instances of one condition gave.
type summaryGroup struct {
	condition string
	instances int
	at        map[string]int // row key → index into rows
	rows      []*summaryRow
}

// summaryRow gathers one row key. A key column has one value.
type summaryRow struct {
	values [][]value // by column
}

// Add takes in the table of one instance. All tables must have the same columns.
func (s *Summary) Add(condition string, t connectome.Table) error {
	if s.cols == nil {
		s.name = t.Name
		for _, c := range t.Columns {
			s.cols = append(s.cols, summaryColumn{
				name: c.Name, kind: c.Kind,
				key:      !c.Numeric() || slices.Contains(s.Keys, c.Name),
				zeroFill: slices.Contains(s.ZeroFill, c.Name),
				blank:    slices.Contains(s.Blank, c.Name),
			})
		}
	}
	if len(t.Columns) != len(s.cols) {
		return fmt.Errorf("table %s: %d columns after %d", t.Name, len(t.Columns), len(s.cols))
	}
	g := s.group(condition)
	g.instances++
	var key []byte
	for i := range t.Rows() {
		key = key[:0]
		for k, c := range t.Columns {
			if s.cols[k].key {
				key = append(c.Append(key, i), 0)
			}
		}
		at, seen := g.at[string(key)]
		if !seen {
			at = len(g.rows)
			g.at[string(key)] = at
			g.rows = append(g.rows, &summaryRow{values: make([][]value, len(s.cols))})
		}
		row := g.rows[at]
		for k, c := range t.Columns {
			if s.cols[k].blank || s.cols[k].key && seen || !s.cols[k].key && c.Null(i) {
				continue
			}
			row.values[k] = append(row.values[k], valueOf(c, i))
		}
	}
	return nil
}

func (s *Summary) group(condition string) *summaryGroup {
	for _, g := range s.groups {
		if g.condition == condition {
			return g
		}
	}
	g := &summaryGroup{condition: condition, at: make(map[string]int)}
	s.groups = append(s.groups, g)
	return g
}

// SummaryColumn is the name of the column that tells what a row is: a statistic, or
// the value of an instance.
const SummaryColumn = "summary"

// Tables returns the summary: for each condition and statistic a table with the
// columns of the tables added and one more, which names the statistic. Means and
// standard deviations are floats, the smallest and the largest keep their kind.
func (s *Summary) Tables() []connectome.Table {
	var tables []connectome.Table
	for _, g := range s.groups {
		for k, c := range s.cols {
			if c.zeroFill && !c.key {
				g.fill(k)
			}
		}
		for _, statistic := range Statistics {
			columns := make([]connectome.Column, len(s.cols))
			for k, c := range s.cols {
				switch {
				case c.key || c.blank:
					columns[k] = g.column(k, c.name, c.kind, first)
				case statistic == "mean":
					columns[k] = g.column(k, c.name, connectome.KindFloat, mean)
				case statistic == "sd":
					columns[k] = g.column(k, c.name, connectome.KindFloat, deviation)
				case statistic == "min":
					columns[k] = g.column(k, c.name, c.kind, least)
				case statistic == "max":
					columns[k] = g.column(k, c.name, c.kind, greatest)
				default:
					columns[k] = g.column(k, c.name, connectome.KindInt, number)
				}
			}
			columns = append(columns, connectome.Constant(SummaryColumn, statistic, len(g.rows)))
			tables = append(tables, connectome.NewTable(s.name, columns...))
		}
	}
	return tables
}

// fill gives column k a zero for each instance that had no such row.
func (g *summaryGroup) fill(k int) {
	for _, row := range g.rows {
		for len(row.values[k]) < g.instances {
			row.values[k] = append(row.values[k], value{})
		}
	}
}
