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
	// more than 23: 180 neurons, density 0.070, of draws 0.069 ± 0.000, z =  4.2
	// more than 33:  81 neurons, density 0.106, of draws 0.100 ± 0.003, z =  2.1
	// more than 41:  35 neurons, density 0.134, of draws 0.128 ± 0.009, z =  0.7
	// more than 45:  18 neurons, density 0.124, of draws 0.151 ± 0.023, z = -1.2
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
	// hubs: 18 neurons of at least 46 connections
	// L1    0 of  12 neurons, 0.0 times as many as expected, p = 1
	// L23   1 of  82 neurons, 0.2 times as many as expected, p = 0.99
	// L4    3 of  60 neurons, 1.0 times as many as expected, p = 0.6
	// L5    7 of  70 neurons, 2.0 times as many as expected, p = 0.041
	// L6    7 of 136 neurons, 1.0 times as many as expected, p = 0.55
}
