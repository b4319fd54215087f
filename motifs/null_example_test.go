package motifs_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/motifs"
)

// clusters returns two groups of 30 neurons, connected within by half of all
// pairs and between by one in twenty, and the groups as labels.
func clusters() (*connectome.Graph, connectome.Labels) {
	const n = 60
	labels := connectome.Labels{Names: []string{"A", "B"}, Of: make([]uint32, n)}
	b, err := connectome.NewBuilder(n)
	if err != nil {
		panic(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range uint32(n) {
		labels.Of[i] = i / 30
		for j := range uint32(n) {
			if x := rng.IntN(20); i != j && (x == 0 || x < 10 && i/30 == j/30) {
				if err := b.Add(i, j); err != nil {
					panic(err)
				}
			}
		}
	}
	g, _ := b.Build()
	return g, labels
}

// A graph of two clusters has fewer feed-forward loops than independent
// connections would make, since its mutual pairs close other triads, and more
// than reciprocity alone leaves room for. The densities of its pathways explain
// them. No graph is drawn.
func ExampleExpectTriads() {
	ctx := context.Background()
	g, labels := clusters()
	census, err := motifs.CountTriads(ctx, g, motifs.Options{})
	if err != nil {
		panic(err)
	}
	count := census.Counts[motifs.T030T]
	fmt.Println(count, "feed-forward loops")
	for _, model := range motifs.NullModels() {
		e, err := motifs.ExpectTriads(ctx, model, g, labels, motifs.Options{})
		if err != nil {
			panic(err)
		}
		x := e.Express(motifs.T030T, count)
		fmt.Printf("%-8s expected %6.1f ± %5.1f  z %5.1f  ratio %.2f\n", model, x.Expected, x.SD, x.Z, x.Ratio)
	}
	// Output:
	// 930 feed-forward loops
	// gnp      expected 1625.7 ± 146.5  z  -4.7  ratio 0.57
	// dyad     expected  693.0 ±  79.2  z   3.0  ratio 1.34
	// pathway  expected  861.7 ±  86.6  z   0.8  ratio 1.08
}

// What is expected of the feed-forward loops from A by A to B.
func ExampleExpectTriadsBy() {
	ctx := context.Background()
	g, labels := clusters()
	e, err := motifs.ExpectTriadsBy(motifs.NullPathway, g, labels)
	if err != nil {
		panic(err)
	}
	census, err := motifs.CountTriadsBy(ctx, g, labels, motifs.Options{})
	if err != nil {
		panic(err)
	}
	for _, row := range census.Counts {
		if row.Triad == motifs.T030T && row.Types == [3]uint32{0, 0, 1} {
			x := e.Express(row.Triad, row.Types, row.Count)
			fmt.Printf("%d counted, %.1f ± %.1f expected\n", row.Count, x.Expected, x.SD)
		}
	}
	// Output:
	// 17 counted, 17.3 ± 6.5 expected
}

// Draws of the same null model: the standard deviation is that of 1,000 graphs.
func ExampleSampleTriads() {
	ctx := context.Background()
	g, labels := clusters()
	exact, err := motifs.ExpectTriads(ctx, motifs.NullPathway, g, labels, motifs.Options{})
	if err != nil {
		panic(err)
	}
	drawn, err := motifs.SampleTriads(ctx, motifs.NullPathway, g, labels, 1000, 42, motifs.Options{})
	if err != nil {
		panic(err)
	}
	for _, e := range []*motifs.Expectation{exact, drawn} {
		fmt.Printf("%-10s  030T %.0f ± %.0f\n", e.Source(), e.Mean[motifs.T030T], e.SD[motifs.T030T])
	}
	// Output:
	// exact       030T 862 ± 87
	// 1000 draws  030T 863 ± 87
}

// Any model of package control can be the null: here one that keeps the number
// of connections of each pathway in every draw.
func ExampleSampleTriadsOf() {
	ctx := context.Background()
	g, labels := clusters()
	s, err := control.NewSampler(control.Pathway, g, labels)
	if err != nil {
		panic(err)
	}
	e, err := motifs.SampleTriadsOf(ctx, s, g, 1000, 42, motifs.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("030T %.0f ± %.0f over %s\n", e.Mean[motifs.T030T], e.SD[motifs.T030T], e.Source())
	// Output:
	// 030T 865 ± 84 over 1000 draws
}

// Directed simplices of G(n,p) with the size of a whole microcircuit.
func ExampleSimplexMoments() {
	const n, edges = 31346, 7648079
	p := float64(edges) / (n * (n - 1))
	mean, sd := motifs.SimplexMoments(n, p, p*p, 4)
	for dim := 1; dim <= 4; dim++ {
		fmt.Printf("dimension %d: %.0f ± %.0f\n", dim, mean[dim], sd[dim])
	}
	// Output:
	// dimension 1: 7648079 ± 2755
	// dimension 2: 14524818 ± 16158
	// dimension 3: 214712 ± 698
	// dimension 4: 25 ± 5
}

// A pair model of one's own: neurons of two types, of which only those of the
// first are ever mutual.
func ExamplePairModel() {
	m := &motifs.PairModel{
		Neurons: []int64{80, 20},
		States: [][4]float64{
			{0.85, 0.04, 0.04, 0.07}, {0.90, 0.10, 0, 0}, // first → first, first → second
			{0.90, 0, 0.10, 0}, {0.96, 0.02, 0.02, 0}, // second → first, second → second
		},
	}
	e, err := m.Triads(context.Background(), motifs.Options{})
	if err != nil {
		panic(err)
	}
	mean, sd := e.Weighted(motifs.TransitiveWeights)
	fmt.Printf("2-simplices %.0f ± %.0f, triads 300 %.1f ± %.1f\n", mean, sd, e.Mean[motifs.T300], e.SD[motifs.T300])
	// Output:
	// 2-simplices 801 ± 109, triads 300 28.2 ± 7.6
}
