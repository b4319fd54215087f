package table

import (
	"cmp"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// value is one entry of a table. All fields but the one of its kind are zero.
type value struct {
	null bool
	i    int64
	u    uint64
	f    float64
	s    string
	b    bool
}

func valueOf(c connectome.Column, i int) value {
	v := value{null: c.Null(i)}
	switch {
	case v.null:
	case c.Kind == connectome.KindInt:
		v.i = c.Int(i)
	case c.Kind == connectome.KindUint:
		v.u = c.Uint(i)
	case c.Kind == connectome.KindFloat:
		v.f = c.Float(i)
	case c.Kind == connectome.KindBool:
		v.b = c.Text(i) == "true"
	default:
		v.s = c.Text(i)
	}
	return v
}

// float returns a number as a float64.
func (v value) float() float64 { return v.f + float64(v.i) + float64(v.u) }

// compareNumbers orders two numbers of one kind.
func compareNumbers(a, b value) int {
	return cmp.Or(cmp.Compare(a.f, b.f), cmp.Compare(a.i, b.i), cmp.Compare(a.u, b.u))
}

func first(values []value) value    { return values[0] }
func least(values []value) value    { return slices.MinFunc(values, compareNumbers) }
func greatest(values []value) value { return slices.MaxFunc(values, compareNumbers) }
func number(values []value) value   { return value{i: int64(len(values))} }

func mean(values []value) value {
	sum := 0.0
	for _, v := range values {
		sum += v.float()
	}
	return value{f: sum / float64(len(values))}
}

// deviation is the standard deviation with n-1 in the denominator.
func deviation(values []value) value {
	if len(values) < 2 {
		return value{f: math.NaN()}
	}
	m, squares := mean(values).f, 0.0
	for _, v := range values {
		squares += (v.float() - m) * (v.float() - m)
	}
	return value{f: math.Sqrt(squares / float64(len(values)-1))}
}

// column makes a column of one value a row, condensed from the row's values in
// column k; undefined where there are none.
func (g *summaryGroup) column(k int, name string, kind connectome.Kind, condense func([]value) value) connectome.Column {
	n := len(g.rows)
	null := make([]bool, n)
	values := make([]value, n)
	for r, row := range g.rows {
		if len(row.values[k]) == 0 {
			null[r] = true
			continue
		}
		values[r] = condense(row.values[k])
		null[r] = values[r].null
	}
	switch kind {
	case connectome.KindInt:
		return connectome.Ints(name, each(values, func(v value) int64 { return v.i })).WithNull(null)
	case connectome.KindUint:
		return connectome.Uints(name, each(values, func(v value) uint64 { return v.u })).WithNull(null)
	case connectome.KindFloat:
		return connectome.Floats(name, each(values, func(v value) float64 { return v.f })).WithNull(null)
	case connectome.KindBool:
		return connectome.Bools(name, each(values, func(v value) bool { return v.b })).WithNull(null)
	}
	return connectome.Strings(name, each(values, func(v value) string { return v.s })).WithNull(null)
}

func each[T any](values []value, field func(value) T) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = field(v)
	}
	return out
}
