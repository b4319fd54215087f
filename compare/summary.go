package compare

import (
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Summary is one number over the circuits of a condition.
type Summary struct {
	Condition      connectome.Condition
	Statistic, Key string
	N              int
	Mean, SD       float64 // ddof 1
	Min, Max       float64
}

// Summaries is the result of [Summarize].
type Summaries []Summary

// Summarize describes each number by the circuits of each condition, conditions in
// the order in which they come.
func Summarize(profiles []*Profile) Summaries {
	var conditions []connectome.Condition
	of := make(map[connectome.Condition][]Pair)
	for _, p := range profiles {
		condition := p.Source.Condition
		if _, known := of[condition]; !known {
			conditions = append(conditions, condition)
		}
		of[condition] = append(of[condition], Pair{Reconstruction: p})
	}
	var rows Summaries
	for _, condition := range conditions {
		for _, s := range collect(of[condition]) {
			values := defined(s.reconstruction)
			row := Summary{Condition: condition, Statistic: s.statistic, Key: s.key, N: len(values),
				Mean: math.NaN(), SD: math.NaN(), Min: math.NaN(), Max: math.NaN()}
			if len(values) > 0 {
				row.Mean, row.SD = meanSD(values)
				row.Min, row.Max = slices.Min(values), slices.Max(values)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// Table returns one row a condition and number.
func (s Summaries) Table() connectome.Table {
	n := len(s)
	condition, statistic, key, count := make([]string, n), make([]string, n), make([]string, n), make([]int64, n)
	var values [4][]float64
	for k := range values {
		values[k] = make([]float64, n)
	}
	for i, x := range s {
		condition[i], statistic[i], key[i], count[i] = string(x.Condition), x.Statistic, x.Key, int64(x.N)
		for k, v := range []float64{x.Mean, x.SD, x.Min, x.Max} {
			values[k][i] = v
		}
	}
	columns := []connectome.Column{connectome.Strings("condition", condition), connectome.Strings("statistic", statistic),
		connectome.Strings("key", key), connectome.Ints("n", count)}
	for k, name := range []string{"mean", "sd", "min", "max"} {
		columns = append(columns, connectome.Floats(name, values[k]))
	}
	return connectome.NewTable("summary", columns...)
}
