package figure

import "slices"

// shown is the circuits of a table that a figure shows which has room for one group
// only: the first.
type shown struct {
	group
	in     map[string]bool
	groups int
}

func shownOf(r rows, m Meta) shown {
	groups := m.groups(r.distinct("instance"))
	s := shown{group: groups[0], in: make(map[string]bool), groups: len(groups)}
	for _, name := range s.instances {
		s.in[name] = true
	}
	return s
}

// has reports whether a row is of a circuit shown.
func (s shown) has(r rows, i int) bool { return s.in[r.text("instance", i)] }

// String tells in a caption which circuits are shown, if not all of them or several.
func (s shown) String() string {
	text := ""
	if len(s.instances) > 1 {
		text = "Mean of " + count(int64(len(s.instances))) + " circuits."
	}
	if s.groups > 1 {
		text = "Shown: " + s.label() + ", the first of " + count(int64(s.groups)) + ". " + text
	}
	return text
}

// errorsOver says in a caption what error bars are, if there are any.
func errorsOver(groups []group) string {
	if slices.ContainsFunc(groups, func(g group) bool { return len(g.instances) > 1 }) {
		return "Means over circuits, with one standard deviation."
	}
	return ""
}
