package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5"
)

// A file that cannot grow, as on a full disk, is named as the user knows it, with what
// the system says, and nothing of it is left.
func TestFilesThatCannotGrow(t *testing.T) {
	dir := t.TempDir()
	outputs := map[string][]string{
		"t/motifs_per_neuron.csv": {"motifs", "example:column", "--per-neuron", "--out", filepath.Join(dir, "t")},
		"c.npz":                   {"convert", "example:column", filepath.Join(dir, "c.npz"), "-q"},
		"m.svg":                   {"motifs", "example:column", "--null", "gnp", "--plot", filepath.Join(dir, "m.svg")},
	}
	if h5.LibVersion() != "" {
		outputs["c.h5"] = []string{"convert", "example:column", filepath.Join(dir, "c.h5"), "-q"}
	}
	for name, args := range outputs {
		cmd := exec.Command("sh", append([]string{"-c", `ulimit -f 8; exec "$@"`, "sh", os.Args[0]}, args...)...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		said, err := cmd.CombinedOutput()
		require.Error(t, err, name)
		last := string(said[strings.LastIndex(strings.TrimSpace(string(said)), "\n")+1:])
		assert.Regexp(t, "^ctopo: "+filepath.Join(dir, name)+": cannot write( /\\S+)?: file too large\n$", last, name)
		assert.Empty(t, files(t, dir), name)
	}
}
