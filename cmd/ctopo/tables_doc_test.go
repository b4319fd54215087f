package main

import (
	"encoding/csv"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/table"
)

const tablesPage = "../../docs/tables.md"

// section is a part of docs/tables.md: tables, and the type of each of the columns
// that they have between them.
type section struct {
	tables []string
	kinds  map[string]string
}

// documented reads docs/tables.md. The section "Any table" has no tables.
func documented(t *testing.T) []section {
	t.Helper()
	code := regexp.MustCompile("`([^`]+)`")
	words := func(text string) (found []string) {
		for _, m := range code.FindAllStringSubmatch(text, -1) {
			found = append(found, m[1])
		}
		return found
	}
	var sections []section
	for line := range strings.Lines(read(t, tablesPage)) {
		if title, ok := strings.CutPrefix(line, "### "); ok {
			sections = append(sections, section{words(title), map[string]string{}})
		}
		if cells := strings.Split(line, "|"); len(cells) >= 5 && strings.HasPrefix(line, "| `") {
			for _, column := range words(cells[1]) {
				sections[len(sections)-1].kinds[column] = strings.TrimSpace(cells[2])
			}
		}
	}
	require.Greater(t, len(sections), 20)
	require.Empty(t, sections[0].tables)
	return sections
}

// printed runs commands that between them write every table, and returns the
// records of each file by table.
func printed(t *testing.T) map[string][][][]string {
	t.Helper()
	tinyFile(t) // skips without HDF5
	sets, animals := ensemble(t, "average", "control"), ensemble(t, "individual")
	const small = "example:small"
	tables := map[string][][][]string{}
	for _, args := range [][]string{
		{"info", small}, {"info", small, "--summary"},
		{"motifs", small, "--null", "gnp"}, {"motifs", small, "--per-neuron"},
		{"motifs", small, "--by", "mtype", "--null", "dyad"}, {"motifs", small, "--by", "layer", "--null", "dyad"}, {"motifs", small, "--by", "class", "--null", "dyad"},
		{"simplices", small, "--maximal", "--null", "dyad", "--samples", "2"}, {"simplices", small, "--by", "mtype"}, {"simplices", small, "--by", "layer"},
		{"simplices", small, "--by", "class"}, {"simplices", small, "--per-neuron"}, {"simplices", small, "--per-edge"}, {"simplices", small, "--positions"},
		{"simplices", small, "--list", "--max-dim", "2"},
		{"topology", small, "--samples", "2", "--physiology", physiologySheet, "--anatomy", anatomySheet},
		{"topology", small, "--measures", "density", "--summary"},
		{"compare", "--reconstruction", filepath.Join(sets, "average"), "--control", filepath.Join(sets, "controls"), "--measures", "degree"},
		{"study", animals, "--measures", "density"},
		{"control", small, "--model", "gnp"},
		{"synth", "--scale", "0.01", "--instances", "1"},
	} {
		dir := t.TempDir()
		succeed(t, append(args, "-q", "--out", dir)...)
		for _, pattern := range []string{"*.csv", "average/*.csv"} {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			require.NoError(t, err)
			for _, file := range found {
				records, err := csv.NewReader(strings.NewReader(read(t, file))).ReadAll()
				require.NoError(t, err)
				name := strings.TrimSuffix(filepath.Base(file), ".csv")
				tables[name] = append(tables[name], records)
			}
		}
	}
	return tables
}

// ofKind tells whether a value of a CSV file has a type of docs/tables.md. Types
// that are told by reference to another table, and mixed ones, are not checked.
func ofKind(kind, value string) bool {
	if value == "" {
		return true
	}
	var err error
	switch kind {
	case "integer":
		_, err = strconv.ParseInt(value, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(value, 64)
	case "yes/no":
		return value == "true" || value == "false"
	}
	return err == nil
}

// TestTablesAreDocumented: every column that a command writes is in
// docs/tables.md under its table, with a type that its values have, and every
// table and column there is written.
func TestTablesAreDocumented(t *testing.T) {
	sections := documented(t)
	everywhere := sections[0].kinds
	require.Contains(t, everywhere, "instance")
	tables := printed(t)
	unseen := maps.Clone(everywhere)
	for _, s := range sections[1:] {
		if slices.Equal(s.tables, []string{"verify"}) {
			continue // takes a circuit of which something was published: TestVerify
		}
		unwritten := maps.Clone(s.kinds)
		for _, name := range s.tables {
			assert.NotEmpty(t, tables[name], "docs/tables.md has a table that no command writes: %s", name)
			for _, records := range tables[name] {
				for k, column := range records[0] {
					kind, listed := s.kinds[column]
					if !listed {
						kind, listed = everywhere[column]
					}
					assert.True(t, listed, "docs/tables.md: table %s lacks the column %s", name, column)
					delete(unwritten, column)
					delete(unseen, column)
					if !summed(records[0]) {
						i := slices.IndexFunc(records[1:], func(r []string) bool { return !ofKind(kind, r[k]) })
						assert.Equal(t, -1, i, "docs/tables.md: table %s, column %s: row %d is no %s", name, column, i+1, kind)
					}
				}
			}
			delete(tables, name)
		}
		assert.Empty(t, slices.Sorted(maps.Keys(unwritten)), "docs/tables.md: columns of %v that no command writes", s.tables)
	}
	assert.Empty(t, slices.Sorted(maps.Keys(tables)), "docs/tables.md lacks tables")
	assert.Empty(t, slices.Sorted(maps.Keys(unseen)), "docs/tables.md: columns of any table that none has")
}

// summed tells whether a table has rows of --summary, whose means of integers are
// numbers.
func summed(header []string) bool {
	return slices.Contains(header, table.SummaryColumn)
}

// Every statistic that ctopo topology prints has its name, or the pattern of it, in the
// table of docs/topology.md.
func TestStatisticsAreDocumented(t *testing.T) {
	page := read(t, "../../docs/topology.md")
	_, page, ok := strings.Cut(page, "## Every statistic")
	require.True(t, ok)
	page, _, _ = strings.Cut(page, "\n## ")
	known := make(map[string]map[string]bool)
	code, measure := regexp.MustCompile("`([^`]+)`"), ""
	for line := range strings.Lines(page) {
		cells := strings.Split(line, "|")
		if len(cells) < 5 {
			continue
		}
		if m := code.FindStringSubmatch(cells[1]); m != nil {
			measure = m[1]
			known[measure] = make(map[string]bool)
		}
		for _, m := range code.FindAllStringSubmatch(cells[2], -1) {
			known[measure][m[1]] = true
		}
	}
	patterns := []struct {
		of *regexp.Regexp
		to string
	}{
		{regexp.MustCompile(`p\d+$`), "pNN"}, {regexp.MustCompile(`^(total|in|out)_`), "KIND_"}, {regexp.MustCompile(`^(efferent|afferent)_`), "SIDE_"},
		{regexp.MustCompile(`_(gnp|er|configuration)$`), "_REF"}, {regexp.MustCompile(`^(weak|strong)_`), "PART_"}, {regexp.MustCompile(`_(blocks|layers|classes)$`), "_BY"},
	}
	var missing []string
	for _, extra := range [][]string{{"--samples", "2", "--physiology", physiologySheet}, {"--measures", "paths", "--sources", "50"}} {
		for _, row := range rows(t, succeed(t, append([]string{"topology", "example:small", "-q"}, extra...)...)) {
			names := []string{row["statistic"]}
			for _, p := range patterns {
				for _, name := range slices.Clone(names) {
					names = append(names, p.of.ReplaceAllString(name, p.to))
				}
			}
			if !slices.ContainsFunc(names, func(name string) bool { return known[row["measure"]][name] }) {
				missing = append(missing, row["measure"]+" "+row["statistic"])
			}
		}
	}
	slices.Sort(missing)
	assert.Empty(t, slices.Compact(missing))
}
