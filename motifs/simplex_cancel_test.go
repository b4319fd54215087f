package motifs

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/connectome"
)

// Sixty neurons in order with a few mutual pairs hold more than 2^60 simplices, all
// in the rows of one root and none in closed form: every count stops inside a row.
func TestSimplicesCancelledInsideRow(t *testing.T) {
	g := simplexGraph(t, 60, func(u, v int) bool { return u < v || u == v+1 && v%9 == 4 })
	labels := cyclicLabels(g.N(), 2)
	options := SimplexOptions{Options: Options{Threads: 1}}
	for _, c := range []struct {
		name  string
		count func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error
	}{
		{"plain", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, err := CountSimplices(ctx, g, opt)
			return err
		}},
		{"maximal", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, _, err := countMaximal(ctx, g, newSimplexPlan(g, opt.MaxDim), opt)
			return err
		}},
		{"by type", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, err := CountSimplicesBy(ctx, g, labels, opt)
			return err
		}},
		{"by sequence", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			opt.MaxDim = 12
			_, err := CountSimplicesBySequence(ctx, g, labels, opt)
			return err
		}},
		{"per neuron", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, err := CountSimplicesPerNeuron(ctx, g, opt)
			return err
		}},
		{"per edge", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, err := CountSimplicesPerEdge(ctx, g, opt)
			return err
		}},
		{"positions", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			_, err := countPlaces(ctx, g, newSimplexPlan(g, opt.MaxDim), opt)
			return err
		}},
		{"list", func(ctx context.Context, g *connectome.Graph, opt SimplexOptions) error {
			for _, err := range ListSimplices(ctx, g, ListOptions{SimplexOptions: opt}) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			start := time.Now()
			assert.ErrorIs(t, c.count(ctx, g, options), context.DeadlineExceeded)
			assert.Less(t, time.Since(start), 1500*time.Millisecond)
		})
	}
}

// In a tournament proper some counts are closed forms; none may go on for ever.
func TestSimplicesCancelledTournament(t *testing.T) {
	g := simplexGraph(t, 60, func(u, v int) bool { return u < v })
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := CountSimplicesPerNeuron(ctx, g, SimplexOptions{})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = CountSimplices(ctx, g, SimplexOptions{Maximal: true})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 2*time.Second)
}
