package formats

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What holds nothing is read, and told to hold nothing.
func TestNothingIsNoted(t *testing.T) {
	for name, text := range map[string]string{"a.csv": "pre,post\n", "b.edges": "\n", "c.flag": "\ufeffdim 0\n\ndim 1\n"} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		var notes []string
		c, err := Open(context.Background(), path, Options{Note: func(s string) { notes = append(notes, s) }})
		require.NoError(t, err, name)
		assert.Zero(t, c.Graph.N(), name)
		assert.Equal(t, []string{"there is no neuron in it: check that it is what it should be, and whole"}, notes, name)
	}
}

func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func TestDetect(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       Format
	}{
		"flag":                      {"a.flag", "dim 0\n0\ndim 1\n", Flag},
		"flag by content":           {"a.txt", "dim 0:\n0\ndim 1:\n", Flag},
		"content before name":       {"a.edges", "dim 0\n0\ndim 1\n", Flag},
		"edges by name":             {"a.edges", "0 1\n", Edges},
		"edges by first line":       {"a.txt", "10 1 0.5\n", Edges},
		"HDF5":                      {"a", "\x89HDF\r\n\x1a\n", Portal},
		"HDF5 after a user block":   {"a", string(make([]byte, 1024)) + "\x89HDF\r\n\x1a\n", Portal},
		"damaged, by name":          {"a.h5", "junk", Portal},
		"packed, by name":           {"a.edges.gz", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x33\x50\x30\xe4\x02\x00\xbb\x92\x56\x27\x04\x00\x00\x00", Edges},
		"capital letters in a name": {"A.EDGES", "0 1\n", Edges},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Detect(context.Background(), file(t, c.file, c.text), Options{})
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
	_, err := Detect(context.Background(), file(t, "a.txt", "junk and more\n"), Options{})
	require.ErrorContains(t, err, "a.txt: in none of the formats that are read, want portal, ")
	_, err = Detect(context.Background(), file(t, "a.h5", ""), Options{})
	require.ErrorContains(t, err, "the file is empty")
	_, err = Detect(context.Background(), t.TempDir(), Options{})
	require.ErrorContains(t, err, "it is a folder: name a file in it")
}

func TestTimeout(t *testing.T) {
	path := file(t, "a.edges", strings.Repeat("0 1\n", 1<<20))
	_, err := Open(context.Background(), path, Options{Timeout: time.Nanosecond})
	require.EqualError(t, err, path+": reading did not end within 1ns: allow more time")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, path, Options{Timeout: time.Hour})
	require.ErrorIs(t, err, context.Canceled)
}
