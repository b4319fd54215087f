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
	// 1 4247
	// 2 30837
	// 3 47121
	// 4 24695
	// 5 10417
	// 6 2421
	// 7 315
	// 8 23
	// mean 3.124, unreachable 0.0709
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
	// gnp           C 0.0329  L 2.650  σ 1.79
	// er            C 0.0331  L 2.646  σ 1.77
	// configuration C 0.0516  L 2.821  σ 1.21
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
	// strong: 26 components, the largest of 335
}

func ExampleKCores() {
	k, err := topology.KCores(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	inner := k.Neighbors.Cores[len(k.Neighbors.Cores)-1]
	fmt.Printf("the %d-core has %d neurons and %d connections\n", inner.K, inner.Neurons, inner.Connections)
	// Output:
	// the 17-core has 192 neurons and 2477 connections
}

func ExampleDegreeAssortativity() {
	a, err := topology.DegreeAssortativity(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("out-in %.3f, layers %.3f\n", a.OutIn, a.Layer)
	// Output:
	// out-in -0.020, layers 0.356
}
