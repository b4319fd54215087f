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
	// L1   in  1.17 ±  1.34, at most 4; out  5.33 ±  3.31, at most 11
	// L23  in  5.83 ±  3.95, at most 17; out 14.26 ±  9.46, at most 36
	// L4   in 10.65 ±  7.95, at most 29; out 14.07 ±  8.32, at most 33
	// L5   in 17.96 ± 11.91, at most 47; out 10.54 ±  6.45, at most 24
	// L6   in 13.53 ±  9.27, at most 40; out 10.39 ±  7.02, at most 28
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
	// L23 → L4: 303 connections, 39 back
	// L23 → L5: 370 connections, 13 back
	// L4 → L5: 399 connections, 62 back
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
	// 97 mutual pairs: 4.6 % of the connections are reciprocated
	// 1.40 times as many as in a uniform random circuit
	// 1.06 times as many as with the densities of each mtype
	// 1.10 times as many as with the densities of each layer
	// 1.25 times as many as with the densities of each class
}

func ExampleClusteringCoefficients() {
	c, err := topology.ClusteringCoefficients(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("directed %.4f, undirected %.4f, transitivity %.4f\n", c.FagioloMean, c.WattsStrogatzMean, c.Transitivity().Value)
	fmt.Printf("neuron 50: %d of %d pairs of neighbours are connected\n", c.Triangles[50], c.Pairs[50])
	// Output:
	// directed 0.0679, undirected 0.1312, transitivity 0.1264
	// neuron 50: 32 of 325 pairs of neighbours are connected
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
	// 9.60 excitatory and 2.15 inhibitory inputs
	// their ratio: 4.84 ± 4.04, undefined in 92 neurons
	// inhibition = 0.72 + 0.148 · excitation, r = 0.56
}
