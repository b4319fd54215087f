//go:build cgo

package sonata_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/formats/sonata"
)

// Example reads edges with the nodes and the node types that belong to them.
func Example() {
	c, err := sonata.Open(context.Background(), "testdata/edges.h5", sonata.Options{
		Nodes: "testdata/nodes.h5", NodeTypes: "testdata/node_types.csv",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Graph)
	for v := range uint32(c.Cells.N()) {
		fmt.Printf("%s is %q, class %s\n", c.Cells.ID(v), c.Cells.MTypes().Name(v), c.Cells.Class(v))
	}
	// Output:
	// graph of 4 neurons, 4 connections, 1 mutual pairs
	// 10 is "'e23'", class E
	// 70 is "PV basket", class I
	// 30 is "'e23'", class E
	// 4611686018427387904 is "", class E
}
