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
	// L1   in  1.17 ±  1.19, at most 4; out  5.33 ±  3.96, at most 11
	// L23  in  5.83 ±  4.14, at most 16; out 14.22 ±  9.53, at most 38
	// L4   in 10.63 ±  6.72, at most 27; out 13.98 ±  9.67, at most 38
	// L5   in 17.86 ± 12.40, at most 43; out 10.61 ±  7.67, at most 31
	// L6   in 13.56 ±  8.82, at most 34; out 10.38 ±  7.85, at most 40
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
	// L23 → L5: 367 connections, 13 back
	// L4 → L5: 393 connections, 62 back
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
	// 126 mutual pairs: 6.0 % of the connections are reciprocated
	// 1.83 times as many as in a uniform random circuit
	// 1.37 times as many as with the densities of each mtype
	// 1.44 times as many as with the densities of each layer
	// 1.63 times as many as with the densities of each class
}

func ExampleClusteringCoefficients() {
	c, err := topology.ClusteringCoefficients(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("directed %.4f, undirected %.4f, transitivity %.4f\n", c.FagioloMean, c.WattsStrogatzMean, c.Transitivity().Value)
	fmt.Printf("neuron 50: %d of %d pairs of neighbours are connected\n", c.Triangles[50], c.Pairs[50])
	// Output:
	// directed 0.0731, undirected 0.1371, transitivity 0.1290
	// neuron 50: 4 of 66 pairs of neighbours are connected
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
	// 9.58 excitatory and 2.15 inhibitory inputs
	// their ratio: 5.14 ± 5.24, undefined in 84 neurons
	// inhibition = 0.79 + 0.141 · excitation, r = 0.55
}
