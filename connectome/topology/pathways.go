package topology

import (
	"context"
	"math"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// maxPathwayTypes bounds the number of types: tables have a row for each ordered
// pair of them.
const maxPathwayTypes = 2048

// PathwayTable is what connects the neurons of each type to those of each. Types
// are m-types unless other labels were given; only those that neurons bear are in
// it. Rows are pathways by presynaptic, then postsynaptic type, in the order of
// Types: a → b is row a·len(Types) + b.
type PathwayTable struct {
	Types []string
	Cells []int64 // neurons of each type
	Rows  []PathwayRow
}

// PathwayRow is one pathway a → b, of n_a and n_b neurons. What divides by zero is
// NaN.
type PathwayRow struct {
	Pre, Post           string
	PreCells, PostCells int64
	Connections         int64   // E_ab
	Density             float64 // E_ab / (n_a(n_b - [a=b])), the probability of connection

	// Convergence is the number of neurons of a that connect to a neuron of b, its
	// mean E_ab/n_b and standard deviation over all neurons of b (divided by n_b,
	// those without such a connection included), as in anatomy fact sheets.
	ConvergentMean, ConvergentSD float64

	// Divergence is the number of neurons of b that a neuron of a connects to,
	// likewise over all neurons of a.
	DivergentMean, DivergentSD float64

	// MutualPairs is the number of pairs of a neuron of a and one of b that connect
	// to each other, the same for a → b and b → a. ExpectedPairs is its expectation
	// if each pathway connects at random: n_a n_b p_ab p_ba for a ≠ b, else
	// C(n_a, 2) p_aa².
	MutualPairs   int64
	ExpectedPairs float64

	// CommonNeighborBias is [FactSheetBias] of the neurons of a and the connections
	// among them, where a = b; NaN elsewhere, and without connections.
	CommonNeighborBias float64
}

// Pathways counts connections by m-types: what an anatomy fact sheet tells of
// every pathway and the adjacency determines.
//
// Source: anatomy fact sheets of Ramaswamy et al. 2015,
// doi:10.3389/fncir.2015.00044; they hold means and population standard deviations
// of the column and row sums of a pathway's adjacency.
//
// Complexity: O(N + E) and T² rows for T m-types, and that of [FactSheetBias] for
// each m-type.
//
// Errors: an [*Unavailable] for more than 2,048 m-types; a graph for which E·N
// does not fit 63 bits; the context's.
func Pathways(ctx context.Context, c *connectome.Connectome, opt Options) (*PathwayTable, error) {
	t, err := pathwaysBy(ctx, c.Graph, c.Cells.MTypes(), opt)
	if err != nil {
		return nil, err
	}
	return t, t.addBias(ctx, c, opt)
}

// pathwaysBy counts connections by any labels.
func pathwaysBy(ctx context.Context, g *connectome.Graph, labels connectome.Labels, opt Options) (*PathwayTable, error) {
	types := occupied(labels)
	n := len(types.Names)
	if n > maxPathwayTypes {
		return nil, &Unavailable{MeasureDensity, tooManyTypes(n)}
	}
	if hi, lo := bits.Mul64(uint64(g.Connections()), uint64(g.N())); hi != 0 || lo > math.MaxInt64 {
		return nil, tooLarge("sums of squared degrees", g)
	}
	sums := newPathwaySums(n)
	err := run.Parallel(ctx, opt.Threads, n, opt.Progress, func(_, a int) error {
		return sums.add(ctx, g, types, a)
	})
	if err != nil {
		return nil, err
	}
	return sums.table(types), nil
}

// pathwaySums is the integer sums behind a [PathwayTable]. Work items own rows:
// item a fills those of type a, at a·T + b.
type pathwaySums struct {
	types                  int
	connections, mutual    []int64 // a → b
	divergent2, convergent []int64 // squared row sums of a → b; squared column sums of b → a
}

func newPathwaySums(types int) *pathwaySums {
	s := &pathwaySums{types: types}
	for _, list := range []*[]int64{&s.connections, &s.mutual, &s.divergent2, &s.convergent} {
		*list = make([]int64, types*types)
	}
	return s
}

// add goes through the neurons of type a.
func (s *pathwaySums) add(ctx context.Context, g *connectome.Graph, types connectome.Labels, a int) error {
	row := func(list []int64) []int64 { return list[a*s.types : (a+1)*s.types] }
	connections, mutual := row(s.connections), row(s.mutual)
	divergent2, convergent2 := row(s.divergent2), row(s.convergent)
	count := make([]int64, s.types)
	// square moves the counts of one neuron into sums.
	square := func(sum, squares []int64) {
		for b, k := range count {
			if sum != nil {
				sum[b] += k
			}
			squares[b] += k * k
			count[b] = 0
		}
	}
	for v, k := range types.Of {
		if int(k) != a {
			continue
		}
		v := uint32(v)
		if v%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for _, w := range g.Out(v) {
			count[types.Of[w]]++
		}
		square(connections, divergent2)
		for _, w := range g.In(v) {
			count[types.Of[w]]++
		}
		square(nil, convergent2)
		for _, w := range g.Mutual(v) {
			mutual[types.Of[w]]++
		}
	}
	mutual[a] /= 2 // both neurons of a pair came by
	return nil
}

// table divides the sums.
func (s *pathwaySums) table(types connectome.Labels) *PathwayTable {
	t := &PathwayTable{Types: types.Names, Cells: types.Counts(), Rows: make([]PathwayRow, s.types*s.types)}
	for a := range s.types {
		for b := range s.types {
			there, back := a*s.types+b, b*s.types+a
			r := &t.Rows[there]
			*r = PathwayRow{Pre: t.Types[a], Post: t.Types[b], PreCells: t.Cells[a], PostCells: t.Cells[b],
				Connections: s.connections[there], MutualPairs: s.mutual[there], CommonNeighborBias: math.NaN()}
			r.Density = quotient(r.Connections, t.pairs(a, b))
			r.DivergentMean, r.DivergentSD = populationMoments(r.PreCells, r.Connections, s.divergent2[there])
			r.ConvergentMean, r.ConvergentSD = populationMoments(r.PostCells, r.Connections, s.convergent[back])
			back2 := quotient(s.connections[back], t.pairs(b, a))
			r.ExpectedPairs = float64(t.pairs(a, b)) * r.Density * back2
			if a == b {
				r.ExpectedPairs /= 2
			}
		}
	}
	return t
}

// pairs returns the number of ordered pairs of a neuron of type a and another of
// type b.
func (t *PathwayTable) pairs(a, b int) int64 {
	if a == b {
		return t.Cells[a] * (t.Cells[a] - 1)
	}
	return t.Cells[a] * t.Cells[b]
}

// Row returns the pathway between two types, nil if there are no such neurons.
func (t *PathwayTable) Row(pre, post string) *PathwayRow {
	a, b := -1, -1
	for k, name := range t.Types {
		if name == pre {
			a = k
		}
		if name == post {
			b = k
		}
	}
	if a < 0 || b < 0 {
		return nil
	}
	return &t.Rows[a*len(t.Types)+b]
}

// addBias fills in the common-neighbour bias of homotypic pathways.
func (t *PathwayTable) addBias(ctx context.Context, c *connectome.Connectome, opt Options) error {
	biases, err := factSheetBiases(ctx, c.Graph, occupied(c.Cells.MTypes()), opt.Threads)
	for a, bias := range biases {
		t.Rows[a*len(t.Types)+a].CommonNeighborBias = bias
	}
	return err
}

// Table returns the pathways, one row each.
func (t *PathwayTable) Table() connectome.Table {
	n := len(t.Rows)
	names := [2][]string{make([]string, n), make([]string, n)}
	ints := make([][]int64, 4)
	floats := make([][]float64, 7)
	for i := range ints {
		ints[i] = make([]int64, n)
	}
	for i := range floats {
		floats[i] = make([]float64, n)
	}
	for i, r := range t.Rows {
		names[0][i], names[1][i] = r.Pre, r.Post
		for k, x := range []int64{r.PreCells, r.PostCells, r.Connections, r.MutualPairs} {
			ints[k][i] = x
		}
		for k, x := range []float64{r.Density, r.ConvergentMean, r.ConvergentSD, r.DivergentMean, r.DivergentSD,
			r.ExpectedPairs, r.CommonNeighborBias} {
			floats[k][i] = x
		}
	}
	return connectome.NewTable("pathways",
		connectome.Strings("pre", names[0]), connectome.Strings("post", names[1]),
		connectome.Ints("pre_cells", ints[0]), connectome.Ints("post_cells", ints[1]),
		connectome.Ints("connections", ints[2]), connectome.Floats("density", floats[0]),
		connectome.Floats("convergent_mean", floats[1]), connectome.Floats("convergent_sd", floats[2]),
		connectome.Floats("divergent_mean", floats[3]), connectome.Floats("divergent_sd", floats[4]),
		connectome.Ints("mutual_pairs", ints[3]), connectome.Floats("mutual_expected", floats[5]),
		connectome.Floats("common_neighbour_bias", floats[6]))
}
