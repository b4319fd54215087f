package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/study"
)

// manifest reads the manifest in a folder.
func manifest(t *testing.T, dir string) run.Manifest {
	t.Helper()
	var m run.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(dir, "manifest.json"))), &m))
	return m
}

// damage puts a file that is cut short in the place of another, which may be a link.
func damage(t *testing.T, path string) {
	t.Helper()
	whole := read(t, path)
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.WriteFile(path, []byte(whole[:1000]), 0o644))
}

// What cannot be used is told at once and at the end, and the rest is done.
func TestUnfitInputs(t *testing.T) {
	file := tinyFile(t)
	dir := filepath.Dir(file)
	cut, notes, out := filepath.Join(dir, "cut.h5"), filepath.Join(dir, "notes.txt"), filepath.Join(dir, "out")
	require.NoError(t, os.WriteFile(cut, []byte(read(t, file)[:1000]), 0o644))
	require.NoError(t, os.WriteFile(notes, []byte("not a connectome"), 0o644))
	for _, command := range []string{"info", "motifs", "simplices", "topology"} {
		r := ctopo(t, command, cut, file, notes, "-q", "--format", "csv", "--out", out)
		assert.Equal(t, exitFailed, r.status, command)
		lines := strings.Split(r.stderr, "\n")
		require.Len(t, lines, 4, r.stderr)
		assert.Regexp(t, "^ctopo: "+notes+": .*; going on without it$", lines[0], "what is found before anything is read")
		assert.Regexp(t, "^ctopo: "+cut+": .*; going on without it$", lines[1])
		assert.Equal(t, "ctopo: "+notes+", "+cut+": left out, the rest is done: mend or remove them and run this again", lines[2])
		got := rows(t, read(t, filepath.Join(out, command+".csv")))
		require.NotEmpty(t, got)
		for _, row := range got {
			assert.Equal(t, "tiny", row["instance"])
		}
		m := manifest(t, out)
		require.Len(t, m.Inputs, 1)
		require.Len(t, m.Failed, 2)
		assert.Equal(t, cut, m.Failed[1].Path)
		assert.Equal(t, "cut", m.Failed[1].Instance)
		assert.Contains(t, lines[1], m.Failed[1].Error)
	}
	// A part that one input has not.
	r := ctopo(t, "motifs", file, "example:small", "--mtypes", "L1_DAC")
	assert.Equal(t, exitFailed, r.status)
	assert.Len(t, rows(t, r.stdout), 16)
	assert.Contains(t, r.stderr, file+": left out")

	// Nothing is left, or nothing shall be left out.
	r = ctopo(t, "info", cut, notes, "--out", filepath.Join(dir, "none"))
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "none of the 2 inputs can be used")
	assert.NoDirExists(t, filepath.Join(dir, "none"))
	r = ctopo(t, "info", file, cut, "--strict")
	assert.Empty(t, r.stdout)
	assert.Equal(t, 1, strings.Count(r.stderr, "\n"), r.stderr)
	assert.NotContains(t, r.stderr, "going on")
	// A name that there is not is a slip, and told before anything is done.
	r = ctopo(t, "info", file, filepath.Join(dir, "absent.h5"))
	assert.Equal(t, 1, strings.Count(r.stderr, "\n"), r.stderr)
	assert.Empty(t, r.stdout)
}

func TestUnfitInputsOfCompare(t *testing.T) {
	tinyFile(t)
	dir, out := ensemble(t, "average", "control"), t.TempDir()
	damage(t, filepath.Join(dir, "average", "cons_locs_pathways_mc0_Column.h5"))
	args := []string{"compare", "--reconstruction", filepath.Join(dir, "average"), "--control", filepath.Join(dir, "controls"), "--measures", "motifs", "--format", "csv", "--out", out}
	r := ctopo(t, args...)
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, "1", rows(t, r.stdout)[0]["n_pairs"])
	assert.Equal(t, "2", rows(t, r.stdout)[0]["n_controls"])
	assert.Contains(t, r.stderr, "the contrasts are without cons_locs_pathways_mc0_Column_rnd_instance0, cons_locs_pathways_mc0_Column_rnd_instance1: their counterparts are not there")
	assert.Len(t, manifest(t, out).Failed, 1)
	damage(t, filepath.Join(dir, "average", "cons_locs_pathways_mc1_Column.h5"))
	assert.Contains(t, ctopo(t, args...).stderr, "none of the 2 inputs can be used")
}

// A control that is whole but whose numbers do not fit: 25 neurons with all connections
// have more simplices than 64 bits count.
func TestUnmeasurableControl(t *testing.T) {
	dir := t.TempDir()
	list := func(name string, connects func(u, v int) bool) string {
		text := "pre,post\n"
		for u := range 25 {
			for v := range 25 {
				if u != v && connects(u, v) {
					text += fmt.Sprintf("%d,%d\n", u, v)
				}
			}
		}
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	sparse := list("sparse.csv", func(u, v int) bool { return (7*u+3*v)%4 == 0 })
	all := list("all.csv", func(_, _ int) bool { return true })
	r := ctopo(t, "compare", "--reconstruction", sparse, "--control", sparse, all, "--measures", "simplices", "--pair", "none", "--format", "csv")
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, "1", rows(t, r.stdout)[0]["n_controls"])
	assert.Contains(t, r.stderr, all+": directed simplices: count does not fit 64 bits")
	assert.NotContains(t, r.stderr, "internal error")
}

func TestUnfitInputsOfConvert(t *testing.T) {
	file := tinyFile(t, "in", "a.h5")
	dir := filepath.Dir(file)
	out := filepath.Join(filepath.Dir(dir), "out") + "/"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.h5"), []byte(read(t, file)[:1000]), 0o644))
	r := ctopo(t, "convert", dir, out, "--to", "npz")
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "b.h5: left out, the rest is done")
	assert.Equal(t, []string{"a.npz"}, files(t, out))
}

// A study goes on without what is damaged, tells it everywhere, and needs no more than
// the rest once it is mended.
func TestUnfitInputsOfStudy(t *testing.T) {
	tinyFile(t)
	dir, out := ensemble(t, "average", "control"), filepath.Join(t.TempDir(), "out")
	lost := filepath.Join(dir, "average", "cons_locs_pathways_mc1_Column.h5")
	whole := read(t, lost)
	damage(t, lost)
	args := []string{"study", dir, "--out", out, "--measures", "simplices", "--format", "csv"}
	r := ctopo(t, append(args, "--strict")...)
	assert.Equal(t, exitFailed, r.status)
	assert.NoFileExists(t, filepath.Join(out, "info.csv"))

	r = ctopo(t, args...)
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, lost+": left out, the rest is done")
	assert.Contains(t, r.stderr, "the contrasts are without cons_locs_pathways_mc1_Column_rnd_instance0, ")
	assert.Contains(t, r.stdout, "simplices,dim=2,1,")
	assert.Len(t, rows(t, read(t, filepath.Join(out, "info.csv"))), 5)
	m := manifest(t, out)
	require.Len(t, m.Failed, 1)
	assert.Equal(t, lost, m.Failed[0].Path)
	assert.Len(t, m.Inputs, 5)
	page := read(t, filepath.Join(out, study.ReportFile))
	for _, want := range []string{`<h2 id="left-out">Left out</h2>`, "1 input could not be used", "The contrasts are without cons_locs_pathways_mc1_Column_rnd_instance0 and ", "<dt>cons_locs_pathways_mc1_Column</dt>"} {
		assert.True(t, strings.Contains(page, want), want)
	}

	require.NoError(t, os.WriteFile(lost, []byte(whole), 0o644))
	r = ctopo(t, args...)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "5 of 6 instances were done before")
	assert.Contains(t, r.stdout, "simplices,dim=2,2,")
	assert.Empty(t, manifest(t, out).Failed)
	assert.False(t, strings.Contains(read(t, filepath.Join(out, study.ReportFile)), "Left out</h2>"))
}
