package control

import (
	"context"
	"math"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	kernel "github.com/ctopo/ctopo/internal/kernel/distance"
)

// distanceSampler connects each ordered pair of different neurons independently,
// with a probability that depends on the distance of their somata, and for ddz and
// dd3 on whether the target is above its source (or level with it) or below: on the
// sign of y_target - y_source.
//
//	dd, ddz    the fraction of pairs that are connected, in bins of 25 µm; Σp = E
//	dd2, dd3   the exponential a·e^{-b·d} that is fitted to the fractions in bins of
//	           75 µm, at their centres, by least squares; a is then scaled so that
//	           Σp = E, for dd3 of each side. Fifteen steps a bin each have the
//	           probability of their centre.
//
// All pairs are fitted together, or those of a presynaptic type, or of a pathway.
// Where there is nothing to fit a curve to, it is level: a is the fraction connected.
//
// dd and ddz are models of Gal et al. 2019, https://doi.org/10.1101/656058, with
// tables in the place of boosted trees; dd2 and dd3 are the models of order 2 and 3
// of Pokorny et al. 2025, https://doi.org/10.1162/netn_a_00429.
//
// Complexity: N²/2 distances once, at the first draw, some 8 ns each; a draw
// O(L² + E) time for L of about N/18 leaves, and 10 bytes a connection besides the
// graph.
type distanceSampler struct {
	model  Model
	g      *connectome.Graph
	labels connectome.Labels
	scope  Scope
	width  float64 // of a bin
	somata *somaLeaves

	mu    sync.Mutex // guards what the first draw works out
	ruler ruler
	p     [][sides]*probabilities // by group
	walk  *pairWalk
	fit   *Fit
}

// curveSteps is the number of steps in a bin of dd2 and dd3.
const curveSteps = 15

func newDistanceSampler(model Model, c *connectome.Connectome, opt Parameters) (*distanceSampler, error) {
	s := &distanceSampler{model: model, g: c.Graph, labels: opt.Labels, scope: opt.Scope, width: opt.Bin}
	if opt.Scope == Whole {
		s.labels = oneType(c.Graph.N())
	}
	if _, err := CountBlocks(c.Graph, s.labels); err != nil {
		return nil, err
	}
	where := c.Cells.Positions()
	if _, err := newRuler(s.step(), where); err != nil {
		return nil, err
	}
	s.somata = newSomaLeaves(s.labels, where)
	return s, nil
}

// twoSided reports whether targets above and below have probabilities of their own.
func (s *distanceSampler) twoSided() bool { return s.model == DDZ || s.model == DD3 }

// curved reports whether probabilities are those of a curve.
func (s *distanceSampler) curved() bool { return s.model == DD2 || s.model == DD3 }

// step returns the width of what has one probability.
func (s *distanceSampler) step() float64 {
	if s.curved() {
		return s.width / curveSteps
	}
	return s.width
}

// prepare counts and fits, once.
func (s *distanceSampler) prepare(ctx context.Context, threads int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fit != nil {
		return nil
	}
	counts, err := countByDistance(ctx, threads, s.g, s.labels, s.somata, s.scope, s.step())
	if err != nil {
		return err
	}
	s.ruler = counts.ruler
	s.p = make([][sides]*probabilities, len(counts.pairs))
	var all tally
	var curves []Curve
	for k, pairs := range counts.pairs {
		if pairs == nil {
			continue
		}
		parts := []part{{"", bothSides(pairs), bothSides(counts.connected[k])}}
		if s.twoSided() {
			bins := len(pairs) / sides
			parts = []part{{"above", pairs[:bins], counts.connected[k][:bins]}, {"below", pairs[bins:], counts.connected[k][bins:]}}
		}
		for i, part := range parts {
			p := fractions(part.connected, part.pairs)
			if s.curved() {
				curve := part.fit(s.width, p)
				curve.Pre, curve.Post = s.names(k)
				curves = append(curves, curve)
			}
			for bin := range p {
				all.add(p[bin], part.connected[bin], part.pairs[bin])
			}
			table := newProbabilities(p)
			s.p[k][i] = table
			if !s.twoSided() {
				s.p[k][below] = table
			}
		}
	}
	paths, edges := counts.paths(s.g, s.labels)
	s.walk = newPairWalk(s.somata, s, paths, edges)
	s.fit = all.fit(1)
	if s.curved() {
		s.fit.Factor, s.fit.Curves = math.NaN(), curves
	}
	n := int64(s.g.N())
	rest := n*max(n-1, 0) - all.pairs // pairs of groups without connections have p = 0
	if rest > 0 {
		all.pairs += rest
		f := all.fit(s.fit.Factor)
		f.Curves = s.fit.Curves
		s.fit = f
	}
	return nil
}

// names returns the types of a group.
func (s *distanceSampler) names(group int) (pre, post string) {
	t := len(s.labels.Names)
	switch s.scope {
	case PerPre:
		return s.labels.Names[group], ""
	case PerPathway:
		return s.labels.Names[group/t], s.labels.Names[group%t]
	}
	return "", ""
}

// part is the pairs of a group that are fitted together, by step.
type part struct {
	side             string
	pairs, connected []int64
}

// fit fits a curve and sets p to its values at the centres of the steps, scaled.
func (d *part) fit(width float64, p []float64) Curve {
	bins := (len(p) + curveSteps - 1) / curveSteps
	pairs, connected := make([]int64, bins), make([]int64, bins)
	edges, n := int64(0), int64(0)
	for k := range p {
		pairs[k/curveSteps] += d.pairs[k]
		connected[k/curveSteps] += d.connected[k]
		n += d.pairs[k]
		edges += d.connected[k]
	}
	wide := fractions(connected, pairs)
	for k, all := range pairs {
		if all == 0 {
			wide[k] = math.NaN()
		}
	}
	c := Curve{Side: d.side}
	c.A, c.B, c.RMS = kernel.FitExponential(width, wide)
	if math.IsNaN(c.A) {
		c.B = 0
		c.A = float64(edges) / float64(max(n, 1))
	}
	for k := range p {
		p[k] = 0
		if d.pairs[k] > 0 {
			p[k] = min(1, float64(c.A*expOf(-float64(c.B*(float64(k)+0.5))*width/curveSteps)))
		}
	}
	c.Factor = scaleTo(p, d.pairs, float64(edges))
	return c
}

// Fit tells how well the model fits.
func (s *distanceSampler) Fit(ctx context.Context, threads int) (*Fit, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	f := *s.fit
	return &f, nil
}

func (s *distanceSampler) bound(path int, from, to *box) (p, rate float64) {
	lo, hi := from.spanSquared(to)
	first, last := s.ruler.of(lo), s.ruler.of(hi)
	if to.hi.Y >= from.lo.Y { // some target may be above or level
		t := s.p[path][above]
		k := t.largest(first, last)
		p, rate = t.p[k], t.rate[k]
	}
	if to.lo.Y < from.hi.Y {
		t := s.p[path][below]
		if k := t.largest(first, last); t.p[k] > p {
			p, rate = t.p[k], t.rate[k]
		}
	}
	return p, rate
}

func (s *distanceSampler) at(path int, from, to *connectome.Position) (p float64, bin int) {
	bin = s.ruler.of(squared(*from, *to))
	side := above
	if to.Y < from.Y {
		side = below
	}
	return s.p[path][side].p[bin], bin
}

// Draw draws a graph.
func (s *distanceSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	drawn, err := s.walk.draw(ctx, seed, index, threads)
	if err != nil {
		return nil, err
	}
	return s.walk.assemble(ctx, drawn, threads)
}
