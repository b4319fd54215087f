package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// DegreeKind tells which connections of a neuron are counted.
type DegreeKind uint8

// The kinds of degrees.
const (
	InDegree    DegreeKind = iota // connections from other neurons
	OutDegree                     // connections to other neurons
	TotalDegree                   // both: a mutual partner counts twice
	numDegreeKinds
)

var degreeKinds = [numDegreeKinds]string{"in", "out", "total"}

// String returns in, out or total.
func (k DegreeKind) String() string { return degreeKinds[k] }

// Degree is the degrees of all neurons. Only connections within the circuit count.
type Degree struct {
	Of     [numDegreeKinds][]int64 // by kind and neuron
	Mutual []int64                 // mutual partners by neuron
	// FromE and FromI are the connections from excitatory and from inhibitory
	// neurons; nil if no class is known.
	FromE, FromI []int64

	Groups []DegreeGroup // all, each m-type, layer and class

	cells *connectome.Cells
}

// DegreeGroup is the degrees of a group's neurons.
type DegreeGroup struct {
	Group
	Degrees [numDegreeKinds]Description
	// Histogram lists, ascending, the degrees that occur and in how many neurons.
	Histogram [numDegreeKinds][]DegreeCount
}

// DegreeCount is the number of neurons of one degree.
type DegreeCount struct{ Degree, Neurons int64 }

// Degrees counts the connections of every neuron, and summarises them by m-type,
// layer and class.
//
// Complexity: O(N log N + E). Memory: 48 bytes a neuron.
//
// Errors: the context's.
func Degrees(ctx context.Context, c *connectome.Connectome, opt Options) (*Degree, error) {
	n := c.Graph.N()
	d := &Degree{Mutual: make([]int64, n), cells: c.Cells}
	for k := range d.Of {
		d.Of[k] = make([]int64, n)
	}
	for v := range uint32(n) {
		in, out := int64(len(c.Graph.In(v))), int64(len(c.Graph.Out(v)))
		d.Of[InDegree][v], d.Of[OutDegree][v], d.Of[TotalDegree][v] = in, out, in+out
		d.Mutual[v] = int64(len(c.Graph.Mutual(v)))
	}
	if classesKnown(c.Cells) {
		var err error
		if d.FromE, d.FromI, err = inputsByClass(ctx, c, opt); err != nil {
			return nil, err
		}
	}
	for _, p := range populations(c.Cells) {
		g := DegreeGroup{Group: p.Group}
		for k := range d.Of {
			degrees := make([]int64, len(p.neurons))
			for i, v := range p.neurons {
				degrees[i] = d.Of[k][v]
			}
			g.Degrees[k] = Describe(degrees) // which sorts them
			g.Histogram[k] = countRuns(degrees)
		}
		d.Groups = append(d.Groups, g)
	}
	return d, ctx.Err()
}

func measureDegree(ctx context.Context, a *analysis) (Result, error) { return Degrees(ctx, a.c, a.opt) }

// countRuns counts equal numbers in a sorted list.
func countRuns(x []int64) (counts []DegreeCount) {
	for _, v := range x {
		if last := len(counts) - 1; last >= 0 && counts[last].Degree == v {
			counts[last].Neurons++
		} else {
			counts = append(counts, DegreeCount{v, 1})
		}
	}
	return counts
}

// Scalars lists, for the in, out and total degrees of all neurons and of those of
// each m-type, layer and class, mean, sd, median, min, max and the percentiles p5,
// p25, p75 and p95.
func (d *Degree) Scalars() Scalars {
	var s Scalars
	for _, g := range d.Groups {
		for k, description := range g.Degrees {
			description.addTo(&s, g.Group, degreeKinds[k]+"_")
		}
	}
	return s
}

// Tables returns degrees, a row for every neuron, and degree_histogram, a row for
// every degree that occurs in a group.
func (d *Degree) Tables() []connectome.Table {
	neurons := allNeurons(len(d.Mutual))
	columns := append(d.cells.NeuronColumns("neuron", neurons),
		d.cells.Layers().Column("layer", neurons),
		d.cells.Classes().Column("class", neurons),
		connectome.Ints("in", d.Of[InDegree]),
		connectome.Ints("out", d.Of[OutDegree]),
		connectome.Ints("total", d.Of[TotalDegree]),
		connectome.Ints("mutual", d.Mutual),
		intsOrNull("in_E", d.FromE, len(neurons)),
		intsOrNull("in_I", d.FromI, len(neurons)))
	return []connectome.Table{connectome.NewTable("degrees", columns...), d.histogram()}
}

func (d *Degree) histogram() connectome.Table {
	var kind, group []uint32
	var degree, neurons []int64
	names := make([]string, len(d.Groups))
	for i, g := range d.Groups {
		names[i] = g.String()
	}
	for k := range d.Of {
		for i, g := range d.Groups {
			for _, c := range g.Histogram[k] {
				kind, group = append(kind, uint32(k)), append(group, uint32(i))
				degree, neurons = append(degree, c.Degree), append(neurons, c.Neurons)
			}
		}
	}
	return connectome.NewTable("degree_histogram",
		connectome.Coded("kind", kind, degreeKinds[:]),
		connectome.Coded("group", group, names),
		connectome.Ints("degree", degree),
		connectome.Ints("neurons", neurons))
}

// intsOrNull makes a column of integers, undefined in all rows if there are none.
func intsOrNull(name string, values []int64, rows int) connectome.Column {
	if values != nil {
		return connectome.Ints(name, values)
	}
	null := make([]bool, rows)
	for i := range null {
		null[i] = true
	}
	return connectome.Ints(name, make([]int64, rows)).WithNull(null)
}
