package figure

import (
	"slices"
	"strings"
)

// mostPanels is how many groups of circuits have a panel each.
const mostPanels = 8

// groupsOf are the groups of circuits that a figure shows side by side: some of them, if
// they are many.
type groupsOf struct {
	groups []group
	all    int
}

func groupsShown(r rows, m Meta) groupsOf {
	groups := m.groups(r.distinct("instance"))
	return groupsOf{someGroups(groups, mostPanels), len(groups)}
}

// someGroups returns the groups, or the first ones of many and the controls, which come
// last.
func someGroups(groups []group, most int) []group {
	n := len(groups)
	switch {
	case n <= most:
		return groups
	case most > 1 && groups[n-1].name == Control:
		return append(slices.Clone(groups[:most-1]), groups[n-1])
	}
	return groups[:most]
}

// leftOut says in a caption that not all groups are shown.
func leftOut(shown, all int) string {
	if shown >= all {
		return ""
	}
	return "Shown: " + count(int64(shown)) + " of " + count(int64(all)) + " groups of circuits."
}

// contrast returns the places of the reconstructions and of their controls, if there are
// both.
func (g groupsOf) contrast() (reconstruction, control int, ok bool) {
	of := func(name string) int {
		return slices.IndexFunc(g.groups, func(x group) bool { return x.name == name })
	}
	reconstruction, control = of(Reconstruction), of(Control)
	return reconstruction, control, reconstruction >= 0 && control >= 0
}

// sizes tells in a caption how many circuits groups have, if there are several.
func (g groupsOf) sizes() string {
	var list []string
	for _, x := range g.groups {
		list = append(list, x.label())
	}
	if len(list) < 2 {
		return ""
	}
	return strings.Join(list, ", ") + "."
}

// String tells in a caption what panels show, if not single circuits or not all groups.
func (g groupsOf) String() string {
	text := ""
	if slices.ContainsFunc(g.groups, func(x group) bool { return len(x.instances) > 1 }) {
		text = "Means over the circuits of a group."
		if g.all == 1 {
			text = "Mean of " + count(int64(len(g.groups[0].instances))) + " circuits."
		}
	}
	return strings.TrimSpace(leftOut(len(g.groups), g.all) + " " + text)
}

// errorsOver says in a caption what error bars are, if there are any.
func errorsOver(groups []group) string {
	if slices.ContainsFunc(groups, func(g group) bool { return len(g.instances) > 1 }) {
		return "Means over circuits, with one standard deviation."
	}
	return ""
}
