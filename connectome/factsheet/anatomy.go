package factsheet

import (
	"io"
	"slices"
)

// Anatomy is the pathway anatomy sheet.
type Anatomy struct {
	Pathways []AnatomyPathway // sorted by presynaptic, then postsynaptic m-type
}

// AnatomyPathway is what the anatomy sheet tells of a pathway, to two significant
// digits.
type AnatomyPathway struct {
	Pathway
	ConnectionProbability float64 // %, of neurons near each other: not the pathway's density
	CommonNeighborBias    float64 // ratio; 0 also where it is not defined

	// Presynaptic neurons of a postsynaptic neuron, and postsynaptic neurons of a
	// presynaptic one: mean and population standard deviation, those without any
	// included.
	ConvergentMean, ConvergentSD float64
	DivergentMean, DivergentSD   float64

	SynapsesPerConnectionMean, SynapsesPerConnectionSD float64
	Synapses                                           float64 // in all
}

var anatomyFields = []field[AnatomyPathway]{
	{"common_neighbor_bias", func(p *AnatomyPathway) *float64 { return &p.CommonNeighborBias }},
	{"connection_probability", func(p *AnatomyPathway) *float64 { return &p.ConnectionProbability }},
	{"mean_number_of_synapse_per_connection", func(p *AnatomyPathway) *float64 { return &p.SynapsesPerConnectionMean }},
	{"number_of_convergent_neuron_mean", func(p *AnatomyPathway) *float64 { return &p.ConvergentMean }},
	{"number_of_convergent_neuron_std", func(p *AnatomyPathway) *float64 { return &p.ConvergentSD }},
	{"number_of_divergent_neuron_mean", func(p *AnatomyPathway) *float64 { return &p.DivergentMean }},
	{"number_of_divergent_neuron_std", func(p *AnatomyPathway) *float64 { return &p.DivergentSD }},
	{"number_of_synapse_per_connection_std", func(p *AnatomyPathway) *float64 { return &p.SynapsesPerConnectionSD }},
	{"total_synapse_count", func(p *AnatomyPathway) *float64 { return &p.Synapses }},
}

// ReadAnatomyFile reads the anatomy sheet in a file.
func ReadAnatomyFile(path string) (*Anatomy, error) { return readFile(path, ReadAnatomy) }

// ReadAnatomy reads an anatomy sheet; name is what errors, of type [*Error], call
// it.
func ReadAnatomy(r io.Reader, name string) (*Anatomy, error) {
	rows, err := pathways(newSheet(r, name), anatomyFields, func(p *AnatomyPathway) *Pathway { return &p.Pathway }, nil, nil)
	if err != nil {
		return nil, err
	}
	return &Anatomy{rows}, nil
}

// Find returns what the sheet tells of a pathway, nil if it does not list it.
func (a *Anatomy) Find(pre, post string) *AnatomyPathway {
	at, ok := slices.BinarySearchFunc(a.Pathways, Pathway{pre, post}, func(p AnatomyPathway, q Pathway) int { return p.compare(q) })
	if !ok {
		return nil
	}
	return &a.Pathways[at]
}
