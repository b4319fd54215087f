package main

import (
	"archive/tar"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smaller are the numbers of what the docs show that would take long here.
var smaller = []struct {
	shown *regexp.Regexp
	run   string
}{
	{regexp.MustCompile(`--scale \S+`), "--scale 0.005"},
	{regexp.MustCompile(`--(samples|draws|n) \S+`), "--$1 2"},
	{regexp.MustCompile(`^synth `), "synth --instances 2 --per-instance 1 --animals 2 "},
}

var (
	// A remark follows two blanks or a number sign.
	remark  = regexp.MustCompile(`(\s{2,}|\s#).*$`)
	oneWord = regexp.MustCompile(`'[^']*'|\S+`)
)

// TestDocsCommandsRun runs the commands that the README and the docs show without
// what they print, those of a page in their order beside small files of the names
// that the pages use. What another page has shown before is not run again.
func TestDocsCommandsRun(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	pages := []string{filepath.Join(root, "README.md")}
	for _, pattern := range []string{"docs/*.md", "docs/howto/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		pages = append(pages, found...)
	}
	beside := docsFolder(t, filepath.Join(root, "docs", "data"))
	ran := make(map[string]bool)
	for _, page := range pages {
		dir := t.TempDir()
		link(t, beside, dir)
		t.Chdir(dir)
		for _, command := range commandsOf(read(t, page)) {
			if !ran[command] {
				ran[command] = true
				runShown(t, page, command)
			}
		}
	}
	assert.GreaterOrEqual(t, len(ran), 30)
}

// runShown runs a command of a page, with smaller numbers than it shows.
func runShown(t *testing.T, page, command string) {
	t.Helper()
	for _, s := range smaller {
		command = s.shown.ReplaceAllString(command, s.run)
	}
	var args []string
	for _, word := range oneWord.FindAllString(command, -1) {
		args = append(args, strings.Trim(word, "'"))
	}
	r := ctopoIn(t, context.Background(), args...)
	if args[0] == "verify" {
		assert.Contains(t, r.stderr, "no published numbers belong to this circuit", "%s: ctopo %s", page, command)
		return
	}
	assert.Zero(t, r.status, "%s: ctopo %s: %s", page, command, r.stderr)
}

// commandsOf returns what follows ctopo in the lines of a page's blocks that show
// no output, without remarks.
func commandsOf(page string) []string {
	var out []string
	fence := ""
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "```") {
			if fence == "" {
				fence = strings.TrimSpace(line)
			} else {
				fence = ""
			}
			continue
		}
		if command, ok := strings.CutPrefix(line, "ctopo "); ok && (fence == "```" || fence == "```sh") {
			out = append(out, remark.ReplaceAllString(strings.TrimSpace(command), ""))
		}
	}
	return out
}

// docsFolder returns a folder with what the docs' commands read: sets as folders
// and tars, a circuit, connections with their neurons, and a graph.
func docsFolder(t *testing.T, data string) string {
	t.Helper()
	dir := ensemble(t, "average", "control", "individual")
	// One reconstruction with its controls is as good as two.
	others, err := filepath.Glob(filepath.Join(dir, "*", "*_mc1_*.h5"))
	require.NoError(t, err)
	require.Len(t, others, 3)
	for _, path := range others {
		require.NoError(t, os.Remove(path))
	}
	for _, set := range []string{"average", "controls", "individuals"} {
		pack(t, filepath.Join(dir, set), filepath.Join(dir, set+"_full.tar"))
	}
	circuits, err := filepath.Glob(filepath.Join(dir, "average", "*.h5"))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	require.NoError(t, os.Link(circuits[0], filepath.Join(dir, "mc2.h5")))
	for name, from := range map[string]string{"connections.csv": "connections.csv", "neurons.csv": "cell_types.csv"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(read(t, filepath.Join(data, from))), 0o600))
	}
	succeed(t, "convert", "example:column", filepath.Join(dir, "celegans.graphml"), "-q")
	return dir
}

// pack writes a folder's files to a tar.
func pack(t *testing.T, folder, path string) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	w := tar.NewWriter(f)
	require.NoError(t, w.AddFS(os.DirFS(folder)))
	require.NoError(t, w.Close())
}
