package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The counts of a full synthetic column (see columnFromEnv) are those of two
// independent programs.
var columnSimplices = []uint64{31315, 7849680, 85740215, 133383273, 55321469, 11714644, 1729714, 178542, 11855, 381, 2}

func TestCountSimplicesColumn(t *testing.T) {
	g := columnFromEnv(t)
	got, err := CountSimplices(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	assert.Equal(t, columnSimplices, got.Counts)
}
