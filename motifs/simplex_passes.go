package motifs

import (
	"context"
	"errors"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

const (
	// passConnections is the number of connections from which the work is estimated
	// before it is begun: that takes a millisecond or two.
	passConnections = 50000
	passChains      = 1000

	// longRun is from how many nanoseconds on the work is done in passes, and
	// passFactor how much dearer than the one before each of them is.
	longRun    = 5e9
	passFactor = 4

	// hopeless is from how many nanoseconds on nobody will wait for a pass: either it
	// is never done, or closed forms make it short.
	hopeless = 1e14
	// passDims is how far the estimate goes.
	passDims = 40
)

// countAll counts the simplices of each dimension. See [CountSimplices].
func countAll(ctx context.Context, g *connectome.Graph, plan *simplexPlan, opt SimplexOptions) (*Simplices, error) {
	s := knownSimplices(g, opt)
	passes, err := simplexPasses(ctx, g, plan, opt)
	if err != nil {
		return s, err
	}
	for _, maxDim := range passes {
		higher, err := plan.count(ctx, opt.Options, maxDim, 1, nil)
		if errors.Is(err, ErrOverflow) {
			return nil, err
		}
		if err != nil {
			return s, err
		}
		if len(s.Counts) > 1 {
			s.Counts = trimmed(append(s.Counts[:2:2], higher[0]...))
		}
		if s.Complete = maxDim == 0 || len(s.Counts) <= maxDim; s.Complete {
			break
		}
	}
	return s, nil
}

// simplexPasses returns the highest dimension of each pass, 0 for no limit: one,
// unless the work will take long.
func simplexPasses(ctx context.Context, g *connectome.Graph, plan *simplexPlan, opt SimplexOptions) ([]int, error) {
	last := []int{opt.MaxDim}
	if g.Connections() < passConnections || opt.MaxDim == 1 || opt.MaxDim == 2 {
		return last, ctx.Err()
	}
	if opt.MaxDim == 0 || opt.MaxDim > passDims {
		opt.MaxDim = passDims
	}
	sums, _, err := drawChains(ctx, g, passChains, 1, opt)
	if err != nil {
		return nil, err
	}
	// cost[k] is that of counting to dimension k.
	cost := []float64{0, 0, plan.cost()}
	for l := range sums {
		c := cost[len(cost)-1]
		if l > 0 {
			c += costSimplex * sums[l] / passChains
		}
		cost = append(cost, c)
	}
	return passesOf(cost, float64(run.Threads(opt.Threads)), last[0]), nil
}

// passesOf chooses dimensions whose costs are at least passFactor apart, from the
// highest down, with maxDim as the last.
func passesOf(cost []float64, threads float64, maxDim int) []int {
	passes := []int{maxDim}
	most := cost[len(cost)-1]
	if most < longRun*threads {
		return passes
	}
	for k := len(cost) - 2; k > 2; k-- {
		if cost[k] <= most/passFactor && cost[k] < hopeless {
			passes = append(passes, k)
			most = cost[k]
		}
	}
	slices.Reverse(passes)
	return passes
}
