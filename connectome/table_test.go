package connectome

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestColumnsAsText(t *testing.T) {
	table := NewTable("t",
		Ints("i", []int64{math.MinInt64, 0, math.MaxInt64}).WithNull([]bool{false, true, false}),
		Uints("u", []uint64{math.MaxUint64, 1, 2}),
		Floats("f", []float64{0.1, math.NaN(), math.Inf(-1)}),
		Strings("s", []string{"a", "", "c"}),
		Coded("c", []uint32{1, 0, 1}, []string{"x", "y"}),
		Bools("b", []bool{true, false, true}),
		Constant("k", "z", 3),
	)
	want := [][]string{
		{"-9223372036854775808", "18446744073709551615", "0.1", "a", "y", "true", "z"},
		{"", "1", "", "", "x", "false", "z"},
		{"9223372036854775807", "2", "-Inf", "c", "y", "true", "z"},
	}
	require.Equal(t, 3, table.Rows())
	for i := range want {
		for k, c := range table.Columns {
			assert.Equal(t, want[i][k], c.Text(i), "row %d column %s", i, c.Name)
			assert.Equal(t, want[i][k], string(c.Append(nil, i)))
		}
	}
	assert.True(t, math.IsNaN(table.Columns[0].Float(1)))
	assert.True(t, math.IsNaN(table.Columns[3].Float(1)))
	assert.InDelta(t, 1, table.Columns[1].Float(1), 0)
	c, ok := table.Column("f")
	assert.True(t, ok && c.Numeric() && c.Null(1) && !c.Null(2))
	_, ok = table.Column("absent")
	assert.False(t, ok)
}

func TestPositiveInfinityKeepsItsSign(t *testing.T) {
	assert.Equal(t, "+Inf", Floats("f", []float64{math.Inf(1)}).Text(0))
}

func TestConcat(t *testing.T) {
	a := NewTable("t", Ints("n", []int64{1, 2}), Strings("s", []string{"p", "q"})).WithFirst(Constant("instance", "mc0", 2))
	b := NewTable("t", Ints("n", []int64{3}).WithNull([]bool{true}), Coded("s", []uint32{0}, []string{"q"})).WithFirst(Constant("instance", "mc1", 1))
	all, err := Concat(a, b)
	require.NoError(t, err)
	require.Equal(t, 3, all.Rows())
	var rows []string
	for i := range 3 {
		rows = append(rows, all.Columns[0].Text(i)+","+all.Columns[1].Text(i)+","+all.Columns[2].Text(i))
	}
	assert.Equal(t, []string{"mc0,1,p", "mc0,2,q", "mc1,,q"}, rows)
	_, err = Concat(a, NewTable("t", Ints("n", nil)))
	require.Error(t, err)
	none, err := Concat()
	require.NoError(t, err)
	assert.Zero(t, none.Rows())
}

func TestNewTableRefusesRaggedColumns(t *testing.T) {
	assert.Panics(t, func() { NewTable("t", Ints("a", []int64{1}), Ints("b", nil)) })
}

// A column of codes without rows has none, however many names there are.
func TestCodedWithoutRows(t *testing.T) {
	assert.Zero(t, Coded("s", nil, []string{"a", "b", "c"}).Len())
	assert.Zero(t, NewTable("t", Coded("kind", nil, []string{"a", "b"}), Ints("n", nil)).Rows())
}

func TestTake(t *testing.T) {
	rows := []int{2, -1, 0, 0}
	for _, c := range []Column{
		Ints("c", []int64{1, 2, 3}), Uints("c", []uint64{1, 2, 3}), Floats("c", []float64{1, 2, 3}),
		Strings("c", []string{"1", "2", "3"}), Coded("c", []uint32{1, 0, 2}, []string{"2", "1", "3"}),
	} {
		got := c.Take(rows)
		assert.Equal(t, "c", got.Name)
		assert.Equal(t, c.Kind, got.Kind)
		require.Equal(t, 4, got.Len())
		for i, want := range []string{"3", "", "1", "1"} {
			assert.Equal(t, want, got.Text(i))
			assert.Equal(t, want == "", got.Null(i))
		}
	}
	marked := Bools("c", []bool{true, false}).WithNull([]bool{false, true}).Take([]int{1, 0})
	assert.True(t, marked.Null(0))
	assert.Equal(t, "true", marked.Text(1))
	assert.Equal(t, "", Ints("c", nil).Take([]int{-1}).Text(0))
}
