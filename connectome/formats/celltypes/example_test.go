package celltypes_test

import (
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome/formats/celltypes"
)

// ExampleRead reads what the names of cell types do not tell.
func ExampleRead() {
	types, err := celltypes.Read(strings.NewReader("mtype,synapse_class,layer\nL4_BPC,EXC,4\nL4_MC,INH,L4\n"), "types.csv")
	if err != nil {
		panic(err)
	}
	for _, t := range types {
		fmt.Println(t.MType, t.Class, t.Layer)
	}
	// Output:
	// L4_BPC E L4
	// L4_MC I L4
}
