package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// checkBy checks a --by flag; empty means that it was not given.
func checkBy(by string) error {
	if !slices.Contains([]string{"", "mtype", "layer", "class"}, by) {
		return usagef("--by %q: want mtype, layer or class", by)
	}
	return nil
}

// labelsBy returns the labels that a --by flag names.
func labelsBy(cells *connectome.Cells, by string) (connectome.Labels, error) {
	labels := cells.MTypes()
	switch by {
	case "layer":
		labels = cells.Layers()
	case "class":
		labels = cells.Classes()
	}
	if named(labels) == 0 && cells.N() > 0 {
		return labels, unknownLabels(by)
	}
	return labels, nil
}

// unknownLabels is the error where no cell has a label of that kind. A table of cell
// types tells layers and classes of m-types, but not which cell is of which m-type.
func unknownLabels(kind string) error {
	if kind == "mtype" {
		return errors.New("the m-types of its cells are not known: give a table of cells by --cells")
	}
	words := map[string]string{"layer": "layers", "class": "synapse classes"}
	return fmt.Errorf("the %s of its cells are not known: give a table of cells by --cells, or of m-types by --cell-types", words[kind])
}

// checkTypes refuses the null model that keeps connections by m-type for a circuit
// whose m-types are not known, where it would be G(n, p) under another name.
func checkTypes(cells *connectome.Cells, model motifs.NullModel) error {
	if model != motifs.NullPathway || cells.N() == 0 || named(cells.MTypes()) > 0 {
		return nil
	}
	return fmt.Errorf("--null %s: %w", model, unknownLabels("mtype"))
}
