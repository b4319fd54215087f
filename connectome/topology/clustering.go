package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
)

// Clustering is the clustering coefficients.
type Clustering struct{}

// Scalars lists the means.
func (p *Clustering) Scalars() Scalars { return nil }

// Tables returns none.
func (p *Clustering) Tables() []connectome.Table { return nil }

// ClusteringCoefficients computes both clustering coefficients of every neuron.
func ClusteringCoefficients(ctx context.Context, c *connectome.Connectome, opt Options) (*Clustering, error) {
	return nil, &Unavailable{MeasureClustering, "not built yet"}
}

func measureClustering(ctx context.Context, a *analysis) (Result, error) { return a.clusterings(ctx) }
