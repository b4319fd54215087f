package control_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/shared"
	"github.com/ctopo/ctopo/motifs"
)

// The published means and standard deviations of 1,000 draws of each model of the
// portal's L5_TTPC2: connections, mutual pairs, feed-forward triads (#4) and cycles
// (#7). Boosted trees have the place of tables there, so that expectations differ
// a little: dd and ddz by less than one standard deviation of a draw, od and ld,
// whose spread is not published, by less than 3 %.
func TestPublishedModels(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	ctx := context.Background()
	c, err := portal.Open(ctx, shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5"), portal.Options{})
	require.NoError(t, err)
	for _, want := range []struct {
		model control.Model
		mean  [4]float64
		sd    [4]float64 // of a draw; 0 for one not published
	}{
		{control.GNP, [4]float64{102736, 1316.8, 124799.7, 41616.1}, [4]float64{323, 36.9, 1232.9, 445.8}},
		{control.DD, [4]float64{102732, 2083.8, 149581, 49867}, [4]float64{323, 45.8, 1446, 516}},
		{control.DDZ, [4]float64{102732, 1638.2, 170569, 34305}, [4]float64{323, 41.6, 1662, 438}},
		{control.OD, [4]float64{102732, 1636.7, 212273, 29338}, [4]float64{323}},
		{control.LD, [4]float64{102732, 1620.9, 213792, 29664}, [4]float64{323}},
	} {
		t.Run(string(want.model), func(t *testing.T) {
			s, err := control.SamplerFor(want.model, c, connectome.Labels{})
			require.NoError(t, err)
			const draws = 20
			var mean [4]float64
			for index := range uint64(draws) {
				g, err := s.Draw(ctx, 1, index, 0)
				require.NoError(t, err)
				triads, err := motifs.CountTriads(ctx, g, motifs.Options{})
				require.NoError(t, err)
				for k, x := range []uint64{uint64(g.Connections()), uint64(g.MutualPairs()), triads.Counts[motifs.T030T], triads.Counts[motifs.T030C]} {
					mean[k] += float64(x) / draws
				}
			}
			t.Logf("%s: %.1f", want.model, mean)
			for k, what := range []string{"connections", "mutual pairs", "#4", "#7"} {
				tolerance := 0.03 * want.mean[k]
				if want.sd[k] > 0 {
					tolerance = want.sd[k] * (1 + 3/math.Sqrt(draws))
				}
				assert.InDelta(t, want.mean[k], mean[k], tolerance, what)
			}
		})
	}
}
