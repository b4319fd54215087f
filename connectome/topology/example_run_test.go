package topology_test

import (
	"context"
	"fmt"
	"log"

	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
)

// Several measures at once, as ctopo topology runs them: what they share is computed
// once, and each result tells its single numbers and its tables.
func ExampleRun() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	chosen, err := topology.ParseMeasures([]string{"reciprocity", "transitivity"})
	if err != nil {
		log.Fatal(err)
	}
	err = topology.Run(ctx, c, chosen, topology.Options{}, topology.Hooks{
		Done: func(m topology.Measure, r topology.Result) error {
			first := r.Scalars()[0]
			fmt.Printf("%s: %s %s = %.4g; %d tables\n", m, first.Group, first.Statistic, first.Value, len(r.Tables()))
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// reciprocity: all mutual_pairs = 126; 1 tables
	// transitivity: all value = 0.1299; 0 tables
}

// Are the connections among neurons of many connections the strongest? Weights here
// are made up: a connection is as strong as its source has targets.
func ExampleWeightedRichClub() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	var weights []float64
	for v := range c.Graph.N() {
		for range c.Graph.Out(uint32(v)) {
			weights = append(weights, float64(len(c.Graph.Out(uint32(v)))))
		}
	}
	clubs, err := topology.WeightedRichClub(ctx, c, weights, topology.Options{})
	if err != nil {
		log.Fatal(err)
	}
	p := clubs.Whole[topology.TotalDegree][40]
	fmt.Printf("above %d: %d neurons, %.2f of the greatest weight, %.2f times the null\n", p.K, p.Neurons, p.Phi, p.Ratio)
	// Output:
	// above 40: 38 neurons, 0.73 of the greatest weight, 1.50 times the null
}

// The probability of connection by distance, in bins of 100 µm.
func ExampleCountDistances() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	d, err := topology.CountDistances(ctx, c, topology.Options{})
	if err != nil {
		log.Fatal(err)
	}
	h := d.Whole(topology.Euclidean, 4) // of 25 µm each
	for k := range 3 {
		fmt.Printf("%d to %d µm: %d of %d pairs\n", 100*k, 100*(k+1), h.Connections[k], h.Pairs[k])
	}
	// Output:
	// 0 to 100 µm: 1196 of 12858 pairs
	// 100 to 200 µm: 893 of 12406 pairs
	// 200 to 300 µm: 562 of 11134 pairs
}
