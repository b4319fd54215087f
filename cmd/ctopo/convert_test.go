package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/shared"
)

// write writes a file below a new folder, and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

const (
	someEdges = "pre_root_id,post_root_id,syn_count\n720575940612345679,720575940612345678,5\n720575940612345678,720575940612345679,2\n720575940612345677,720575940612345679,1\n720575940612345677,720575940612345679,1\n720575940612345677,720575940612345677,9\n"
	someCells = "root_id,cell_type,synapse_class,layer\n720575940612345679,L5_PC,EXC,5\n720575940612345678,L5_MC,INH,5\n720575940612345677,L4_SS,EXC,4\n720575940612345676,L4_SS,EXC,4\n"
)

func TestConvertKeepsAndTells(t *testing.T) {
	edges, cells := write(t, "edges.csv", someEdges), write(t, "cells.csv", someCells)
	out := filepath.Join(t.TempDir(), "brain.graphml")
	r := ctopo(t, "convert", edges, out, "--cells", cells)
	require.Zero(t, r.status, r.stderr)
	assert.Empty(t, r.stdout)
	assert.Equal(t, "ctopo: "+edges+": 1 loops dropped, 1 connections listed again collapsed\nctopo: "+edges+": 4 neurons, 3 connections, in "+out+"\n", r.stderr)
	assert.Equal(t, "brain,4,3,0.25,0.75,1,0.6666666666666666,3,2,3,1,0,0,,,,\n", strings.SplitAfterN(succeed(t, "info", out), "\n", 2)[1])

	// A part of it, in a format with room for less.
	flag := filepath.Join(t.TempDir(), "part.flag")
	r = ctopo(t, "convert", "--layers", "L5", out, flag)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "ctopo: "+flag+": flag does not keep the neurons' ids, nor cell types, nor layers and synapse classes; these formats do: ")
	assert.Equal(t, "dim 0\n0 0\ndim 1\n0 1 5\n1 0 2\n", read(t, flag))
	r = ctopo(t, "convert", "-q", "--no-weights", "--layers", "L5", out, flag)
	assert.Equal(t, result{}, r)
	assert.Equal(t, "dim 0\n0 0\ndim 1\n0 1\n1 0\n", read(t, flag))

	// A CSV, with its cells beside it, and back.
	csv := filepath.Join(t.TempDir(), "x.csv")
	r = ctopo(t, "convert", out, csv)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "in "+csv+" and "+strings.TrimSuffix(csv, ".csv")+".cells.csv")
	assert.Equal(t, "pre,post,weight\n720575940612345679,720575940612345678,5\n720575940612345678,720575940612345679,2\n720575940612345677,720575940612345679,2\n", read(t, csv))
	assert.Equal(t, "id,cell_type,synapse_class,layer,x,y,z\n720575940612345679,L5_PC,E,L5,,,\n720575940612345678,L5_MC,I,L5,,,\n720575940612345677,L4_SS,E,L4,,,\n720575940612345676,L4_SS,E,L4,,,\n",
		read(t, strings.TrimSuffix(csv, ".csv")+".cells.csv"))
}

func TestEveryCommandReadsCellsOfCSV(t *testing.T) {
	edges, cells := write(t, "edges.csv", someEdges), write(t, "cells.csv", someCells)
	per := rows(t, succeed(t, "simplices", "--per-edge", edges, "--cells", cells))
	require.NotEmpty(t, per)
	assert.Equal(t, "720575940612345679", per[0]["pre"])
	dir := filepath.Join(t.TempDir(), "out")
	by := rows(t, succeed(t, "motifs", "--by", "class", "--class", "E", "--cells", cells, "--out", dir, edges))
	require.NotEmpty(t, by)
	assert.Equal(t, "E", by[0]["type0"])
	manifest := read(t, filepath.Join(dir, "manifest.json"))
	assert.Contains(t, manifest, `"format": "cells"`)
	assert.Contains(t, manifest, `"format": "csv"`)

	// What the control writes can be compared with what it was drawn from, though the
	// layout of its files has neither ids nor cells without a type.
	dir = filepath.Join(t.TempDir(), "controls")
	tinyFile(t) // skips without HDF5
	succeed(t, "control", "--model", "er", "--n", "2", "--out", dir, edges, "-q")
	r := ctopo(t, "compare", "--reconstruction", edges, "--control", dir, "--measures", "motifs")
	assert.Zero(t, r.status, r.stderr)

	r = ctopo(t, "info", edges, "--cells", filepath.Join(dir, "absent.csv"))
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "absent.csv: cannot read it: no such file or directory: check the path\n")
}

func TestConvertMany(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "in")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "deep"), 0o755))
	for name, text := range map[string]string{"a.flag": "dim 0\n0 0\ndim 1\n0 1\n", "b.edges": "0 1\n1 0\n", "deep/a.flag": "dim 0\n0\ndim 1\n", "c.csv": someEdges} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	out := filepath.Join(t.TempDir(), "out")
	r := ctopo(t, "convert", dir, out, "--to", "npz")
	require.Zero(t, r.status, r.stderr)
	assert.Equal(t, []string{"b.npz", "deep+a.npz", "in+a.npz"}, files(t, out))
	assert.Equal(t, "b,2,2,", succeed(t, "info", filepath.Join(out, "b.npz"))[len("instance,neurons,connections,density,mean_degree,mutual_pairs,reciprocity,mtypes,layers,excitatory,inhibitory,self_loops_dropped,duplicates_collapsed,condition,mc,animal,control\n"):][:6])
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no format":     {[]string{"convert", dir, out}, "a folder for 3 connectomes: name their format, as in --to npz"},
		"into a file":   {[]string{"convert", dir, out + ".npz"}, dir + " holds 3 connectomes: name a folder for them, not " + out + ".npz"},
		"no arguments":  {[]string{"convert"}, "convert: 0 arguments: name an input and an output, as in ctopo convert edges.csv brain.npz"},
		"no output":     {[]string{"convert", "example:small"}, "convert: 1 arguments"},
		"what ending":   {[]string{"convert", "example:small", "x.txt"}, "convert: x.txt: its ending stands for no format: there are .h5, "},
		"which format":  {[]string{"convert", "example:small", "x", "--to", "xml"}, `--to xml: there is no format "xml": there are portal, `},
		"which source":  {[]string{"convert", "example:small", "x.npz", "--from", "xml"}, `--from xml: there is no format "xml"`},
		"which example": {[]string{"convert", "example:none", "x.npz"}, "there is no such example"},
	} {
		t.Run(name, func(t *testing.T) {
			r := ctopo(t, c.args...)
			assert.Equal(t, exitUsage, r.status)
			assert.Contains(t, r.stderr, c.want)
		})
	}
	same := filepath.Join(out, "b.npz")
	r = ctopo(t, "convert", same, same)
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, "ctopo: "+same+": it is the input itself: name another file\n", r.stderr)
	edges := write(t, "edges.csv", someEdges)
	cells := filepath.Join(filepath.Dir(edges), "x.cells.csv")
	require.NoError(t, os.WriteFile(cells, []byte(someCells), 0o644))
	tsv := filepath.Join(filepath.Dir(edges), "x.tsv")
	r = ctopo(t, "convert", edges, "--cells", cells, tsv)
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, "ctopo: "+cells+": it is read, and would be written over: name another file than "+tsv+"\n", r.stderr)
	assert.Equal(t, someCells, read(t, cells))
	assert.NoFileExists(t, tsv)
	r = ctopo(t, "convert", "--from", "edges", write(t, "x.txt", "dim 0\n"), filepath.Join(out, "x.npz"))
	assert.Equal(t, exitFailed, r.status)
	assert.NoFileExists(t, filepath.Join(out, "x.npz"))
}

func TestConvertSeveralInputs(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	one, two := file("one/a.edges", "0 1\n"), file("two/a.edges", "0 1\n1 2\n")
	large, plus := file("A.edges", "0 1\n1 2\n2 0\n"), file("one+a.edges", "0 1\n1 0\n")
	out := filepath.Join(dir, "out")
	r := ctopo(t, "convert", one, two, large, plus, filepath.Join(dir, "one"), "example:small", out, "--to", "ctopo")
	require.Zero(t, r.status, r.stderr)
	assert.Equal(t, []string{"A.ctopo", "one+a#2#2.ctopo", "one+a#2.ctopo", "one+a.ctopo", "small.ctopo", "two+a.ctopo"}, files(t, out))
	for name, connections := range map[string]string{"A": "3", "two+a": "2", "one+a": "1"} {
		assert.Contains(t, succeed(t, "info", filepath.Join(out, name+".ctopo")), ","+connections+",")
		assert.Contains(t, r.stderr, connections+" connections, in "+filepath.Join(out, name+".ctopo"))
	}
	// A table of cells is written beside a.csv, which is not that of another input.
	r = ctopo(t, "convert", "example:small", file("small.cells.edges", "0 1\n"), filepath.Join(dir, "csv"), "--to", "csv")
	require.Zero(t, r.status, r.stderr)
	assert.Equal(t, []string{"small.cells#2.cells.csv", "small.cells#2.csv", "small.cells.csv", "small.csv"}, files(t, filepath.Join(dir, "csv")))
	for name, c := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"into a file":        {[]string{one, two, filepath.Join(dir, "x.npz")}, exitUsage, "convert: 2 inputs hold 2 connectomes: name a folder for them, not " + filepath.Join(dir, "x.npz")},
		"into one there is":  {[]string{one, two, plus, "--to", "npz"}, exitUsage, "name a folder for them, not " + plus},
		"no format":          {[]string{one, two, out}, exitUsage, "a folder for 2 connectomes: name their format, as in --to npz"},
		"over another input": {[]string{two, filepath.Join(dir, "one", "a.edges"), filepath.Join(dir, "one") + "/", "--to", "edges"}, 0, ""},
		"over an input":      {[]string{large, plus, dir, "--to", "edges"}, exitFailed, "A.edges: it is one of the inputs: name another folder\n"},
	} {
		t.Run(name, func(t *testing.T) {
			r := ctopo(t, append([]string{"convert"}, c.args...)...)
			assert.Equal(t, c.status, r.status, r.stderr)
			assert.Contains(t, r.stderr, c.want)
		})
	}
	assert.Equal(t, "0 1\n1 2\n2 0\n", read(t, large))
	// One that cannot be read leaves no file.
	bad := file("bad.edges", "0 x\n")
	r = ctopo(t, "convert", one, bad, filepath.Join(dir, "some"), "--to", "npz", "--strict")
	assert.Equal(t, exitFailed, r.status)
	assert.NotContains(t, files(t, filepath.Join(dir, "some")), "bad.npz")
}

func TestNotesOfReading(t *testing.T) {
	r := ctopo(t, "info", write(t, "e.csv", "pre,post,weight\n1,2,0\n2,3,1\n"))
	require.Zero(t, r.status)
	assert.Contains(t, r.stderr, "e.csv: 1 rows of weight 0 make no connection\n")
	r = ctopo(t, "info", write(t, "e.flag", "dim 0\n0 0\ndim 1\n0 7\n"))
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, `e.flag: line 4: vertex 7, though "dim 0" has 2: vertices are numbered from 0`)
	r = ctopo(t, "info", write(t, "e.csv.gz", "PK"))
	assert.Equal(t, exitFailed, r.status)
	assert.Equal(t, 1, strings.Count(r.stderr, "\n"))
}

// Counts of flagser's own tests: see the shared data's README.
func TestGraphsOfFlagser(t *testing.T) {
	dir := shared.Path(t, "data", "flagser")
	want := map[string]string{"a": "5 7 1", "b": "4 6 3", "c": "8 12", "d": "5 9 6", "e": "5 9 7 2", "f": "3 5 3", "d2": "2 2", "d3": "3 6 6", "double-d3": "4 10 12", "d4": "4 12 24 24",
		"d5": "5 20 60 120 120", "d7": "7 42 210 840 2520 5040 5040", "d10": "10 90 720 5040 30240 151200 604800 1814400 3628800 3628800", "medium-test-data": "31346 68652 12694 250"}
	got := make(map[string][]string)
	for _, row := range rows(t, succeed(t, "simplices", dir)) {
		got[row["instance"]] = append(got[row["instance"]], row["count"])
	}
	for name, counts := range want {
		assert.Equal(t, counts, strings.Join(got[name], " "), name)
	}
}

func TestSimplicesOfRealConnectomes(t *testing.T) {
	for name, want := range map[string]string{"larva": "3554 118433 1291929 18312679 351270586", "celegans": "419 4647 14324 22904 27602 30437 26234 13653 2699"} {
		if name == "larva" && testing.Short() {
			continue
		}
		var counts []string
		for _, row := range rows(t, succeed(t, "simplices", "--max-dim", map[string]string{"larva": "4", "celegans": "9"}[name], shared.Path(t, "data", name, "edges.csv"))) {
			counts = append(counts, row["count"])
		}
		assert.Equal(t, want, strings.Join(counts, " "), name)
	}
}

// The files of a SONATA network that hold no connectome are passed over where there are
// others, and an error where there are none.
func TestFolderOfSONATANetwork(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "V1")
	require.NoError(t, os.Mkdir(dir, 0o755))
	for _, name := range []string{"edges.h5", "nodes.h5"} {
		from := filepath.Join("..", "..", "connectome", "formats", "sonata", "testdata", name)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(read(t, from)), 0o644))
	}
	r := ctopo(t, "info", dir, "--format", "csv")
	require.Equal(t, exitDone, r.status, r.stderr)
	got := rows(t, r.stdout)
	require.Len(t, got, 1)
	assert.Equal(t, "edges", got[0]["instance"])
	assert.Contains(t, r.stderr, "give the file of nodes by --cells, such as nodes.h5 beside it")
	assert.Contains(t, r.stderr, filepath.Join(dir, "nodes.h5")+": it holds nodes, and no edges: read the file of edges, and give this one by --cells; passed over")

	link := filepath.Join(filepath.Dir(dir), "V1.h5")
	require.NoError(t, os.Symlink(filepath.Join("V1", "edges.h5"), link))
	r = ctopo(t, "info", link, "--cells", filepath.Join(dir, "nodes.h5"), "--format", "csv")
	require.Equal(t, exitDone, r.status, r.stderr)
	assert.Equal(t, "V1", rows(t, r.stdout)[0]["instance"])

	r = ctopo(t, "info", filepath.Join(dir, "nodes.h5"), filepath.Join(dir, "nodes.h5"))
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "none of the 2 inputs can be used")
}

func TestPipesAreNotRead(t *testing.T) {
	r := ctopo(t, "info", "-")
	assert.Equal(t, exitUsage, r.status)
	assert.Equal(t, "ctopo: -: files are read, not pipes: save it to a file, with the ending of its format, and name that\n", r.stderr)
	loop := filepath.Join(t.TempDir(), "loop.csv")
	require.NoError(t, os.Symlink("loop.csv", loop))
	r = ctopo(t, "info", loop)
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "the link leads back to itself: name the file")
}
