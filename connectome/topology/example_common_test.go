package topology_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome/topology"
)

// How many pairs have so many targets in common, and whether connected pairs have
// more of them.
func ExampleCountCommonNeighbors() {
	r, err := topology.CountCommonNeighbors(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println("pairs with 0, 1, 2, … targets in common:", r.Efferent.Histogram[:6])
	whole := r.Efferent.Whole
	fmt.Printf("a pair has %.3f in common, a connected one %.3f: bias %.2f\n", whole.Mean(), whole.ConnectedMean(), whole.Bias())
	fmt.Printf("the number of pairs falls by %.3f decades for each more\n", -r.Efferent.Slope)
	// Output:
	// pairs with 0, 1, 2, … targets in common: [42775 12977 5203 2149 873 399]
	// a pair has 0.571 in common, a connected one 1.193: bias 2.09
	// the number of pairs falls by 0.418 decades for each more
}

// What cell types and distances say about who connects to whom.
func ExampleConnectivityEntropy() {
	r, err := topology.ConnectivityEntropy(context.Background(), smallExample(), topology.Options{})
	if err != nil {
		panic(err)
	}
	for _, m := range r.Models {
		fmt.Printf("%-8s %6.0f bits, %.3f of er, %.2f a connection\n", m.Model, m.Bits, m.RelativeToER, m.BitsPerConnection)
	}
	// Output:
	// er        26952 bits, 1.000 of er, 6.35 a connection
	// pathway   22652 bits, 0.840 of er, 5.33 a connection
	// distance  19112 bits, 0.709 of er, 4.50 a connection
}

func ExampleFactSheetBias() {
	bias, err := topology.FactSheetBias(context.Background(), smallExample().Graph, 0)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f\n", bias)
	// Output:
	// 2.09
}
