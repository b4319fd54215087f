package motifs

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// SimplexEstimate is what random chains tell of the numbers of simplices.
type SimplexEstimate struct {
	Counts  []float64 // Counts[k] estimates the number of k-simplices, without bias; 0 and 1 are exact
	Errors  []float64 // their standard errors; those of the highest dimensions tell least
	Samples int
	Time    time.Duration // what CountSimplices may take with the threads of the options, roughly
}

// Table returns one row a dimension: dim, estimate, error.
func (e *SimplexEstimate) Table() connectome.Table {
	dim := make([]int64, len(e.Counts))
	for k := range dim {
		dim[k] = int64(k)
	}
	return connectome.NewTable("simplex_estimate", connectome.Ints("dim", dim),
		connectome.Floats("estimate", e.Counts), connectome.Floats("error", e.Errors))
}

// defaultChains is how many chains are drawn where the number is not given.
const defaultChains = 20000

// EstimateSimplices estimates the number of directed simplices of each dimension
// from random chains: a connection drawn in proportion to the product of its
// ends' degrees, then one neuron after the other drawn among those that make the
// simplex longer. One over the probability of a chain, times the number of neurons
// that make it longer, is an unbiased estimate of the number of simplices of the
// next dimension (Knuth 1975, DOI 10.2307/2005469). samples ≤ 0 means 20,000.
//
// Complexity: a microsecond or so for each chain and dimension, however many
// simplices there are. Chains have random streams of their own, so that the
// estimate is the same for any number of threads.
func EstimateSimplices(ctx context.Context, g *connectome.Graph, samples int, seed uint64, opt SimplexOptions) (*SimplexEstimate, error) {
	if err := opt.validate(); err != nil {
		return nil, err
	}
	if samples <= 0 {
		samples = defaultChains
	}
	if opt.Reciprocal {
		g = mutualOriented(g)
	}
	e := &SimplexEstimate{Samples: samples, Counts: []float64{float64(g.N())}, Errors: []float64{0}}
	if g.Connections() > 0 {
		e.Counts, e.Errors = append(e.Counts, float64(g.Connections())), append(e.Errors, 0)
	}
	if opt.MaxDim != 1 && g.Connections() > 0 {
		sums, squares, err := drawChains(ctx, g, samples, seed, opt)
		if err != nil {
			return nil, err
		}
		n := float64(samples)
		for l := range sums {
			mean := sums[l] / n
			variance := math.Max(0, squares[l]/n-mean*mean) / math.Max(1, n-1)
			e.Counts, e.Errors = append(e.Counts, mean), append(e.Errors, math.Sqrt(variance))
		}
	}
	e.Time = e.time(g, opt)
	return e, ctx.Err()
}

// time is what the plan's costs say: building the matrices, and a nanosecond or two
// for each simplex that is not of the last dimension.
func (e *SimplexEstimate) time(g *connectome.Graph, opt SimplexOptions) time.Duration {
	plan, _ := outlineSimplexPlan(g, opt.MaxDim)
	nanoseconds := plan.cost()
	for k := 3; k < len(e.Counts)-1; k++ {
		nanoseconds += costSimplex * e.Counts[k]
	}
	nanoseconds /= float64(run.Threads(opt.Threads))
	return time.Duration(math.Min(nanoseconds, math.MaxInt64/2))
}

// costSimplex is what a simplex costs that is neither of the first dimensions nor
// of the last, in nanoseconds.
const costSimplex = 2

// chainBlock is how many chains are drawn from one stream.
const chainBlock = 256

// drawChains returns sums and sums of squares over chains, by dimension from 2.
func drawChains(ctx context.Context, g *connectome.Graph, samples int, seed uint64, opt SimplexOptions) (sums, squares []float64, err error) {
	d := newChainDraw(g)
	blocks := make([][2][]float64, (samples+chainBlock-1)/chainBlock)
	err = run.Parallel(ctx, opt.Threads, len(blocks), nil, func(_, b int) error {
		r := run.Rand(seed, uint64(b))
		c := &chain{chainDraw: d, random: r, maxDim: opt.MaxDim}
		for range min(chainBlock, samples-b*chainBlock) {
			c.draw(&blocks[b])
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	for _, b := range blocks {
		for l := range b[0] {
			sums, squares = addFloat(sums, l, b[0][l]), addFloat(squares, l, b[1][l])
		}
	}
	return sums, squares, nil
}

// chainDraw draws first connections u → v with probability weight / total, where
// the weight is (out(u) + 1)(out(v) + 1): in proportion to the partners that they may share.
type chainDraw struct {
	g     *connectome.Graph
	until []float64 // by source: the weights of its connections and those before
}

func newChainDraw(g *connectome.Graph) *chainDraw {
	d := &chainDraw{g: g, until: make([]float64, g.N())}
	sum := 0.0
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			sum += d.weight(u, v)
		}
		d.until[u] = sum
	}
	return d
}

func (d *chainDraw) weight(u, v uint32) float64 {
	return float64(len(d.g.Out(u))+1) * float64(len(d.g.Out(v))+1)
}

// connection returns a random connection and one over its probability.
func (d *chainDraw) connection(r *rand.Rand) (u, v uint32, inverse float64) {
	total := d.until[len(d.until)-1]
	x := r.Float64() * total
	u = uint32(min(sort.SearchFloat64s(d.until, x), len(d.until)-1))
	for len(d.g.Out(u)) == 0 { // x fell exactly on the end of a row
		u = (u + 1) % uint32(len(d.until))
	}
	if u > 0 {
		x -= d.until[u-1]
	}
	targets := d.g.Out(u)
	for k, w := range targets {
		x -= d.weight(u, w)
		if x <= 0 || k == len(targets)-1 {
			return u, w, total / d.weight(u, w)
		}
	}
	panic("unreachable: a source without targets")
}

// chain draws chains from one stream.
type chain struct {
	*chainDraw
	random    *rand.Rand
	maxDim    int
	set, next []uint32
}

// draw adds what one chain tells to the sums and the sums of squares.
func (c *chain) draw(sums *[2][]float64) {
	u, v, scale := c.connection(c.random)
	c.set = appendIntersection(c.set[:0], c.g.Out(u), c.g.Out(v))
	for l := 0; len(c.set) > 0 && (c.maxDim == 0 || l+2 <= c.maxDim); l++ {
		scale *= float64(len(c.set))
		sums[0], sums[1] = addFloat(sums[0], l, scale), addFloat(sums[1], l, scale*scale)
		w := c.set[c.random.IntN(len(c.set))]
		c.next = appendIntersection(c.next[:0], c.set, c.g.Out(w))
		c.set, c.next = c.next, c.set
	}
}

func addFloat(s []float64, at int, x float64) []float64 {
	if at >= len(s) {
		s = append(s, slices.Repeat([]float64{0}, at+1-len(s))...)
	}
	s[at] += x
	return s
}
