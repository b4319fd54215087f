package control

import (
	"context"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// stripEdges is about how many connections a strip draws: a few hundred
// microseconds of work.
const stripEdges = 1 << 15

// blockSampler draws each pathway on its own: every ordered pair of neurons is
// connected independently with the pathway's probability and, if exact, each
// pathway is then made to hold exactly as many connections as it did. With one
// type it draws G(n,p), or if exact G(n,m).
//
// Pathways of more than half density are drawn by the pairs that are not
// connected, their holes.
//
// Complexity: O(N·T + E) time for T types; 8 bytes a connection besides the graph.
type blockSampler struct {
	n       int
	blocks  *Blocks
	exact   bool
	members [][]uint32 // the neurons of each type, ascending
	paths   [][]path   // by presynaptic type: its pathways that hold connections
	strips  []strip
	sorted  bool // types stand one after another, so that rows come out ascending
}

// path is a pathway from one type to another, as a block of cells: a row for each
// presynaptic neuron, a column for each postsynaptic one but the neuron itself.
type path struct {
	pre, post int
	width     uint64 // columns
	p         float64
	holes     bool // p is the probability of a hole, and cells are holes
	want      int  // cells: on average, or if the number is to be exact, always
}

// strip is a run of rows of one presynaptic type, in all its pathways.
type strip struct {
	pre    int
	index  int // among the strips of this type
	lo, hi uint64
	cells  int // about as many will be drawn
}

func newBlockSampler(g *connectome.Graph, labels connectome.Labels, exact bool) (*blockSampler, error) {
	blocks, err := CountBlocks(g, labels)
	if err != nil {
		return nil, err
	}
	t := blocks.Types
	s := &blockSampler{n: g.N(), blocks: blocks, exact: exact, members: make([][]uint32, t), paths: make([][]path, t),
		sorted: slices.IsSorted(labels.Of)}
	for v, a := range labels.Of {
		s.members[a] = append(s.members[a], uint32(v))
	}
	for a := range t {
		edges, cells := int64(0), 0
		for b := range t {
			edges += blocks.Edges[a*t+b]
			if p, ok := newPath(blocks, a, b); ok {
				s.paths[a] = append(s.paths[a], p)
				cells += p.want
			}
		}
		s.strips = append(s.strips, stripsOf(a, uint64(blocks.Neurons[a]), uint64(edges), cells)...)
	}
	return s, nil
}

func newPath(blocks *Blocks, a, b int) (p path, ok bool) {
	edges, pairs := blocks.Edges[a*blocks.Types+b], blocks.Pairs(a, b)
	if edges == 0 {
		return p, false
	}
	p = path{pre: a, post: b, width: uint64(pairs / blocks.Neurons[a])}
	p.holes = edges > pairs/2
	if p.holes {
		edges = pairs - edges
	}
	p.p, p.want = float64(edges)/float64(pairs), int(edges)
	return p, true
}

// stripsOf cuts the rows of a type into strips of about equal work. They must
// depend on the model only, because each is a random stream of its own.
func stripsOf(pre int, rows, edges uint64, cells int) []strip {
	if edges == 0 {
		return nil
	}
	k := min(rows, (edges+stripEdges-1)/stripEdges)
	strips := make([]strip, k)
	for i := range k {
		strips[i] = strip{pre: pre, index: int(i), lo: cut(rows, i, k), hi: cut(rows, i+1, k), cells: cells / int(k)}
	}
	return strips
}

// cut is ⌊rows·i/k⌋ without overflow.
func cut(rows, i, k uint64) uint64 { return rows/k*i + rows%k*i/k }

// Draw draws a graph.
func (s *blockSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	sets := s.newSets()
	err := run.Parallel(ctx, threads, len(s.strips), nil, func(_, i int) error {
		s.drawStrip(sets[s.strips[i].pre], s.strips[i], seed, index)
		return nil
	})
	if err == nil && s.exact {
		err = s.fit(ctx, sets, seed, index, threads)
	}
	if err != nil {
		return nil, err
	}
	return s.assemble(ctx, sets, threads)
}

// newSets returns an empty set of cells for each pathway, by presynaptic type.
func (s *blockSampler) newSets() [][]cellSet {
	sets := make([][]cellSet, len(s.paths))
	starts := make([][]uint64, len(s.paths))
	for _, st := range s.strips {
		starts[st.pre] = append(starts[st.pre], st.lo)
	}
	for a, paths := range s.paths {
		starts[a] = append(starts[a], uint64(len(s.members[a])))
		sets[a] = make([]cellSet, len(paths))
		for k, p := range paths {
			sets[a][k] = cellSet{parts: make([][]cell, len(starts[a])-1), starts: starts[a], width: p.width}
		}
	}
	return sets
}

// Kinds of random streams of a draw.
const (
	streamStrip uint64 = iota
	streamFit
	streamPairs
	streamRow
	streamMatch
	streamTrade
	streamCycle
	streamLeaf
	streamBin
	streamDirections
	streamSides
)

// roomFor returns a capacity that a random number of the given mean seldom passes.
func roomFor(mean int) int { return mean + 4*int(math.Sqrt(float64(mean))) + 8 }

func (s *blockSampler) drawStrip(sets []cellSet, st strip, seed, index uint64) {
	paths := s.paths[st.pre]
	buffer := make([]cell, 0, roomFor(st.cells))
	ends := make([]int, len(paths))
	for k, p := range paths {
		skip := newSkipper(run.Rand(seed, index, streamStrip, uint64(p.pre), uint64(p.post), uint64(st.index)), p.p)
		buffer = skip.appendStops(buffer, st.lo, st.hi, p.width)
		ends[k] = len(buffer)
	}
	begin := 0
	for k, end := range ends {
		sets[k].parts[st.index] = buffer[begin:end:end]
		begin = end
	}
}

// fit makes the number of cells of each pathway exact.
func (s *blockSampler) fit(ctx context.Context, sets [][]cellSet, seed, index uint64, threads int) error {
	paths := slices.Concat(s.paths...)
	all := make([]*cellSet, 0, len(paths))
	for a := range sets {
		for k := range sets[a] {
			all = append(all, &sets[a][k])
		}
	}
	return run.Parallel(ctx, threads, len(paths), nil, func(_, i int) error {
		p := paths[i]
		all[i].fit(run.Rand(seed, index, streamFit, uint64(p.pre), uint64(p.post)), p.want)
		return nil
	})
}
