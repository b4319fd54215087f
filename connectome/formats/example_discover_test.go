package formats_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/synth"
)

// A folder of files of any format, one after the other.
func ExampleDiscover() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"a.npz", "b.graphml", "c.ctopo"} {
		if err := formats.Write(ctx, filepath.Join(dir, name), c, formats.WriteOptions{}); err != nil {
			log.Fatal(err)
		}
	}
	found, skipped, err := formats.Discover(ctx, dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, in := range found {
		c, err := in.Load(ctx, formats.Options{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(filepath.Base(in.Path), c.Graph)
	}
	fmt.Println(len(skipped), "passed over")
	// Output:
	// a.npz graph of 360 neurons, 4247 connections, 126 mutual pairs
	// b.graphml graph of 360 neurons, 4247 connections, 126 mutual pairs
	// c.ctopo graph of 360 neurons, 4247 connections, 126 mutual pairs
	// 0 passed over
}
