package flag_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome/formats/flag"
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
	path := filepath.Join(dir, "c.flag")
	if err := flag.Write(ctx, path, c, flag.WriteOptions{}); err != nil {
		log.Fatal(err)
	}
	again, err := flag.Open(ctx, path, flag.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Graph)
	fmt.Println(again.Graph.Equal(c.Graph))
	// Output:
	// graph of 360 neurons, 4247 connections, 126 mutual pairs
	// true
}
