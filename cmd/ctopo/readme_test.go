package main

import (
	"context"
	"fmt"
	"log"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/motifs"
)

// Example_library is the example of the README, which shows its body.
func Example_library() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "column") // or formats.Open(ctx, "mc2.h5", formats.Options{})
	if err != nil {
		log.Fatal(err)
	}
	layer5, err := c.Select(connectome.Selection{Layers: []string{"L5"}})
	if err != nil {
		log.Fatal(err)
	}
	census, err := motifs.CountTriads(ctx, layer5.Graph, motifs.Options{})
	if err != nil {
		log.Fatal(err)
	}
	null, err := motifs.ExpectTriads(ctx, motifs.NullDyad, layer5.Graph, connectome.Labels{}, motifs.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(layer5.Graph)
	for _, t := range []motifs.Triad{motifs.T030T, motifs.T030C} {
		x := null.Express(t, census.Counts[t])
		fmt.Printf("%s, %s: %d, %.0f expected, z = %.1f\n", t, t.Description(), census.Counts[t], x.Expected, x.Z)
	}
	// Output:
	// graph of 309 neurons, 5932 connections, 122 mutual pairs
	// 030T, feed-forward loop: 11552, 6237 expected, z = 21.7
	// 030C, 3-cycle: 913, 2079 expected, z = -13.0
}
