package connectome_test

import (
	"fmt"
	"log"

	"github.com/ctopo/ctopo/connectome"
)

// Results are tables: columns of one kind, in which a value may be undefined.
func ExampleTable() {
	t := connectome.NewTable("degrees",
		connectome.Strings("neuron", []string{"a", "b"}),
		connectome.Ints("out", []int64{3, 0}),
		connectome.Floats("ratio", []float64{1.5, 0}).WithNull([]bool{false, true}))
	t = t.WithFirst(connectome.Constant("instance", "mine", t.Rows()))
	for i := range t.Rows() {
		for _, c := range t.Columns {
			fmt.Printf("%s %q, ", c.Name, c.Text(i))
		}
		fmt.Println("row", i)
	}
	// Output:
	// instance "mine", neuron "a", out "3", ratio "1.5", row 0
	// instance "mine", neuron "b", out "0", ratio "", row 1
}

// A graph from rows that another program made, as SciPy's indptr and indices are.
func ExampleFromRows() {
	g, loops, duplicates, err := connectome.FromRows(3, []int64{0, 3, 4, 5}, []uint32{2, 1, 2, 1, 0}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(g, "loops:", loops, "duplicates:", duplicates)
	fmt.Println(g.Out(0), g.In(0))
	// Output:
	// graph of 3 neurons, 3 connections, 1 mutual pairs loops: 1 duplicates: 1
	// [1 2] [2]
}
