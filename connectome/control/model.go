package control

import (
	"context"
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Model names a control model, as the command line does.
type Model string

// The control models; the package's documentation defines them.
const (
	ER               Model = "er"
	GNP              Model = "gnp"
	Dyad             Model = "dyad"
	AdjustedER       Model = "adjusted-er"
	Bishuffled       Model = "bishuffled"
	Underlying       Model = "underlying"
	Pathway          Model = "pathway"
	PathwayBernoulli Model = "pathway-bernoulli"
	DDOutdeg         Model = "dd-outdeg"
	Configuration    Model = "configuration"
	GB               Model = "gb"
	GBOutdeg         Model = "gb-outdeg"
	DD               Model = "dd"
	DDZ              Model = "ddz"
	DD2              Model = "dd2"
	DD3              Model = "dd3"
	OD               Model = "od"
	LD               Model = "ld"

	ConfigurationMutual Model = "configuration-mutual"
	ConfigurationBlocks Model = "configuration-blocks"
)

// Models lists the models that can be drawn.
func Models() []Model {
	return []Model{ER, GNP, Dyad, AdjustedER, Bishuffled, Underlying, Pathway, PathwayBernoulli, Configuration, ConfigurationMutual, ConfigurationBlocks, GB, GBOutdeg, DD, DDZ, DD2, DD3, OD, LD, DDOutdeg}
}

// ParseModel returns the model of a name, in any case.
func ParseModel(name string) (Model, error) {
	var known []string
	for _, m := range Models() {
		if strings.EqualFold(name, string(m)) {
			return m, nil
		}
		known = append(known, string(m))
	}
	return "", fmt.Errorf("control: no model is called %q: the models are %s", name, strings.Join(known, ", "))
}

// NeedsPositions reports whether the model can only be drawn of a connectome whose
// soma positions are known.
func (m Model) NeedsPositions() bool {
	switch m {
	case GB, GBOutdeg, DD, DDZ, DD2, DD3, OD, LD, DDOutdeg:
		return true
	}
	return false
}

// NeedsTypes reports whether the model keeps something about types of neurons and
// nothing else, so that without types it would be another model.
func (m Model) NeedsTypes() bool {
	return m == Pathway || m == PathwayBernoulli || m == ConfigurationBlocks
}

// Options says how to draw. Its zero value draws the first of a series on all
// cores, with m-types as the types of the pathway models.
type Options struct {
	Index   uint64            // which of a series of draws with the same seed
	Labels  connectome.Labels // the types of the pathway models; empty takes m-types
	Bin     float64           // as in Parameters
	Scope   Scope             // as in Parameters
	Threads int               // 0 for all cores
}

// Draw returns a control of a connectome: the same cells, connected at random by
// the model. The result's source names the model, keeps the number of the
// microcircuit and is otherwise unknown. Weights are dropped.
//
// Errors: those of [SamplerWith]; the context's.
func Draw(ctx context.Context, model Model, c *connectome.Connectome, seed uint64, opt Options) (*connectome.Connectome, error) {
	s, err := SamplerWith(model, c, Parameters{Labels: opt.Labels, Bin: opt.Bin, Scope: opt.Scope})
	if err != nil {
		return nil, err
	}
	g, err := s.Draw(ctx, seed, opt.Index, opt.Threads)
	if err != nil {
		return nil, err
	}
	src := connectome.Source{Identity: connectome.NoIdentity, Path: "model:" + string(model), Format: "control"}
	src.Condition, src.MC, src.Animal = connectome.Control, c.Source.MC, c.Source.Animal
	return connectome.New(g, c.Cells, src)
}

// Sampler draws graphs of one model. Any number of goroutines may use it.
type Sampler interface {
	// Draw returns a graph. The same seed and index give the same graph, for
	// any number of threads (0 for all cores); different indices give
	// independent ones.
	Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error)
}

// SamplerFor counts what a model keeps of a connectome. labels are the types of
// the pathway models; empty takes m-types.
//
// Errors: those of [SamplerWith].
func SamplerFor(model Model, c *connectome.Connectome, labels connectome.Labels) (Sampler, error) {
	return SamplerWith(model, c, Parameters{Labels: labels})
}

// NewSampler counts what a model keeps of a graph, in O(N + E). labels are the
// types of the pathway models and of configuration-blocks; the others ignore them.
//
// Errors: a name that is no model; a model that needs positions, which only
// [SamplerFor] can be given; labels that do not fit g; a
// [*connectome.LimitError] for more than 4,096 types, or for so many neurons that
// their ordered pairs do not fit an int64.
func NewSampler(model Model, g *connectome.Graph, labels connectome.Labels) (Sampler, error) {
	if err := checkNeurons(g); err != nil {
		return nil, err
	}
	switch model {
	case ER, GNP:
		one := connectome.Labels{Names: []string{""}, Of: make([]uint32, g.N())}
		return newBlockSampler(g, one, model == ER)
	case Pathway, PathwayBernoulli:
		return newBlockSampler(g, labels, model == Pathway)
	case Dyad:
		return newDyadSampler(g), nil
	case AdjustedER:
		return newAdjustedSampler(g), nil
	case Bishuffled, Underlying:
		return newReciprocalSampler(g, model == Underlying), nil
	case Configuration:
		return newConfigurationSampler(g), nil
	case ConfigurationMutual:
		return newMutualConfigurationSampler(g)
	case ConfigurationBlocks:
		return newBlockConfigurationSampler(g, labels)
	}
	if model.NeedsPositions() {
		return nil, fmt.Errorf("control: %s needs soma positions, which a graph does not have: draw it from a connectome", model)
	}
	_, err := ParseModel(string(model))
	return nil, err
}

// Keeps says in a few words what draws of the model have in common with the
// connectome.
func (m Model) Keeps() string { return keeps[m] }

var keeps = map[Model]string{
	ER:               "the number of connections",
	GNP:              "the number of connections on average",
	Dyad:             "the numbers of connections and of mutual pairs on average",
	AdjustedER:       "the numbers of connections and of mutual pairs",
	Bishuffled:       "which pairs are connected, one-way directions, the number of mutual pairs",
	Underlying:       "which pairs are connected, the number of mutual pairs; all else leads up in file order",
	Pathway:          "the number of connections of each pair of m-types",
	PathwayBernoulli: "the number of connections of each pair of m-types on average",
	Configuration:    "the in-degree and the out-degree of each neuron",
	GB:               "the number of connections of each pair of m-types at each distance, in bins",
	GBOutdeg:         "the number of targets of each neuron by m-type and distance, in bins",
	DD:               "the number of connections at each distance on average",
	DDZ:              "the number of connections at each distance above and below on average",
	DD2:              "on average the number of connections, which fall off exponentially with distance",
	DD3:              "on average the numbers of connections up and down, which fall off exponentially",
	OD:               "on average the number of connections by the direction and distance of their targets",
	LD:               "on average that, too, and by the depth of their sources",
	DDOutdeg:         "the out-degree of each neuron; on average the dependence on distance",

	ConfigurationMutual: "the number of mutual partners, of one-way targets and of one-way sources of each neuron",
	ConfigurationBlocks: "the number of targets and of sources of each m-type of each neuron",
}
