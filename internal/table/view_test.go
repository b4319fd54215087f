package table

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// shown writes a table for a terminal.
func shown(t *testing.T, v View, pieces ...connectome.Table) (text string, left []string) {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, Text, Meta{View: v})
	for _, p := range pieces {
		require.NoError(t, w.Write(p))
	}
	require.NoError(t, w.Close())
	return b.String(), w.LeftOut()
}

func counts() connectome.Table {
	return connectome.NewTable("motifs",
		connectome.Constant("instance", "mc2", 2),
		connectome.Strings("man", []string{"003", "300"}),
		connectome.Ints("count", []int64{1234567, 8}),
		connectome.Strings("nothing", []string{"", ""}),
		connectome.Floats("expected", []float64{1234000, 0.5}),
		connectome.Floats("z", []float64{1.25, 3}),
	)
}

func TestView(t *testing.T) {
	for _, c := range []struct {
		name string
		view View
		want string
		left []string
	}{
		{"no limit", View{}, "" +
			"instance  man    count  nothing  expected     z\n" +
			"mc2       003  1234567            1234000  1.25\n" +
			"mc2       300        8                0.5     3\n", nil},
		{"columns without values are not shown", View{Width: 38}, "" +
			"instance  man    count  expected     z\n" +
			"mc2       003  1234567   1234000  1.25\n" +
			"mc2       300        8       0.5     3\n", nil},
		{"what is the same in all rows goes above", View{Width: 37}, "" +
			"instance: mc2\n" +
			"man    count  expected     z\n" +
			"003  1234567   1234000  1.25\n" +
			"300        8       0.5     3\n", nil},
		{"the last ones are left out", View{Width: 27}, "" +
			"instance: mc2\n" +
			"man    count  expected\n" +
			"003  1234567   1234000\n" +
			"300        8       0.5\n", []string{"z"}},
		{"but not the first ones", View{Width: 21, First: []string{"man", "z", "expected"}}, "" +
			"instance: mc2\n" +
			"man  expected     z\n" +
			"003   1234000  1.25\n" +
			"300       0.5     3\n", []string{"count"}},
		{"one is shown whatever the width", View{Width: 1}, "" +
			"instance: mc2\n" +
			"man\n003\n300\n", []string{"count", "expected", "z"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, left := shown(t, c.view, counts())
			assert.Equal(t, c.want, text)
			assert.Equal(t, c.left, left)
		})
	}
}

func TestViewOfOneRow(t *testing.T) {
	one := connectome.NewTable("info", connectome.Strings("instance", []string{"mc2"}), connectome.Ints("neurons", []int64{31346}),
		connectome.Strings("condition", []string{""}), connectome.Floats("density", []float64{0.008}))
	text, left := shown(t, View{Width: 20}, one)
	assert.Equal(t, "instance  mc2\nneurons   31346\ndensity   0.008\n", text)
	assert.Empty(t, left)
	text, _ = shown(t, View{Width: 80}, one)
	assert.Equal(t, "instance  neurons  density\nmc2         31346    0.008\n", text)
	text, _ = shown(t, View{Width: 20}, connectome.NewTable("info", connectome.Ints("neurons", nil), connectome.Ints("connections_and_more", nil)))
	assert.Equal(t, "neurons\n", text, "no rows")
}

// TestViewOfAStream: of a table that goes on nothing is dropped for being empty or
// the same so far.
func TestViewOfAStream(t *testing.T) {
	empty := make([]string, lookAhead+1)
	last := connectome.NewTable("t", connectome.Strings("instance", []string{"b"}), connectome.Strings("note", []string{"late"}), connectome.Ints("count", []int64{1}))
	first := connectome.NewTable("t", connectome.Constant("instance", "a", lookAhead+1), connectome.Strings("note", empty), connectome.Ints("count", make([]int64, lookAhead+1)))
	text, left := shown(t, View{Width: 14}, first, last)
	assert.Contains(t, text, "instance  note\na\n")
	assert.True(t, bytes.HasSuffix([]byte(text), []byte("\nb         late\n")), text[len(text)-40:])
	assert.Equal(t, []string{"count"}, left)
}
