package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/shared"
)

const (
	anatomySheet    = "../../connectome/factsheet/testdata/anatomy.json"
	physiologySheet = "../../connectome/factsheet/testdata/physiology.json"
)

// numbers returns the values of a topology table by measure, group and statistic.
func numbers(t *testing.T, text string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, row := range rows(t, text) {
		found[row["measure"]+" "+row["group"]+" "+row["statistic"]] = row["value"]
	}
	return found
}

func TestTopologyWithFactSheets(t *testing.T) {
	dir := t.TempDir()
	found := numbers(t, succeed(t, "topology", "example:small", "--measures", "density,functional", "--groups", "all",
		"--anatomy", anatomySheet, "--physiology", physiologySheet, "--out", dir))
	assert.Equal(t, "8", found["density all anatomy_compared"], "four numbers of each pathway; no bias, as there are no connections")
	assert.Regexp(t, "^[1-9]", found["functional all missing_pathways"])
	table, err := os.ReadFile(filepath.Join(dir, "anatomy.csv"))
	require.NoError(t, err)
	compared := rows(t, string(table))
	assert.Equal(t, "L1_NGC-DA", compared[0]["pre"])
	assert.Equal(t, "0.57", compared[0]["sheet"])

	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	require.NoError(t, err)
	var manifest struct {
		Inputs []struct{ Path, Format, SHA256 string }
	}
	require.NoError(t, json.Unmarshal(data, &manifest))
	require.Len(t, manifest.Inputs, 3)
	assert.Equal(t, "anatomy-fact-sheet", manifest.Inputs[0].Format)
	assert.Equal(t, physiologySheet, manifest.Inputs[1].Path)
	assert.Len(t, manifest.Inputs[1].SHA256, 64)
}

// TestTopologyWithPortalSheets: all that can be compared agrees, and every
// connection is as strong as the sheets say.
func TestTopologyWithPortalSheets(t *testing.T) {
	file := shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5")
	anatomy := shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json")
	physiology := shared.Path(t, "data", "portal", "pathways_physiology_factsheets_simplified.json")
	found := numbers(t, succeed(t, "topology", file, "--measures", "density,functional", "--groups", "all", "--anatomy", anatomy, "--physiology", physiology))
	assert.Equal(t, "5", found["density all anatomy_compared"])
	assert.Equal(t, "5", found["density all anatomy_agree"])
	assert.Equal(t, "0", found["functional all missing_connections"])
	assert.Regexp(t, `^66\.67`, found["functional all in_E_mean"]) // 1.3 mV × 51.289
	found = numbers(t, succeed(t, "topology", file, "--measures", "functional", "--groups", "all", "--anatomy", anatomy, "--physiology", physiology, "--strength", "gsyn"))
	assert.Regexp(t, `^92\.3`, found["functional all in_E_mean"]) // 0.3 nS × 6 × 51.289
}

func TestTopologyRefusesFactSheets(t *testing.T) {
	for _, test := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"--strength", "epsc"}, 2, "--strength \"epsc\": want epsp or gsyn"},
		{[]string{"--strength", "gsyn", "--physiology", physiologySheet}, 2, "--strength gsyn needs both fact sheets"},
		{[]string{"--anatomy", anatomySheet, "--measures", "degree"}, 2, "add density to --measures"},
		{[]string{"--physiology", physiologySheet, "--measures", "degree"}, 2, "add functional to --measures"},
		{[]string{"--anatomy", "absent.json"}, 1, "absent.json: cannot open the anatomy fact sheet: no such file or directory"},
		{[]string{"--anatomy", physiologySheet}, 1, "physiology.json: L6_LBC:L4_BP: common_neighbor_bias: the field is missing"},
		{[]string{"--measures", "functional"}, 1, "functional: the strengths of pathways are not known: give a physiology fact sheet with --physiology"},
	} {
		r := ctopo(t, append([]string{"topology", "example:small"}, test.args...)...)
		assert.Contains(t, r.stderr, test.want)
		assert.Equal(t, test.status, r.status, test.want)
	}
}
