package figure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Meta is what figures know of the circuits behind a table: what belongs together, and
// what captions tell.
type Meta struct {
	File     string // what was read, as its reader knows it: a file's base name, a folder's
	Circuits []Circuit
}

// Circuit is one instance of a table.
type Circuit struct {
	Instance             string
	Group                string // see GroupOf; circuits without one are told apart by Instance
	Neurons, Connections int64  // 0 where they are not known
}

// The groups of the portal's files; INDIVIDUALS have those of their animals.
const (
	Reconstruction = "reconstruction"
	Control        = "control"
)

// GroupOf returns the group of circuits that a circuit's origin puts it in:
// reconstruction, control or P14-13 and so on; nothing where it is not known.
func GroupOf(id connectome.Identity) string {
	switch id.Condition {
	case connectome.Average:
		return Reconstruction
	case connectome.Control:
		return Control
	case connectome.Individual:
		return fmt.Sprintf("P14-%02d", id.Animal)
	}
	return ""
}

// group is some circuits that are drawn as one: their mean and standard deviation.
type group struct {
	name      string
	instances []string
}

// fewInstances is up to how many circuits that belong to no group are drawn one by one.
const fewInstances = 7

// groups puts the instances of a table into groups, reconstructions first and controls
// last; those without a group are each one of their own, or one together if there
// are many.
func (m Meta) groups(instances []string) []group {
	of := make(map[string]string)
	for _, c := range m.Circuits {
		of[c.Instance] = c.Group
	}
	loose := 0
	for _, name := range instances {
		if of[name] == "" {
			loose++
		}
	}
	var out []group
	for _, name := range instances {
		g := of[name]
		switch {
		case g == "" && loose > fewInstances:
			g = "all"
		case g == "":
			g = name
		}
		i := slices.IndexFunc(out, func(o group) bool { return o.name == g })
		if i < 0 {
			i = len(out)
			out = append(out, group{name: g})
		}
		out[i].instances = append(out[i].instances, name)
	}
	rank := func(g group) int {
		switch g.name {
		case Reconstruction:
			return 0
		case Control:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b group) int { return rank(a) - rank(b) })
	return out
}

// groupColours returns the colours of groups: reconstructions and controls have theirs.
func groupColours(groups []group) []colour {
	out := make([]colour, len(groups))
	next := 0
	for i, g := range groups {
		switch g.name {
		case Reconstruction:
			out[i] = colourReconstruction
		case Control:
			out[i] = colourControl
		default:
			for taken := true; taken; next++ {
				out[i] = categorical(next)
				taken = out[i] == colourControl || out[i] == colourReconstruction && slices.ContainsFunc(groups, func(g group) bool { return g.name == Reconstruction })
			}
		}
	}
	return out
}

// label tells a group and, if it holds several circuits, how many.
func (g group) label() string {
	if len(g.instances) < 2 {
		return g.name
	}
	return fmt.Sprintf("%s (n = %d)", g.name, len(g.instances))
}

// sizes returns the least and greatest of a number of the circuits that is known.
func (m Meta) sizes(of func(Circuit) int64) (low, high int64) {
	for _, c := range m.Circuits {
		n := of(c)
		if n == 0 {
			return 0, 0
		}
		if low == 0 || n < low {
			low = n
		}
		high = max(high, n)
	}
	return low, high
}

func rangeText(low, high int64) string {
	if low == high {
		return count(low)
	}
	return count(low) + " to " + count(high)
}

// String tells what was read and how much, for the end of a caption: "mc2.h5: 31,346
// neurons, 7,822,274 connections." or "average: n = 7 circuits of 31,346 neurons.".
func (m Meta) String() string {
	var parts []string
	if n := len(m.Circuits); n > 1 {
		parts = append(parts, fmt.Sprintf("n = %d circuits", n))
	}
	if low, high := m.sizes(func(c Circuit) int64 { return c.Neurons }); high > 0 {
		neurons := rangeText(low, high) + " neurons"
		if len(parts) > 0 {
			parts[0] += " of " + neurons
		} else {
			parts = append(parts, neurons)
		}
	}
	if low, high := m.sizes(func(c Circuit) int64 { return c.Connections }); high > 0 {
		parts = append(parts, rangeText(low, high)+" connections")
	}
	text := strings.Join(parts, ", ")
	switch {
	case m.File == "" && text == "":
		return ""
	case m.File == "":
		return text + "."
	case text == "":
		return m.File + "."
	}
	return m.File + ": " + text + "."
}

// caption joins sentences, and what was read.
func (m Meta) caption(sentences ...string) string {
	var all []string
	for _, s := range append(sentences, m.String()) {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}
