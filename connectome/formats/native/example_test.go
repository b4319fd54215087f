package native_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome/formats/native"
	"github.com/ctopo/ctopo/connectome/synth"
)

// Example writes a connectome once and maps it from then on.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "small.ctopo")
	c, err := synth.Example(ctx, synth.Examples()[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := native.Write(ctx, path, c); err != nil {
		fmt.Println(err)
		return
	}
	f, err := native.Map(ctx, path, native.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close() // not before the last use of the graph
	fmt.Println(f.Connectome().Graph.Equal(c.Graph))
	fmt.Println(f.Connectome().Source.Origin.Path == c.Source.Path)
	// Output:
	// true
	// true
}
