package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
)

func TestSynth(t *testing.T) {
	if h5.LibVersion() == "" {
		t.Skip("built without HDF5")
	}
	dir := t.TempDir()
	args := []string{"synth", "--scale", "0.01", "--instances", "2", "--per-instance", "1", "--animals", "1", "--seed", "3", "--out"}
	for _, kind := range []string{"average", "control", "individual"} {
		succeed(t, append(args, dir, "--kind", kind)...)
	}
	assert.Equal(t, []string{"cons_locs_pathways_mc0_Column.h5", "cons_locs_pathways_mc1_Column.h5", "manifest.json", "synth.csv"},
		files(t, filepath.Join(dir, "average")))

	made := make(map[string]map[string]string)
	for _, kind := range []string{"average", "controls", "individuals"} {
		for _, row := range rows(t, read(t, filepath.Join(dir, kind, "synth.csv"))) {
			made[row["condition"]+row["mc"]+row["control"]] = row
		}
	}
	info := rows(t, succeed(t, "info", dir))
	require.Len(t, info, 6)
	for _, row := range info {
		m := made[row["condition"]+row["mc"]+row["control"]]
		assert.Equal(t, m["neurons"], row["neurons"], row["instance"])
		assert.Equal(t, m["connections"], row["connections"])
		assert.Equal(t, m["mutual_pairs"], row["mutual_pairs"])
		assert.Equal(t, m["animal"], row["animal"])
		if row["condition"] == "CONTROL" {
			assert.Equal(t, made["AVERAGE"+row["mc"]]["connections"], row["connections"], "a control keeps the number of connections")
		}
	}

	var m run.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(dir, "controls", "manifest.json"))), &m))
	assert.EqualValues(t, 3, *m.Seed)
	assert.Len(t, m.Outputs, 3)
	assert.Len(t, m.Outputs[0].SHA256, 64)

	again := t.TempDir()
	succeed(t, append(args, again, "--kind", "control", "--threads", "1")...)
	for _, name := range files(t, filepath.Join(again, "controls")) {
		if name != "manifest.json" {
			assert.True(t, read(t, filepath.Join(dir, "controls", name)) == read(t, filepath.Join(again, "controls", name)), "%s: not the same bytes", name)
		}
	}
}

func TestSynthIsToldWhatToDo(t *testing.T) {
	for want, args := range map[string][]string{
		"synth: no folder to write to: name one, as in ctopo synth --scale 0.05 --out ensemble": nil,
		`--kind "x": want average, control or individual`:                                       {"--kind", "x"},
		`--preset "x": want nmc`:                     {"--preset", "x"},
		"--instances 0: want 1 or more":              {"--instances", "0"},
		"--scale 0: want more than 0 and at most 20": {"--scale", "0"},
	} {
		assert.Equal(t, result{status: exitUsage, stderr: "ctopo: " + want + "\n"}, ctopo(t, append([]string{"synth"}, args...)...))
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "average"), nil, 0o644))
	r := ctopo(t, "synth", "--scale", "0.01", "--instances", "1", "--out", dir)
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "it is a file: --out takes a folder")
}

func TestManPages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man", "man1")
	succeed(t, "man", dir)
	assert.Contains(t, files(t, dir), "ctopo-motifs.1")
	assert.Contains(t, files(t, dir), "ctopo.1")
	page := read(t, filepath.Join(dir, "ctopo-motifs.1"))
	assert.Contains(t, page, `.TH "CTOPO-MOTIFS" "1"`)
	assert.NotContains(t, page, "--guard")
	assert.Contains(t, page, ".EX\n  021C 2>0 0>1     030T", "a table keeps its lines")
	assert.Contains(t, page, ".TP\n"+`\fB--null\fP \fIMODEL\fP (default none)`+"\ncompare with")
	assert.Contains(t, page, ".TP\n"+`\fB-h\fP, \fB--help\fP`+"\nhelp for motifs")
	assert.NotRegexp(t, `\\fP[=\[]`, page)
}

func TestVersion(t *testing.T) {
	text := succeed(t, "version")
	assert.Regexp(t, `^ctopo \S+\n`, text)
	assert.Regexp(t, `\n  HDF5     \S+`, text)
	assert.Regexp(t, `\n  kernels  (AVX-512|AVX2|plain Go)\n`, text)
}
