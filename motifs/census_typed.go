package motifs

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// TypedCount is the number of triads of a class with neurons of given types at
// its roles.
type TypedCount struct {
	Triad Triad
	Types [3]uint32 // types at roles 0, 1 and 2: indices into TypedCensus.Types
	Count uint64
}

// TypedCensus is the number of triads by class and types.
//
// Where automorphisms exchange roles, the types at those roles stand in the
// smallest order that an automorphism gives them, so that each triad counts
// once: the two ends of a divergence ascend; the three neurons of a 3-cycle are
// turned, never mirrored.
type TypedCensus struct {
	Types  []string     // the labels' names
	Counts []TypedCount // those that are not zero, by class, then types
}

// Table returns the census as man, motif, type0, type1, type2, count, one row
// for each count that is not zero.
func (c *TypedCensus) Table() connectome.Table {
	rows := make([]Triad, len(c.Counts))
	count := make([]uint64, len(c.Counts))
	var types [3][]uint32
	for r := range types {
		types[r] = make([]uint32, len(c.Counts))
	}
	for i, n := range c.Counts {
		rows[i], count[i] = n.Triad, n.Count
		for r := range types {
			types[r][i] = n.Types[r]
		}
	}
	columns := triadColumns(rows)
	for r := range types {
		columns = append(columns, connectome.Coded(fmt.Sprintf("type%d", r), types[r], c.Types))
	}
	return connectome.NewTable("motifs_by_type", append(columns, connectome.Uints("count", count))...)
}

// Total returns the plain census: the sums over types.
func (c *TypedCensus) Total() (total Counts) {
	for _, n := range c.Counts {
		total[n.Triad] += n.Count
	}
	return total
}

// CountTriadsBy counts the triads of each class by the types of the neurons at
// its roles, for any labelling of the neurons. All sixteen classes are counted;
// the sums over types are the plain census.
//
// Progress is in work items, of which there are a few hundred.
//
// Complexity: that of CountTriads, and O(Σ over neurons of the square of the
// number of types among the neighbours). Memory: up to 80 types, 200 bytes for
// each triple of types and worker; beyond, in proportion to the result, which
// can have some T³ rows for T types.
//
// Errors: those of CountTriads; labels that do not fit the graph.
func CountTriadsBy(ctx context.Context, g *connectome.Graph, labels connectome.Labels, opt Options) (*TypedCensus, error) {
	if _, err := choose3(g.N()); err != nil {
		return nil, err
	}
	if len(labels.Of) != g.N() {
		return nil, fmt.Errorf("motifs: triads by type: %d labels for %d neurons", len(labels.Of), g.N())
	}
	for v, t := range labels.Of {
		if int(t) >= len(labels.Names) {
			return nil, fmt.Errorf("motifs: triads by type: neuron %d has label %d of %d", v, t, len(labels.Names))
		}
	}
	k := kernelGraph(ctx, g)
	types := len(labels.Names)
	sums := newTypedSums(types)
	if err := typedClosed(ctx, k, labels.Of, sums, opt); err != nil {
		return nil, err
	}
	if err := sums.addWedges(ctx, g, labels.Of, opt); err != nil {
		return nil, err
	}
	sums.addUnconnected(g, labels)
	return sums.result(labels.Names), nil
}

// stripShapes are the classes of the shapes of triad.CountTyped, and which of u,
// v and w plays each role.
var stripShapes = [triad.TypedShapes]placed{
	{T030T, [3]uint8{0, 1, 2}}, // u→v u→w v→w
	{T030T, [3]uint8{0, 2, 1}}, // u→v u→w w→v
	{T030C, [3]uint8{0, 1, 2}}, // u→v v→w w→u
	{T030T, [3]uint8{2, 0, 1}}, // w→u w→v u→v
	{T030T, [3]uint8{1, 0, 2}}, // v→u v→w u→w
	{T030C, [3]uint8{0, 2, 1}}, // v→u u→w w→v
	{T030T, [3]uint8{1, 2, 0}}, // v→w v→u w→u
	{T030T, [3]uint8{2, 1, 0}}, // w→v w→u v→u
}

// typedClosed counts closed triads by type.
func typedClosed(ctx context.Context, g *triad.Graph, of []uint32, sums *typedSums, opt Options) error {
	plan := triad.Choose(g, method)
	if padded := g.N + 64*sums.types; plan.Method == triad.ByStrips && (padded <= 4*g.N || method == triad.ByStrips) {
		return typedByStrips(ctx, g, of, sums, plan, opt)
	}
	return typedSingly(ctx, g, of, sums, plan, opt)
}

// typedSingly adds closed triads as they are found.
func typedSingly(ctx context.Context, g *triad.Graph, of []uint32, sums *typedSums, plan triad.Plan, opt Options) error {
	cubes := make([]*triad.Cube, run.Threads(opt.Threads))
	err := g.EachTriangle(plan, opt.workers(ctx), func(w int, neuron []uint32, t *triad.Triangles) {
		if cubes[w] == nil {
			cubes[w] = triad.NewCube(27, sums.types)
		}
		for i, dyads := range t.Dyads {
			shape := 9*int(dyads>>4-1) + 3*int(dyads>>2&3-1) + int(dyads&3-1)
			cubes[w].Add(shape, of[neuron[t.U[i]]], of[neuron[t.V[i]]], of[neuron[t.W[i]]], 1)
		}
	})
	for _, cube := range cubes {
		if err == nil && cube != nil {
			cube.Each(func(shape int, a, b, c uint32, n uint64) {
				p := lookup[(shape/9+1)<<4|(shape/3%3+1)<<2|(shape%3+1)]
				sums.add(p.triad, p.pick([3]uint32{a, b, c}), n)
			})
		}
	}
	return err
}

// typedByStrips counts triangles of asymmetric pairs on rows of bits, and adds
// those with a mutual pair as they are found.
func typedByStrips(ctx context.Context, g *triad.Graph, of []uint32, sums *typedSums, plan triad.Plan, opt Options) error {
	s, err := triad.NewStrips(g, triad.NewLayout(g, of, sums.types, plan.Order)).Filled(opt.workers(ctx))
	if err != nil {
		return err
	}
	const mutualShape = triad.TypedShapes // and then 4·dx + dy
	workers := make([]struct {
		rows *triad.Rows
		*triad.Marker
		*triad.Cube
		_ [64]byte
	}, run.Threads(opt.Threads))
	cuts, err := g.MutualSpans(opt.workers(ctx))
	if err != nil {
		return err
	}
	strips := s.Strips()
	err = run.Parallel(ctx, opt.Threads, strips+len(cuts)-1, opt.Progress, func(w, item int) error {
		k := &workers[w]
		if k.Cube == nil {
			k.Cube = triad.NewCube(triad.TypedShapes+16, sums.types)
		}
		if item < strips {
			if k.rows == nil {
				k.rows = s.NewRows()
			}
			s.CountTyped(k.rows, strips-1-item, k.Cube)
			return nil
		}
		if k.Marker == nil {
			k.Marker = triad.NewMarker(g)
		}
		for x := cuts[item-strips]; x < cuts[item-strips+1]; x++ {
			a := of[x]
			k.Hits(uint32(x), func(y uint32, hits []triad.Hit) {
				b := of[y]
				for _, h := range hits {
					k.Add(mutualShape+int(4*h.DX+h.DY), a, b, of[h.W], 1)
				}
			})
		}
		return nil
	})
	for w := range workers {
		if err != nil || workers[w].Cube == nil {
			continue
		}
		workers[w].Each(func(shape int, a, b, c uint32, n uint64) {
			p := lookup[int(DyadMutual)<<4|(shape-mutualShape)&15]
			if shape < mutualShape {
				p = stripShapes[shape]
			}
			sums.add(p.triad, p.pick([3]uint32{a, b, c}), n)
		})
	}
	return err
}

// typedSums adds up counts by class and types. Sums are modulo 2^64: what is
// taken off may come before what it is taken off from.
type typedSums struct {
	types int
	*triad.Cube
}

func newTypedSums(types int) *typedSums {
	return &typedSums{types, triad.NewCube(NumTriads, types)}
}

// add adds n triads with the given types at their roles.
func (s *typedSums) add(t Triad, types [3]uint32, n uint64) {
	c := canonical(t, types)
	s.Add(int(t), c[0], c[1], c[2], n)
}

// canonical returns the smallest order that the class's automorphisms give to
// the types at its roles.
func canonical(t Triad, types [3]uint32) [3]uint32 {
	best := types
	for _, p := range automorphisms[t][1:] {
		if c := [3]uint32{types[p[0]], types[p[1]], types[p[2]]}; slices.Compare(c[:], best[:]) < 0 {
			best = c
		}
	}
	return best
}

// result lists what is not zero, in order.
func (s *typedSums) result(names []string) *TypedCensus {
	c := &TypedCensus{Types: names}
	s.Each(func(t int, a, b, d uint32, n uint64) {
		if n != 0 {
			c.Counts = append(c.Counts, TypedCount{Triad(t), [3]uint32{a, b, d}, n})
		}
	})
	slices.SortFunc(c.Counts, func(x, y TypedCount) int {
		return cmp.Or(cmp.Compare(x.Triad, y.Triad), slices.Compare(x.Types[:], y.Types[:]))
	})
	return c
}
