package motifs_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/motifs"
)

// What other programs call a motif.
func ExampleTriadOfMotif() {
	t, _ := motifs.TriadOfMotif(4)
	fmt.Println(t, t.Description())
	bct, _ := motifs.TriadOfBCT(5)
	egger, _ := motifs.TriadOfEgger(7)
	igraph, _ := motifs.TriadOfCensusIndex(8)
	fmt.Println(bct == t, egger == t, igraph == t)
	// Output:
	// 030T feed-forward loop
	// true true true
}

// Neurons 7, 8 and 9, of which 7 connects to both others, and 8 to 9.
func ExamplePlaceTriad() {
	t, node := motifs.PlaceTriad(motifs.DyadForward, motifs.DyadForward, motifs.DyadForward)
	neurons := [3]int{7, 8, 9}
	fmt.Printf("%s: source %d, sink %d\n", t, neurons[node[0]], neurons[node[2]])
	// Output:
	// 030T: source 7, sink 9
}

// Simplices of excitatory and inhibitory neurons, from source to sink.
func ExampleCountSimplicesBySequence() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	s, err := motifs.CountSimplicesBySequence(ctx, c.Graph, c.Cells.Classes(), motifs.SimplexOptions{MaxDim: 2})
	if err != nil {
		log.Fatal(err)
	}
	for q, count := range s.Counts[2] {
		fmt.Println(strings.Join(s.Sequence(2, q), ">"), count)
	}
	// Output:
	// E>E>E 3654
	// E>E>I 267
	// E>I>E 396
	// E>I>I 33
	// I>E>E 562
	// I>E>I 55
	// I>I>E 87
	// I>I>I 12
}

// The connection that is in the most 2-simplices.
func ExampleCountSimplicesPerEdge() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	s, err := motifs.CountSimplicesPerEdge(ctx, c.Graph, motifs.SimplexOptions{MaxDim: 2})
	if err != nil {
		log.Fatal(err)
	}
	ptr, targets := c.Graph.OutCSR()
	var source, best int
	for v := range c.Graph.N() {
		for e := int(ptr[v]); e < int(ptr[v+1]); e++ {
			if s.Counts[2][e] > s.Counts[2][best] {
				source, best = v, e
			}
		}
	}
	mtypes := c.Cells.MTypes()
	fmt.Printf("%s > %s: %d\n", mtypes.Name(uint32(source)), mtypes.Name(targets[best]), s.Counts[2][best])
	// Output:
	// L23_MC > L5_TTPC1: 17
}

// Simplices beside what the same number of connections and of mutual pairs gives.
func ExampleExpectSimplices() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	s, err := motifs.CountSimplices(ctx, c.Graph, motifs.SimplexOptions{})
	if err != nil {
		log.Fatal(err)
	}
	e, err := motifs.ExpectSimplices(motifs.NullDyad, c.Graph, len(s.Counts)-1, false)
	if err != nil {
		log.Fatal(err)
	}
	for k, count := range s.Counts {
		x := e.Express(k, count)
		fmt.Printf("dimension %d: %d, %.4g expected\n", k, count, x.Expected)
	}
	// Output:
	// dimension 0: 360, 360 expected
	// dimension 1: 4247, 4247 expected
	// dimension 2: 5066, 1642 expected
	// dimension 3: 1012, 20.8 expected
	// dimension 4: 59, 0.008635 expected
	// dimension 5: 2, 1.175e-07 expected
}

// Expectations that have no formula are drawn.
func ExampleSampleSimplices() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	e, err := motifs.SampleSimplices(ctx, motifs.NullPathway, c.Graph, c.Cells.MTypes(), 20, 1, motifs.SimplexOptions{MaxDim: 3})
	if err != nil {
		log.Fatal(err)
	}
	for k, mean := range e.Mean {
		fmt.Printf("dimension %d: %.4g ± %.2g\n", k, mean, e.SD[k])
	}
	// Output:
	// dimension 0: 360 ± 0
	// dimension 1: 4221 ± 54
	// dimension 2: 2996 ± 1.5e+02
	// dimension 3: 168.6 ± 26
}

// Typed motifs beside draws: feed-forward loops of excitatory neurons alone.
func ExampleSampleTriadsBy() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	classes := c.Cells.Classes()
	census, err := motifs.CountTriadsBy(ctx, c.Graph, classes, motifs.Options{})
	if err != nil {
		log.Fatal(err)
	}
	e, err := motifs.SampleTriadsBy(ctx, motifs.NullPathway, c.Graph, classes, 20, 1, motifs.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range census.Counts {
		if n.Triad == motifs.T030T && classes.Names[n.Types[0]] == "E" && n.Types[1] == n.Types[0] && n.Types[2] == n.Types[0] {
			fmt.Printf("%d, %.2f times the expected\n", n.Count, e.Express(n.Triad, n.Types, n.Count).Ratio)
		}
	}
	// Output:
	// 2957, 2.19 times the expected
}
