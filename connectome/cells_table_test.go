package connectome

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNeuronColumns(t *testing.T) {
	mtype := NewLabels([]string{"L1_DAC", "L6_BPC", "L1_DAC"})
	for _, test := range []struct {
		name  string
		opt   CellOptions
		nil   bool
		ids   []string
		types []string
	}{
		{"numbered", CellOptions{}, false, []string{"2", "1"}, []string{"L1_DAC", "L6_BPC"}},
		{"ids", CellOptions{IDs: []int64{7, 8, 9}}, false, []string{"9", "8"}, []string{"L1_DAC", "L6_BPC"}},
		{"names", CellOptions{Names: []string{"a", "b", "c"}}, false, []string{"c", "b"}, []string{"L1_DAC", "L6_BPC"}},
		{"no cells", CellOptions{}, true, []string{"2", "1"}, []string{"", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cells, err := NewCells(mtype, test.opt)
			require.NoError(t, err)
			if test.nil {
				cells = nil
			}
			table := NewTable("t", cells.NeuronColumns("pre", []uint32{2, 1})...)
			for i := range 2 {
				assert.Equal(t, test.ids[i], table.Columns[0].Text(i))
				assert.Equal(t, test.types[i], table.Columns[1].Text(i))
			}
			assert.Equal(t, "pre", table.Columns[0].Name)
			assert.Equal(t, "mtype", table.Columns[1].Name)
		})
	}
}
