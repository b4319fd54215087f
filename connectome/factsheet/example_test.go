package factsheet_test

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome/factsheet"
)

// Example reads both pathway sheets and prints the conductance of connections.
func Example() {
	anatomy, err := factsheet.ReadAnatomyFile("testdata/anatomy.json")
	if err != nil {
		panic(err)
	}
	physiology, err := factsheet.ReadPhysiologyFile("testdata/physiology.json")
	if err != nil {
		panic(err)
	}
	strengths := factsheet.Conductance(physiology, anatomy)
	for _, p := range physiology.Pathways {
		if g, ok := strengths[[2]string{p.Pre, p.Post}]; ok {
			fmt.Printf("%s: %.3f nS\n", p.Pathway, g)
		}
	}
	// Output: L1_NGC-DA:L1_NGC-DA: 3.125 nS
}

// ExampleReadLayersFile prints the neurons of each layer.
func ExampleReadLayersFile() {
	layers, err := factsheet.ReadLayersFile("testdata/layers.json")
	if err != nil {
		panic(err)
	}
	for _, l := range layers {
		fmt.Println(l.Name, l.MTypes, l.PossiblePathways)
	}
	// Output:
	// L23 [{L23_BP 23} {L23_PC 230}] 207
	// L6 [{L6_BP 6} {L6_PC 60}] 54
}

// ExampleReadCircuitFile prints the thickness of each layer.
func ExampleReadCircuitFile() {
	c, err := factsheet.ReadCircuitFile("testdata/circuit.json")
	if err != nil {
		panic(err)
	}
	for _, l := range c.Layers {
		fmt.Printf("%s: %g µm, %g neurons/mm³\n", l.Name, l.Thickness, l.Density)
	}
	fmt.Printf("%g mm³\n", c.Volume)
	// Output:
	// L23: 502 µm, 80000 neurons/mm³
	// L6: 700 µm, 90000.5 neurons/mm³
	// 0.29 mm³
}
