package motifs_test

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// exampleGraph has a feed-forward loop 0 → 1 → 2, 0 → 2 and a mutual pair 2, 3.
func exampleGraph() *connectome.Graph {
	b, _ := connectome.NewBuilder(4)
	for _, e := range [][2]uint32{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 2}} {
		_ = b.Add(e[0], e[1])
	}
	g, _ := b.Build()
	return g
}

func ExampleCountTriads() {
	census, err := motifs.CountTriads(context.Background(), exampleGraph(), motifs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t, n := range census.Counts {
		if n > 0 {
			fmt.Println(motifs.Triad(t), n)
		}
	}
	// Output:
	// 012 1
	// 030T 1
	// 111D 2
}

func ExampleTriads() {
	for t := range motifs.Triads() {
		if t.Motif() > 0 && t.Closed() {
			fmt.Println(t, t.Motif())
		}
	}
	// Output:
	// 030T 4
	// 030C 7
	// 120C 9
	// 120U 10
	// 120D 11
	// 210 12
	// 300 13
}

func ExampleCountTriadsBy() {
	class := connectome.NewLabels([]string{"E", "E", "I", "I"})
	census, err := motifs.CountTriadsBy(context.Background(), exampleGraph(), class, motifs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range census.Counts {
		fmt.Println(c.Triad, census.Types[c.Types[0]], census.Types[c.Types[1]], census.Types[c.Types[2]], c.Count)
	}
	// Output:
	// 012 E E I 1
	// 030T E E I 1
	// 111D E I I 2
}

func ExampleCountTriadsPerNeuron() {
	census, err := motifs.CountTriadsPerNeuron(context.Background(), exampleGraph(), motifs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for v := range uint32(4) {
		fmt.Println(v, "source", census.Count(v, motifs.T030T, 0), "middle", census.Count(v, motifs.T030T, 1), "sink", census.Count(v, motifs.T030T, 2))
	}
	// Output:
	// 0 source 1 middle 0 sink 0
	// 1 source 0 middle 1 sink 0
	// 2 source 0 middle 0 sink 1
	// 3 source 0 middle 0 sink 0
}

func ExampleCountTriadsPerEdge() {
	census, err := motifs.CountTriadsPerEdge(context.Background(), exampleGraph(), motifs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	census.Each(func(u, v uint32, counts motifs.Counts) bool {
		fmt.Println(u, v, "feed-forward loops", counts[motifs.T030T])
		return true
	})
	// Output:
	// 0 1 feed-forward loops 1
	// 0 2 feed-forward loops 1
	// 1 2 feed-forward loops 1
	// 2 3 feed-forward loops 0
	// 3 2 feed-forward loops 0
}

func ExampleTriad() {
	t, _ := motifs.ParseTriad("030T")
	fmt.Println(t, "is motif", t.Motif(), "with roles", t.Roles(), "and connections", t.Edges())
	fmt.Println("BCT calls it", t.BCT())
	// Output:
	// 030T is motif 4 with roles [0 1 2] and connections [[0 1] [0 2] [1 2]]
	// BCT calls it 5
}
