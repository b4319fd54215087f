//go:build parquet

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	pq "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

// parquetRows reads a file in Parquet as CSV would have it: the header first.
func parquetRows(t *testing.T, data string) [][]string {
	t.Helper()
	f, err := pq.OpenFile(strings.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	var header []string
	for _, c := range f.Schema().Fields() {
		header = append(header, c.Name())
	}
	records := [][]string{header}
	r := pq.NewReader(f)
	defer r.Close()
	batch := make([]pq.Row, 100)
	for {
		n, err := r.ReadRows(batch)
		for _, row := range batch[:n] {
			var record []string
			for _, v := range row {
				text := v.String()
				switch {
				case v.IsNull():
					text = ""
				case v.Kind() == pq.Double:
					text = strconv.FormatFloat(v.Double(), 'g', -1, 64)
				}
				record = append(record, text)
			}
			records = append(records, record)
		}
		if err != nil {
			return records
		}
	}
}

// sameValues compares records, numbers by value: CSV writes 12, Parquet a double.
func sameValues(t *testing.T, want, got [][]string) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		for k := range want[i] {
			if want[i][k] == got[i][k] {
				continue
			}
			x, errX := strconv.ParseFloat(want[i][k], 64)
			y, errY := strconv.ParseFloat(got[i][k], 64)
			require.True(t, errX == nil && errY == nil && x == y, "row %d, %s: %s in CSV, %s in Parquet", i, want[0][k], want[i][k], got[i][k])
		}
	}
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	var out [][]string
	header := strings.SplitN(text, "\n", 2)[0]
	names := strings.Split(header, ",")
	out = append(out, names)
	for _, row := range rows(t, text) {
		var record []string
		for _, name := range names {
			record = append(record, row[name])
		}
		out = append(out, record)
	}
	return out
}

func TestParquetHasWhatCSVHas(t *testing.T) {
	const small = "example:small"
	for _, args := range []string{
		"info " + small, "info " + small + " example:individual --summary",
		"motifs " + small + " --null dyad", "motifs " + small + " --per-neuron", "motifs " + small + " example:individual --by layer --null gnp --summary",
		"simplices " + small + " --null gnp --maximal", "simplices " + small + " --per-edge", "simplices " + small + " --list --max-dim 2",
		"topology " + small + " --groups all,layer --measures degree,paths,reciprocity",
		"compare --reconstruction " + small + " --control model:gnp --samples 2 --measures degree",
	} {
		t.Run(args, func(t *testing.T) {
			words := strings.Fields(args)
			want := records(t, succeed(t, append(words, "--format", "csv")...))
			binary := succeed(t, append(words, "--format", "parquet", "--threads", "1")...)
			sameValues(t, want, parquetRows(t, binary))
			assert.Equal(t, binary, succeed(t, append(words, "--format", "parquet", "--threads", "3")...), "the same bytes for any number of threads")
		})
	}
}

func TestParquetFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	args := []string{"topology", "example:small", "--measures", "degree,paths", "--out", dir, "--format", "parquet"}
	stdout := succeed(t, args...)
	assert.Equal(t, read(t, filepath.Join(dir, "topology.csv")), stdout, "files are Parquet, stdout is not")
	var m run.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(dir, "manifest.json"))), &m))
	var listed []string
	for _, f := range m.Outputs {
		listed = append(listed, f.File)
	}
	for _, name := range []string{"topology", "degrees", "degree_histogram", "paths"} {
		assert.Contains(t, listed, name+".csv")
		assert.Contains(t, listed, name+".parquet")
		binary := read(t, filepath.Join(dir, name+".parquet"))
		sameValues(t, records(t, read(t, filepath.Join(dir, name+".csv"))), parquetRows(t, binary))
		f, err := pq.OpenFile(strings.NewReader(binary), int64(len(binary)))
		require.NoError(t, err)
		for key, want := range map[string]string{"ctopo.table": name, "ctopo.command": "topology", "ctopo.version": release} {
			got, _ := f.Lookup(key)
			assert.Equal(t, want, got)
		}
	}
}

// TestParquetNothingHalfWritten: what fails leaves neither kind of file.
func TestParquetNothingHalfWritten(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.h5")
	require.NoError(t, os.WriteFile(bad, []byte("not a connectome"), 0o644))
	dir := t.TempDir()
	r := ctopo(t, "info", "example:small", bad, "--strict", "--format", "parquet", "--out", dir)
	assert.Equal(t, exitFailed, r.status)
	assert.Empty(t, files(t, dir))
}

func TestParquetIsNotForTerminals(t *testing.T) {
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr, stdoutTerminal: true}
	assert.Equal(t, exitUsage, a.main(t.Context(), []string{"info", "example:small", "--format", "parquet"}))
	assert.Empty(t, stdout.String())
	assert.Equal(t, "ctopo: --format parquet: a terminal cannot show it: add --out DIR, or send it to a file by > FILE.parquet\n", stderr.String())

	dir := t.TempDir()
	a = &app{stdout: &stdout, stderr: &stderr, stdoutTerminal: true}
	assert.Equal(t, exitDone, a.main(t.Context(), []string{"info", "example:small", "--format", "parquet", "--out", dir}))
	assert.Contains(t, stdout.String(), "instance  neurons  connections")
	assert.Contains(t, files(t, dir), "info.parquet")
}
