package topology

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Reciprocity is how many pairs of neurons connect to each other, and how many
// would by chance.
type Reciprocity struct {
	Neurons, Connections int64
	MutualPairs          int64 // M

	Fraction float64 // 2M/E, the fraction of connections that are reciprocated
	R        float64 // 2M/(N(N−1)), the fraction of pairs of neurons that are mutual

	// OverER is R/p², p the density: M over its expectation if all pairs connect
	// with one probability.
	OverER float64
	// Blocks is M over its expectation if the pairs of each pathway connect with
	// its probability: by m-types, layers and classes. Those of which nothing is
	// known are left out.
	Blocks []BlockReciprocity
	// Groups are the m-types, layers and classes, with the connections among the
	// neurons of each.
	Groups []GroupReciprocity
	// Pathways are the pathways by m-type that have connections.
	Pathways []PathwayReciprocity
}

// BlockReciprocity compares mutual pairs with blocks. The expectation is
//
//	E_SBM[M] = Σ_{a<b} n_a n_b p_ab p_ba + Σ_a n_a(n_a−1)/2 · p_aa².
type BlockReciprocity struct {
	Kind     GroupKind
	Expected float64
	Over     float64 // M / Expected
}

// GroupReciprocity is the mutual pairs among the neurons of a group.
type GroupReciprocity struct {
	Group
	MutualPairs int64
	Fraction    float64
	OverER      float64 // over the expectation from the density among the group's neurons
}

// PathwayReciprocity is the mutual pairs between two m-types. They are the same for
// A → B and B → A, so that sums over all pathways count those between different
// m-types twice.
type PathwayReciprocity struct {
	Pre, Post   string
	MutualPairs int64
	Expected    float64 // n_a n_b p_ab p_ba, or n_a(n_a−1)/2 · p_aa² within an m-type
	Over        float64 // MutualPairs / Expected
	Fraction    float64 // the fraction of the pathway's connections that are reciprocated
}

// MutualPairs counts mutual pairs in all, by groups and by pathways. Mutual pairs
// are more frequent than connections at random would make them (Song et al. 2005,
// https://doi.org/10.1371/journal.pbio.0030068; in the microcircuit: Gal et al.
// 2017, https://doi.org/10.1038/nn.4576).
//
// Complexity and errors: those of [Pathways].
func MutualPairs(ctx context.Context, c *connectome.Connectome, opt Options) (*Reciprocity, error) {
	g := c.Graph
	r := &Reciprocity{Neurons: int64(g.N()), Connections: g.Connections(), MutualPairs: g.MutualPairs()}
	pairs := r.Neurons * (r.Neurons - 1)
	r.Fraction = quotient(2*r.MutualPairs, r.Connections)
	r.R = quotient(2*r.MutualPairs, pairs)
	density := quotient(r.Connections, pairs)
	r.OverER = r.R / (density * density)
	for _, p := range partitions(c)[1:] {
		t, err := pathwaysBy(ctx, g, p.labels, opt)
		if err != nil {
			return nil, unavailableTo(MeasureReciprocity, err)
		}
		r.addBlocks(p.kind, t)
		if p.kind == GroupMType {
			r.addPathways(t)
		}
	}
	return r, nil
}

func measureReciprocity(ctx context.Context, a *analysis) (Result, error) {
	return MutualPairs(ctx, a.c, a.opt)
}

// addBlocks adds one grouping, and its groups.
func (r *Reciprocity) addBlocks(kind GroupKind, t *PathwayTable) {
	b := BlockReciprocity{Kind: kind}
	known := false
	for a, name := range t.Types {
		for other := a; other < len(t.Types); other++ {
			if expected := t.Rows[a*len(t.Types)+other].ExpectedPairs; !math.IsNaN(expected) { // NaN for one neuron with itself
				b.Expected += expected
			}
		}
		if name == "" {
			continue
		}
		known = true
		within := &t.Rows[a*len(t.Types)+a]
		r.Groups = append(r.Groups, GroupReciprocity{Group{Kind: kind, Name: name}, within.MutualPairs,
			quotient(2*within.MutualPairs, within.Connections), float64(within.MutualPairs) / within.ExpectedPairs})
	}
	if known {
		b.Over = float64(r.MutualPairs) / b.Expected
		r.Blocks = append(r.Blocks, b)
	}
}

func (r *Reciprocity) addPathways(t *PathwayTable) {
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Connections == 0 {
			continue
		}
		reciprocated := row.MutualPairs
		if row.Pre == row.Post {
			reciprocated *= 2
		}
		r.Pathways = append(r.Pathways, PathwayReciprocity{row.Pre, row.Post, row.MutualPairs, row.ExpectedPairs,
			float64(row.MutualPairs) / row.ExpectedPairs, quotient(reciprocated, row.Connections)})
	}
}

// blockStatistics names the comparison with each kind of blocks.
var blockStatistics = map[GroupKind]string{GroupMType: "blocks", GroupLayer: "layers", GroupClass: "classes"}

// Scalars lists mutual_pairs, fraction, r, over_er, and expected and over by blocks
// of m-types (over_blocks), layers and classes; for the neurons of each m-type, layer
// and class mutual_pairs, fraction and over_er; for each pathway with connections
// mutual_pairs, fraction and over_blocks.
func (r *Reciprocity) Scalars() Scalars {
	var s Scalars
	s.Add(All, "mutual_pairs", float64(r.MutualPairs))
	s.Add(All, "fraction", r.Fraction)
	s.Add(All, "r", r.R)
	s.Add(All, "over_er", r.OverER)
	for _, b := range r.Blocks {
		s.Add(All, "expected_"+blockStatistics[b.Kind], b.Expected)
		s.Add(All, "over_"+blockStatistics[b.Kind], b.Over)
	}
	for _, g := range r.Groups {
		s.Add(g.Group, "mutual_pairs", float64(g.MutualPairs))
		s.Add(g.Group, "fraction", g.Fraction)
		s.Add(g.Group, "over_er", g.OverER)
	}
	for _, p := range r.Pathways {
		g := Pathway(p.Pre, p.Post)
		s.Add(g, "mutual_pairs", float64(p.MutualPairs))
		s.Add(g, "fraction", p.Fraction)
		s.Add(g, "over_blocks", p.Over)
	}
	return s
}

// Tables returns reciprocity, a row for each pathway with connections: pre, post,
// mutual_pairs, expected_blocks, ratio, fraction.
func (r *Reciprocity) Tables() []connectome.Table {
	n := len(r.Pathways)
	pre, post, mutual := make([]string, n), make([]string, n), make([]int64, n)
	expected, ratio, fraction := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, p := range r.Pathways {
		pre[i], post[i], mutual[i] = p.Pre, p.Post, p.MutualPairs
		expected[i], ratio[i], fraction[i] = p.Expected, p.Over, p.Fraction
	}
	return []connectome.Table{connectome.NewTable("reciprocity",
		connectome.Strings("pre", pre), connectome.Strings("post", post),
		connectome.Ints("mutual_pairs", mutual), connectome.Floats("expected_blocks", expected),
		connectome.Floats("ratio", ratio), connectome.Floats("fraction", fraction))}
}
