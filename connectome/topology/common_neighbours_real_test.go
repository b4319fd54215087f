//go:build cgo

package topology

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/shared"
)

// portalCircuit opens a real circuit of the shared data.
func portalCircuit(t testing.TB, elem ...string) *connectome.Connectome {
	t.Helper()
	c, err := portal.Open(context.Background(), shared.Path(t, elem...), portal.Options{})
	require.NoError(t, err)
	return c
}

// TestFactSheetBiasPublished: the anatomy fact sheet gives L5_TTPC2:L5_TTPC2 a
// common-neighbour bias of 1.9; from this sub-circuit it is 1.934.
func TestFactSheetBiasPublished(t *testing.T) {
	got, err := FactSheetBias(context.Background(), portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5").Graph, 0)
	require.NoError(t, err)
	assert.InDelta(t, 1.934, got, 0.0005)
}
