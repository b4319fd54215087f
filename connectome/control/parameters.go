package control

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Parameters are those of the models that have any. The zero value takes m-types
// and each model's own bins, and fits the whole circuit at once.
type Parameters struct {
	Labels connectome.Labels // the types of the models by pathway; empty takes m-types
	Bin    float64           // µm, the width of the bins of distance of the models that have them; 0 takes the model's own
	Scope  Scope             // which pairs dd, ddz, dd2 and dd3 fit together
}

// binOf returns the width of a model's bins of distance in µm, unless told
// otherwise. The tables of dd and ddz have narrower ones: they hold all pairs, and
// what a wide bin levels out is lost.
func binOf(model Model) float64 {
	switch model {
	case DD, DDZ:
		return 25
	case OD, LD:
		return 15
	}
	return 75
}

// checked returns the parameters with what they take by default.
func (p Parameters) checked(model Model, c *connectome.Connectome) (Parameters, error) {
	if p.Labels.Of == nil {
		p.Labels = c.Cells.MTypes()
	}
	if p.Bin == 0 {
		p.Bin = binOf(model)
	}
	if !(p.Bin > 0) || math.IsInf(p.Bin, 0) {
		return p, fmt.Errorf("control: bins of %v µm: give a width above 0", p.Bin)
	}
	if p.Scope < Whole || p.Scope > PerPathway {
		return p, fmt.Errorf("control: no scope has number %d", p.Scope)
	}
	return p, nil
}

// SamplerWith counts what a model with parameters keeps of a connectome. Models take
// the parameters that they have and ignore the others.
//
// Errors: those of [NewSampler]; a width of bins that is not above 0; positions
// that are not finite or too far apart for the bins, for the models that need them;
// those of [CheckCells].
func SamplerWith(model Model, c *connectome.Connectome, p Parameters) (Sampler, error) {
	if err := CheckCells(model, c, p); err != nil {
		return nil, err
	}
	p, err := p.checked(model, c)
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
	if err := checkPositions(model, where); err != nil {
		return nil, err
	}
	switch model {
	case GB:
		return newGBSampler(c, p)
	case GBOutdeg:
		return newGBOutdegSampler(c, p)
	case DD, DDZ, DD2, DD3:
		return newDistanceSampler(model, c, p)
	case OD, LD:
		return newGeometrySampler(model, c, p)
	}
	return newOutdegSampler(c.Graph, where)
}

// CheckCells tells, before anything is measured, what a model needs of the cells and
// does not find: positions, or m-types, if p gives no Labels in their place.
func CheckCells(model Model, c *connectome.Connectome, p Parameters) error {
	if model.NeedsPositions() && c.Cells.Positions() == nil && c.Graph.N() > 0 {
		return fmt.Errorf("control: %s needs soma positions, which this connectome lacks: choose a model without distances, such as %s", model, Configuration)
	}
	if names := c.Cells.MTypes().Names; p.Labels.Of == nil && model.NeedsTypes() && len(names) == 1 && names[0] == "" {
		return fmt.Errorf("control: %s needs m-types, which this connectome lacks: give a table of cells, or choose a model without types, such as %s", model, Configuration)
	}
	return nil
}
