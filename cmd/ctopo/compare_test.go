package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompareReconstructionsWithTheirControls(t *testing.T) {
	tinyFile(t) // skips without HDF5
	dir, out := ensemble(t, "average", "control"), filepath.Join(t.TempDir(), "out")
	args := []string{"compare", "--reconstruction", filepath.Join(dir, "average"), "--control", filepath.Join(dir, "controls"), "--measures", "motifs,simplices,participation"}
	text := succeed(t, append(args, "--out", out)...)
	assert.Equal(t, text, read(t, filepath.Join(out, "contrasts.csv")))
	assert.Equal(t, []string{"contrasts.csv", "distributions.csv", "manifest.json"}, files(t, out))
	assert.Contains(t, text, "statistic,key,n_pairs,reconstruction_mean,control_mean,ratio,difference,z,effect_size,ci_low,ci_high,test,p,p_adjusted")
	found := map[string]map[string]string{}
	for _, row := range rows(t, text) {
		found[row["statistic"]+" "+row["key"]+" "+row["test"]] = row
	}
	row := found["simplices dim=3 paired_t"]
	require.NotNil(t, row)
	assert.Equal(t, "2", row["n_pairs"])
	assert.Equal(t, "4", row["n_controls"])
	assert.Greater(t, number64(t, row["ratio"]), 1.2)
	assert.Equal(t, "the same on average", found["simplices dim=1 wilcoxon"]["verdict"], "controls have as many connections")
	assert.Equal(t, text, succeed(t, append(args, "--threads", "1")...))
	// Without pairs, each against all.
	all := rows(t, succeed(t, append(args, "--pair", "none")...))
	assert.Equal(t, "mann_whitney", all[0]["test"])
	assert.Equal(t, "0", all[0]["n_pairs"])
}

func TestCompareRefusesWrongControls(t *testing.T) {
	tinyFile(t)
	average := filepath.Join(ensemble(t, "average"), "average")
	mc0, mc1 := filepath.Join(average, "cons_locs_pathways_mc0_Column.h5"), filepath.Join(average, "cons_locs_pathways_mc1_Column.h5")
	message := fail(t, exitFailed, "compare", "--reconstruction", mc0, "--control", mc1, "--measures", "motifs")
	assert.Contains(t, message, "belongs to mc1")
	// The same mc0 with a cell or a connection more is not its control.
	other := filepath.Join(t.TempDir(), "controls", "cons_locs_pathways_mc0_Column_rnd_instance0.h5")
	succeed(t, "synth", "-q", "--kind", "control", "--scale", "0.01", "--instances", "1", "--per-instance", "1", "--seed", "6", "--out", filepath.Dir(filepath.Dir(other)))
	args := []string{"compare", "--reconstruction", mc0, "--control", filepath.Dir(other), "--measures", "motifs"}
	assert.Contains(t, fail(t, exitFailed, args...), "--force")
	assert.NotEmpty(t, rows(t, succeed(t, append(args, "--force")...)))
}

func TestCompareIndividuals(t *testing.T) {
	tinyFile(t)
	dir := ensemble(t, "individual")
	got := rows(t, succeed(t, "compare", "--reconstruction", filepath.Join(dir, "individuals"), "--measures", "motifs"))
	require.Len(t, got, 16)
	assert.Equal(t, "2", got[0]["animals"])
	assert.Equal(t, "4", got[0]["n"])
}

func TestCompareWithDraws(t *testing.T) {
	args := []string{"compare", "--reconstruction", "example:small", "--control", "model:pathway", "--samples", "30", "--measures", "simplices"}
	text := succeed(t, args...)
	assert.Equal(t, text, succeed(t, append(args, "--threads", "1")...))
	assert.NotEqual(t, text, succeed(t, append(args, "--seed", "2")...))
	got := rows(t, text)
	assert.Equal(t, "rank", got[0]["test"])
	assert.Equal(t, "30", got[0]["n_controls"])
}

func TestCompareUsage(t *testing.T) {
	for _, args := range [][]string{
		{"compare"},
		{"compare", "example:small"},
		{"compare", "--reconstruction", "example:small"},
		{"compare", "--reconstruction", "example:small", "--control", "model:nothing"},
		{"compare", "--reconstruction", "example:small", "--control", "model:er", "--samples", "1"},
		{"compare", "--reconstruction", "example:small", "--control", "example:control", "--measures", "none"},
		{"compare", "--reconstruction", "example:small", "--control", "example:control", "--groups", "none"},
		{"compare", "--reconstruction", "example:small", "--control", "model:er", "example:control"},
		{"compare", "--reconstruction", "example:small", "--control", "example:control", "--pair", "some"},
	} {
		fail(t, exitUsage, args...)
	}
}

// fail runs a command that must end with the given status, and returns the one
// line that it says.
func fail(t *testing.T, status int, args ...string) string {
	t.Helper()
	r := ctopo(t, args...)
	require.Equal(t, status, r.status, "%v: %s", args, r.stderr)
	require.Equal(t, 1, strings.Count(r.stderr, "\n"), r.stderr)
	assert.Empty(t, r.stdout)
	return r.stderr
}
