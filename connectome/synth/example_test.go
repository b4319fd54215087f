package synth_test

import (
	"context"
	"fmt"
	"log"

	"github.com/ctopo/ctopo/connectome/synth"
)

// A reconstruction and its control: as many connections, differently spread.
func ExampleExample() {
	for _, name := range []string{"column", "control"} {
		c, err := synth.Example(context.Background(), name)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Source, c.Source.Condition, c.Graph)
	}
	// Output:
	// example:column AVERAGE graph of 1585 neurons, 75427 connections, 1697 mutual pairs
	// example:control CONTROL graph of 1585 neurons, 75427 connections, 1699 mutual pairs
}

// The third control of mc2, at a tenth of the column, and where it belongs.
func ExampleGenerate() {
	c, err := synth.Generate(context.Background(), synth.Options{Scale: 0.1, Kind: synth.Control, MC: 2, Instance: 2, Seed: 42})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(synth.RelPath(c.Source.Identity))
	fmt.Println(c.Graph)
	// Output:
	// controls/cons_locs_pathways_mc2_Column_rnd_instance2.h5
	// graph of 3143 neurons, 252441 connections, 5191 mutual pairs
}

// An ensemble in the portal's tree: two microcircuits, two controls of each.
func ExamplePlan() {
	for _, kind := range []synth.Kind{synth.Average, synth.Control} {
		for _, id := range synth.Plan(kind, 2, 2) {
			fmt.Println(synth.RelPath(id))
		}
	}
	// Output:
	// average/cons_locs_pathways_mc0_Column.h5
	// average/cons_locs_pathways_mc1_Column.h5
	// controls/cons_locs_pathways_mc0_Column_rnd_instance0.h5
	// controls/cons_locs_pathways_mc0_Column_rnd_instance1.h5
	// controls/cons_locs_pathways_mc1_Column_rnd_instance0.h5
	// controls/cons_locs_pathways_mc1_Column_rnd_instance1.h5
}
