package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestControlWritesWhatCompareReads(t *testing.T) {
	tinyFile(t) // skips without HDF5
	dir := filepath.Join(t.TempDir(), "controls")
	args := []string{"control", "--model", "configuration", "--n", "2", "--seed", "4", "example:small", "--out"}
	text := succeed(t, append(args, dir)...)
	assert.Equal(t, []string{"control.csv", "manifest.json", "mc0_small_rnd_instance0.h5", "mc0_small_rnd_instance1.h5"}, files(t, dir))
	assert.Equal(t, text, read(t, filepath.Join(dir, "control.csv")))
	assert.Contains(t, text, "instance,model,draw,neurons,connections,mutual_pairs,file,size\nsmall,configuration,0,")

	// Degrees are kept, for any number of threads and byte by byte.
	file := filepath.Join(dir, "mc0_small_rnd_instance1.h5")
	degrees := func(input string) (values []string) {
		for _, row := range rows(t, succeed(t, "topology", input, "--measures", "degree", "--groups", "all")) {
			values = append(values, row["statistic"]+row["value"])
		}
		return values
	}
	assert.Equal(t, degrees("example:small"), degrees(file))
	again := filepath.Join(t.TempDir(), "again")
	succeed(t, append(append(args, again), "--threads", "1")...)
	assert.Equal(t, read(t, file), read(t, filepath.Join(again, "mc0_small_rnd_instance1.h5")))
	assert.NotEqual(t, read(t, file), read(t, filepath.Join(dir, "mc0_small_rnd_instance0.h5")))

	contrasts := rows(t, succeed(t, "compare", "--reconstruction", "example:small", "--control", dir, "--measures", "degree,simplices"))
	require.NotEmpty(t, contrasts)
	assert.Equal(t, "2", contrasts[0]["n_controls"])
}

// Controls of one individual tell its animal; those of a circuit that is no mcK
// belong to it if it is the only one.
func TestControlsGoBackToTheirOrigin(t *testing.T) {
	tinyFile(t)
	individual := filepath.Join(ensemble(t, "individual"), "individuals", "pathways_P14-13", "pathways_mc0_Column.h5")
	plain := filepath.Join(t.TempDir(), "circuit.h5")
	require.NoError(t, os.WriteFile(plain, []byte(read(t, individual)), 0o644))
	for input, name := range map[string]string{individual: "P14-13_pathways_mc0_Column_rnd_instance0.h5", plain: "circuit_rnd_instance0.h5"} {
		dir := filepath.Join(t.TempDir(), "drawn")
		succeed(t, "control", "--model", "er", "--n", "2", "--out", dir, input)
		assert.Contains(t, files(t, dir), name)
		contrasts := rows(t, succeed(t, "compare", "--reconstruction", input, "--control", dir, "--measures", "simplices"))
		require.NotEmpty(t, contrasts)
		assert.Equal(t, "2", contrasts[0]["n_controls"])
	}
}

func TestControlUsage(t *testing.T) {
	for _, args := range [][]string{
		{"control", "example:small", "--out", "x"},
		{"control", "example:small", "--model", "er"},
		{"control", "example:small", "--model", "none", "--out", "x"},
		{"control", "example:small", "--model", "er", "--n", "0", "--out", "x"},
		{"control", "--model", "er", "--out", "x"},
		{"control", "example:small", "--model", "gb", "--bin", "-1", "--out", "x"},
		{"control", "example:small", "--model", "dd2", "--fit", "all", "--out", "x"},
	} {
		fail(t, exitUsage, args...)
	}
}

// Parameters change what is drawn; a fit is told.
func TestControlParameters(t *testing.T) {
	if testing.Short() {
		t.Skip("writes many files")
	}
	tinyFile(t) // skips without HDF5
	draw := func(args ...string) (string, string) {
		dir := filepath.Join(t.TempDir(), "controls")
		r := ctopo(t, append([]string{"control", "example:small", "-v", "--out", dir}, args...)...)
		require.Zero(t, r.status, r.stderr)
		return read(t, filepath.Join(dir, "mc0_small_rnd_instance0.h5")), r.stderr
	}
	narrow, _ := draw("--model", "gb")
	wide, _ := draw("--model", "gb", "--bin", "150")
	assert.NotEqual(t, narrow, wide)
	whole, said := draw("--model", "dd2")
	assert.Contains(t, said, "connections expected, log-loss")
	assert.Contains(t, whole, "ctopo_fit_log_loss_nats")
	each, _ := draw("--model", "dd2", "--fit", "pathway")
	assert.NotEqual(t, whole, each)
}
