package control

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// How long the walk of configuration is.
const (
	rowMoves     = 20   // times that a connection changes rows on average, as in 10·E swaps
	longRowMoves = 7    // times that those of the longest row do: e^-7, 1 in 1,000, never moved
	minRounds    = 40   // however few it takes
	maxRounds    = 2000 // however uneven the degrees are
	chunkTrades  = 64   // trades of a work item
	chunkRows    = 256  // rows that a work item sorts
)

// configurationSampler draws graphs that have every neuron's number of sources and
// targets, all simple ones without loops with equal probability. It walks at
// random from the graph itself, as edge swaps do (a → b, c → d become a → d, c →
// b where that makes neither loop nor duplicate), but in larger steps, the
// curveball trades of [trader]: each round matches the neurons at random, and the
// two of each match pool the targets that only one of them has and deal them out
// again. That is the global curveball of Carstens et al. 2018,
// https://arxiv.org/abs/1804.08487, for directed graphs, where trades
// of one round do not touch each other.
//
// A trade can do every swap of its two rows, and leaves a graph with the
// probability that it comes back with, so that all graphs are equally likely in
// the end; but like swaps it cannot turn a directed 3-cycle round, without which
// some graphs are out of reach (Berger and Müller-Hannemann 2010,
// https://arxiv.org/abs/0912.0685). So each round also tries N/8 + 8
// paths i → j → k at random and turns those round, with probability ½, that k → i
// closes to a cycle without other connections. As degrees stay, a cycle is tried
// as often as the one it turns into.
//
// A connection changes rows in a round with a probability of about ½, for rows of
// equal length; a swap moves two connections. There are as many rounds as it
// takes for connections to be moved 20 times on average, which is what 10·E swaps
// do that are all accepted, and those of the longest row 7 times; 40 at least. A
// row passes connections on to rows all over the graph within log₂ N rounds.
// Rows are sources' or targets', whichever takes fewer rounds.
//
// Complexity: some 40 to 100 rounds of O(E) time, 5 ns a connection; no memory to speak of besides
// the graph.
type configurationSampler struct {
	g          *connectome.Graph
	transposed bool     // rows are the sources of each neuron
	active     []uint32 // neurons whose rows can change: neither empty nor full
	rounds     int
}

func newConfigurationSampler(g *connectome.Graph) *configurationSampler {
	s := &configurationSampler{g: g}
	out, _ := g.OutCSR()
	in, _ := g.InCSR()
	s.active, s.rounds = plan(out)
	if active, rounds := plan(in); rounds < s.rounds {
		s.active, s.rounds, s.transposed = active, rounds, true
	}
	return s
}

// plan returns the rows that can change, and the number of rounds it takes.
func plan(ptr []int64) (active []uint32, rounds int) {
	n := int64(len(ptr) - 1)
	rows := make(map[int64]float64) // number of rows by length
	for v := range n {
		if d := ptr[v+1] - ptr[v]; d > 0 && d < n-1 {
			active = append(active, uint32(v))
			rows[d]++
		}
	}
	if rounds = roundsFor(rows); rounds == 0 {
		return nil, 0
	}
	return active, rounds
}

// roundsFor returns the number of rounds that so many rows of each length take.
func roundsFor(rows map[int64]float64) int {
	active := 0.0
	for _, n := range rows {
		active += n
	}
	if active < 2 {
		return 0
	}
	mean, longest := leaving(rows, active)
	want := max(rowMoves/mean, longRowMoves/longest)
	return int(math.Ceil(min(max(want, minRounds), maxRounds)))
}

// leaving returns with what probability a connection leaves its row in a trade with
// one of so many active rows: the mean, and that of the longest row's. rows are the
// numbers of rows by length.
func leaving(rows map[int64]float64, active float64) (mean, longest float64) {
	lengths := make([]int64, 0, len(rows))
	for d := range rows {
		lengths = append(lengths, d)
	}
	slices.Sort(lengths)
	// Of two rows' connections, every one lands in row i with probability
	// d_i / (d_i + d_j), so that one of row i leaves it with d_j / (d_i + d_j).
	connections, moved := 0.0, 0.0
	for _, d := range lengths {
		longest = 0
		for _, e := range lengths {
			longest += rows[e] / active * float64(e) / float64(d+e)
		}
		connections += rows[d] * float64(d)
		moved += float64(rows[d] * float64(d) * longest)
	}
	return moved / connections, longest
}

// Draw draws a graph.
func (s *configurationSampler) Draw(ctx context.Context, seed, index uint64, threads int) (*connectome.Graph, error) {
	ptr, idx := s.g.OutCSR()
	if s.transposed {
		ptr, idx = s.g.InCSR()
	}
	w := walk{lo: ptr[:s.g.N()], hi: ptr[1:], idx: slices.Clone(idx), match: slices.Clone(s.active), traders: make([]*trader, run.Threads(threads))}
	match, cycle := run.Rand(seed, index, streamMatch), run.Rand(seed, index, streamCycle)
	for round := range s.rounds {
		match.Shuffle(len(w.match), func(i, j int) { w.match[i], w.match[j] = w.match[j], w.match[i] })
		pairs := len(w.match) / 2
		err := inChunks(ctx, threads, pairs, chunkTrades, func(worker, chunk, lo, hi int) {
			rng := run.Rand(seed, index, streamTrade, uint64(round), uint64(chunk))
			for k := lo; k < hi; k++ {
				w.trade(worker, rng, w.match[2*k], w.match[2*k+1])
			}
		})
		if err != nil {
			return nil, err
		}
		for range len(w.match)/8 + 8 {
			w.turn(cycle, w.match[cycle.IntN(len(w.match))])
		}
	}
	if err := w.sort(ctx, threads); err != nil {
		return nil, err
	}
	g, err := connectome.FromCSR(s.g.N(), slices.Clone(ptr), w.idx, nil)
	if err == nil && s.transposed {
		g = g.Transposed()
	}
	return g, err
}

// inChunks calls do for runs of so many of n items. A single run needs no worker,
// and small graphs are drawn by the thousand.
func inChunks(ctx context.Context, threads, n, size int, do func(worker, chunk, lo, hi int)) error {
	if n <= size {
		do(0, 0, 0, n)
		return ctx.Err()
	}
	return run.Parallel(ctx, threads, (n+size-1)/size, nil, func(worker, chunk int) error {
		do(worker, chunk, chunk*size, min(n, (chunk+1)*size))
		return nil
	})
}

// walk is a graph under way: rows of fixed lengths, in no order.
type walk struct {
	lo, hi  []int64 // where in idx the row of each neuron is
	idx     []uint32
	match   []uint32
	traders []*trader // by worker
}

func (w *walk) row(v uint32) []uint32 { return w.idx[w.lo[v]:w.hi[v]] }

func (w *walk) trade(worker int, rng *rand.Rand, a, b uint32) {
	if w.traders[worker] == nil {
		w.traders[worker] = newTrader(len(w.lo))
	}
	w.traders[worker].trade(rng, a, b, w.row(a), w.row(b))
}

// turn tries a path i → j → k at random and, with probability ½, turns the cycle
// round that k → i makes of it if there is no connection between them otherwise.
func (w *walk) turn(rng *rand.Rand, i uint32) {
	coin := rng.Uint64()
	row := w.row(i)
	if coin&1 == 0 || len(row) == 0 {
		return
	}
	j := row[rng.IntN(len(row))]
	row = w.row(j)
	if len(row) == 0 {
		return
	}
	k := row[rng.IntN(len(row))]
	if k == i || !w.connected(k, i) || w.connected(i, k) || w.connected(k, j) || w.connected(j, i) {
		return
	}
	replace(w.row(i), j, k)
	replace(w.row(j), k, i)
	replace(w.row(k), i, j)
}

func (w *walk) connected(u, v uint32) bool { return contains(w.row(u), v) }

func replace(row []uint32, old, by uint32) { row[slices.Index(row, old)] = by }

// sort makes rows ascending.
func (w *walk) sort(ctx context.Context, threads int) error {
	n := len(w.lo)
	sorters := make([]rowSorter, run.Threads(threads))
	return inChunks(ctx, threads, n, chunkRows, func(worker, _, lo, hi int) {
		for v := lo; v < hi; v++ {
			sorters[worker].sort(w.row(uint32(v)), n)
		}
	})
}
