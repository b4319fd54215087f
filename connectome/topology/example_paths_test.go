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
	// 1 4224
	// 2 29688
	// 3 46864
	// 4 23840
	// 5 9465
	// 6 2504
	// 7 362
	// 8 34
	// 9 2
	// mean 3.118, unreachable 0.0948
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
	// gnp           C 0.0327  L 2.655  σ 1.90
	// er            C 0.0329  L 2.652  σ 1.89
	// configuration C 0.0536  L 2.859  σ 1.25
}

func ExampleConnectedComponents() {
	c, err := topology.ConnectedComponents(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println("weak:", c.Weak.Sizes)
	fmt.Println("strong:", len(c.Strong.Sizes), "components, the largest of", c.Strong.Sizes[0])
	// Output:
	// weak: [359 1]
	// strong: 35 components, the largest of 326
}

func ExampleKCores() {
	k, err := topology.KCores(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	inner := k.Neighbors.Cores[len(k.Neighbors.Cores)-1]
	fmt.Printf("the %d-core has %d neurons and %d connections\n", inner.K, inner.Neurons, inner.Connections)
	// Output:
	// the 16-core has 202 neurons and 2658 connections
}

func ExampleDegreeAssortativity() {
	a, err := topology.DegreeAssortativity(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("out-in %.3f, layers %.3f\n", a.OutIn, a.Layer)
	// Output:
	// out-in -0.025, layers 0.354
}
