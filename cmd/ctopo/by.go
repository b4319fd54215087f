package main

import (
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
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
		return labels, fmt.Errorf("the %s of its cells is not known: give it by --cell-types", by)
	}
	return labels, nil
}
