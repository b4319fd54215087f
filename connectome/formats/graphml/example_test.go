package graphml_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome/formats/graphml"
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
	path := filepath.Join(dir, "c.graphml")
	if err := graphml.Write(ctx, path, c, graphml.WriteOptions{}); err != nil {
		log.Fatal(err)
	}
	again, err := graphml.Open(ctx, path, graphml.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Graph)
	fmt.Println(again.Graph.Equal(c.Graph))
	// Output:
	// graph of 360 neurons, 4247 connections, 126 mutual pairs
	// true
}
