package motifs_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// square is 0 → 1 → 2 → 3 with all shortcuts but 0 → 3, and 2 → 1 back.
func square() *connectome.Graph {
	b, _ := connectome.NewBuilder(4)
	for _, e := range [][2]uint32{{0, 1}, {0, 2}, {1, 2}, {2, 1}, {1, 3}, {2, 3}} {
		_ = b.Add(e[0], e[1])
	}
	g, _ := b.Build()
	return g
}

func ExampleCountSimplices() {
	s, err := motifs.CountSimplices(context.Background(), square(), motifs.SimplexOptions{Maximal: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	chi, _ := s.Euler()
	fmt.Println(s.Counts, s.Maximal, chi)
	// Output: [4 6 4] [0 0 4] 2
}

func ExampleCountSimplicesBy() {
	labels := connectome.NewLabels([]string{"E", "E", "I", "I"})
	s, _ := motifs.CountSimplicesBy(context.Background(), square(), labels, motifs.SimplexOptions{})
	fmt.Println("2-simplices from E to I:", s.Counts[2][0][1])
	// Output: 2-simplices from E to I: 2
}

func ExampleCountSimplicesPerNeuron() {
	s, _ := motifs.CountSimplicesPerNeuron(context.Background(), square(), motifs.SimplexOptions{})
	fmt.Println(s.Counts[2], s.Highest())
	// Output: [2 4 4 2] [2 2 2 2]
}

func ExampleSimplexPositions() {
	p, _ := motifs.SimplexPositions(context.Background(), square(), motifs.SimplexOptions{})
	fmt.Println("2-simplices whose last connection is reciprocated:", p.B[2][2][1])
	// Output: 2-simplices whose last connection is reciprocated: 2
}

func ExampleEstimateSimplices() {
	e, _ := motifs.EstimateSimplices(context.Background(), square(), 1000, 1, motifs.SimplexOptions{})
	fmt.Printf("%.0f neurons, %.0f connections, dimensions up to %d\n", e.Counts[0], e.Counts[1], len(e.Counts)-1)
	// Output: 4 neurons, 6 connections, dimensions up to 2
}
