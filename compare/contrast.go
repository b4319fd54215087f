package compare

import (
	"math"
	"strings"

	"github.com/ctopo/ctopo/connectome/topology"
)

// Options say how to contrast. The zero value takes the default.
type Options struct {
	Level     float64 // of intervals; 0 takes 0.95
	Resamples int     // of bootstrap intervals; 0 takes 2,000
	Draws     int     // of permutation tests that cannot try all; 0 takes 10,000
	Seed      uint64
}

func (o Options) level() float64 {
	if o.Level == 0 {
		return 0.95
	}
	return o.Level
}

func (o Options) resamples() int {
	if o.Resamples == 0 {
		return 2000
	}
	return o.Resamples
}

func (o Options) draws() int {
	if o.Draws == 0 {
		return 10_000
	}
	return o.Draws
}

// Contrast is one number of reconstructions beside that of controls, and one test
// of the difference.
type Contrast struct {
	Statistic, Key  string
	Pairs           int // 0 if nothing was paired
	Reconstructions int
	Controls        int      // in all
	Reconstruction  float64  // mean
	Control         float64  // mean; of pairs, of the means of each one's controls
	Ratio           float64  // of pairs the mean of their ratios, else the ratio of the means
	RatioRange      Interval // [RatioInterval] of the pairs' ratios; undefined if one is infinite, or without pairs
	Difference      float64
	DifferenceRange Interval // of pairs [StudentInterval], which agrees with the paired test; else [DifferenceInterval]
	Z               float64  // of pairs the mean of theirs; sd over each one's controls, or over all
	Effect          Effect
	Test            Test
	Family          string  // the tests that P is adjusted together with: see [FamilyOf]
	Tests           int     // how many they are
	Adjusted        float64 // P by Benjamini and Hochberg, over the family's contrasts with the same test
}

// Contrasts is the result of [Paired] and [Unpaired].
type Contrasts []Contrast

// series is the values of one statistic.
type series struct {
	statistic, key string
	reconstruction []float64
	controls       [][]float64 // by pair; unpaired, all in one
}

// empty reports whether there is nothing to compare: the number is not defined for any
// circuit or, being about a pathway, is zero in all of them.
func (s *series) empty() bool {
	idle := strings.HasPrefix(s.key, topology.GroupPathway.String()+"=")
	for _, values := range append(s.controls[:len(s.controls):len(s.controls)], s.reconstruction) {
		for _, x := range values {
			if !math.IsNaN(x) && !(idle && x == 0) {
				return false
			}
		}
	}
	return true
}

// zeroFilled tells the statistics whose missing keys are counts of zero.
func zeroFilled(statistic, key string) bool {
	switch statistic {
	case "simplices":
		return key != "euler"
	case "motifs", "motifs_by_layer", "motifs_by_class":
		return true
	case "participation":
		return true
	}
	return false
}

// index is the values of a profile by statistic and key.
type index map[[2]string]float64

func newIndex(p *Profile) index {
	at := make(index, len(p.Values))
	for _, v := range p.Values {
		at[[2]string{v.Statistic, v.Key}] = v.Value
	}
	return at
}

func (x index) value(statistic, key string) float64 {
	v, ok := x[[2]string{statistic, key}]
	switch {
	case ok:
		return v
	case zeroFilled(statistic, key):
		return 0
	}
	return math.NaN()
}

// collect lines up the values of all pairs: statistics in the order in which they
// first occur, and so the keys of each.
func collect(pairs []Pair) []series {
	var statistics []string
	keys := make(map[string][]string)
	seen := make(map[[2]string]bool)
	for _, p := range pairs {
		for _, q := range append([]*Profile{p.Reconstruction}, p.Controls...) {
			for _, v := range q.Values {
				if k := [2]string{v.Statistic, v.Key}; !seen[k] {
					seen[k] = true
					if keys[v.Statistic] == nil {
						statistics = append(statistics, v.Statistic)
					}
					keys[v.Statistic] = append(keys[v.Statistic], v.Key)
				}
			}
		}
	}
	var all []series
	for _, statistic := range statistics {
		for _, key := range keys[statistic] {
			all = append(all, series{statistic: statistic, key: key})
		}
	}
	for _, p := range pairs {
		r := newIndex(p.Reconstruction)
		controls := make([]index, len(p.Controls))
		for j, c := range p.Controls {
			controls[j] = newIndex(c)
		}
		for i := range all {
			s := &all[i]
			s.reconstruction = append(s.reconstruction, r.value(s.statistic, s.key))
			values := make([]float64, len(controls))
			for j, c := range controls {
				values[j] = c.value(s.statistic, s.key)
			}
			s.controls = append(s.controls, values)
		}
	}
	return all
}

// Paired contrasts reconstructions with their own controls: each number with the
// mean over its controls. With two pairs or more it is tested whether the
// differences are zero, by Student's t and by Wilcoxon's test, a row each; with
// one, where the reconstruction ranks among its controls.
func Paired(pairs []Pair, opt Options) Contrasts {
	var rows Contrasts
	for _, s := range collect(pairs) {
		if s.empty() {
			continue
		}
		means := make([]float64, len(pairs))
		ratios, zs := make([]float64, len(pairs)), make([]float64, len(pairs))
		controls := 0
		for k, values := range s.controls {
			controls += len(values)
			values = defined(values)
			means[k] = meanOf(values)
			ratios[k] = s.reconstruction[k] / means[k]
			zs[k] = zScore(s.reconstruction[k], values)
		}
		d := differences(s.reconstruction, means)
		row := Contrast{
			Statistic: s.statistic, Key: s.key, Pairs: len(pairs), Reconstructions: len(pairs), Controls: controls,
			Reconstruction: meanDefined(s.reconstruction), Control: meanDefined(means), Ratio: meanDefined(ratios),
			Difference: meanDefined(d), Z: meanDefined(zs), Effect: EffectPaired(d, opt.level()),
			DifferenceRange: StudentInterval(d, opt.level()), RatioRange: RatioInterval(ratios, opt.level()),
		}
		tests := []Test{PairedT(s.reconstruction, means), Wilcoxon(s.reconstruction, means)}
		if len(pairs) == 1 {
			tests = []Test{Rank(s.reconstruction[0], s.controls[0])}
		}
		rows = rows.with(row, tests)
	}
	rows.adjust()
	return rows
}

// Unpaired contrasts reconstructions with controls that are no one's in
// particular, by the tests of Mann and Whitney and of permutations, a row each.
func Unpaired(reconstructions, controls []*Profile, opt Options) Contrasts {
	var rows Contrasts
	// One pair a profile lines the values up: reconstructions first.
	var each []Pair
	for _, p := range append(append([]*Profile{}, reconstructions...), controls...) {
		each = append(each, Pair{Reconstruction: p})
	}
	for i, s := range collect(each) {
		if s.empty() {
			continue
		}
		x, y := s.reconstruction[:len(reconstructions)], s.reconstruction[len(reconstructions):]
		mx, my := meanDefined(x), meanDefined(y)
		row := Contrast{
			Statistic: s.statistic, Key: s.key, Reconstructions: len(x), Controls: len(y),
			Reconstruction: mx, Control: my, Ratio: mx / my, RatioRange: noInterval, Difference: mx - my, Z: zScore(mx, defined(y)),
			Effect: EffectUnpaired(x, y, opt.level()), DifferenceRange: DifferenceInterval(x, y, opt.level(), opt.resamples(), opt.Seed+uint64(i)),
		}
		tests := []Test{MannWhitney(x, y), Permutation(x, y, opt.draws(), opt.Seed+uint64(i))}
		if len(x) == 1 {
			tests = []Test{Rank(x[0], y)}
		}
		rows = rows.with(row, tests)
	}
	rows.adjust()
	return rows
}

// with adds a row for each test.
func (c Contrasts) with(row Contrast, tests []Test) Contrasts {
	row.Family = FamilyOf(row.Statistic, row.Key)
	for _, t := range tests {
		row.Test = t
		c = append(c, row)
	}
	return c
}

// adjust sets Adjusted, among the rows of each family and test.
func (c Contrasts) adjust() {
	families := make([]string, len(c))
	p := make([]float64, len(c))
	for i, row := range c {
		families[i], p[i] = row.Family+"\x00"+row.Test.Name, row.Test.P
	}
	adjusted, tests := adjustFamilies(families, p)
	for i := range c {
		c[i].Adjusted, c[i].Tests = adjusted[i], tests[i]
	}
}

// meanDefined is the mean of the values that are numbers; infinite ones count.
func meanDefined(x []float64) float64 { return meanOf(defined(x)) }
