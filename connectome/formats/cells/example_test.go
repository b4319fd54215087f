package cells_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/cells"
)

// Neurons that go by their places get types.
func ExampleTable_Apply() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "cells.csv")
	if err := os.WriteFile(path, []byte("id,cell_type,layer\n0,PC,5\n1,MC,5\n"), 0o644); err != nil {
		log.Fatal(err)
	}
	table, err := cells.Read(context.Background(), path, cells.Options{})
	if err != nil {
		log.Fatal(err)
	}
	g, err := connectome.FromCSR(3, []int64{0, 1, 2, 2}, []uint32{1, 2}, nil)
	if err != nil {
		log.Fatal(err)
	}
	bare, err := connectome.NewCells(connectome.NewLabels([]string{"", "", ""}), connectome.CellOptions{})
	if err != nil {
		log.Fatal(err)
	}
	c, err := connectome.New(g, bare, connectome.Source{})
	if err != nil {
		log.Fatal(err)
	}
	c, unlisted, _, err := table.Apply(c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Cells.MTypes().Name(0), c.Cells.Layers().Name(0), unlisted)
	// Output: PC L5 1
}
