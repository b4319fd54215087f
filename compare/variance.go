package compare

import (
	"cmp"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Variance is the variance of one number between animals and within them.
type Variance struct {
	Statistic, Key string
	VarianceComponents
	Family   string  // the tests that P is adjusted together with: see [FamilyOf]
	Tests    int     // how many they are
	Adjusted float64 // P by Benjamini and Hochberg, over the family
}

// Variances is the result of [BetweenAnimals].
type Variances []Variance

// BetweenAnimals splits the variance of each number into that between the animals
// of INDIVIDUALS and that within them. Profiles that tell no animal are left out, as
// are controls.
func BetweenAnimals(profiles []*Profile) Variances {
	var known []*Profile
	var each []Pair
	for _, p := range profiles {
		if p.Source.Animal >= 0 && p.Source.Condition != connectome.Control {
			known = append(known, p)
			each = append(each, Pair{Reconstruction: p})
		}
	}
	animals := animalsOf(known)
	var rows Variances
	var ps []float64
	var families []string
	for _, s := range collect(each) {
		if s.empty() {
			continue
		}
		groups := make([][]float64, len(animals))
		for i, p := range known {
			k, _ := slices.BinarySearch(animals, p.Source.Animal)
			groups[k] = append(groups[k], s.reconstruction[i])
		}
		v := Variance{Statistic: s.statistic, Key: s.key, VarianceComponents: Components(groups), Family: FamilyOf(s.statistic, s.key)}
		rows, ps, families = append(rows, v), append(ps, v.P), append(families, v.Family)
	}
	adjusted, tests := adjustFamilies(families, ps)
	for i := range rows {
		rows[i].Adjusted, rows[i].Tests = adjusted[i], tests[i]
	}
	return rows
}

// animalsOf lists the animals, ascending.
func animalsOf(profiles []*Profile) []int {
	var animals []int
	for _, p := range profiles {
		animals = append(animals, p.Source.Animal)
	}
	slices.SortFunc(animals, cmp.Compare[int])
	return slices.Compact(animals)
}

// Table returns one row a number: animals and n say what it rests on.
func (v Variances) Table() connectome.Table {
	n := len(v)
	statistic, key := make([]string, n), make([]string, n)
	animals, instances := make([]int64, n), make([]int64, n)
	floats := make(map[string][]float64)
	for i, x := range v {
		statistic[i], key[i], animals[i], instances[i] = x.Statistic, x.Key, int64(x.Groups), int64(x.N)
		for name, value := range map[string]float64{"mean": x.Mean, "variance_between": x.Between, "variance_within": x.Within,
			"icc": x.ICC, "f": x.F, "p": x.P, "p_adjusted": x.Adjusted} {
			floats[name] = append(floats[name], value)
		}
	}
	columns := []connectome.Column{connectome.Strings("statistic", statistic), connectome.Strings("key", key),
		connectome.Ints("animals", animals), connectome.Ints("n", instances)}
	for _, name := range []string{"mean", "variance_between", "variance_within", "icc", "f", "p", "p_adjusted"} {
		columns = append(columns, connectome.Floats(name, floats[name]))
	}
	families, tests := make([]string, n), make([]int64, n)
	for i, x := range v {
		families[i], tests[i] = x.Family, int64(x.Tests)
	}
	columns = append(columns, connectome.Strings("family", families), connectome.Ints("n_tests", tests))
	return connectome.NewTable("variance", columns...)
}
