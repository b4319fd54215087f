package control

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Parameters are those of the models that have any. The zero value takes m-types
// and bins of 75 µm, and fits one curve to the whole circuit.
type Parameters struct {
	Labels connectome.Labels // the types of the models by pathway; empty takes m-types
	Bin    float64           // µm, the width of the bins of distance of gb, dd and its kin; 0 takes 75
}

// defaultBin is the width of a bin of distance in µm.
const defaultBin = 75

// checked returns the parameters with what they take by default.
func (p Parameters) checked(c *connectome.Connectome) (Parameters, error) {
	if p.Labels.Of == nil {
		p.Labels = c.Cells.MTypes()
	}
	if p.Bin == 0 {
		p.Bin = defaultBin
	}
	if !(p.Bin > 0) || math.IsInf(p.Bin, 0) {
		return p, fmt.Errorf("control: bins of %v µm: give a width above 0", p.Bin)
	}
	return p, nil
}

// SamplerWith counts what a model with parameters keeps of a connectome. Models take
// the parameters that they have and ignore the others.
//
// Errors: those of [NewSampler]; a width of bins that is not above 0; positions that
// are unknown, not finite or too far apart for the bins, for the models that need
// them.
func SamplerWith(model Model, c *connectome.Connectome, p Parameters) (Sampler, error) {
	p, err := p.checked(c)
	if err != nil {
		return nil, err
	}
	if !model.NeedsPositions() {
		return NewSampler(model, c.Graph, p.Labels)
	}
	if err := checkNeurons(c.Graph); err != nil {
		return nil, err
	}
	where := c.Cells.Positions()
	if where == nil && c.Graph.N() > 0 {
		return nil, fmt.Errorf("control: %s needs soma positions, which this connectome lacks: choose a model without distances, such as %s", model, Configuration)
	}
	if err := checkPositions(model, where); err != nil {
		return nil, err
	}
	switch model {
	case GB:
		return newGBSampler(c, p)
	case GBOutdeg:
		return newGBOutdegSampler(c, p)
	}
	return newOutdegSampler(c.Graph, where)
}
