package formats_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/ctopo/ctopo/connectome/formats"
)

// A list of connections with its cells, as it is downloaded, becomes a matrix for
// SciPy.
func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	edges, cells := filepath.Join(dir, "edges.csv"), filepath.Join(dir, "cells.csv")
	for path, text := range map[string]string{
		edges: "pre_root_id,post_root_id,syn_count\n720575940612345679,720575940612345678,5\n720575940612345679,720575940612345678,2\n",
		cells: "root_id,cell_type\n720575940612345678,MBON\n720575940612345679,KC\n720575940612345680,KC\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
	ctx := context.Background()
	c, err := formats.Open(ctx, edges, formats.Options{Cells: cells})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Graph)
	fmt.Println(c.Cells.ID(1), c.Cells.MTypes().Name(1), c.Graph.OutWeights(1))
	fmt.Println("a matrix does not keep", strings.Join(formats.Lost(c, formats.NPZ), ", nor "))
	matrix := filepath.Join(dir, "brain.npz")
	if err := formats.Write(ctx, matrix, c, formats.WriteOptions{}); err != nil {
		log.Fatal(err)
	}
	format, err := formats.Detect(ctx, matrix, formats.Options{})
	fmt.Println(format, err)
	// Output:
	// graph of 3 neurons, 1 connections, 0 mutual pairs
	// 720575940612345679 KC [7]
	// a matrix does not keep the neurons' ids, nor cell types
	// npz <nil>
}
