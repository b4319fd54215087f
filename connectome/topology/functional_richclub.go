package topology

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// richClub returns the weighted rich club of the connections whose strength counts,
// that of pathway a → b at a·T + b. Degrees are those of these connections alone.
func (r *Functional) richClub(ctx context.Context, c *connectome.Connectome, strength []float64, opt Options) (*WeightedRichClubCurves, error) {
	types, class := occupied(c.Cells.MTypes()), classCodes(c.Cells)
	n := c.Graph.N()
	ptr, idx := make([]int64, n+1), make([]uint32, 0, c.Graph.Connections())
	weights := make([]float64, 0, c.Graph.Connections())
	for v := range uint32(n) {
		if v%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		row := strength[int(types.Of[v])*len(types.Names):]
		for _, w := range c.Graph.Out(v) {
			if s := row[types.Of[w]]; class[v] != connectome.ClassUnknown && !math.IsNaN(s) {
				idx, weights = append(idx, w), append(weights, s)
			}
		}
		ptr[v+1] = int64(len(idx))
	}
	if len(idx) == int(c.Graph.Connections()) {
		return WeightedRichClub(ctx, c, weights, opt)
	}
	g, err := connectome.FromCSR(n, ptr, idx, nil)
	if err != nil {
		return nil, err
	}
	part := *c
	part.Graph = g
	return WeightedRichClub(ctx, &part, weights, opt)
}
