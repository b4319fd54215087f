package compare_test

import (
	"context"
	"fmt"
	"log"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/synth"
)

// A reconstruction and its control, both made up: the same cells and as many
// connections, but fewer simplices.
func ExamplePaired() {
	ctx, opt := context.Background(), compare.ProfileOptions{Measures: []string{"simplices"}}
	profile := func(name string) *compare.Profile {
		c, err := synth.Example(ctx, name)
		if err != nil {
			log.Fatal(err)
		}
		p, err := compare.NewProfile(ctx, name, c, opt)
		if err != nil {
			log.Fatal(err)
		}
		return p
	}
	pairs, err := compare.PairByInstance([]*compare.Profile{profile("column")}, []*compare.Profile{profile("control")})
	if err != nil {
		log.Fatal(err)
	}
	if err := pairs[0].Check(); err != nil {
		log.Fatal(err)
	}
	for _, c := range compare.Paired(pairs, compare.Options{})[1:4] {
		fmt.Printf("%s %s: %.0f and %.0f, ratio %.2f\n", c.Statistic, c.Key, c.Reconstruction, c.Control, c.Ratio)
	}
	// Output:
	// simplices dim=1: 75427 and 75427, ratio 1.00
	// simplices dim=2: 304805 and 252525, ratio 1.21
	// simplices dim=3: 167697 and 90188, ratio 1.86
}

// Draws from a model, in place of control files.
func ExampleDrawControls() {
	ctx, opt := context.Background(), compare.ProfileOptions{Measures: []string{"simplices"}}
	c, err := synth.Example(ctx, "small")
	if err != nil {
		log.Fatal(err)
	}
	p, err := compare.NewProfile(ctx, "small", c, opt)
	if err != nil {
		log.Fatal(err)
	}
	draws, err := compare.DrawControls(ctx, control.Pathway, c, 99, 1, opt)
	if err != nil {
		log.Fatal(err)
	}
	row := compare.Paired([]compare.Pair{{Reconstruction: p, Controls: draws}}, compare.Options{})[2]
	fmt.Printf("%s: %s (p = %.2f, %d draws)\n", row.Key, row.Verdict(), row.Test.P, row.Controls)
	// Output:
	// dim=2: higher, 1.685 times the control (p = 0.02, 99 draws)
}

// The depression scale of nine patients before and after a treatment (Hollander and
// Wolfe 1973, p. 29).
func ExampleWilcoxon() {
	before := []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	after := []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	t := compare.Wilcoxon(before, after)
	fmt.Printf("W+ = %v, p = %.4f\n", t.Statistic, t.P)
	// Output:
	// W+ = 40, p = 0.0391
}

// Two animals whose instances agree: nearly all of the variance is between them.
func ExampleComponents() {
	v := compare.Components([][]float64{{10, 11, 12}, {20, 21, 22}})
	fmt.Printf("between %.1f, within %.1f, ICC %.2f\n", v.Between, v.Within, v.ICC)
	// Output:
	// between 49.7, within 1.0, ICC 0.98
}

func ExampleBenjaminiHochberg() {
	fmt.Printf("%.3f\n", compare.BenjaminiHochberg([]float64{0.01, 0.04, 0.03, 0.5}))
	// Output:
	// [0.040 0.053 0.053 0.500]
}
