package topology

import (
	"context"
	"errors"

	"github.com/ctopo/ctopo/connectome"
)

// analysis is one connectome under way: its options, and the results that several
// measures need.
type analysis struct {
	c   *connectome.Connectome
	opt Options

	paths      *PathLengths
	clustering *Clustering
	distances  *DistanceCounts
}

// shortestPaths returns the path lengths, computed once.
func (a *analysis) shortestPaths(ctx context.Context) (*PathLengths, error) {
	var err error
	if a.paths == nil {
		a.paths, err = Paths(ctx, a.c, a.opt)
	}
	return a.paths, err
}

// clusterings returns the clustering coefficients, computed once.
func (a *analysis) clusterings(ctx context.Context) (*Clustering, error) {
	var err error
	if a.clustering == nil {
		a.clustering, err = ClusteringCoefficients(ctx, a.c, a.opt)
	}
	return a.clustering, err
}

// distanceCounts returns the pairs and connections by distance, counted once.
func (a *analysis) distanceCounts(ctx context.Context) (*DistanceCounts, error) {
	var err error
	if a.distances == nil {
		a.distances, err = CountDistances(ctx, a.c, a.opt)
	}
	return a.distances, err
}

// Hooks are told how [Run] comes along; nil functions are not called.
type Hooks struct {
	// Stage begins a measure and returns whom to tell of its progress.
	Stage func(Measure) connectome.Progress
	// Done is given each result. An error of Done ends the run.
	Done func(Measure, Result) error
	// Skip is told of a measure that cannot be computed for want of data. If it
	// is nil, the first such measure is an error.
	Skip func(*Unavailable)
}

// Run computes measures one after the other, in the order given, and hands the
// results to hooks. What several measures need is computed once.
//
// Errors: an [*Unavailable] where a measure needs what the connectome does not
// have and hooks.Skip is nil; those of the measures and of hooks.Done; the
// context's.
func Run(ctx context.Context, c *connectome.Connectome, chosen []Measure, opt Options, hooks Hooks) error {
	a := &analysis{c: c, opt: opt}
	for _, name := range chosen {
		for _, m := range measures {
			if m.name != name {
				continue
			}
			if hooks.Stage != nil {
				a.opt.Progress = hooks.Stage(name)
			}
			result, err := m.compute(ctx, a)
			var missing *Unavailable
			if errors.As(err, &missing) && hooks.Skip != nil {
				hooks.Skip(missing)
				continue
			}
			if err != nil {
				return err
			}
			if hooks.Done == nil {
				continue
			}
			if err := hooks.Done(name, result); err != nil {
				return err
			}
		}
	}
	return nil
}
