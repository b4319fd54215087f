//go:build cgo

package portal_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
)

// ring is five neurons of two m-types, each of which connects to the next.
func ring() (*connectome.Connectome, error) {
	b, err := connectome.NewBuilder(5)
	if err != nil {
		return nil, err
	}
	for v := range uint32(5) {
		if err := b.Add(v, (v+1)%5); err != nil {
			return nil, err
		}
	}
	g, _ := b.Build()
	cells, err := connectome.NewCells(connectome.NewLabels([]string{"L4_PC", "L4_PC", "L4_PC", "L5_MC", "L5_MC"}), connectome.CellOptions{})
	if err != nil {
		return nil, err
	}
	return connectome.New(g, cells, connectome.Source{})
}

// Files are written in the portal's layout, found in a folder, and read.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	c, err := ring()
	if err != nil {
		log.Fatal(err)
	}
	if err := portal.Write(ctx, filepath.Join(dir, "cons_locs_pathways_mc3_Column_rnd_instance1.h5"), c, portal.WriteOptions{}); err != nil {
		log.Fatal(err)
	}
	found, _, err := portal.Discover(ctx, dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, in := range found {
		c, err := in.Load(ctx, portal.Options{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(in.Condition, "mc", in.MC, "instance", in.Instance)
		fmt.Println(c.Graph)
		fmt.Println(c.Cells.MTypes().Names)
	}
	// Output:
	// CONTROL mc 3 instance 1
	// graph of 5 neurons, 5 connections, 0 mutual pairs
	// [L4_PC L5_MC]
}

// What is wrong with a file fits in one line, and says what would mend it.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "column.h5")
	if err := os.WriteFile(path, []byte("<html>please log in</html>"), 0o600); err != nil {
		log.Fatal(err)
	}
	_, err = portal.Open(context.Background(), path, portal.Options{})
	fmt.Println(strings.TrimPrefix(err.Error(), dir+string(filepath.Separator)))
	// Output:
	// column.h5: not an HDF5 file, want an HDF5 file in the portal's layout: check what was downloaded, or give it the ending that its format has
}

func ExampleParseIdentity() {
	id := portal.ParseIdentity("individuals_full.tar!pathways_P14-14_full.tar!pathways_P14-14/pathways_mc5_Column.h5")
	fmt.Println(id.Condition, id.MC, id.Animal)
	// Output:
	// INDIVIDUAL 5 14
}
