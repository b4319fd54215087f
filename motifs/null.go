package motifs

import (
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// NullModel names a random graph that counts are compared with. In each, the
// pairs of neurons are connected independently of one another; what is kept of
// the graph is kept on average, not in every draw.
type NullModel string

// The null models. E connections, M mutual pairs, N neurons, n_a of type a.
const (
	// NullGNP is G(n,p): every ordered pair is connected independently with
	// probability p = E/(N(N-1)). The number of connections varies; in G(n,m),
	// the model er of package control, it does not, and counts spread less.
	NullGNP NullModel = "gnp"

	// NullDyad keeps reciprocity too: every unordered pair is mutual with
	// probability r = 2M/(N(N-1)), and connected in either one direction only
	// with p-r each.
	NullDyad NullModel = "dyad"

	// NullPathway keeps the density of each pathway: a neuron of type a is
	// connected to one of type b independently with probability
	// p_ab = E_ab/(n_a(n_b - [a=b])).
	NullPathway NullModel = "pathway"
)

// NullModels lists the null models.
func NullModels() []NullModel { return []NullModel{NullGNP, NullDyad, NullPathway} }

// ParseNullModel returns the null model of a name, in any case.
func ParseNullModel(name string) (NullModel, error) {
	for _, m := range NullModels() {
		if strings.EqualFold(name, string(m)) {
			return m, nil
		}
	}
	return "", fmt.Errorf("motifs: no null model is called %q: the null models are gnp, dyad and pathway", name)
}

// Control returns the model by which package control draws this null model.
func (m NullModel) Control() control.Model {
	switch m {
	case NullGNP:
		return control.GNP
	case NullDyad:
		return control.Dyad
	case NullPathway:
		return control.PathwayBernoulli
	}
	return control.Model(m)
}

// Pairs returns the null model of a graph, its parameters estimated from the
// graph. labels are the types of the pathway model; the other models are the
// same for all neurons and ignore them.
func (m NullModel) Pairs(g *connectome.Graph, labels connectome.Labels) (*PairModel, error) {
	const most = 3_037_000_500 // ordered pairs fit an int64
	if uint64(g.N()) > most {
		return nil, &connectome.LimitError{What: "neurons", Got: uint64(g.N()), Limit: most}
	}
	switch m {
	case NullGNP:
		return GNPModel(int64(g.N()), g.Connections()), nil
	case NullDyad:
		return DyadModel(int64(g.N()), g.Connections(), g.MutualPairs()), nil
	case NullPathway:
		blocks, err := control.CountBlocks(g, labels)
		if err != nil {
			return nil, err
		}
		return PathwayModel(blocks), nil
	}
	_, err := ParseNullModel(string(m))
	return nil, err
}
