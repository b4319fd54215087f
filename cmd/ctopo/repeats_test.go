package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNotesThatRepeat(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.flag", "b.flag", "c.flag"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("dim 0\n1 2\ndim 1\n0 1\n"), 0o600))
	}
	const text = "the weights of vertices have no place in a connectome and are left out"
	r := ctopo(t, "info", dir)
	require.Zero(t, r.status, r.stderr)
	assert.Equal(t, "ctopo: "+filepath.Join(dir, "a.flag")+": "+text+"\nctopo: "+text+": noted of 2 more, which -v names\n", r.stderr)
	r = ctopo(t, "info", dir, "-v")
	require.Zero(t, r.status, r.stderr)
	assert.Equal(t, 3, strings.Count(r.stderr, ": "+text+"\n"))
	assert.NotContains(t, r.stderr, "more, which")
	assert.Empty(t, ctopo(t, "info", dir, "-q").stderr)
}
