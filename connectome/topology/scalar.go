package topology

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

// GroupKind tells what a [Group] is a group of.
type GroupKind uint8

// The kinds of groups.
const (
	GroupAll GroupKind = iota
	GroupMType
	GroupLayer
	GroupClass
	GroupPathway
)

var groupKinds = [...]string{GroupAll: "all", GroupMType: "mtype", GroupLayer: "layer", GroupClass: "class", GroupPathway: "pathway"}

// String returns the kind's name: all, mtype, layer, class or pathway.
func (k GroupKind) String() string { return groupKinds[k] }

// ParseGroupKind returns the kind of a name.
func ParseGroupKind(name string) (GroupKind, error) {
	for k, n := range groupKinds {
		if n == name {
			return GroupKind(k), nil
		}
	}
	return 0, fmt.Errorf("topology: no kind of group is called %q: want all, mtype, layer, class or pathway", name)
}

// Group says what a number is about: the whole circuit, the neurons of an m-type,
// a layer or a class, or the connections of a pathway.
type Group struct {
	Kind GroupKind
	Name string // the m-type, layer or class; of a pathway the presynaptic m-type
	Post string // of a pathway the postsynaptic m-type
}

// All is the whole circuit.
var All = Group{}

// Pathway is the group of the connections from one m-type to another.
func Pathway(pre, post string) Group { return Group{GroupPathway, pre, post} }

// String returns the group as tables name it: all, mtype=X, layer=X, class=X or
// pathway=A>B.
func (g Group) String() string {
	switch g.Kind {
	case GroupAll:
		return "all"
	case GroupPathway:
		return "pathway=" + g.Name + ">" + g.Post
	}
	return g.Kind.String() + "=" + g.Name
}

// Scalar is one number.
type Scalar struct {
	Group     Group
	Statistic string
	Value     float64 // NaN if undefined
}

// Scalars is a list of numbers.
type Scalars []Scalar

// Add appends a number.
func (s *Scalars) Add(g Group, statistic string, value float64) {
	*s = append(*s, Scalar{g, statistic, value})
}

// Table returns the numbers as measure, group, statistic, value.
func (s Scalars) Table(m Measure) connectome.Table {
	groups, statistics, values := make([]string, len(s)), make([]string, len(s)), make([]float64, len(s))
	for i, x := range s {
		groups[i], statistics[i], values[i] = x.Group.String(), x.Statistic, x.Value
	}
	return connectome.NewTable("topology",
		connectome.Constant("measure", string(m), len(s)),
		connectome.Strings("group", groups),
		connectome.Strings("statistic", statistics),
		connectome.Floats("value", values))
}

// Only returns the numbers about groups of the given kinds.
func (s Scalars) Only(kinds ...GroupKind) Scalars {
	var kept Scalars
	for _, x := range s {
		for _, k := range kinds {
			if x.Group.Kind == k {
				kept = append(kept, x)
			}
		}
	}
	return kept
}

// partition is one way of grouping neurons: by m-type, by layer, by class.
type partition struct {
	kind   GroupKind
	labels connectome.Labels
}

// group returns the group of the k-th label.
func (p partition) group(k int) Group { return Group{Kind: p.kind, Name: p.labels.Names[k]} }

// partitions returns the whole circuit as one group, and the groupings by m-type,
// layer and class. Groups without a name (unknown layers and classes) are
// included; [partition.named] tells them apart.
func partitions(c *connectome.Connectome) []partition { return partitionsOf(c.Cells) }

func partitionsOf(cells *connectome.Cells) []partition {
	whole := connectome.Labels{Names: []string{""}, Of: make([]uint32, cells.N())}
	return []partition{
		{GroupAll, whole},
		{GroupMType, cells.MTypes()},
		{GroupLayer, cells.Layers()},
		{GroupClass, cells.Classes()},
	}
}

// population is a group of neurons and who they are, ascending.
type population struct {
	Group
	neurons []uint32
}

// populations lists the groups of neurons that numbers are told of: all, and the
// m-types, layers and classes that have a name and neurons.
func populations(cells *connectome.Cells) []population {
	var all []population
	for _, p := range partitionsOf(cells) {
		for k, neurons := range membersOf(p.labels) {
			if p.named(k) && (len(neurons) > 0 || p.kind == GroupAll) {
				all = append(all, population{p.group(k), neurons})
			}
		}
	}
	return all
}

// named reports whether the k-th group should be listed: all is, and so is every
// group with a name.
func (p partition) named(k int) bool { return p.kind == GroupAll || p.labels.Names[k] != "" }
