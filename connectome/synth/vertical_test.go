package synth

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

func TestVertical(t *testing.T) {
	assert.Equal(t, 1.0, vertical(0, 100))
	assert.InDelta(t, math.Exp(-0.5), vertical(100, 100), 1e-12)
	assert.Equal(t, vertical(70, 100), vertical(-70, 100))
	assert.Equal(t, leastVertical, vertical(1e6, 100), "no depth is impossible")
	height := map[[2]string]float64{}
	for _, w := range numbers().pathways {
		height[[2]string{connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post]}] = w.height
	}
	assert.EqualValues(t, heightInterneurons, height[[2]string{"L5_MC", "L5_MC"}])
	assert.EqualValues(t, heightPyramidal, height[[2]string{"L6_IPC", "L6_IPC"}])
	assert.EqualValues(t, heightPyramidal, height[[2]string{"L23_PC", "L23_LBC"}])
	assert.EqualValues(t, heightLayer5, height[[2]string{"L5_TTPC1", "L5_TTPC2"}])
	assert.Zero(t, height[[2]string{"L23_PC", "L5_TTPC1"}])
}

// Pairs come in proportion to the share that their vertical distance leaves.
func TestRatesByDepth(t *testing.T) {
	const draws, height = 100_000, 120
	var prob [windows]float64
	for k := range prob {
		prob[k] = 0.1
	}
	at := []connectome.Position{{X: middleX, Z: middleZ}, {X: middleX, Y: 60, Z: middleZ}, {X: middleX, Y: 250, Z: middleZ}}
	one := []float64{1, 1, 1}
	g := newGrid(1, radius)
	urn := newUrn(g, at, one)
	s := sampler{height: height}
	s.prepare(urn, urn, &prob, 1000)
	drawn, err := s.more(t.Context(), run.Rand(1), urn, urn, true, nil, draws)
	require.NoError(t, err)
	var seen [3][3]float64
	for _, p := range drawn {
		seen[p>>32][uint32(p)]++
	}
	sum := 2 * (vertical(60, height) + vertical(190, height) + vertical(250, height))
	for i := range at {
		for j := range at {
			expected := vertical(at[i].Y-at[j].Y, height) / sum * draws
			if i == j {
				expected = 0
			}
			assert.InDelta(t, expected, seen[i][j], 5*max(1, math.Sqrt(expected)), "%d to %d", i, j)
		}
	}
}
