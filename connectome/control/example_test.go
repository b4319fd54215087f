package control_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// ring returns a graph of n neurons in which each connects to the next k.
func ring(n, k uint32) *connectome.Graph {
	b, err := connectome.NewBuilder(int(n))
	if err != nil {
		panic(err)
	}
	for v := range n {
		for i := range k {
			if err := b.Add(v, (v+i+1)%n); err != nil {
				panic(err)
			}
		}
	}
	g, _ := b.Build()
	return g
}

// A thousand random graphs with as many connections as a ring has, which has no
// mutual pairs.
func ExampleSampler() {
	g := ring(100, 5)
	s, err := control.NewSampler(control.ER, g, connectome.Labels{})
	if err != nil {
		panic(err)
	}
	mutual := int64(0)
	for i := range uint64(1000) {
		d, err := s.Draw(context.Background(), 42, i, 1)
		if err != nil {
			panic(err)
		}
		mutual += d.MutualPairs()
	}
	fmt.Println("ring:", g)
	fmt.Printf("mean of the draws: %.1f mutual pairs, expected %.1f\n",
		float64(mutual)/1000, float64(100*99/2)*500*499/(9900.0*9899))
	// Output:
	// ring: graph of 100 neurons, 500 connections, 0 mutual pairs
	// mean of the draws: 12.7 mutual pairs, expected 12.6
}

func ExampleDraw() {
	names := []string{"L5_TTPC1", "L5_MC"}
	labels := connectome.Labels{Names: names, Of: make([]uint32, 100)}
	for v := 80; v < 100; v++ {
		labels.Of[v] = 1
	}
	cells, err := connectome.NewCells(labels, connectome.CellOptions{})
	if err != nil {
		panic(err)
	}
	c, err := connectome.New(ring(100, 5), cells, connectome.Source{})
	if err != nil {
		panic(err)
	}
	d, err := control.Draw(context.Background(), control.Pathway, c, 1, control.Options{})
	if err != nil {
		panic(err)
	}
	for _, x := range []*connectome.Connectome{c, d} {
		b, err := control.CountBlocks(x.Graph, x.Cells.MTypes())
		if err != nil {
			panic(err)
		}
		fmt.Println(b.Edges, "connections by pathway,", x.Graph.MutualPairs(), "mutual pairs")
	}
	// Output:
	// [385 15 15 85] connections by pathway, 0 mutual pairs
	// [385 15 15 85] connections by pathway, 22 mutual pairs
}

// A ring whose neurons keep as many sources and targets, and nothing else.
func ExampleModel_configuration() {
	g := ring(100, 5)
	s, err := control.NewSampler(control.Configuration, g, connectome.Labels{})
	if err != nil {
		panic(err)
	}
	d, err := s.Draw(context.Background(), 42, 0, 1)
	if err != nil {
		panic(err)
	}
	kept := 0
	for v := range uint32(g.N()) {
		if len(d.Out(v)) == 5 && len(d.In(v)) == 5 {
			kept++
		}
	}
	fmt.Println(d)
	fmt.Println("neurons with 5 sources and 5 targets:", kept)
	// Output:
	// graph of 100 neurons, 500 connections, 12 mutual pairs
	// neurons with 5 sources and 5 targets: 100
}
