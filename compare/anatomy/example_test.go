package anatomy_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/compare/anatomy"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
)

// ExampleCompare puts a pathway of a circuit beside a fact sheet.
func ExampleCompare() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "column")
	if err != nil {
		panic(err)
	}
	pathways, err := topology.Pathways(ctx, c, topology.Options{})
	if err != nil {
		panic(err)
	}
	// What a sheet would say of one pathway; factsheet.ReadAnatomyFile reads whole ones.
	sheet := &factsheet.Anatomy{Pathways: []factsheet.AnatomyPathway{{
		Pathway: factsheet.Pathway{Pre: "L4_PC", Post: "L5_TTPC2"}, ConvergentMean: 16, DivergentMean: 22,
	}}}
	for _, row := range anatomy.Compare(pathways, sheet) {
		if row.Sheet > 0 {
			fmt.Printf("%s: %g in the sheet, %.1f in the circuit, agree: %t\n", row.Field, row.Sheet, row.Measured, row.Agree)
		}
	}
	// Output:
	// number_of_convergent_neuron_mean: 16 in the sheet, 15.9 in the circuit, agree: true
	// number_of_divergent_neuron_mean: 22 in the sheet, 11.8 in the circuit, agree: false
}
