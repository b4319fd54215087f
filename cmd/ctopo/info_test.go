package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/internal/shared"
)

func TestInfo(t *testing.T) {
	file := tinyFile(t, "average", "cons_locs_pathways_mc2_Column.h5")
	assert.Equal(t, ""+
		"instance,neurons,connections,density,mean_degree,mutual_pairs,reciprocity,mtypes,layers,excitatory,inhibitory,self_loops_dropped,duplicates_collapsed,condition,mc,animal,control\n"+
		"cons_locs_pathways_mc2_Column,6,8,0.26666666666666666,1.3333333333333333,1,0.25,3,2,4,2,0,0,AVERAGE,2,,\n",
		succeed(t, "info", file))
	assert.Equal(t, "[\n"+
		`{"instance":"cons_locs_pathways_mc2_Column","neurons":6,"connections":8,"density":0.26666666666666666,"mean_degree":1.3333333333333333,"mutual_pairs":1,"reciprocity":0.25,"mtypes":3,"layers":2,"excitatory":4,"inhibitory":2,"self_loops_dropped":0,"duplicates_collapsed":0,"condition":"AVERAGE","mc":2,"animal":null,"control":null}`+
		"\n]\n", succeed(t, "info", file, "--format", "json"))
}

func TestInfoOfUnknownClasses(t *testing.T) {
	row := rows(t, succeed(t, "info", shared.Path(t, "data", "sscx", "r0c10.h5")))[0]
	assert.Equal(t, "6719", row["neurons"])
	assert.Equal(t, "836167", row["connections"])
	assert.Equal(t, "76814994", rows(t, succeed(t, "motifs", shared.Path(t, "data", "sscx", "r0c10.h5")))[2]["count"])
	assert.Equal(t, "59", row["mtypes"])
	assert.Empty(t, row["excitatory"], "the names are not the portal's, so they tell no class")
	assert.Empty(t, row["inhibitory"])

	row = rows(t, succeed(t, "info", shared.Path(t, "data", "sscx", "r0c10.h5"), "--cell-types", shared.Path(t, "data", "sscx", "cell_types.csv")))[0]
	assert.NotEmpty(t, row["excitatory"])
	assert.NotEmpty(t, row["inhibitory"])
}

func TestSubCircuits(t *testing.T) {
	file := tinyFile(t)
	for name, c := range map[string]struct {
		args                 []string
		neurons, connections string
	}{
		"m-types by pattern": {[]string{"--mtypes", "L5_TTPC*"}, "3", "2"},
		"several patterns":   {[]string{"--mtypes", "L5_MC,L23_*"}, "3", "3"},
		"repeated":           {[]string{"--mtypes", "L5_MC", "--mtypes", "L23_PC"}, "3", "3"},
		"a layer":            {[]string{"--layers", "L5"}, "5", "5"},
		"a layer's number":   {[]string{"--layers", "5"}, "5", "5"},
		"layers":             {[]string{"--layers", "23,L5"}, "6", "8"},
		"a class":            {[]string{"--class", "I"}, "2", "1"},
		"a class's name":     {[]string{"--class", "EXC"}, "4", "3"},
		"all at once":        {[]string{"--class", "E", "--layers", "L5", "--mtypes", "*"}, "3", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			row := rows(t, succeed(t, append([]string{"info", file}, c.args...)...))[0]
			assert.Equal(t, c.neurons, row["neurons"])
			assert.Equal(t, c.connections, row["connections"])
		})
	}
	for args, want := range map[[2]string]string{
		{"--mtypes", "L6_*"}: `no m-type matches "L6_*": the m-types are L23_PC, L5_MC, L5_TTPC1`,
		{"--layers", "6"}:    `no cell is in layer "L6": the layers are L23, L5`,
	} {
		assert.Equal(t, result{status: exitFailed, stderr: "ctopo: " + file + ": " + want + "\n"}, ctopo(t, "info", file, args[0], args[1]))
	}
}

// One connection among 600 cells: all chunks of the block but one are never
// written.
func TestSparseFile(t *testing.T) {
	row := rows(t, succeed(t, "info", denseFile(t, 600, 2e-6)))[0]
	assert.Equal(t, "600", row["neurons"])
	assert.Equal(t, "1", row["connections"])
}
