package edgelist_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome/formats/edgelist"
	"github.com/ctopo/ctopo/connectome/synth"
)

func Example() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "c.csv")
	if err := edgelist.Write(ctx, path, c, edgelist.WriteOptions{}); err != nil {
		log.Fatal(err)
	}
	again, err := edgelist.Open(ctx, path, edgelist.Options{Cells: edgelist.CellsPath(path)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Graph)
	fmt.Println(again.Graph.Equal(c.Graph))
	// Output:
	// graph of 360 neurons, 4247 connections, 126 mutual pairs
	// true
}
