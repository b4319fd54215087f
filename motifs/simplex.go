package motifs

import (
	"context"
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// SimplexOptions chooses what is counted of the directed simplices.
type SimplexOptions struct {
	Options
	MaxDim     int  // highest dimension counted; 0 means no limit
	Maximal    bool // count maximal simplices too: those that no neuron extends at any place
	Reciprocal bool // count cliques of mutual pairs instead, each set of neurons once
}

func (o SimplexOptions) validate() error {
	if o.MaxDim < 0 {
		return fmt.Errorf("motifs: highest dimension %d: give 1 or more, or 0 for no limit", o.MaxDim)
	}
	return nil
}

// directed is validate for counts that tell the places in a simplex apart.
func (o SimplexOptions) directed(what string) error {
	if o.Reciprocal {
		return fmt.Errorf("motifs: cliques of mutual pairs have no order, so they cannot be counted %s", what)
	}
	return o.validate()
}

// Simplices is the number of directed simplices of each dimension.
//
// A directed k-simplex is an ordered tuple of k+1 neurons v0..vk with vi → vj
// for all i < j: v0 is its source, vk its sink. Every simplex counts, not only
// maximal ones; a set of neurons with mutual pairs may be several simplices.
type Simplices struct {
	Counts      []uint64 // Counts[k] is the number of k-simplices; the last one is not zero
	Maximal     []uint64 // Maximal[k] of them are maximal; nil if that was not asked for
	Neurons     int
	Connections int64
	Reciprocal  bool // cliques of mutual pairs were counted
	// Complete tells that there are no simplices beyond Counts. It is false if
	// SimplexOptions.MaxDim cut the count short, or the context did.
	Complete bool
}

// Euler returns the Euler characteristic χ = Σ (-1)^k s_k. It is undefined (ok is
// false) if not every dimension was counted or χ does not fit 64 bits.
func (s *Simplices) Euler() (chi int64, ok bool) {
	if !s.Complete {
		return 0, false
	}
	// In two's complement partial sums may wrap as long as the total fits; the
	// floating-point sum tells whether it does.
	sum, approx := uint64(0), 0.0
	for k, n := range s.Counts {
		if k%2 == 0 {
			sum += n
			approx += float64(n)
		} else {
			sum -= n
			approx -= float64(n)
		}
	}
	if math.Abs(approx) >= 1<<63 || math.Abs(approx-float64(int64(sum))) > math.Abs(approx)/2+1<<20 {
		return 0, false
	}
	return int64(sum), true
}

// ExpectedGNP returns the expected number of k-simplices of a random graph with
// the same numbers of neurons and connections in the mean, G(n,p) with p =
// E/(N(N-1)): E[s_k] = N!/(N-k-1)! · p^(k(k+1)/2). For cliques of mutual pairs it
// is C(N,k+1) · p^(k(k+1)).
func (s *Simplices) ExpectedGNP(k int) float64 {
	n := float64(s.Neurons)
	p := 0.0
	if s.Neurons > 1 {
		p = float64(s.Connections) / (n * (n - 1))
	}
	e, from := 1.0, 0
	if !s.Reciprocal && k > 0 {
		e, from = float64(s.Connections), 2 // which N(N-1)p may miss in its last digit
	}
	for i := from; i <= k; i++ {
		e *= (n - float64(i)) * math.Pow(p, float64(i))
		if s.Reciprocal {
			e *= math.Pow(p, float64(i)) / float64(i+1)
		}
	}
	return math.Max(e, 0)
}

// Density returns s_k over the number of ordered choices of k+1 neurons,
// N!/(N-k-1)! (sets of neurons, C(N,k+1), for cliques of mutual pairs): the
// probability that a random choice is a simplex.
func (s *Simplices) Density(k int) float64 {
	choices := 1.0
	for i := 0; i <= k; i++ {
		choices *= float64(s.Neurons - i)
		if s.Reciprocal {
			choices /= float64(i + 1)
		}
	}
	return float64(s.Counts[k]) / choices
}

// Table returns one row a dimension: dim, count, maximal if it was counted, the
// expectation under G(n,p) and the ratio to it, simplices per neuron, the
// density (see [Simplices.Density]) and the Euler characteristic, the same in
// every row, undefined if not every dimension was counted.
func (s *Simplices) Table() connectome.Table {
	rows := len(s.Counts)
	dim, euler, undefined := make([]int64, rows), make([]int64, rows), make([]bool, rows)
	expected, ratio := make([]float64, rows), make([]float64, rows)
	perNeuron, density := make([]float64, rows), make([]float64, rows)
	chi, ok := s.Euler()
	for k, n := range s.Counts {
		dim[k], euler[k], undefined[k] = int64(k), chi, !ok
		expected[k] = s.ExpectedGNP(k)
		ratio[k] = float64(n) / expected[k]
		perNeuron[k] = float64(n) / float64(s.Neurons)
		density[k] = s.Density(k)
	}
	columns := []connectome.Column{connectome.Ints("dim", dim), connectome.Uints("count", s.Counts)}
	if s.Maximal != nil {
		columns = append(columns, connectome.Uints("maximal", s.Maximal))
	}
	columns = append(columns, connectome.Floats("expected", expected), connectome.Floats("ratio", ratio),
		connectome.Floats("per_neuron", perNeuron), connectome.Floats("density", density),
		connectome.Ints("euler", euler).WithNull(undefined))
	return connectome.NewTable("simplices", columns...)
}

// CountSimplices counts the directed simplices of every dimension, exactly.
//
// Complexity: with L_s the graph among the d neighbours of neuron s, Σ_s |L_s|
// look-ups to build the local bit matrices, then O(s_{k-1}) single-word steps for
// each dimension k; the last dimension is counted without being visited.
// Memory: a few MB a thread beyond the graph.
//
// Where an estimate says that the work will take long, it is done in passes to
// ever higher dimensions, each some four times dearer than the one before:
// progress begins anew with each.
//
// Errors: one that wraps [ErrOverflow] if a count passes 2^64; the context's. On
// cancellation the dimensions that are exact by then are returned with the error:
// 0 and 1 always are, others where a pass was done.
func CountSimplices(ctx context.Context, g *connectome.Graph, opt SimplexOptions) (*Simplices, error) {
	if err := opt.validate(); err != nil {
		return nil, err
	}
	if opt.Reciprocal {
		g = mutualOriented(g)
	}
	if !opt.Maximal {
		plan, err := newCountPlan(ctx, g, opt.MaxDim, opt.Options, false)
		if err != nil {
			return knownSimplices(g, opt), err
		}
		return countAll(ctx, g, plan, opt)
	}
	plan := newSimplexPlan(g, opt.MaxDim)
	// One pass finds both, but it has no closed forms and no dimensions that are done
	// before the others: first those, where they may matter.
	if passes, err := simplexPasses(ctx, g, plan, opt); err != nil || len(passes) > 1 || g.Connections() < passConnections {
		if s, err := countAll(ctx, g, plan, opt); err != nil {
			return s, err
		}
	}
	s := knownSimplices(g, opt)
	all, maximal, err := countMaximal(ctx, g, plan, opt)
	if err != nil {
		return s, err
	}
	s.Counts, s.Maximal = all, maximal
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	return s, nil
}

// knownSimplices returns what needs no counting: neurons and connections.
func knownSimplices(g *connectome.Graph, opt SimplexOptions) *Simplices {
	return &Simplices{
		Neurons: g.N(), Connections: g.Connections(), Reciprocal: opt.Reciprocal,
		Counts: trimmed([]uint64{uint64(g.N()), uint64(g.Connections())}),
	}
}

// trimmed returns counts without the zeros at its end.
func trimmed(counts []uint64) []uint64 {
	n := len(counts)
	for n > 0 && counts[n-1] == 0 {
		n--
	}
	return counts[:n]
}
