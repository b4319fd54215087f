package control

import (
	"context"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// gbSampler keeps the number of connections of each pathway at each distance: of
// the ordered pairs of different neurons of a pathway whose somata are in a bin of
// distance, as many are connected as are in the connectome, every such set equally
// likely. That is a permutation of the entries of the adjacency matrix within each
// pathway and bin, the "general biological" model of Reimann et al. 2017,
// https://doi.org/10.3389/fncom.2017.00048.
//
// A draw first connects each pair independently, with the fraction of its pathway
// and bin that is connected; then each pathway and bin loses or gains connections
// at random until it holds as many as it should. Both leave all sets of a number
// equally likely.
//
// Complexity: N²/2 distances once, at the first draw, some 8 ns each; a draw
// O(L² + E) time for L of about N/18 leaves, and 10 bytes a connection besides the
// graph.
type gbSampler struct {
	g      *connectome.Graph
	labels connectome.Labels
	width  float64
	somata *somaLeaves

	mu    sync.Mutex // guards what the first draw works out
	ready bool
	ruler ruler
	want  [][]int64        // connections, by pathway a·types + b and bin
	p     []*probabilities // by pathway; nil for those that are empty
	walk  *pairWalk
}

func newGBSampler(c *connectome.Connectome, opt Parameters) (*gbSampler, error) {
	if _, err := CountBlocks(c.Graph, opt.Labels); err != nil {
		return nil, err
	}
	where := c.Cells.Positions()
	if _, err := newRuler(opt.Bin, where); err != nil {
		return nil, err
	}
	return &gbSampler{g: c.Graph, labels: opt.Labels, width: opt.Bin, somata: newSomaLeaves(opt.Labels, where)}, nil
}

// prepare counts pairs and connections, once.
func (s *gbSampler) prepare(ctx context.Context, threads int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready {
		return nil
	}
	counts, err := countByDistance(ctx, threads, s.g, s.labels, s.somata, PerPathway, s.width)
	if err != nil {
		return err
	}
	s.ruler = counts.ruler
	s.want, s.p = make([][]int64, len(counts.pairs)), make([]*probabilities, len(counts.pairs))
	for k := range counts.pairs {
		if counts.pairs[k] != nil {
			s.want[k] = bothSides(counts.connected[k])
			s.p[k] = newProbabilities(fractions(s.want[k], bothSides(counts.pairs[k])))
		}
	}
	paths, edges := counts.paths(s.g, s.labels)
	s.walk = newPairWalk(s.somata, s, paths, edges)
	s.ready = true
	return nil
}

func (s *gbSampler) bound(path int, from, to *box) (p, rate float64) {
	lo, hi := from.spanSquared(to)
	t := s.p[path]
	k := t.largest(s.ruler.of(lo), s.ruler.of(hi))
	return t.p[k], t.rate[k]
}

func (s *gbSampler) at(path int, from, to *connectome.Position) (p float64, bin int) {
	bin = s.ruler.of(squared(*from, *to))
	return s.p[path].p[bin], bin
}

// Draw draws a graph.
func (s *gbSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	if err := s.prepare(ctx, threads); err != nil {
		return nil, err
	}
	drawn, err := s.walk.draw(ctx, seed, index, threads)
	if err != nil {
		return nil, err
	}
	if err := s.fit(ctx, drawn, seed, index, threads); err != nil {
		return nil, err
	}
	return s.walk.assemble(ctx, drawn, threads)
}

// fit makes the number of connections of each pathway and bin exact.
func (s *gbSampler) fit(ctx context.Context, drawn []walked, seed, index uint64, threads int) error {
	strips := make([][]int, len(s.somata.types)) // of each type
	for i, st := range s.walk.strips {
		strips[st.pre] = append(strips[st.pre], i)
	}
	var fits []*binFit
	for a, paths := range s.walk.paths {
		for k, p := range paths {
			f := &binFit{gbSampler: s, path: p.number, from: s.somata.types[a], to: s.somata.types[p.post]}
			for _, i := range strips[a] {
				cells, bins := drawn[i].path(k)
				f.cells, f.bins = append(f.cells, cells), append(f.bins, bins)
			}
			fits = append(fits, f)
		}
	}
	err := run.Parallel(ctx, threads, len(fits), nil, func(_, i int) error {
		f := fits[i]
		f.rng = run.Rand(seed, index, streamBin, uint64(f.path))
		return f.fit(ctx)
	})
	if err != nil {
		return err
	}
	// Close the gaps, strip by strip, and hand what was added to the strips that
	// hold its rows.
	at := 0
	for a, paths := range s.walk.paths {
		for j, i := range strips[a] {
			d := &drawn[i]
			kept := d.cells[:0]
			for k := range paths {
				kept = append(kept, fits[at+k].cells[j]...)
			}
			d.cells = kept
		}
		for k := range paths {
			for _, c := range fits[at+k].added {
				i := s.walk.strip[c.row()]
				drawn[i].cells = append(drawn[i].cells, c)
			}
		}
		at += len(paths)
	}
	return nil
}
