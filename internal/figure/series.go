package figure

import "strconv"

// series are the rows of a table by group of circuits and by category, such as motif or
// dimension.
type series struct {
	rows
	groups     []group
	colours    []colour
	column     string   // that of the categories
	categories []string // as the column has them
}

// seriesOf sorts a table's rows. Rows of other categories are left out.
func seriesOf(r rows, m Meta, column string, categories []string) series {
	s := series{rows: r, groups: m.groups(r.distinct("instance")), column: column, categories: categories}
	s.colours = groupColours(s.groups)
	return s
}

// values returns a column by group, category and row.
func (s series) values(column string) [][][]float64 {
	place := make(map[string]int)
	for k, name := range s.categories {
		place[name] = k
	}
	of := make(map[string]int)
	out := make([][][]float64, len(s.groups))
	for g, group := range s.groups {
		out[g] = make([][]float64, len(s.categories))
		for _, name := range group.instances {
			of[name] = g
		}
	}
	for i := range s.Rows() {
		if k, ok := place[s.text(s.column, i)]; ok {
			g := of[s.text("instance", i)]
			out[g][k] = append(out[g][k], s.number(column, i))
		}
	}
	return out
}

// moments returns the mean and standard deviation of a column by group and category.
func (s series) moments(column string) [][]moments { return allMoments(s.values(column)) }

func allMoments(values [][][]float64) [][]moments {
	out := make([][]moments, len(values))
	for g := range values {
		for _, v := range values[g] {
			out[g] = append(out[g], momentsOf(v))
		}
	}
	return out
}

// expected returns what a null model expects by group and category, with the standard
// deviation of the model for single circuits and that between circuits for several.
func (s series) expected() [][]moments {
	out, sd := s.moments("expected"), s.moments("sd")
	for g, group := range s.groups {
		if len(group.instances) > 1 {
			continue
		}
		for k := range out[g] {
			out[g][k].sd = sd[g][k].mean
		}
	}
	return out
}

// control returns the place of the group of controls, if there are controls and others.
func (s series) control() (int, bool) {
	for g, group := range s.groups {
		if group.name == Control && len(s.groups) > 1 {
			return g, true
		}
	}
	return 0, false
}

// alone reports whether there is but one circuit.
func (s series) alone() bool { return len(s.groups) == 1 && len(s.groups[0].instances) == 1 }

// labels returns the groups' names with their sizes.
func (s series) labels() []string {
	var out []string
	for _, g := range s.groups {
		out = append(out, g.label())
	}
	return out
}

// describe tells what bars and points with their error bars stand for.
func (s series) describe(marks string) string {
	several := false
	for _, g := range s.groups {
		several = several || len(g.instances) > 1
	}
	if !several {
		return ""
	}
	return marks + " are means over circuits, with one standard deviation."
}

// nullModel tells the null model of a table, and where its numbers are from.
func (s series) nullModel() string {
	if s.Rows() == 0 {
		return ""
	}
	about := map[string]string{
		"gnp":     "the mean number of connections",
		"dyad":    "the mean numbers of connections and of mutual pairs",
		"pathway": "the number of connections of each pair of m-types",
	}
	null, source := s.text("null", 0), s.text("source", 0)
	text := "Null model: " + null
	if keeps, ok := about[null]; ok {
		text += ", pairs of neurons connected independently, keeping " + keeps
	}
	switch {
	case source == "exact":
		text += "; exact expectation and standard deviation."
	case source != "":
		if n, err := strconv.Atoi(source); err == nil {
			source = count(int64(n)) + " draws"
		}
		text += "; from " + source + "."
	default:
		text += "."
	}
	return text
}
