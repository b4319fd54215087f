package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// offers are the words that a shell is offered after a command line.
func offers(t *testing.T, args ...string) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(succeed(t, append([]string{"__complete"}, args...)...)), "\n")
	require.NotEmpty(t, lines)
	assert.Regexp(t, `^:\d+$`, lines[len(lines)-1]) // what else the shell may offer
	return lines[:len(lines)-1]
}

func TestCompletion(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, c := range map[string]struct {
		args, want []string
	}{
		"values":             {[]string{"motifs", "--null", ""}, []string{"gnp", "dyad", "pathway", "none"}},
		"one value":          {[]string{"motifs", "--by", "m"}, []string{"mtype"}},
		"the rest of a list": {[]string{"topology", "--measures", "paths,clus"}, []string{"paths,clustering"}},
		"nothing twice":      {[]string{"info", "--class", "E,"}, []string{"E,I"}},
		"of compare":         {[]string{"compare", "--measures", "motifs_by_"}, []string{"motifs_by_layer", "motifs_by_class"}},
		"models":             {[]string{"control", "--model", "adj"}, []string{"adjusted-er"}},
		"a model to draw":    {[]string{"compare", "--control", "model:und"}, []string{"model:underlying"}},
		"an example":         {[]string{"info", "example:s"}, []string{"example:small"}},
		"examples":           {[]string{"info", "ex"}, []string{"example:column", "example:control", "example:individual", "example:small"}},
		"files alone":        {[]string{"info", ""}, []string{}},
		"formats":            {[]string{"convert", "--to", "n"}, []string{"npz"}},
	} {
		assert.Equal(t, c.want, offers(t, c.args...), name)
	}
	require.NoError(t, os.WriteFile("experiment.h5", nil, 0o644))
	assert.Empty(t, offers(t, "info", "ex"), "which would hide the file")
}
