package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

func TestOutFolder(t *testing.T) {
	file := tinyFile(t)
	types := filepath.Join(filepath.Dir(file), "types.csv")
	require.NoError(t, os.WriteFile(types, []byte("mtype,synapse_class,layer\nL23_PC,I,1\nL5_MC,E,1\nL5_TTPC1,,6\n"), 0o644))
	dir := filepath.Join(t.TempDir(), "a", "b")
	text := succeed(t, "info", file, file, "--cell-types", types, "--mtypes", "L23_PC,L5_MC", "--threads", "1", "--out", dir)
	assert.Equal(t, text, read(t, filepath.Join(dir, "info.csv")))
	assert.Equal(t, []string{"info.csv", "manifest.json"}, files(t, dir))

	var m run.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(dir, "manifest.json"))), &m))
	assert.Equal(t, "info", m.Command)
	assert.Equal(t, []string{file, file}, m.Arguments)
	assert.Equal(t, []any{"L23_PC", "L5_MC"}, m.Parameters["mtypes"])
	assert.EqualValues(t, 1, m.Parameters["threads"])
	assert.NotContains(t, m.Parameters, "guard")
	assert.Nil(t, m.Seed)
	require.Len(t, m.Inputs, 3)
	for _, in := range m.Inputs {
		b := read(t, in.Path)
		assert.Equal(t, fmt.Sprintf("%x", sha256.Sum256([]byte(b))), in.SHA256)
		assert.EqualValues(t, len(b), in.Size)
	}
	assert.Equal(t, "tiny", m.Inputs[1].Instance)
	assert.Equal(t, "tiny#2", m.Inputs[2].Instance)
	assert.EqualValues(t, 2, *m.Outputs[0].Rows)
	assert.Equal(t, 1, m.Host.Threads)
	assert.Positive(t, m.WallSeconds)

	r := ctopo(t, "info", file, "-q", "--out", dir)
	assert.Equal(t, result{}, r, "-q leaves stdout alone if there is a folder")
}

func TestNothingHalfWritten(t *testing.T) {
	file := tinyFile(t)
	bad := filepath.Join(filepath.Dir(file), "bad.h5")
	require.NoError(t, os.WriteFile(bad, []byte(read(t, file)[:1000]), 0o644))

	dir := filepath.Join(t.TempDir(), "new")
	r := ctopo(t, "info", file, bad, "--strict", "--out", dir)
	assert.Equal(t, exitFailed, r.status)
	assert.Empty(t, r.stdout)
	assert.Equal(t, 1, strings.Count(r.stderr, "\n"), "one line: %s", r.stderr)
	assert.True(t, strings.HasPrefix(r.stderr, "ctopo: "+bad+": "), r.stderr)
	assert.NoDirExists(t, dir)

	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "info.csv"), []byte("old"), 0o644))
	r = ctopo(t, "info", file, bad, "--strict", "--out", dir)
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, []string{"info.csv"}, files(t, dir))
	assert.Equal(t, "old", read(t, filepath.Join(dir, "info.csv")))
}

func TestInputsThatAreNone(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.h5")
	require.NoError(t, os.WriteFile(text, []byte("these are notes, not a connectome"), 0o644))
	empty := filepath.Join(dir, "empty.h5")
	require.NoError(t, os.WriteFile(empty, nil, 0o644))
	void := filepath.Join(dir, "void")
	require.NoError(t, os.Mkdir(void, 0o755))
	for _, path := range []string{text, empty, void, filepath.Join(dir, "absent.h5"), filepath.Join(dir, "absent.tar")} {
		r := ctopo(t, "info", path)
		assert.Equal(t, exitFailed, r.status, path)
		assert.Empty(t, r.stdout)
		assert.Regexp(t, "^ctopo: "+path+": [^\n]+: [^\n]+\n$", r.stderr)
	}
	dense := denseFile(t, 1000, 1)
	r := ctopo(t, "info", dense, "--read-memory", "0.005")
	assert.Equal(t, exitFailed, r.status)
	assert.Regexp(t, "^ctopo: "+dense+": [^\n]+\n$", r.stderr)
	r = ctopo(t, "info", dense, "--read-timeout", "1us")
	assert.Equal(t, exitFailed, r.status)
	assert.Regexp(t, "^ctopo: "+dense+": reading did not end within 1µs: [^\n]+ by --read-timeout\n$", r.stderr)
	r = ctopo(t, "info", "example:small", "--cell-types", filepath.Join(dir, "absent.csv"))
	assert.Equal(t, result{status: exitFailed, stderr: "ctopo: " + dir + "/absent.csv: cannot read the table of cell types: no such file or directory: check the path\n"}, r)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "types.csv"), []byte("mtype,synapse_class,layer\nL23_PC,E,23\n"), 0o644))
	r = ctopo(t, "info", "example:small", "--cell-types", filepath.Join(dir, "types.csv"))
	assert.Equal(t, exitFailed, r.status)
	assert.Regexp(t, `^ctopo: example:small: m-type "L1_DAC" is not in the table of cell types: add a row for it\n$`, r.stderr)
	r = ctopo(t, "info", "example:small", "--out", text)
	assert.Equal(t, result{status: exitFailed, stderr: "ctopo: " + text + ": it is a file: --out takes a folder\n"}, r)
}

func TestFoldersAndTars(t *testing.T) {
	file := tinyFile(t, "average", "mc0.h5")
	root := filepath.Dir(filepath.Dir(file))
	require.NoError(t, os.WriteFile(filepath.Join(root, "readme.txt"), []byte("read me"), 0o644))
	f, err := os.Create(filepath.Join(root, "controls.tar"))
	require.NoError(t, err)
	w := tar.NewWriter(f)
	body := read(t, file)
	for _, name := range []string{"x/mc0.h5", "y/mc0.h5"} {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(body)), Mode: 0o644}))
		_, err = w.Write([]byte(body))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, f.Close())

	r := ctopo(t, "info", root)
	require.Zero(t, r.status, r.stderr)
	assert.Empty(t, r.stderr, "what a folder may well hold is passed over in silence")
	var names []string
	for _, row := range rows(t, r.stdout) {
		names = append(names, row["instance"])
		assert.Equal(t, "8", row["connections"])
	}
	assert.Equal(t, []string{"average/mc0", "x/mc0", "y/mc0"}, names)
	assert.Contains(t, ctopo(t, "info", root, "-v").stderr, "readme.txt: passed over: neither .h5 nor .tar\n")
}

func TestInstancesThatCannotBeReadAreMissed(t *testing.T) {
	file := tinyFile(t, "set", "mc0.h5")
	root := filepath.Dir(file)
	require.NoError(t, os.Symlink(t.TempDir(), filepath.Join(root, "link")))
	r := ctopo(t, "info", root)
	assert.Zero(t, r.status, r.stderr)
	assert.Equal(t, "ctopo: "+root+"/link: passed over: a link to a folder, which is not followed\n", r.stderr)

	damaged := filepath.Join(root, "rest.tar")
	require.NoError(t, os.WriteFile(damaged, []byte("cut short"), 0o644))
	wrong := "ctopo: " + damaged + ": the archive is damaged from here on: unexpected EOF: mend it, or name the inputs that are to be read without it"
	r = ctopo(t, "info", root, "-q", "--strict")
	assert.Equal(t, result{status: exitFailed, stderr: wrong + "\n"}, r)
	r = ctopo(t, "info", root, "-q")
	assert.Equal(t, exitFailed, r.status)
	assert.Len(t, rows(t, r.stdout), 1)
	assert.Equal(t, wrong+"; going on without it\nctopo: "+damaged+": left out, the rest is done: mend or remove it and run this again\n", r.stderr)
}

func TestSummaryRows(t *testing.T) {
	text := succeed(t, "simplices", "example:small", "example:control", "example:column", "--summary")
	var values, n, mean []map[string]string
	for _, row := range rows(t, text) {
		switch {
		case row["summary"] == "value":
			values = append(values, row)
		case row["condition"] == "AVERAGE" && row["summary"] == "n":
			n = append(n, row)
		case row["condition"] == "AVERAGE" && row["summary"] == "mean":
			mean = append(mean, row)
		}
	}
	var plain []string
	for _, v := range values {
		plain = append(plain, v["instance"]+v["dim"]+v["count"])
	}
	var want []string
	for _, row := range rows(t, succeed(t, "simplices", "example:small", "example:control", "example:column")) {
		want = append(want, row["instance"]+row["dim"]+row["count"])
	}
	assert.Equal(t, want, plain)
	require.NotEmpty(t, n)
	for _, row := range n {
		assert.Equal(t, "2", row["count"], "an instance without simplices of a dimension has none of them: dim %s", row["dim"])
		assert.Empty(t, row["instance"])
	}
	small, column := number64(t, values[0]["count"]), 0.0
	for _, v := range values {
		if v["instance"] == "column" && v["dim"] == "0" {
			column = number64(t, v["count"])
		}
	}
	assert.Equal(t, (small+column)/2, number64(t, mean[0]["count"]))
}

func TestOutputDoesNotDependOnThreads(t *testing.T) {
	file := tinyFile(t)
	for _, args := range [][]string{
		{"info", "example:small", file},
		{"motifs", "example:column", file, "--summary"},
		{"motifs", "example:small", "--null", "pathway"},
		{"motifs", "example:small", file, "--by", "mtype", "--summary"},
		{"motifs", "example:small", file, "--per-neuron"},
		{"simplices", "example:column", file, "--null", "dyad"},
		{"simplices", "example:column", file, "--by", "mtype", "--summary"},
		{"simplices", "example:column", file, "--per-neuron"},
		{"simplices", "example:column", file, "--per-edge"},
		{"simplices", "example:column", file, "--positions", "--maximal=false"},
		{"simplices", "example:column", file, "--list", "--max-dim", "3"},
		{"simplices", "example:column", file, "--maximal"},
		{"simplices", "example:small", "--null", "gnp", "--samples", "9"},
	} {
		numbers := []string{"2", "7"}
		if testing.Short() { // as under the race detector, ten times slower
			numbers = []string{"7"}
			args[1] = "example:small"
		}
		one := succeed(t, append(args, "--threads", "1")...)
		for _, threads := range numbers {
			assert.Equal(t, one, succeed(t, append(args, "--threads", threads)...), "%v", args)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestStdoutThatFails(t *testing.T) {
	var stderr strings.Builder
	a := &app{stdout: brokenPipe{}, stderr: &stderr}
	assert.Equal(t, exitFailed, a.main(context.Background(), []string{"info", "example:small"}))
	assert.Equal(t, "ctopo: standard output: cannot write: no space left on device: make room, or name another place\n", stderr.String())
}

func TestHeldWriterStreamsLargeTables(t *testing.T) {
	var b strings.Builder
	cleared := 0
	h := &heldWriter{w: &b, limit: 10, before: func() { cleared++ }}
	for _, s := range []string{"12345", "67890"} {
		_, err := h.Write([]byte(s))
		require.NoError(t, err)
		assert.Empty(t, b.String())
	}
	_, err := h.Write([]byte("x"))
	require.NoError(t, err)
	assert.Equal(t, "1234567890x", b.String())
	_, err = h.Write([]byte("y"))
	require.NoError(t, err)
	assert.Equal(t, "1234567890xy", b.String())
	assert.Positive(t, cleared)
}

func TestDefaultFormat(t *testing.T) {
	var stdout, stderr strings.Builder
	a := &app{stdout: &stdout, stderr: &stderr, stdoutTerminal: true}
	require.Zero(t, a.main(context.Background(), []string{"motifs", "example:small"}), stderr.String())
	assert.True(t, strings.HasPrefix(stdout.String(), "instance  man   motif"), stdout.String())
}

func TestProgressInALog(t *testing.T) {
	r := ctopo(t, "info", "example:small", "--progress", "always")
	assert.Zero(t, r.status)
	assert.Empty(t, r.stderr, "work that is over at once is not announced")
}

// TestConditionAndSummary: the column condition is in every table that --summary
// takes, and the one that tells what a row is has the same name in all.
func TestConditionAndSummary(t *testing.T) {
	for _, args := range []string{"info", "motifs", "motifs --by class", "simplices", "simplices --by mtype", "simplices --positions", "topology --measures density"} {
		t.Run(args, func(t *testing.T) {
			words := append(strings.Fields(args), "example:small", "example:control")
			plain, summed := rows(t, succeed(t, words...)), rows(t, succeed(t, append(words, "--summary")...))
			for i, row := range plain {
				require.Equal(t, map[string]string{"small": "AVERAGE", "control": "CONTROL"}[row["instance"]], row["condition"])
				require.Equal(t, "value", summed[i]["summary"])
				delete(summed[i], "summary")
				require.Equal(t, row, summed[i], "--summary keeps the rows and columns that there are without it")
			}
			last := summed[len(summed)-1]
			assert.Equal(t, "n", last["summary"])
			assert.Equal(t, "CONTROL", last["condition"])
			assert.Empty(t, last["instance"])
		})
	}
	row := rows(t, succeed(t, "info", "example:small", "--summary"))[1]
	assert.Equal(t, "mean", row["summary"])
	assert.Equal(t, "360", row["neurons"])
	assert.Equal(t, "0", row["duplicates_collapsed"])
	assert.Empty(t, row["mc"], "which instance it is has no mean")
}

// What is passed over for one reason is told once, and how much more there is.
func TestPassedOverIsToldOnce(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.edges"), []byte("0 1\n"), 0o644))
	for _, name := range []string{"b.h5.gz", "c.h5.gz", "d.h5.gz"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644))
	}
	const reason = "passed over: compressed (.gz): unpack it first"
	assert.Equal(t, "ctopo: "+dir+"/b.h5.gz: "+reason+"\nctopo: "+reason+": noted of 2 more, which -v names\n", ctopo(t, "info", dir).stderr)
	assert.Equal(t, 3, strings.Count(ctopo(t, "info", dir, "-v").stderr, reason))
}
