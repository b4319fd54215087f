package motifs

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func TestCountTriadsPerNeuronAgainstReference(t *testing.T) {
	for i, test := range testGraphs(t) {
		if (test.g.N() > 60 || testing.Short()) && i%4 != 0 {
			continue // the reference is slow
		}
		t.Run(test.name, func(t *testing.T) {
			got, err := CountTriadsPerNeuron(context.Background(), test.g, Options{})
			require.NoError(t, err)
			for v, want := range ref.TriadsPerNeuron(test.g) {
				var have [16][3]uint64
				for class := range Triad(NumTriads) {
					for _, r := range class.Roles() {
						have[class][r] = got.Count(uint32(v), class, r)
					}
				}
				require.Equal(t, want, have, "neuron %d", v)
			}
			assert.Equal(t, count(t, test.g).Counts, got.Total())
		})
	}
}

func TestCountTriadsPerNeuronLarge(t *testing.T) {
	g := skewedGraph(t, 1300, 2)
	want := count(t, g).Counts
	var first *NeuronCensus
	for _, threads := range []int{1, 2, 7} {
		got, err := CountTriadsPerNeuron(context.Background(), g, Options{Threads: threads})
		require.NoError(t, err)
		assert.Equal(t, want, got.Total())
		if first != nil {
			assert.Equal(t, first, got, "%d threads", threads)
		}
		first = got
	}
}

func TestNeuronTable(t *testing.T) {
	g := graphOf(t, 3, [][2]uint32{{2, 0}, {2, 1}})
	c, err := CountTriadsPerNeuron(context.Background(), g, Options{})
	require.NoError(t, err)
	labels := connectome.NewLabels([]string{"A", "B", "A"})
	rows := func(table connectome.Table) (text []string) {
		for i := range table.Rows() {
			line := ""
			for _, c := range table.Columns {
				line += c.Text(i) + ","
			}
			text = append(text, line)
		}
		return text
	}
	numbered, err := connectome.NewCells(labels, connectome.CellOptions{Types: []connectome.CellType{{MType: "A"}, {MType: "B"}}, IDs: []int64{10, 11, 12}})
	require.NoError(t, err)
	assert.Equal(t, []string{"10,A,021D,3,1,1,", "11,B,021D,3,1,1,", "12,A,021D,3,0,1,"}, rows(c.Table(numbered)))
	named, err := connectome.NewCells(labels, connectome.CellOptions{Types: []connectome.CellType{{MType: "A"}, {MType: "B"}}, Names: []string{"x", "y", "z"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"x,A,021D,3,1,1,", "y,B,021D,3,1,1,", "z,A,021D,3,0,1,"}, rows(c.Table(named)))
	assert.Equal(t, []string{"0,,021D,3,1,1,", "1,,021D,3,1,1,", "2,,021D,3,0,1,"}, rows(c.Table(nil)))
	assert.Equal(t, "neuron mtype man motif role count", fmt.Sprint(c.Table(nil).Columns[0].Name, " ", c.Table(nil).Columns[1].Name, " ",
		c.Table(nil).Columns[2].Name, " ", c.Table(nil).Columns[3].Name, " ", c.Table(nil).Columns[4].Name, " ", c.Table(nil).Columns[5].Name))
}
