package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// PathLengths is the lengths of shortest paths.
type PathLengths struct{}

// Scalars lists mean, diameter and unreachable share.
func (p *PathLengths) Scalars() Scalars { return nil }

// Tables returns paths.
func (p *PathLengths) Tables() []connectome.Table { return nil }

// Paths computes the lengths of the shortest paths between all pairs of neurons.
func Paths(ctx context.Context, c *connectome.Connectome, opt Options) (*PathLengths, error) {
	return nil, &Unavailable{MeasurePaths, "not built yet"}
}

func measurePaths(ctx context.Context, a *analysis) (Result, error) { return a.shortestPaths(ctx) }
