package topology

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// Every measure has its say, or tells what it lacks, of circuits with no neuron, one
// or two, with and without a connection and positions, draws included.
func TestEveryMeasureOfTheSmallestCircuits(t *testing.T) {
	opt := Options{Samples: 2, Seed: 1, Strengths: &Strengths{Name: "s", Unit: "mV", Of: map[[2]string]float64{{"L23_PC", "L23_MC"}: 1}}}
	for n := range 3 {
		for _, edges := range [][][2]uint32{nil, {{0, 1}}, {{0, 1}, {1, 0}}} {
			if len(edges) > 0 && n < 2 {
				continue
			}
			for _, placed := range []bool{false, true} {
				name := fmt.Sprintf("%d neurons, %d connections, positions %v", n, len(edges), placed)
				cell := connectome.CellOptions{}
				if placed {
					cell.Positions = make([]connectome.Position, n)
					for v := range cell.Positions {
						cell.Positions[v].X = float64(v)
					}
				}
				cells, err := connectome.NewCells(connectome.NewLabels([]string{"L23_PC", "L23_MC"}[:n]), cell)
				require.NoError(t, err)
				c, err := connectome.New(graphWith(t, n, edges), cells, connectome.Source{Identity: connectome.NoIdentity})
				require.NoError(t, err)
				done := 0
				hooks := Hooks{Skip: func(*Unavailable) { done++ }, Done: func(m Measure, r Result) error {
					done++
					for _, table := range append(r.Tables(), r.Scalars().Table(m)) {
						assert.NotEmpty(t, table.Name, "%s: %s", name, m)
					}
					return nil
				}}
				require.NotPanics(t, func() { err = Run(context.Background(), c, Measures(), opt, hooks) }, name)
				require.NoError(t, err, name)
				assert.Equal(t, len(Measures()), done, name)
			}
		}
	}
}
