package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/study"
)

// unzip returns what is in a file of any number of gzip members.
func unzip(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	zip, err := gzip.NewReader(f)
	require.NoError(t, err)
	text, err := io.ReadAll(zip)
	require.NoError(t, err)
	return string(text)
}

// Shards that know nothing of one another come to the same as one run; compressed
// tables hold the bytes of plain ones.
func TestStudyByShards(t *testing.T) {
	tinyFile(t)
	dir, out := ensemble(t, "average", "control"), t.TempDir()
	args := []string{"study", dir, "--out", out, "--measures", "motifs", "--format", "csv"}
	for _, shard := range []string{"1/2", "2/2"} {
		r := ctopo(t, append(args, "--shard", shard)...)
		require.Zero(t, r.status, r.stderr)
		assert.Empty(t, r.stdout)
		assert.Contains(t, r.stderr, "3 of 6 instances are done, shard "+shard[:1]+" of 2")
		assert.Equal(t, []string{study.InstancesFolder}, files(t, out))
	}
	r := ctopo(t, append(args, "--shard", "7/7")...)
	assert.Contains(t, r.stderr, "nothing for shard 7 of 7")
	r = ctopo(t, args...)
	require.Zero(t, r.status, r.stderr)
	assert.Contains(t, r.stderr, "6 of 6 instances were done before")
	plain := tables(t, out)
	assert.Equal(t, succeed(t, "motifs", filepath.Join(dir, "average"), filepath.Join(dir, "controls")), plain["motifs.csv"])

	succeed(t, append(args, "--gzip")...)
	packed := tables(t, out)
	assert.NotContains(t, packed, "motifs.csv", "the plain ones are gone")
	for name, text := range plain {
		switch {
		case packed[name] != "":
			assert.True(t, packed[name] == text || name == study.ReportFile, name)
		default:
			assert.True(t, text == unzip(t, filepath.Join(out, name+".gz")), name)
		}
	}
	assert.True(t, strings.Contains(packed[study.ReportFile], "means over what is in <code>motifs.csv.gz</code>"))
	for _, shard := range []string{"0/2", "3/2", "x", "1/2/3", "1"} {
		fail(t, exitUsage, append(args, "--shard", shard)...)
	}
}
