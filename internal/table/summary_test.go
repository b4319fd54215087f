package table

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func dims(counts ...uint64) connectome.Table {
	dim, z := make([]int64, len(counts)), make([]float64, len(counts))
	for i := range dim {
		dim[i], z[i] = int64(i), float64(counts[i])/2
	}
	return connectome.NewTable("simplices", connectome.Ints("dim", dim), connectome.Uints("count", counts), connectome.Floats("z", z))
}

func TestSummary(t *testing.T) {
	s := Summary{Keys: []string{"dim"}, ZeroFill: []string{"count"}}
	require.NoError(t, s.Add("AVERAGE", dims(10, 20)))
	require.NoError(t, s.Add("AVERAGE", dims(14, 30, 1<<60+1)))
	require.NoError(t, s.Add("CONTROL", dims(3)))
	assert.Equal(t, `dim,count,z,summary
0,12,6,mean
1,25,12.5,mean
2,5.764607523034235e+17,5.764607523034235e+17,mean
0,2.8284271247461903,1.4142135623730951,sd
1,7.0710678118654755,3.5355339059327378,sd
2,8.15238614083299e+17,,sd
0,10,5,min
1,20,10,min
2,0,5.764607523034235e+17,min
0,14,7,max
1,30,15,max
2,1152921504606846977,5.764607523034235e+17,max
0,2,2,n
1,2,2,n
2,2,1,n
0,3,1.5,mean
0,,,sd
0,3,1.5,min
0,3,1.5,max
0,1,1,n
`, write(t, CSV, s.Tables()...))
}

func TestSummaryKeysOfText(t *testing.T) {
	row := func(man string, motif int64, null bool, count int64) connectome.Table {
		return connectome.NewTable("motifs", connectome.Strings("man", []string{man}),
			connectome.Ints("motif", []int64{motif}).WithNull([]bool{null}), connectome.Ints("count", []int64{count}))
	}
	s := Summary{Keys: []string{"motif"}}
	require.NoError(t, s.Add("", row("003", 0, true, -5)))
	require.NoError(t, s.Add("", row("003", 0, true, 5)))
	require.NoError(t, s.Add("", row("300", 13, false, 1)))
	assert.Equal(t, "man,motif,count,summary\n003,,0,mean\n300,13,1,mean\n", write(t, CSV, s.Tables()[0]))
	assert.Equal(t, "man,motif,count,summary\n003,,2,n\n300,13,1,n\n", write(t, CSV, s.Tables()[4]))
	assert.ErrorContains(t, s.Add("", connectome.NewTable("motifs")), "0 columns after 3")
}
