package figure

import "github.com/ctopo/ctopo/connectome"

// Innervation draws by m-type which share of the inputs is excitatory, and how many
// inputs are excitatory and inhibitory, from the table innervation of ctopo topology.
// Layers and classes are those of the table degrees, which may be empty: then those that
// the names tell.
func Innervation(innervation, degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "innervation"
	r := rowsOf(innervation)
	switch {
	case !r.has("instance", "mtype", "k_E", "k_I"):
		return nil, nothing(name, "the table is not one of innervation")
	case r.Rows() == 0:
		return nil, nothing(name, "there are no neurons")
	}
	by := newTypeGroups(r, rowsOf(degrees), m, stripLines)
	number := func(column string) func(i int) float64 {
		return func(i int) float64 { return r.number(column, i) }
	}
	share := func(i int) float64 {
		e, inhibitory := r.number("k_E", i), r.number("k_I", i)
		return 100 * e / (e + inhibitory)
	}
	s := stripFigure{types: by.types, titles: []string{"Share of the inputs that are from excitatory neurons", "Inputs from excitatory neurons", "Inputs from inhibitory neurons"},
		panels: []strip{
			{label: "excitatory (%)", series: by.series(share), must: []float64{0, 100}},
			{label: "inputs from E", series: by.series(number("k_E")), must: []float64{0}},
			{label: "inputs from I", series: by.series(number("k_I")), must: []float64{0}},
		}}
	without := 0
	for i := range r.Rows() {
		if by.of[r.text("instance", i)] > 0 && r.number("k_E", i)+r.number("k_I", i) == 0 {
			without++
		}
	}
	what := "Inputs within the circuit by the class of their source, E excitatory and I inhibitory"
	if len(by.groups) == 1 {
		what += "; colours tell the class of the m-type that receives them"
	}
	f := s.figure(name, "Excitatory and inhibitory inputs by m-type", func(every int) string {
		return m.caption(what+".", boxText, withoutInputs(without), named(every), by.String())
	})
	f.Table, f.Legend = innervation, by.legend(MarkBox)
	return f, nil
}

// withoutInputs tells of neurons that have no share.
func withoutInputs(n int) string {
	if n == 0 {
		return ""
	}
	return "The share is undefined for " + countOf(n, "neuron") + " without inputs."
}
