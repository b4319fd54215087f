package topology_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
)

// ExamplePathways prints how the pyramidal cells of layer 5 connect to each other,
// as an anatomy fact sheet would.
func ExamplePathways() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "column")
	if err != nil {
		panic(err)
	}
	table, err := topology.Pathways(ctx, c, topology.Options{})
	if err != nil {
		panic(err)
	}
	for _, pathway := range [][2]string{{"L5_TTPC1", "L5_TTPC2"}, {"L5_TTPC2", "L5_TTPC1"}} {
		r := table.Row(pathway[0], pathway[1])
		fmt.Printf("%s > %s: %d of %d pairs, %.1f ± %.1f inputs, %.1f ± %.1f targets\n",
			r.Pre, r.Post, r.Connections, r.PreCells*r.PostCells, r.ConvergentMean, r.ConvergentSD, r.DivergentMean, r.DivergentSD)
	}
	// Output:
	// L5_TTPC1 > L5_TTPC2: 813 of 12000 pairs, 8.1 ± 4.6 inputs, 6.8 ± 6.1 targets
	// L5_TTPC2 > L5_TTPC1: 872 of 12000 pairs, 7.3 ± 4.7 inputs, 8.7 ± 5.5 targets
}

// ExampleDistance prints the probability of connection between neurons of the column
// by their distance, and its fit.
func ExampleDistance() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "column")
	if err != nil {
		panic(err)
	}
	d, err := topology.Distance(ctx, c, topology.Options{})
	if err != nil {
		panic(err)
	}
	h := d.Counts.Whole(topology.Euclidean, 4) // bins of 4 × 25 µm
	for k := range 4 {
		fmt.Printf("%3.0f–%3.0f µm: %.4f\n", float64(k)*h.Width, float64(k+1)*h.Width, h.Probability(k))
	}
	fit := d.Whole.Fits[0]
	fmt.Printf("%.3f · exp(-d / %.0f µm)\n", fit.A, 1/fit.B)
	// Output:
	// 0–100 µm: 0.0828
	// 100–200 µm: 0.0653
	// 200–300 µm: 0.0467
	// 300–400 µm: 0.0335
	// 0.093 · exp(-d / 403 µm)
}

// ExampleFunctionalStrengths adds up what excites and inhibits neurons if all
// connections are as strong.
func ExampleFunctionalStrengths() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "column")
	if err != nil {
		panic(err)
	}
	strengths := &topology.Strengths{Name: "psp", Unit: "mV", Of: map[[2]string]float64{}}
	for _, pre := range c.Cells.MTypes().Names {
		for _, post := range c.Cells.MTypes().Names {
			strengths.Of[[2]string{pre, post}] = 0.5
		}
	}
	r, err := topology.FunctionalStrengths(ctx, c, topology.Options{Strengths: strengths})
	if err != nil {
		panic(err)
	}
	all := r.Groups[0]
	fmt.Printf("%.1f %s of excitation, %.1f of inhibition, %d hubs\n", all.In.MeanE, r.Unit, all.In.MeanI, len(r.Hubs))
	// Output: 21.0 mV of excitation, 2.8 of inhibition, 16 hubs
}
