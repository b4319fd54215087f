package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/shared"
)

// about reads the values of a tidy table about one group, by measure and statistic.
func about(t *testing.T, text, group string) map[string]string {
	t.Helper()
	values := make(map[string]string)
	for _, row := range rows(t, text) {
		if row["group"] == group {
			values[row["measure"]+" "+row["statistic"]] = row["value"]
		}
	}
	return values
}

// The tiny circuit, by hand.
func TestTopologyByHand(t *testing.T) {
	file := tinyFile(t)
	text := succeed(t, "topology", file, "--measures", "degree,reciprocity,paths,transitivity,components")
	assert.True(t, strings.HasPrefix(text, "instance,measure,group,statistic,value,condition\ntiny,degree,all,in_mean,1.3333333333333333,\n"), text[:200])
	got := about(t, text, "all")
	for name, want := range map[string]string{
		"degree in_max": "4", "degree out_max": "3", "degree total_max": "5",
		"reciprocity mutual_pairs": "1", "reciprocity fraction": "0.25",
		// 0 reaches 1 to 4, 1 reaches 2 to 4, 2 reaches 3 and 4, 3 and 4 each other: 11 of 30 pairs.
		"paths reachable": "11", "paths diameter": "2", "paths mean": "1.2727272727272727", "paths unreachable": "0.6333333333333333",
		"transitivity value":           "0.8", // 4 triangles, 15 pairs of neighbours
		"components strong_components": "5", "components weak_largest": "5",
	} {
		assert.Equal(t, want, got[name], name)
	}
	assert.Equal(t, "4", about(t, text, "mtype=L5_TTPC1")["degree in_max"])
	assert.Equal(t, "1", about(t, text, "pathway=L5_TTPC1>L5_TTPC1")["reciprocity mutual_pairs"])
}

// The published values of L5_TTPC2, all the others of which are undefined or
// tested with their measures.
func TestTopologyPublished(t *testing.T) {
	got := about(t, succeed(t, "topology", shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5"), "--measures", "degree,reciprocity,clustering,transitivity,distance", "--groups", "all"), "all")
	for name, want := range map[string]float64{
		"degree in_mean": 51.289, "degree in_sd": 25.388, "degree in_max": 140, "degree out_sd": 33.225, "degree out_max": 153,
		"reciprocity mutual_pairs": 1752, "clustering fagiolo_mean": 0.0468620185, "clustering watts_strogatz_mean": 0.0909238042,
		"transitivity value": 0.0872858037, "distance mean_dy_um": -103.8,
	} {
		digits := 0.0005
		switch {
		case want < 0:
			digits = 0.05
		case want < 1:
			digits = 5e-11
		}
		assert.InDelta(t, want, number64(t, got[name]), digits, name)
	}
}

// Every measure runs on an example, writes the tables that it is to write, and
// gives the same bytes for any number of threads.
func TestTopologyWritesItsTables(t *testing.T) {
	run := func(threads string) map[string]string {
		dir := t.TempDir()
		succeed(t, "topology", "example:small", "--threads", threads, "--samples", "2", "--seed", "3", "--out", dir, "-q")
		return tables(t, dir)
	}
	got := run("1")
	assert.Equal(t, got, run("3"))
	for name, columns := range map[string]string{
		"topology": "measure,group,statistic,value", "degrees": "neuron,mtype,", "degree_histogram": "kind,group,degree,neurons",
		"pathways": "pre,post,", "distance": "pre,post,geometry,bin_low_um,bin_high_um,pairs,connections,probability", "paths": "pre,post,length,pairs",
		"richclub": "degree_kind,pre,post,k,neurons,connections,phi,null_mean,null_sd,ratio,z", "hubs": "kind,neuron,mtype", "common_neighbours": "direction,type0,type1,common,pairs",
		"entropy": "model,bits,relative_to_er,bits_per_connection", "innervation": "neuron,mtype,k_E,k_I,ratio",
	} {
		require.Contains(t, got, name+".csv")
		assert.True(t, strings.HasPrefix(got[name+".csv"], "instance,"+columns), "%s: %s", name, strings.SplitN(got[name+".csv"], "\n", 2)[0])
		assert.Greater(t, strings.Count(got[name+".csv"], "\n"), 1, name)
	}
	all := about(t, got["topology.csv"], "all")
	for _, m := range topology.Measures() {
		found := false
		for name := range all {
			found = found || strings.HasPrefix(name, string(m)+" ")
		}
		assert.Equal(t, m != topology.MeasureFunctional, found, "%s: only strengths are missing", m)
	}
	assert.NotEmpty(t, all["common_neighbours efferent_bias_slope"])
	assert.NotEmpty(t, about(t, got["topology.csv"], "layer=L5")["degree in_mean"])
}

func TestTopologyOfManyInputs(t *testing.T) {
	text := succeed(t, "topology", "example:small", "example:column", "--measures", "density,degree", "--groups", "all,layer", "--summary")
	assert.Contains(t, text, "instance,measure,group,statistic,value,condition,summary\n")
	assert.Contains(t, text, "column,density,all,neurons,1585,AVERAGE,value\n")
	assert.Contains(t, text, ",density,all,neurons,972.5,AVERAGE,mean\n")
	assert.NotContains(t, text, "mtype=")
}

func TestTopologyUsage(t *testing.T) {
	for _, args := range [][]string{
		{"topology"},
		{"topology", "example:small", "--measures", "degrees"},
		{"topology", "example:small", "--groups", "everything"},
		{"topology", "example:small", "--samples", "1"},
		{"topology", "example:small", "--sources", "-1"},
		{"topology", "example:small", "--hubs", "0"},
	} {
		fail(t, exitUsage, args...)
	}
	// What was asked for by name is missed; what was not is left out with a note.
	assert.Contains(t, fail(t, exitFailed, "topology", "example:small", "--measures", "functional"), "functional")
}

// Figures of the measures chosen are drawn, and no others.
func TestTopologyPlots(t *testing.T) {
	dir := t.TempDir()
	args := []string{"topology", "example:small", "--measures", "degree,paths", "--groups", "all", "-q"}
	succeed(t, append(args, "--plot", dir+"/paths.svg")...)
	svg, err := os.ReadFile(dir + "/paths.svg")
	require.NoError(t, err)
	for _, want := range []string{"Lengths of shortest paths", "small", "360 neurons", "path length (connections)"} {
		assert.Contains(t, string(svg), want)
	}
	failed := fail(t, exitUsage, append(args, "--plot", dir+"/richclub.svg")...)
	assert.Contains(t, failed, "degrees.svg, degrees_by_mtype.svg, paths.svg")

	succeed(t, append(args, "--plot", dir+"/all", "--out", dir+"/all")...)
	files, err := filepath.Glob(dir + "/all/*.p*")
	require.NoError(t, err)
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	assert.ElementsMatch(t, []string{"degrees.pdf", "degrees.png", "degrees_by_mtype.pdf", "degrees_by_mtype.png", "paths.pdf", "paths.png"}, names)
}
