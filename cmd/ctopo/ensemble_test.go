package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// ensembles holds the sets that ensemble has written, one a kind. TestMain
// removes it.
var ensembles = struct {
	dir  string
	made map[string]string
}{made: make(map[string]string)}

// ensemble returns a new folder that holds small sets of the given kinds. Each is
// written once for all tests, which get links to its files: tests may remove
// files and add to the folder, but must not write to what is there.
func ensemble(t *testing.T, kinds ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("writes and reads many files")
	}
	dir := t.TempDir()
	for _, kind := range kinds {
		link(t, ensembleOf(t, kind), dir)
	}
	return dir
}

func ensembleOf(t *testing.T, kind string) string {
	t.Helper()
	if made, ok := ensembles.made[kind]; ok {
		return made
	}
	if ensembles.dir == "" {
		dir, err := os.MkdirTemp("", "ctopo-ensembles-")
		require.NoError(t, err)
		ensembles.dir = dir
	}
	dir := filepath.Join(ensembles.dir, kind)
	succeed(t, "synth", "-q", "--kind", kind, "--scale", "0.01", "--instances", "2", "--per-instance", "2", "--animals", "2", "--seed", "5", "--out", dir)
	ensembles.made[kind] = dir
	return dir
}

// link puts links to all files below one folder at the same place below another.
func link(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return os.Link(path, filepath.Join(to, rel))
	}))
}
