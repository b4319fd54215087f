package control

import (
	"context"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// How the walk of configuration-mutual goes on between two splits.
const (
	fewNeurons    = 1000 // up to which it splits anew for each round
	tradesOfSplit = 6    // rounds of a split, for more neurons
	fewRounds     = 1500 // by the number of neurons: rounds besides, as few neurons often fall on one side
)

// mutualConfigurationSampler draws graphs that have every neuron's number of mutual
// partners, of one-way targets and of one-way sources; it walks at random from the
// graph itself. Pairs that are connected one way and mutual pairs stay apart, so that
// no pair is both.
//
// A split puts each neuron on one of two sides by a coin. The pairs across are the
// cells of a table with a row for each neuron of the first side and a column for each
// of the second; a cell is unconnected, out, in or mutual as seen from its row. A
// round matches the rows at random and does the trades of [dyadTrader] between them,
// which keep what is in every row and what is in every column: curveball trades
// (Strona et al. 2014, https://doi.org/10.1038/ncomms5114) of a table of four symbols.
// Trades of a round do not touch each other, as no pair is a cell of two rows. After
// each split N/8 + 8 pairs of connections of a neuron are tried, and directed 3-cycles
// of one-way connections that they lie on turned round with probability ½ (Berger and
// Müller-Hannemann 2010, https://arxiv.org/abs/0912.0685). All moves are as likely as
// what undoes them, so that graphs that can be reached are equally likely in the end.
//
// Whether all graphs can be reached is not known, and for some small ones they cannot:
// these are degrees of three kinds of connections that exclude each other, and even to
// find a table of three symbols that has such counts is NP-hard where none is given
// (Dürr, Guiñez and Matamala 2009, https://arxiv.org/abs/0904.3169). Among the graphs
// of 3 neurons all are reached; among the 4,096 of 4 neurons 108 do not reach all
// others with their degrees, and a directed cycle of 5 neurons reaches none. Draws are
// uniform among the graphs that moves connect with the given one. What moves need is
// pairs that are unconnected, of which the sparse graphs of circuits are full.
//
// A pair is a cell of each of its neurons' rows in a quarter of the rounds, and then
// leaves the row with the probability that the lengths give it. There are as many
// rounds as it takes for pairs to be moved 20 times on average and those of the
// longest row of any kind 7 times, from either end; 80 at least, and more for few
// neurons.
//
// Complexity: some 80 to 200 rounds of O(E) time, 8 ns a connection, and a sort of the
// pairs by row, 12 ns each, for every six of them. 12 bytes a connected pair besides
// the graph, and 16 bytes a neuron and thread.
type mutualConfigurationSampler struct {
	g      *connectome.Graph
	ptr    []int64  // as that of dyadWalk, before the first split
	pairs  []uint32 // likewise
	active []uint32 // neurons with connections
	rounds int
}

// Ways in which a pair is connected, as seen from one of its neurons, in the last two
// bits of an entry of a row; the others are the other neuron.
const (
	toOther   uint32 = 1
	fromOther uint32 = 2
	bothWays  uint32 = toOther | fromOther
)

// maxPartner bounds the number of neurons, so that one and how it is connected fit
// an entry.
const maxPartner = 1 << 30

func newMutualConfigurationSampler(g *connectome.Graph) (*mutualConfigurationSampler, error) {
	n := g.N()
	if n > maxPartner {
		return nil, &connectome.LimitError{What: "neurons", Got: uint64(n), Limit: maxPartner}
	}
	s := &mutualConfigurationSampler{g: g, ptr: make([]int64, 2*n+1), pairs: make([]uint32, 0, g.Connections()-g.MutualPairs())}
	var lengths [3]map[int64]float64 // number of neurons by one-way targets, one-way sources and mutual partners
	for k := range lengths {
		lengths[k] = make(map[int64]float64)
	}
	for v := range uint32(n) {
		s.ptr[2*v+1] = int64(len(s.pairs))
		mutual := g.Mutual(v)
		for k, d := range []int{len(g.Out(v)) - len(mutual), len(g.In(v)) - len(mutual), len(mutual)} {
			if d > 0 {
				lengths[k][int64(d)]++
			}
		}
		if len(g.Out(v))+len(g.In(v)) > 0 {
			s.active = append(s.active, v)
		}
		for _, w := range g.Out(v) {
			if len(mutual) == 0 || mutual[0] != w {
				s.pairs = append(s.pairs, w<<2|toOther)
				continue
			}
			if mutual = mutual[1:]; v < w { // listed once
				s.pairs = append(s.pairs, w<<2|bothWays)
			}
		}
		s.ptr[2*v+2] = int64(len(s.pairs))
	}
	s.rounds = dyadRounds(lengths, float64(len(s.active)))
	return s, nil
}

// dyadRounds returns the number of rounds that take so many active rows, by the
// lengths of each kind. A pair is a cell of either neuron's row in a quarter of the
// rounds.
func dyadRounds(lengths [3]map[int64]float64, active float64) int {
	if active < 2 {
		return 0
	}
	want := 2*minRounds + fewRounds/active
	for k, opposite := range [3]int{1, 0, 2} { // a target's row holds the pair as one of a source
		if len(lengths[k]) == 0 {
			continue
		}
		mean, longest := leaving(lengths[k], active)
		other, _ := leaving(lengths[opposite], active)
		want = max(want, 4*rowMoves/(mean+other), 4*longRowMoves/(longest+other))
	}
	return int(math.Ceil(min(want, maxRounds)))
}

// Draw draws a graph.
func (s *mutualConfigurationSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	w := newDyadWalk(s, threads)
	sides, match, cycle := run.Rand(seed, index, streamSides), run.Rand(seed, index, streamMatch), run.Rand(seed, index, streamCycle)
	rows := make([]uint32, 0, len(s.active))
	for round := range s.rounds {
		if s.g.N() <= fewNeurons || round%tradesOfSplit == 0 {
			if err := w.split(ctx, threads, sides); err != nil {
				return nil, err
			}
			for range len(s.active)/8 + 8 {
				w.turn(cycle, s.active[cycle.IntN(len(s.active))])
			}
			rows = rows[:0]
			for _, v := range s.active {
				if w.side[v] == 0 {
					rows = append(rows, v)
				}
			}
		}
		match.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		err := inChunks(ctx, threads, len(rows)/2, chunkTrades, func(worker, chunk, lo, hi int) {
			rng := run.Rand(seed, index, streamTrade, uint64(round), uint64(chunk))
			t := w.trader(worker)
			for k := lo; k < hi; k++ {
				t.trade(rng, w.cells(rows[2*k]), w.cells(rows[2*k+1]))
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return s.graph(ctx, w, threads)
}

// graph makes a graph of the pairs; rows of targets are as long as they were.
func (s *mutualConfigurationSampler) graph(ctx context.Context, w *dyadWalk, threads int) (*connectome.Graph, error) {
	ptr, _ := s.g.OutCSR()
	next, idx := slices.Clone(ptr), make([]uint32, s.g.Connections())
	for v := range uint32(s.g.N()) {
		for _, e := range w.row(v) {
			other := e >> 2
			if e&toOther != 0 {
				idx[next[v]] = other
				next[v]++
			}
			if e&fromOther != 0 {
				idx[next[other]] = v
				next[other]++
			}
		}
	}
	rows := walk{lo: ptr[:s.g.N()], hi: ptr[1:], idx: idx}
	if err := rows.sort(ctx, threads); err != nil {
		return nil, err
	}
	return connectome.FromCSR(s.g.N(), slices.Clone(ptr), idx, nil)
}
