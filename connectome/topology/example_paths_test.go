package topology_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/topology"
)

func ExamplePaths() {
	p, err := topology.Paths(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	for length, pairs := range p.Lengths[1:] {
		fmt.Println(length+1, pairs)
	}
	fmt.Printf("mean %.3f, unreachable %.4f\n", p.Mean(), p.UnreachableShare())
	// Output:
	// 1 4228
	// 2 31632
	// 3 51046
	// 4 24176
	// 5 7550
	// 6 1294
	// 7 133
	// 8 5
	// mean 3.030, unreachable 0.0710
}

func ExampleSmallWorldness() {
	s, err := topology.SmallWorldness(context.Background(), smallExample(), topology.Options{Samples: 2, Seed: 1})
	if err != nil {
		panic(err)
	}
	for _, r := range s.References {
		fmt.Printf("%-13s C %.4f  L %.3f  σ %.2f\n", r.Name, r.Fagiolo, r.PathLength, r.SigmaFagiolo)
	}
	// Output:
	// gnp           C 0.0327  L 2.654  σ 1.82
	// er            C 0.0321  L 2.654  σ 1.85
	// configuration C 0.0540  L 2.841  σ 1.18
}

func ExampleConnectedComponents() {
	c, err := topology.ConnectedComponents(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println("weak:", c.Weak.Sizes)
	fmt.Println("strong:", len(c.Strong.Sizes), "components, the largest of", c.Strong.Sizes[0])
	// Output:
	// weak: [360]
	// strong: 27 components, the largest of 334
}

func ExampleKCores() {
	k, err := topology.KCores(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	inner := k.Neighbors.Cores[len(k.Neighbors.Cores)-1]
	fmt.Printf("the %d-core has %d neurons and %d connections\n", inner.K, inner.Neurons, inner.Connections)
	// Output:
	// the 16-core has 197 neurons and 2565 connections
}

func ExampleDegreeAssortativity() {
	a, err := topology.DegreeAssortativity(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("out-in %.3f, layers %.3f\n", a.OutIn, a.Layer)
	// Output:
	// out-in -0.019, layers 0.354
}
