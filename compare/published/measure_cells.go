package published

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// connectionsOf counts the connections from one part to another, both written as
// in parsePart, with > between them.
func connectionsOf(key string) (measure, error) {
	from, to, ok := strings.Cut(key, ">")
	if !ok {
		return nil, fmt.Errorf("connections %q: want PRE>POST", key)
	}
	pre, err := parsePart(from)
	if err != nil {
		return nil, err
	}
	post, err := parsePart(to)
	return func(_ context.Context, c *circuit) (float64, error) {
		b, err := c.blocks()
		if err != nil {
			return 0, err
		}
		names := c.c.Cells.MTypes().Names
		sum := int64(0)
		for x, a := range names {
			for y, b2 := range names {
				if pre[a] && post[b2] {
					sum += b.Edges[x*b.Types+y]
				}
			}
		}
		return float64(sum), nil
	}, err
}

// meanHighestOf is the mean, over the neurons of a part, of the highest dimension
// of the simplices that hold the neuron; one without connections counts as 0.
func meanHighestOf(key string) (measure, error) {
	p, err := parsePart(key)
	return func(ctx context.Context, c *circuit) (float64, error) {
		highest, err := c.highest(ctx)
		if err != nil {
			return 0, err
		}
		cells := p.cells(c.c.Cells)
		sum := 0
		for _, v := range cells {
			sum += highest[v]
		}
		return float64(sum) / float64(len(cells)), nil
	}, err
}

// reciprocatedOf is the share of the k-simplices in which a connection runs from
// place i back to place j: k_i_j.
func reciprocatedOf(key string) (measure, error) {
	var k, i, j int
	if _, err := fmt.Sscanf(key, "%d_%d_%d", &k, &i, &j); err != nil {
		return nil, fmt.Errorf("share %q: want K_I_J: %w", key, err)
	}
	if j < 0 || j >= i || i > k {
		return nil, fmt.Errorf("share %q: want 0 ≤ J < I ≤ K", key)
	}
	return func(ctx context.Context, c *circuit) (float64, error) {
		p, err := c.positions(ctx)
		if err != nil || k >= len(p.B) {
			return math.NaN(), err
		}
		return float64(p.B[k][i][j]) / float64(p.B[k][j][i]), nil
	}, nil
}

// measureVerticalOffset is the mean of y_post - y_pre over connections, in µm.
func measureVerticalOffset(ctx context.Context, c *circuit) (float64, error) {
	g, err := c.graph()
	if err != nil {
		return 0, err
	}
	at := c.c.Cells.Positions()
	if at == nil {
		return 0, errNotMeasured
	}
	sum := 0.0
	for v := range uint32(g.N()) {
		if v%1024 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		for _, w := range g.Out(v) {
			sum += at[w].Y - at[v].Y
		}
	}
	return sum / float64(g.Connections()), nil
}
