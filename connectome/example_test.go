package connectome_test

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

func ExampleBuilder() {
	b, err := connectome.NewBuilder(3)
	if err != nil {
		panic(err)
	}
	for _, e := range [][2]uint32{{2, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 1}} {
		if err := b.Add(e[0], e[1]); err != nil {
			panic(err)
		}
	}
	loops := b.Loops()
	g, duplicates := b.Build()
	fmt.Println(g)
	fmt.Println("loops", loops, "duplicates", duplicates, "in(0)", g.In(0))
	// Output:
	// graph of 3 neurons, 3 connections, 1 mutual pairs
	// loops 1 duplicates 1 in(0) [1 2]
}

func ExampleConnectome_Select() {
	cells, err := connectome.NewCells(connectome.NewLabels([]string{"L5_MC", "L5_TTPC1", "L6_IPC"}), connectome.CellOptions{})
	if err != nil {
		panic(err)
	}
	g, err := connectome.FromCSR(3, []int64{0, 1, 3, 3}, []uint32{1, 0, 2}, nil)
	if err != nil {
		panic(err)
	}
	c, err := connectome.New(g, cells, connectome.Source{})
	if err != nil {
		panic(err)
	}
	excitatory, err := c.Select(connectome.Selection{Class: connectome.Excitatory})
	if err != nil {
		panic(err)
	}
	fmt.Println(excitatory.Graph, "of", excitatory.Cells.MTypes().Names)
	// Output: graph of 2 neurons, 1 connections, 0 mutual pairs of [L5_TTPC1 L6_IPC]
}
