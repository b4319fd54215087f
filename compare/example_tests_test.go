package compare_test

import (
	"context"
	"fmt"
	"log"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome/synth"
)

// Seven reconstructions, each beside the mean of its controls.
func ExamplePairedT() {
	x := []float64{73.0, 74.2, 75.1, 74.8, 73.9, 75.6, 76.4}
	y := []float64{56.9, 57.3, 58.6, 58.1, 57.0, 58.8, 59.5}
	var differences, ratios []float64
	for i := range x {
		differences = append(differences, x[i]-y[i])
		ratios = append(ratios, x[i]/y[i])
	}
	t := compare.PairedT(x, y)
	fmt.Printf("t = %.1f, p = %.1e, n = %d\n", t.Statistic, t.P, t.N)
	fmt.Printf("smallest p of Wilcoxon's test: %.4f\n", compare.Wilcoxon(x, y).P)
	of := compare.StudentInterval(differences, 0.95)
	fmt.Printf("difference: %.2f to %.2f\n", of.Low, of.High)
	of = compare.RatioInterval(ratios, 0.95)
	fmt.Printf("ratio: %.3f to %.3f\n", of.Low, of.High)
	// Output:
	// t = 148.7, p = 6.2e-12, n = 7
	// smallest p of Wilcoxon's test: 0.0156
	// difference: 16.41 to 16.96
	// ratio: 1.282 to 1.293
}

// Two samples that are not paired.
func ExampleMannWhitney() {
	x, y := []float64{5, 6, 7, 8, 9}, []float64{1, 2, 3, 4, 6}
	t := compare.MannWhitney(x, y)
	fmt.Printf("U = %v, p = %.4f, exact: %v\n", t.Statistic, t.P, t.Exact)
	d := compare.EffectUnpaired(x, y, 0.95)
	fmt.Printf("Hedges' g = %.2f, from %.2f to %.2f\n", d.Size, d.Low, d.High)
	// Output:
	// U = 23.5, p = 0.0238, exact: true
	// Hedges' g = 1.95, from 0.45 to 3.38
}

// How far the degrees of one circuit are from those of another.
func ExampleWasserstein() {
	ctx := context.Background()
	var of [2]compare.Distribution
	for i, name := range []string{"column", "control"} {
		c, err := synth.Example(ctx, name)
		if err != nil {
			log.Fatal(err)
		}
		var degrees []float64
		for v := range c.Graph.N() {
			degrees = append(degrees, float64(len(c.Graph.In(uint32(v)))))
		}
		of[i] = compare.NewDistribution(degrees)
	}
	fmt.Printf("%.2f connections; largest difference of the distribution functions %.3f\n",
		compare.Wasserstein(of[0], of[1]), compare.KolmogorovSmirnov(of[0], of[1]).Statistic)
	// Output:
	// 3.26 connections; largest difference of the distribution functions 0.061
}

// Animals, of each several instances: how alike are those of one?
func ExampleBetweenAnimals() {
	ctx := context.Background()
	var profiles []*compare.Profile
	for animal := 13; animal < 16; animal++ {
		for mc := range 2 {
			c, err := synth.Generate(ctx, synth.Options{Kind: synth.Individual, Scale: 0.01, Animal: animal, MC: mc, Seed: 1})
			if err != nil {
				log.Fatal(err)
			}
			p, err := compare.NewProfile(ctx, fmt.Sprintf("P14-%d mc%d", animal, mc), c, compare.ProfileOptions{Measures: []string{"simplices"}})
			if err != nil {
				log.Fatal(err)
			}
			profiles = append(profiles, p)
		}
	}
	for _, v := range compare.BetweenAnimals(profiles)[:3] {
		fmt.Printf("%s %s: mean %.1f, ICC %.2f\n", v.Statistic, v.Key, v.Mean, v.ICC)
	}
	// Output:
	// simplices dim=0: mean 364.8, ICC 1.00
	// simplices dim=1: mean 4390.0, ICC 0.97
	// simplices dim=2: mean 5146.7, ICC 0.96
}
