package compare

import (
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// DistributionContrast is a distribution within a reconstruction beside the same
// one pooled over its controls.
type DistributionContrast struct {
	Reconstruction string // its name
	Controls       int
	Statistic, Key string
	Means          [2]float64 // of reconstruction and controls
	Wasserstein    float64    // in the units of the values
	Test           Test       // of Kolmogorov and Smirnov
	Adjusted       float64    // P by Benjamini and Hochberg
}

// DistributionContrasts is the result of [Distributions].
type DistributionContrasts []DistributionContrast

// Distributions contrasts the distributions within each reconstruction (degrees of
// its neurons, lengths of its paths) with those of its controls. The tests take
// neurons for independent, which those of one circuit are not: they tell how
// different circuits are, not how their makers are.
func Distributions(pairs []Pair) DistributionContrasts {
	var rows DistributionContrasts
	var ps []float64
	for _, p := range pairs {
		for _, s := range p.Reconstruction.Spreads {
			row := DistributionContrast{Reconstruction: p.Reconstruction.Name, Controls: len(p.Controls), Statistic: s.Statistic, Key: s.Key}
			pool := pooled(p.Controls, s.Statistic, s.Key)
			row.Means = [2]float64{s.Mean(), pool.Mean()}
			row.Wasserstein = Wasserstein(s.Distribution, pool)
			row.Test = KolmogorovSmirnov(s.Distribution, pool)
			rows, ps = append(rows, row), append(ps, row.Test.P)
		}
	}
	for i, q := range BenjaminiHochberg(ps) {
		rows[i].Adjusted = q
	}
	return rows
}

// pooled adds up a distribution over profiles.
func pooled(profiles []*Profile, statistic, key string) Distribution {
	counts := make(map[float64]float64)
	for _, p := range profiles {
		for _, s := range p.Spreads {
			if s.Statistic == statistic && s.Key == key {
				for i, v := range s.Values {
					counts[v] += s.Counts[i]
				}
			}
		}
	}
	var d Distribution
	for v := range counts {
		d.Values = append(d.Values, v)
	}
	slices.Sort(d.Values)
	for _, v := range d.Values {
		d.Counts = append(d.Counts, counts[v])
	}
	return d
}

// Mean returns the mean; NaN for no observations.
func (d Distribution) Mean() float64 {
	sum := 0.0
	for i, v := range d.Values {
		sum += v * d.Counts[i]
	}
	if n := d.Total(); n > 0 {
		return sum / n
	}
	return math.NaN()
}

// Table returns one row a distribution and reconstruction.
func (c DistributionContrasts) Table() connectome.Table {
	n := len(c)
	names, statistic, key, test := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	controls := make([]int64, n)
	values := make([][6]float64, n)
	for i, x := range c {
		names[i], statistic[i], key[i], test[i], controls[i] = x.Reconstruction, x.Statistic, x.Key, x.Test.Name, int64(x.Controls)
		values[i] = [6]float64{x.Means[0], x.Means[1], x.Wasserstein, x.Test.Statistic, x.Test.P, x.Adjusted}
	}
	columns := []connectome.Column{connectome.Strings("reconstruction", names), connectome.Ints("n_controls", controls),
		connectome.Strings("statistic", statistic), connectome.Strings("key", key), connectome.Strings("test", test)}
	for k, name := range []string{"reconstruction_mean", "control_mean", "wasserstein", "ks", "p", "p_adjusted"} {
		column := make([]float64, n)
		for i := range values {
			column[i] = values[i][k]
		}
		columns = append(columns, connectome.Floats(name, column))
	}
	return connectome.NewTable("distributions", columns...)
}
