package conntility_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/formats/conntility"
)

// Example reads the matrix that is called full_matrix, which is the default.
func Example() {
	c, err := conntility.Open(context.Background(), "network.h5", conntility.Options{
		Note: func(text string) { fmt.Println("note:", text) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Graph.N())
	// Output: network.h5: no such file or directory: check the path
}
