package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What goes by type is an error of a circuit without types, and the error names the
// flag that gives them.
func TestUnknownTypes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "edges.csv")
	require.NoError(t, os.WriteFile(file, []byte("pre,post\na,b\nb,c\nc,a\na,c\n"), 0o644))
	unknown := "the m-types of its cells are not known: give a table of cells by --cells\n"
	out := filepath.Join(t.TempDir(), "out")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"by mtype":          {[]string{"motifs", file, "--by", "mtype"}, unknown},
		"by layer":          {[]string{"simplices", file, "--by", "layer"}, "the layers of its cells are not known: give a table of cells by --cells, or of m-types by --cell-types\n"},
		"null":              {[]string{"motifs", file, "--null", "pathway"}, "--null pathway: " + unknown},
		"null of simplices": {[]string{"simplices", file, "--null", "pathway", "--samples", "2"}, "--null pathway: " + unknown},
		"control":           {[]string{"control", "--model", "pathway", "--out", out, file}, "pathway needs m-types, which this connectome lacks: give a table of cells by --cells, or choose a model without types, such as configuration\n"},
		"compare":           {[]string{"compare", "--reconstruction", file, "--control", "model:configuration-blocks"}, "configuration-blocks needs m-types, which this connectome lacks: give a table of cells by --cells, or choose a model without types, such as configuration\n"},
		"class":             {[]string{"info", file, "--class", "E"}, "no cell is of class E, as no class is known: the column synapse_class of --cells or --cell-types tells them\n"},
	} {
		r := ctopo(t, c.args...)
		assert.Equal(t, exitFailed, r.status, name)
		assert.Equal(t, "ctopo: "+file+": "+c.want, r.stderr, name)
		assert.Empty(t, r.stdout, name)
	}
}

func TestMTypesThatWereMeant(t *testing.T) {
	for _, pattern := range []string{"L5_TTCP*", "l5_ttpc1"} {
		r := ctopo(t, "info", "example:column", "--mtypes", pattern)
		assert.Equal(t, exitFailed, r.status)
		assert.Contains(t, r.stderr, "no m-type matches \""+pattern+"\": the m-types are L5_TTPC1, L5_TTPC2, L5_")
	}
}
