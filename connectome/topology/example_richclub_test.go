package topology_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/topology"
)

// How densely the neurons of most connections connect to each other, and how
// densely they would if only their numbers of connections mattered.
func ExampleRichClub() {
	r, err := topology.RichClub(context.Background(), smallExample(), topology.Options{Samples: 20, Seed: 1})
	if err != nil {
		panic(err)
	}
	curve := r.Whole[topology.TotalDegree]
	for _, k := range r.Thresholds[topology.TotalDegree][:5] {
		p := curve[k]
		fmt.Printf("more than %2d: %3d neurons, density %.3f, of draws %.3f ± %.3f, z = %4.1f\n", p.K, p.Neurons, p.Phi, p.NullMean, p.NullSD, p.Z)
	}
	// Output:
	// more than  0: 359 neurons, density 0.033, of draws 0.033 ± 0.000, z =  NaN
	// more than 22: 180 neurons, density 0.071, of draws 0.070 ± 0.000, z =  2.4
	// more than 32:  89 neurons, density 0.102, of draws 0.101 ± 0.002, z =  0.3
	// more than 42:  29 neurons, density 0.149, of draws 0.147 ± 0.008, z =  0.3
	// more than 47:  18 neurons, density 0.196, of draws 0.164 ± 0.025, z =  1.3
}

// Which layers the neurons of most connections are of.
func ExampleHubs() {
	h, err := topology.Hubs(context.Background(), smallExample(), topology.Options{HubFraction: 0.05})
	if err != nil {
		panic(err)
	}
	fmt.Println("hubs:", len(h.Of[topology.TotalDegree].Neurons), "neurons of at least", h.Of[topology.TotalDegree].Threshold, "connections")
	for _, e := range h.Enrichment {
		if e.Kind == topology.TotalDegree && e.Group.Kind == topology.GroupLayer {
			fmt.Printf("%-4s %2d of %3d neurons, %.1f times as many as expected, p = %.2g\n", e.Name, e.Hubs, e.Neurons, e.Ratio, e.P)
		}
	}
	// Output:
	// hubs: 18 neurons of at least 48 connections
	// L1    0 of  12 neurons, 0.0 times as many as expected, p = 1
	// L23   1 of  82 neurons, 0.2 times as many as expected, p = 0.99
	// L4    5 of  60 neurons, 1.7 times as many as expected, p = 0.16
	// L5    9 of  70 neurons, 2.6 times as many as expected, p = 0.0027
	// L6    3 of 136 neurons, 0.4 times as many as expected, p = 0.99
}
