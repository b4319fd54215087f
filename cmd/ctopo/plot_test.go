package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

func TestPlotFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "any name.svg")
	stdout := succeed(t, "motifs", "example:small", "--null", "dyad", "--layers", "L5", "--plot", path)
	assert.Len(t, rows(t, stdout), 16, "the table comes out as well")
	svg := read(t, path)
	assert.True(t, strings.HasPrefix(svg, "<svg "))
	assert.Contains(t, svg, "example:small (L5): ", "the caption names the input and its part")
	assert.Contains(t, svg, "log")
}

func TestPlotFolderIsInTheManifest(t *testing.T) {
	out := filepath.Join(t.TempDir(), "results")
	succeed(t, "simplices", "example:small", "--out", out, "--plot", filepath.Join(out, "figures"), "-q")
	assert.ElementsMatch(t, []string{"simplices.svg", "simplices.png", "simplices.pdf"}, files(t, filepath.Join(out, "figures")))
	var m run.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(out, "manifest.json"))), &m))
	var listed []string
	for _, f := range m.Outputs {
		listed = append(listed, f.File)
	}
	assert.Equal(t, []string{"simplices.csv", "figures/simplices.svg", "figures/simplices.png", "figures/simplices.pdf"}, listed)
}

func TestPlotWidth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.svg")
	succeed(t, "simplices", "example:small", "--plot", path, "--plot-width", "85")
	assert.Contains(t, read(t, path), `width="240.94pt"`, "85 mm")
}

func TestPlotsOfOtherModes(t *testing.T) {
	if testing.Short() {
		t.Skip("draws many pictures")
	}
	for _, args := range [][]string{
		{"simplices", "example:small", "--by", "layer"},
		{"simplices", "example:small", "--by", "class"},
		{"simplices", "example:small", "--positions"},
		{"simplices", "example:small", "--maximal", "--null", "gnp"},
		{"motifs", "example:small", "example:column", "--summary"},
		{"motifs", "example:small", "--by", "mtype"},
		{"motifs", "example:small", "--by", "class", "--null", "dyad"},
		{"motifs", "example:small", "--per-neuron"},
		{"simplices", "example:small", "--by", "mtype"},
		{"simplices", "example:small", "--per-neuron"},
		{"simplices", "example:small", "--per-edge"},
		{"info", "example:small"},
	} {
		path := filepath.Join(t.TempDir(), "x.svg")
		succeed(t, append(args, "--plot", path)...)
		assert.Contains(t, read(t, path), "example:small", "%v", args)
	}
}

func TestPlotOfCompare(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "figures")
	args := []string{"compare", "--reconstruction", "example:small", "--control", "model:pathway", "--samples", "3", "--measures", "motifs,simplices"}
	succeed(t, append(args, "--plot", dir)...)
	names := files(t, dir)
	assert.Len(t, names, 9)
	assert.Subset(t, names, []string{"contrasts.svg", "motifs_compared.svg", "simplices_compared.svg"})
	one := filepath.Join(t.TempDir(), "simplices_compared.svg")
	succeed(t, append(args, "--plot", one)...)
	assert.Equal(t, read(t, filepath.Join(dir, "simplices_compared.svg")), read(t, one))
}

func TestPlotRefusals(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	require.NoError(t, os.WriteFile(text, nil, 0o644))
	for want, args := range map[string][]string{
		"there are 3 figures to draw: name a folder for all of them, or a file by one of their names: contrasts.png, motifs_compared.png, simplices_compared.png": {
			"compare", "--reconstruction", "example:small", "--control", "example:small", "--plot", filepath.Join(dir, "x.png")},
		"figures are written as .svg, .png, .pdf":    {"motifs", "example:small", "--plot", filepath.Join(dir, "x.jpg")},
		"it is a file, and none of .svg, .png, .pdf": {"motifs", "example:small", "--plot", text},
		"--plot has no picture for --list: it draws counts, not the simplices themselves: leave out --list or --plot": {
			"simplices", "example:small", "--list", "--max-dim", "2", "--plot", dir},
		"unknown flag --plot":                                    {"verify", "example:small", "--plot", dir},
		"--plot-width 20: want 60 to 1000 mm":                    {"motifs", "example:small", "--plot", dir, "--plot-width", "20"},
		"--plot-width 85: there is nothing to draw: add --plot ": {"motifs", "example:small", "--plot-width", "85"},
	} {
		r := ctopo(t, args...)
		assert.Equal(t, exitUsage, r.status, "%v", args)
		assert.Empty(t, r.stdout)
		assert.Contains(t, r.stderr, want)
	}
	assert.Equal(t, []string{"text"}, files(t, dir))
}

// A circuit without connections has no simplices to place: the table is whole, the
// figure is not there, and the status tells.
func TestPlotOfNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "results")
	r := ctopo(t, "simplices", tinyFile(t), "--mtypes", "L23_PC", "--by", "layer", "--out", out, "--plot", filepath.Join(out, "x.svg"))
	assert.Equal(t, exitFailed, r.status)
	assert.Contains(t, r.stderr, "no figure is drawn: simplices_by_layer: nothing to draw: there are no connections")
	assert.ElementsMatch(t, []string{"simplices_by_layer.csv", "manifest.json"}, files(t, out))
}
