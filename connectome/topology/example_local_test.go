package topology_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
)

// smallExample is a synthetic microcircuit of a few hundred neurons.
func smallExample() *connectome.Connectome {
	c, err := synth.Example(context.Background(), "small")
	if err != nil {
		panic(err)
	}
	return c
}

// Degrees by layer.
func ExampleDegrees() {
	d, err := topology.Degrees(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	for _, g := range d.Groups {
		if g.Kind != topology.GroupLayer {
			continue
		}
		in, out := g.Degrees[topology.InDegree], g.Degrees[topology.OutDegree]
		fmt.Printf("%-4s in %5.2f ± %5.2f, at most %d; out %5.2f ± %5.2f, at most %d\n", g.Name, in.Mean, in.SD, in.Max, out.Mean, out.SD, out.Max)
	}
	// Output:
	// L1   in  1.17 ±  1.19, at most 4; out  5.33 ±  4.03, at most 11
	// L23  in  5.88 ±  3.88, at most 17; out 14.28 ±  9.48, at most 40
	// L4   in 10.63 ±  6.30, at most 25; out 14.00 ±  9.13, at most 34
	// L5   in 17.93 ± 10.69, at most 40; out 10.66 ±  6.14, at most 26
	// L6   in 13.66 ±  8.21, at most 32; out 10.49 ±  7.49, at most 35
}

// Flows hold both orders; those of which more than 200 connections remain.
func ExampleSignedDegrees() {
	r, err := topology.SignedDegrees(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	for _, f := range r.Flows {
		if f.Kind == topology.GroupLayer && f.Net > 200 {
			fmt.Printf("%s → %s: %d connections, %d back\n", f.From, f.To, f.Connections, f.Reverse)
		}
	}
	// Output:
	// L23 → L4: 302 connections, 39 back
	// L23 → L5: 368 connections, 13 back
	// L4 → L5: 394 connections, 62 back
}

func ExampleMutualPairs() {
	r, err := topology.MutualPairs(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d mutual pairs: %.1f %% of the connections are reciprocated\n", r.MutualPairs, 100*r.Fraction)
	fmt.Printf("%.2f times as many as in a uniform random circuit\n", r.OverER)
	for _, b := range r.Blocks {
		fmt.Printf("%.2f times as many as with the densities of each %v\n", b.Over, b.Kind)
	}
	// Output:
	// 126 mutual pairs: 5.9 % of the connections are reciprocated
	// 1.81 times as many as in a uniform random circuit
	// 1.35 times as many as with the densities of each mtype
	// 1.42 times as many as with the densities of each layer
	// 1.61 times as many as with the densities of each class
}

func ExampleClusteringCoefficients() {
	c, err := topology.ClusteringCoefficients(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("directed %.4f, undirected %.4f, transitivity %.4f\n", c.FagioloMean, c.WattsStrogatzMean, c.Transitivity().Value)
	fmt.Printf("neuron 50: %d of %d pairs of neighbours are connected\n", c.Triangles[50], c.Pairs[50])
	// Output:
	// directed 0.0694, undirected 0.1324, transitivity 0.1299
	// neuron 50: 9 of 105 pairs of neighbours are connected
}

func ExampleInnervations() {
	r, err := topology.Innervations(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	all := r.Groups[0].Connections
	fmt.Printf("%.2f excitatory and %.2f inhibitory inputs\n", all.MeanE, all.MeanI)
	fmt.Printf("their ratio: %.2f ± %.2f, undefined in %d neurons\n", all.RatioMean, all.RatioSD, all.RatioUndefined)
	fmt.Printf("inhibition = %.2f + %.3f · excitation, r = %.2f\n", all.Intercept, all.Slope, all.Pearson)
	// Output:
	// 9.64 excitatory and 2.16 inhibitory inputs
	// their ratio: 5.05 ± 5.10, undefined in 79 neurons
	// inhibition = 0.99 + 0.122 · excitation, r = 0.47
}
