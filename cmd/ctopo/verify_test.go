package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/shared"
)

// madeUp writes a circuit with as many neurons, connections and mutual pairs as
// L5_MC of AVERAGE mc2 has, but its connections drawn at random.
func madeUp(t *testing.T, elem ...string) string {
	t.Helper()
	if h5.LibVersion() == "" {
		t.Skip("built without HDF5")
	}
	const neurons, connections, mutual = 395, 891, 10
	b, err := connectome.NewBuilder(neurons)
	require.NoError(t, err)
	r, taken := run.Rand(1), make(map[[2]uint32]bool)
	for added := 0; added < connections; {
		u, v := uint32(r.IntN(neurons)), uint32(r.IntN(neurons))
		if u == v || taken[[2]uint32{u, v}] || taken[[2]uint32{v, u}] {
			continue
		}
		taken[[2]uint32{u, v}] = true
		require.NoError(t, b.Add(u, v))
		if added++; added < 2*mutual {
			require.NoError(t, b.Add(v, u))
			added++
		}
	}
	g, _ := b.Build()
	names := make([]string, neurons)
	for i := range names {
		names[i] = "L5_MC"
	}
	cells, err := connectome.NewCells(connectome.NewLabels(names), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	path := filepath.Join(append([]string{t.TempDir()}, elem...)...)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, portal.Write(context.Background(), path, c, portal.WriteOptions{}))
	return path
}

func TestVerifyTellsWhatDiffers(t *testing.T) {
	file := madeUp(t, "average", "cons_locs_pathways_mc2_Column.h5")
	out := filepath.Join(t.TempDir(), "out")
	r := ctopo(t, "verify", file, "--out", out)
	assert.Equal(t, exitFailed, r.status)
	assert.Regexp(t, `^ctopo: verify: \d+ of 19 published numbers differ: the column ok tells which\n$`, r.stderr)
	assert.Equal(t, r.stdout, read(t, filepath.Join(out, "verify.csv")), "what differs is written in full")
	assert.FileExists(t, filepath.Join(out, "manifest.json"))

	ok := map[string]map[string]string{}
	for _, row := range rows(t, r.stdout) {
		assert.Equal(t, "cons_locs_pathways_mc2_Column", row["instance"])
		assert.Contains(t, row["source"], "doi:")
		assert.Equal(t, row["published"] == row["measured"], row["ok"] == "true", "%v", row)
		ok[row["quantity"]] = row
	}
	for quantity, published := range map[string]string{"neurons": "395", "connections": "891", "mutual_pairs": "10"} {
		row := ok["L5_MC: "+quantity]
		assert.Equal(t, []string{published, published, "true"}, []string{row["published"], row["measured"], row["ok"]}, quantity)
	}
	assert.Equal(t, "1857", ok["L5_MC: motif_1"]["published"])
	assert.Equal(t, "false", ok["L5_MC: motif_1"]["ok"])

	assert.Regexp(t, `^instance,quantity,published,measured,ok,source,condition\n`, r.stdout)
	assert.Contains(t, ctopo(t, "verify", file, "--format", "json").stdout,
		`{"instance":"cons_locs_pathways_mc2_Column","quantity":"L5_MC: connections","published":891,"measured":891,"ok":true,"source":"Gal et al. 2017, doi:10.1038/nn.4576","condition":"AVERAGE"}`)
}

func TestVerifyRealCircuit(t *testing.T) {
	file := shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5")
	r := ctopo(t, "verify", file)
	require.Equal(t, exitDone, r.status, r.stderr)
	got := rows(t, r.stdout)
	assert.Len(t, got, 36)
	for _, row := range got {
		assert.Equal(t, "true", row["ok"], "%v", row)
	}
	assert.Equal(t, r.stdout, succeed(t, "verify", file, "--threads", "1"))

	// Under a name that tells nothing, its size does.
	other := filepath.Join(t.TempDir(), "circuit.h5")
	require.NoError(t, os.WriteFile(other, []byte(read(t, file)), 0o644))
	assert.Len(t, rows(t, succeed(t, "verify", other)), len(got))
	assert.Len(t, rows(t, succeed(t, "verify", file, "--mtypes", "L5_*")), len(got))
}

func TestVerifyPassesOverWhatIsNotPublished(t *testing.T) {
	const why = "no published numbers belong to this circuit of 6 neurons: they are known of the portal's AVERAGE and CONTROL instances, of 31346 neurons, and of some m-types of mc0, mc2 and mc6\n"
	stranger := tinyFile(t)
	assert.Equal(t, result{status: exitFailed, stderr: "ctopo: " + stranger + ": " + why}, ctopo(t, "verify", stranger))
	assert.Equal(t, result{status: exitFailed, stderr: "ctopo: " + stranger + ": " + why + "ctopo: " + stranger + ": " + why}, ctopo(t, "verify", stranger, stranger))

	file := shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5")
	want := succeed(t, "verify", file)
	for _, args := range [][]string{{stranger, file}, {file, stranger}} {
		assert.Equal(t, result{stdout: want, stderr: "ctopo: " + stranger + ": " + why}, ctopo(t, append([]string{"verify"}, args...)...))
	}
}

func TestVerifyWithTheAnatomySheet(t *testing.T) {
	file := shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5")
	sheet := shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json")
	without := succeed(t, "verify", file)
	with := succeed(t, "verify", file, "--anatomy", sheet)
	require.Equal(t, without, with[:len(without)], "its rows come last")
	got := rows(t, with)[36:]
	require.Len(t, got, 5)
	for _, row := range got {
		assert.Equal(t, "true", row["ok"], "%v", row)
		assert.Contains(t, row["source"], "fact sheet")
	}
	assert.Equal(t, "L5_TTPC2>L5_TTPC2: number_of_convergent_neuron_std", got[1]["quantity"])
	assert.Equal(t, "25", got[1]["published"])

	other := madeUp(t, "average", "cons_locs_pathways_mc2_Column.h5")
	assert.Contains(t, ctopo(t, "verify", other, "--anatomy", sheet).stdout, "L5_MC>L5_MC: common_neighbor_bias,5,")
	other = madeUp(t, "average", "cons_locs_pathways_mc0_Column.h5")
	assert.Empty(t, ctopo(t, "verify", other, "--anatomy", sheet).stdout, "the sheet is not about mc0")
	r := ctopo(t, "verify", file, "--anatomy", "no.json")
	assert.Equal(t, result{status: exitFailed, stderr: "ctopo: no.json: cannot open the anatomy fact sheet: no such file or directory: check the path\n"}, r)
}
