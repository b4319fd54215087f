package control

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// blockConfigurationSampler draws graphs that have every neuron's number of targets of
// each type and of sources of each type, all simple ones without loops with equal
// probability: configuration within each pathway.
//
// What is kept holds each pathway for itself, so that pathways are drawn
// independently, each as [configurationSampler] draws a graph: trades between rows of
// neurons of the source type, in which only the targets of one type are dealt
// out, as many rounds as this pathway's degrees ask for. Between two types that
// reaches every graph, as swaps do (Ryser 1957,
// https://doi.org/10.4153/CJM-1957-044-3, of matrices of zeros and ones); within a
// type, where loops are left out, with 3-cycles turned round (Berger and
// Müller-Hannemann 2010, https://arxiv.org/abs/0912.0685).
//
// Complexity: for each pathway 40 rounds or more, 2,000 at most, of O(n_a + E_ab)
// time; 4 bytes a connection and 24 a row of a pathway besides the graph. Short rows,
// as those of many types are, take more rounds than long ones and cost more each.
type blockConfigurationSampler struct {
	g        *connectome.Graph
	of       []uint32 // the type of each neuron
	idx      []uint32 // rows of targets by type, then by number
	pathways []blockPathway
}

// blockPathway is what one pathway's walk needs: the rows that can change, as spans
// of idx.
type blockPathway struct {
	pre, post uint32
	rows      []span
	rounds    int
}

type span struct {
	v      uint32
	lo, hi int64
}

func newBlockConfigurationSampler(g *connectome.Graph, labels connectome.Labels) (*blockConfigurationSampler, error) {
	blocks, err := CountBlocks(g, labels)
	if err != nil {
		return nil, err
	}
	s := &blockConfigurationSampler{g: g, of: labels.Of, idx: make([]uint32, g.Connections())}
	members := make([][]uint32, blocks.Types)
	for v, a := range labels.Of {
		members[a] = append(members[a], uint32(v))
	}
	for a := range members {
		for b, rows := range s.byType(members[a], blocks.Types) {
			width := blocks.Pairs(a, b) / max(blocks.Neurons[a], 1)
			rows = slices.DeleteFunc(rows, func(r span) bool { return r.hi-r.lo == width })
			lengths := make(map[int64]float64)
			for _, r := range rows {
				lengths[r.hi-r.lo]++
			}
			if rounds := roundsFor(lengths); rounds > 0 {
				s.pathways = append(s.pathways, blockPathway{uint32(a), uint32(b), rows, rounds})
			}
		}
	}
	slices.SortStableFunc(s.pathways, func(p, q blockPathway) int { return len(q.rows)*q.rounds - len(p.rows)*p.rounds })
	return s, nil
}

// byType orders the rows of neurons by the type of their targets, and returns those
// of each type that are not empty.
func (s *blockConfigurationSampler) byType(neurons []uint32, types int) [][]span {
	ptr, idx := s.g.OutCSR()
	rows := make([][]span, types)
	end := make([]int64, types) // where the targets of each type end in the row
	for _, v := range neurons {
		clear(end)
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			end[s.of[w]]++
		}
		at := ptr[v]
		for b, count := range end {
			if count > 0 {
				rows[b] = append(rows[b], span{v, at, at + count})
			}
			end[b], at = at, at+count
		}
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			s.idx[end[s.of[w]]] = w
			end[s.of[w]]++
		}
	}
	return rows
}

// Draw draws a graph.
func (s *blockConfigurationSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	n := s.g.N()
	ptr, _ := s.g.OutCSR()
	idx := slices.Clone(s.idx)
	walks := make([]*walk, run.Threads(threads))
	err := run.Parallel(ctx, threads, len(s.pathways), nil, func(worker, item int) error {
		if walks[worker] == nil {
			walks[worker] = &walk{lo: make([]int64, n), hi: make([]int64, n), idx: idx, traders: make([]*trader, 1)}
		}
		p := &s.pathways[item]
		return walks[worker].within(ctx, p, run.Rand(seed, index, streamTrade, uint64(p.pre), uint64(p.post)))
	})
	if err != nil {
		return nil, err
	}
	w := walk{lo: ptr[:n], hi: ptr[1:], idx: idx}
	if err := w.sort(ctx, threads); err != nil {
		return nil, err
	}
	return connectome.FromCSR(n, slices.Clone(ptr), idx, nil)
}

// within walks through the graphs of one pathway. Rows of other neurons are empty to
// it, and so end the paths that it would turn.
func (w *walk) within(ctx context.Context, p *blockPathway, rng *rand.Rand) error {
	w.match = w.match[:0]
	for _, r := range p.rows {
		w.lo[r.v], w.hi[r.v] = r.lo, r.hi
		w.match = append(w.match, r.v)
	}
	for range p.rounds {
		rng.Shuffle(len(w.match), func(i, j int) { w.match[i], w.match[j] = w.match[j], w.match[i] })
		for k := 0; k+1 < len(w.match); k += 2 {
			w.trade(0, rng, w.match[k], w.match[k+1])
		}
		if p.pre == p.post {
			for range len(w.match)/8 + 8 {
				w.turn(rng, w.match[rng.IntN(len(w.match))])
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	for _, r := range p.rows {
		w.lo[r.v], w.hi[r.v] = 0, 0
	}
	return nil
}
