package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/study"
)

// studyArgs is a study that takes a second or two.
func studyArgs(ensemble, out string) []string {
	return []string{"study", ensemble, "--out", out, "--measures", "motifs,simplices,participation,degree,clustering", "--format", "csv"}
}

// tables reads all CSV files of a study, its drawings and its report.
func tables(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, name := range files(t, dir) {
		if strings.HasSuffix(name, ".csv") || name == study.ReportFile {
			all[name] = read(t, filepath.Join(dir, name))
		}
	}
	if _, err := os.Stat(filepath.Join(dir, study.FiguresFolder)); err != nil {
		return all
	}
	for _, name := range files(t, filepath.Join(dir, study.FiguresFolder)) {
		all[name] = read(t, filepath.Join(dir, study.FiguresFolder, name))
	}
	return all
}

func TestStudy(t *testing.T) {
	tinyFile(t) // skips without HDF5
	dir, out := ensemble(t, "average", "control", "individual"), filepath.Join(t.TempDir(), "out")
	text := succeed(t, studyArgs(dir, out)...)
	got := tables(t, out)
	for _, name := range []string{"info.csv", "motifs.csv", "simplices.csv", "topology.csv", "degrees.csv", "contrasts.csv", "distributions.csv", "variance.csv", "summary.csv",
		"motifs.svg", "motifs.png", "motifs.pdf", "simplices.svg", "contrasts.svg", "variance.svg"} {
		assert.Contains(t, got, name)
	}
	assert.Equal(t, got["contrasts.csv"], text)
	assert.Len(t, rows(t, got["info.csv"]), 10, "2 reconstructions, 4 controls, 4 individuals")
	assert.Len(t, rows(t, got["motifs.csv"]), 160)
	// What study says is what the commands say.
	assert.Equal(t, succeed(t, "motifs", filepath.Join(dir, "average"), filepath.Join(dir, "controls"), filepath.Join(dir, "individuals")), got["motifs.csv"])
	assert.Contains(t, got["contrasts.csv"], "simplices,dim=2,2,")
	assert.Contains(t, read(t, filepath.Join(out, "manifest.json")), "P14-13")
	assert.Contains(t, read(t, filepath.Join(out, "manifest.json")), `"mc": 0`)
	page := read(t, filepath.Join(out, study.ReportFile))
	for _, want := range []string{
		"<h1>Study of " + filepath.Base(dir) + "</h1>", "10 instances (2 AVERAGE, 4 CONTROL, 4 INDIVIDUAL)", "Directed simplices of dimension 2 are ", "times as many as in their controls", "2 pairs, 4 controls",
		"of the variance among individuals lies between animals", `<figure id="figure-simplices">`, `href="figures/motifs.pdf"`, "means over what is in <code>simplices.csv</code>", "(Benjamini and Hochberg 1995)", "10.1038/nn.4576", "ctopo study " + dir + " --measures motifs,simplices,participation,degree,clustering --out DIR",
	} {
		assert.True(t, strings.Contains(page, want), want)
	}
	assert.False(t, strings.Contains(page, "rich-club"), "methods tell what was run alone")
	assert.False(t, strings.Contains(page, out), "the page is the same wherever it goes")

	// Again, nothing is measured; other flags measure anew.
	info, err := os.Stat(filepath.Join(out, study.InstancesFolder, "cons_locs_pathways_mc0_Column"))
	require.NoError(t, err)
	assert.Equal(t, text, succeed(t, append(studyArgs(dir, out), "--threads", "1")...))
	assert.True(t, page == read(t, filepath.Join(out, study.ReportFile)), "the report is the same again")
	again, err := os.Stat(filepath.Join(out, study.InstancesFolder, "cons_locs_pathways_mc0_Column"))
	require.NoError(t, err)
	assert.Equal(t, info.ModTime(), again.ModTime())
	assert.NotEqual(t, text, succeed(t, append(studyArgs(dir, out), "--max-dim", "2")...))
	again, err = os.Stat(filepath.Join(out, study.InstancesFolder, "cons_locs_pathways_mc0_Column"))
	require.NoError(t, err)
	assert.NotEqual(t, info.ModTime(), again.ModTime())
}

// A study that is killed at any moment is taken up where it was, and comes out
// the same.
func TestStudyIsTakenUpAfterKill(t *testing.T) {
	tinyFile(t)
	self, err := os.Executable()
	require.NoError(t, err)
	dir, whole, torn := ensemble(t, "average", "control"), filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "torn")
	text := succeed(t, studyArgs(dir, whole)...)
	for _, done := range []int{0, 1, 3} {
		cmd := exec.Command(self, studyArgs(dir, torn)...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		require.NoError(t, cmd.Start())
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
			found, err := filepath.Glob(filepath.Join(torn, study.InstancesFolder, "*", "key"))
			require.NoError(t, err)
			begun, err := filepath.Glob(filepath.Join(torn, study.InstancesFolder, "*.partial"))
			require.NoError(t, err)
			if len(found) >= done && (done > 0 || len(begun) > 0) {
				break
			}
			require.True(t, time.Now().Before(deadline), "%d instances done", len(found))
		}
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait(), "it was killed before it was done")
		assert.NoFileExists(t, filepath.Join(torn, "contrasts.csv"))
	}
	r := ctopo(t, studyArgs(dir, torn)...)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "of 6 instances were done before")
	assert.Equal(t, text, r.stdout)
	for name, text := range tables(t, whole) {
		assert.True(t, text == tables(t, torn)[name], name)
	}
	assert.Len(t, tables(t, torn), len(tables(t, whole)))
}

func TestStudyUsage(t *testing.T) {
	for _, args := range [][]string{
		{"study"},
		{"study", "example:small"},
		{"study", "example:small", "--out", t.TempDir(), "--measures", "nothing"},
		{"study", "example:small", "--out", t.TempDir(), "--samples", "1"},
		{"study", "example:small", "--out", t.TempDir(), "--measures", "functional"},
		{"study", "example:small", "--out", t.TempDir(), "--bin", "75"},
		{"study", "example:small", "--out", t.TempDir(), "--control", "controls"},
		{"study", "example:small", "--out", t.TempDir(), "--control", "model:nothing"},
		{"study", "example:small", "--out", t.TempDir(), "--control", "model:er", "--draws", "1"},
		{"compare", "--reconstruction", "example:small", "--control", "model:er", "--measures", "functional"},
		{"compare", "--reconstruction", "example:small", "--control", "example:small", "--bin", "50"},
		{"compare", "--reconstruction", "example:small", "--control", "model:dd", "--fit", "all"},
		{"compare", "--reconstruction", "example:small", "--control", "model:dd", "--anatomy", anatomySheet},
	} {
		fail(t, exitUsage, args...)
	}
}

// A study of examples has no sets to contrast, but their summary.
func TestStudyOfExamples(t *testing.T) {
	out := t.TempDir()
	text := succeed(t, "study", "example:small", "example:column", "--out", out, "--measures", "motifs")
	assert.Contains(t, text, "condition,statistic,key,n,mean,sd,min,max")
	assert.Len(t, rows(t, read(t, filepath.Join(out, "motifs.csv"))), 32)
}

// What lacks its counterpart is measured, told and left out of the contrasts.
func TestStudyOfPartsOfSets(t *testing.T) {
	tinyFile(t)
	dir, out := ensemble(t, "average", "control"), t.TempDir()
	controls, err := filepath.Glob(filepath.Join(dir, "controls", "*mc1*.h5"))
	require.NoError(t, err)
	require.NotEmpty(t, controls)
	args := append([]string{"study", filepath.Join(dir, "average")}, controls...)
	r := ctopo(t, append(args, "--out", out, "--measures", "simplices,degree", "--format", "csv")...)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "the contrasts are without cons_locs_pathways_mc0_Column: ")
	assert.Contains(t, r.stdout, "simplices,dim=2,1,")
	assert.Len(t, rows(t, read(t, filepath.Join(out, "info.csv"))), 2+len(controls))

	// Fewer inputs and measures into the same folder leave nothing of before.
	require.FileExists(t, filepath.Join(out, "degrees.csv"))
	require.FileExists(t, filepath.Join(out, study.FiguresFolder, "contrasts.svg"))
	succeed(t, "study", filepath.Join(dir, "average"), "--out", out, "--measures", "simplices")
	assert.NoFileExists(t, filepath.Join(out, "degrees.csv"))
	assert.NoFileExists(t, filepath.Join(out, "contrasts.csv"))
	assert.NoFileExists(t, filepath.Join(out, study.FiguresFolder, "contrasts.svg"))
	assert.FileExists(t, filepath.Join(out, study.FiguresFolder, "simplices.svg"))
	assert.FileExists(t, filepath.Join(out, "simplices.csv"))
}

// Sets that cannot be paired are refused before they are measured.
func TestStudyRefusesAtOnce(t *testing.T) {
	tinyFile(t)
	dir, out := ensemble(t, "average", "control"), filepath.Join(t.TempDir(), "out")
	average := filepath.Join(dir, "average")
	message := fail(t, exitFailed, "study", average, average, filepath.Join(dir, "controls"), "--out", out)
	assert.Contains(t, message, "are both reconstruction mc0")
	assert.NoDirExists(t, filepath.Join(out, study.InstancesFolder))
}

// Controls that are drawn take the place of those in files, with the parameters of
// their models, and strengths are measured where a sheet tells them.
func TestStudyOfDraws(t *testing.T) {
	out := t.TempDir()
	args := []string{"study", "example:small", "--out", out, "--measures", "simplices,functional", "--physiology", physiologySheet, "--control", "model:dd", "--draws", "3", "--bin", "100", "--format", "csv"}
	text := succeed(t, args...)
	assert.Contains(t, text, "simplices,dim=3,1,")
	assert.Contains(t, text, "functional,in_E_mean,1,")
	page := read(t, filepath.Join(out, study.ReportFile))
	for _, want := range []string{"random circuits of the control model dd --bin 100 (1 reconstruction, 3 controls; seed 1)", "10.1101/656058", "3 draws of dd --bin 100 for each reconstruction", "physiology.json, SHA-256"} {
		assert.True(t, strings.Contains(page, want), want)
	}
	assert.Equal(t, text, succeed(t, args...), "from what is stored")
	args[len(args)-3] = "50"
	assert.NotEqual(t, text, succeed(t, args...), "other bins are drawn anew")
}
