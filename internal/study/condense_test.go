package study

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
	"github.com/ctopo/ctopo/internal/table"
)

// What is behind a figure: means and deviations over the circuits of a group, zeros
// where a circuit has no row.
func TestCondensed(t *testing.T) {
	counts := connectome.NewTable("simplices",
		connectome.Strings("instance", []string{"a", "a", "b", "c"}),
		connectome.Ints("dim", []int64{2, 3, 2, 2}),
		connectome.Floats("count", []float64{10, 4, 14, 5}))
	m := figure.Meta{Circuits: []figure.Circuit{{Instance: "a", Group: "reconstruction"}, {Instance: "b", Group: "reconstruction"}, {Instance: "c"}}}
	text := func(c condensed) string { return csvText(t, c.condense(counts, m)) }
	assert.Equal(t, "group,dim,n,count_mean,count_sd\nreconstruction,2,2,12,2.8284271247461903\nreconstruction,3,2,2,2.8284271247461903\nc,2,1,5,\n",
		text(condensed{by: []string{"dim", "none"}, of: []string{"count"}, zeros: true}))
	assert.Contains(t, text(condensed{by: []string{"dim"}, of: []string{"count"}}), "reconstruction,3,1,4,\n")
}

func csvText(t *testing.T, of connectome.Table) string {
	t.Helper()
	var b bytes.Buffer
	w := table.NewWriter(&b, table.CSV, table.Meta{})
	require.NoError(t, w.Write(of))
	require.NoError(t, w.Close())
	return b.String()
}
