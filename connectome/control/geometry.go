package control

import (
	"context"
	"sync"

	"github.com/ctopo/ctopo/connectome"
)

// geometrySampler connects each ordered pair of different neurons independently,
// with a probability that depends on where the target's soma is from its source's:
//
//	od    on distance, elevation and azimuth of the offset
//	ld    on these and on how high the source is
//
// Probabilities are tables, in cells of 15 µm of the vertical and the horizontal
// offset, sectors of 45° of azimuth, and layers of 75 µm of the source's height.
// They are smoothed over neighbouring cells. Azimuth and height each multiply what
// the other offsets tell, so that the two do not interact; Σp = E.
//
// Gal et al. 2019, https://doi.org/10.1101/656058, with tables in the place of
// boosted trees. [Fit] tells what a table leaves unexplained.
//
// Complexity: N² offsets once, at the first draw, some 8 ns each; a draw O(L² + E)
// time for L of about N/18 leaves, and 10 bytes a connection besides the graph.
type geometrySampler struct {
	model   Model
	g       *connectome.Graph
	offsets *offsets
	somata  *somaLeaves

	mu     sync.Mutex // guards what the first draw works out
	fit    *Fit
	table  *geometryTable
	bounds []*probabilities // by depth·reaches + reach: by rise, for any azimuth
	walk   *pairWalk
}

func newGeometrySampler(model Model, c *connectome.Connectome, opt Parameters) (*geometrySampler, error) {
	where := c.Cells.Positions()
	o, err := newOffsets(opt.Bin, model == LD, where)
	if err != nil {
		return nil, err
	}
	return &geometrySampler{model: model, g: c.Graph, offsets: o, somata: newSomaLeaves(oneType(c.Graph.N()), where)}, nil
}

// prepare counts and fits, once.
func (s *geometrySampler) prepare(ctx context.Context, threads int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fit != nil {
		return nil
	}
	o := s.offsets
	pairs, connected, err := o.count(ctx, threads, s.g, s.somata.types[0], s.somata.where)
	if err != nil {
		return err
	}
	table, fit := o.fitGeometry(pairs, connected, s.model == LD)
	s.table = table
	s.bounds = make([]*probabilities, o.depths*o.reaches)
	for k := range s.bounds {
		depth, reach := k/o.reaches, k%o.reaches
		p := make([]float64, o.rises)
		for rise := range p {
			i := rise*o.reaches + reach
			for _, turn := range s.table.turn[i*octants : (i+1)*octants] {
				p[rise] = max(p[rise], s.table.p(s.table.level[depth*o.rises*o.reaches+i], turn))
			}
		}
		s.bounds[k] = newProbabilities(p)
	}
	s.walk = newPairWalk(s.somata, s, [][]walkPath{{{}}}, []int64{s.g.Connections()})
	s.fit = fit
	return nil
}

func (t *geometryTable) p(level, turn float64) float64 { return min(1, float64(level*turn)) }

// Fit tells how well the model fits.
func (s *geometrySampler) Fit(ctx context.Context, threads int) (*Fit, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	f := *s.fit
	return &f, nil
}

func (s *geometrySampler) bound(_ int, from, to *box) (p, rate float64) {
	o := s.offsets
	x0, x1 := apart(from.lo.X, from.hi.X, to.lo.X, to.hi.X)
	z0, z1 := apart(from.lo.Z, from.hi.Z, to.lo.Z, to.hi.Z)
	nearest := o.reach.of(float64(x0*x0) + float64(z0*z0))
	farthest := o.reach.of(float64(x1*x1) + float64(z1*z1))
	lowest, highest := o.rise(to.lo.Y-from.hi.Y), o.rise(to.hi.Y-from.lo.Y)
	for depth := o.depth(from.lo.Y); depth <= o.depth(from.hi.Y); depth++ {
		for _, t := range s.bounds[depth*o.reaches+nearest : depth*o.reaches+farthest+1] {
			if k := t.largest(lowest, highest); t.p[k] > p {
				p, rate = t.p[k], t.rate[k]
			}
		}
	}
	return p, rate
}

func (s *geometrySampler) at(_ int, from, to *connectome.Position) (p float64, bin int) {
	k := s.offsets.of(from, to)
	return s.table.p(s.table.level[k/octants], s.table.turn[k%len(s.table.turn)]), 0
}

// Draw draws a graph.
func (s *geometrySampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	drawn, err := s.walk.draw(ctx, seed, index, threads)
	if err != nil {
		return nil, err
	}
	return s.walk.assemble(ctx, drawn, threads)
}
