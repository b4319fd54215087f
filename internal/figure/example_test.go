package figure_test

import (
	"bytes"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
)

// The simplices of a circuit, drawn as one column of a journal.
func ExampleSimplices() {
	table := connectome.NewTable("simplices",
		connectome.Strings("instance", []string{"mc2", "mc2", "mc2"}),
		connectome.Ints("dim", []int64{0, 1, 2}),
		connectome.Uints("count", []uint64{2003, 102732, 319940}))
	f, err := figure.Simplices(table, figure.Meta{File: "mc2.h5", Circuits: []figure.Circuit{{Instance: "mc2", Neurons: 2003, Connections: 102732}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	f.Resize(85)
	var svg bytes.Buffer
	if err := f.Write(&svg, "svg"); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Caption)
	fmt.Println(svg.String()[:4])
	// Output:
	// Number of directed simplices of each dimension, on a logarithmic scale. mc2.h5: 2,003 neurons, 102,732 connections.
	// <svg
}
