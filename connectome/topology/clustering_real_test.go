//go:build cgo

package topology

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/ref"
)

// TestClusteringOfTTPC2 checks the published values of L5_TTPC2 of mc2, and each
// neuron against the reference.
func TestClusteringOfTTPC2(t *testing.T) {
	c := portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5")
	r, err := ClusteringCoefficients(context.Background(), c, Options{})
	require.NoError(t, err)
	assert.InDelta(t, 0.0468620185, r.FagioloMean, 5e-11)
	assert.InDelta(t, 0.0909238042, r.WattsStrogatzMean, 5e-11)
	assert.InDelta(t, 0.0872858037, r.Transitivity().Value, 5e-11)
	if !testing.Short() {
		assertClustering(t, ref.ClusteringOf(c.Graph), r)
	}
}
