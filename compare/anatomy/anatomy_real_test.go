//go:build cgo

package anatomy

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/shared"
)

// TestPublished compares L5_TTPC2 of mc2 with the portal's sheet.
func TestPublished(t *testing.T) {
	c, err := portal.Open(context.Background(), shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5"), portal.Options{})
	require.NoError(t, err)
	sheet, err := factsheet.ReadAnatomyFile(shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json"))
	require.NoError(t, err)
	table, err := topology.Pathways(context.Background(), c, topology.Options{})
	require.NoError(t, err)
	rows := Compare(table, sheet)
	require.Len(t, rows, 5)
	for _, r := range rows {
		assert.True(t, r.Agree, "%+v", r)
		assert.NotZero(t, r.Sheet)
	}
}
