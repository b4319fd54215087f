package flag

import (
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
	"github.com/ctopo/ctopo/internal/infile"
)

// edges lists connections as "u v", or "u v weight".
func edges(g *connectome.Graph) []string {
	var list []string
	for v := range g.N() {
		weights := g.OutWeights(uint32(v))
		for i, target := range g.Out(uint32(v)) {
			text := fmt.Sprintf("%d %d", v, target)
			if weights != nil {
				text += fmt.Sprintf(" %g", weights[i])
			}
			list = append(list, text)
		}
	}
	return list
}

func TestOpen(t *testing.T) {
	for name, c := range map[string]struct {
		text              string
		n                 int
		want              []string
		loops, duplicates int64
		notes             int
	}{
		"plain":            {text: "dim 0\n0 0 0 0\ndim 1\n0 1\n2 0\n", n: 4, want: []string{"0 1", "2 0"}},
		"colons, windows":  {text: "dim 0:\r\n0 0 0\r\ndim 1:\r\n0 1 0\r\n2 0 0", n: 3, want: []string{"0 1", "2 0"}},
		"weights":          {text: "dim 0\n0.5 0 1\ndim 1\n0 1 0.25\n2 0 0\n", n: 3, want: []string{"0 1 0.25", "2 0 0"}, notes: 1},
		"weights add":      {text: "dim 0\n0 0\ndim 1\n0 1 0.25\n0 1 2\n1 1 3\n", n: 2, want: []string{"0 1 2.25"}, loops: 1, duplicates: 1},
		"no edges":         {text: "dim 0\n0 0 0\ndim 1\n", n: 3},
		"no vertices":      {text: "dim 0\n\ndim 1\n", n: 0},
		"spread and blank": {text: "\ndim 0\n0 0\n0\n\ndim 1\n\n 0\t2 \n", n: 3, want: []string{"0 2"}},
		"edges":            {text: "0 1\n5 2\n0 1\n3 3\n", n: 6, want: []string{"0 1", "5 2"}, loops: 1, duplicates: 1},
		"edges, weighted":  {text: "0 1 3\n2 1 4e-1", n: 3, want: []string{"0 1 3", "2 1 0.4"}},
		"blank":            {text: "\n", n: 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := formattest.File(t, "g", c.text)
			notes := 0
			got, err := Open(context.Background(), path, Options{Note: func(string) { notes++ }})
			require.NoError(t, err)
			assert.Equal(t, c.n, got.Graph.N())
			assert.Equal(t, c.want, edges(got.Graph))
			assert.Equal(t, c.loops, got.LoopsDropped)
			assert.Equal(t, c.duplicates, got.DuplicatesCollapsed)
			assert.Equal(t, c.notes, notes)
			assert.EqualValues(t, len(c.text), got.Source.Size)
			assert.Len(t, got.Source.SHA256, 64)
			assert.False(t, got.Cells.Numbered())
		})
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {"", "the file is empty: whatever wrote or fetched it did not finish: write it again, or get a fresh copy"},
		"words":          {"a,b\n", `line 1: "a,b" is not the number of a vertex: want "dim 0"`},
		"no dim 1":       {"dim 0\n0 0\n", `line 3: it ends before "dim 1": the file is damaged`},
		"dim 2":          {"dim 0\n0 0\ndim 2\n", `"dim 2" after "dim 0"`},
		"dim 1 first":    {"dim 1\n0 1\n", `it begins with "dim 1"`},
		"out of range":   {"dim 0\n0 0\ndim 1\n0 1\n1 2\n", `line 5: vertex 2, though "dim 0" has 2: vertices are numbered from 0`},
		"negative":       {"0 -1\n", `"-1" is not the number of a vertex`},
		"one vertex":     {"0 1\n4\n", "an edge of one vertex"},
		"mixed":          {"0 1 1\n1 2\n", "some edges have a weight and some have none"},
		"mixed after":    {"0 1\n1 2 1\n", "some edges have a weight and some have none"},
		"four words":     {"0 1 1 1\n", `line 1: more than three words, at "1"`},
		"not finite":     {"0 1 nan\n", `"nan" is not a finite number, which the weight of a edge is`},
		"infinite":       {"dim 0\ninf\n", `"inf" is not a finite number`},
		"huge vertex":    {"0 4294967295\n", "4294967296 neurons, want at most 44739242: the file is damaged, or the memory limit must be raised"},
		"overflow":       {"0 99999999999999999999999\n", "is not the number of a vertex"},
		"long word":      {"0 " + strings.Repeat("1", 100) + "\n", "a word of more than 64 characters"},
		"control bytes":  {"0 \x1b[31m\n", `"\x1b[31m" is not the number`},
		"damaged packed": {"\x1f\x8b\x08\x00", "the packed data end too early or are damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			path := formattest.File(t, "g.flag", c.text)
			_, err := Open(context.Background(), path, Options{})
			var typed *infile.Error
			require.ErrorAs(t, err, &typed)
			assert.ErrorContains(t, err, path+": ")
			assert.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	_, err := Open(context.Background(), filepath.Join(t.TempDir(), "absent"), Options{})
	require.ErrorContains(t, err, "absent: no such file or directory: check the path")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, formattest.File(t, "g", "0 1\n"), Options{})
	require.ErrorIs(t, err, context.Canceled)
	// Memory is bounded by what the options say.
	_, err = Open(context.Background(), formattest.File(t, "g", "0 1\n1 0\n3 1\n"), Options{MemoryLimit: 300})
	require.ErrorContains(t, err, "want at most 3")
	_, err = Open(context.Background(), formattest.File(t, "g", strings.Repeat("0 1\n", 20)), Options{MemoryLimit: 300})
	require.ErrorContains(t, err, "19 connections, want at most 18")
}

func TestPacked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.flag.gz")
	f, err := os.Create(path)
	require.NoError(t, err)
	z := gzip.NewWriter(f)
	_, err = z.Write([]byte("dim 0\n0 0\ndim 1\n1 0\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	c, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 0"}, edges(c.Graph))
	st, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, st.Size(), c.Source.Size)
}

func TestWrite(t *testing.T) {
	for name, text := range map[string]string{
		"weighted":    "dim 0\n0 0 0\ndim 1\n0 1 0.1\n2 0 -3\n",
		"unweighted":  "dim 0\n0 0 0\ndim 1\n0 1\n2 0\n",
		"no vertices": "dim 0\n\ndim 1\n",
		"no edges":    "dim 0\n0\ndim 1\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Open(context.Background(), formattest.File(t, "g.flag", text), Options{})
			require.NoError(t, err)
			out := filepath.Join(t.TempDir(), "out.flag")
			require.NoError(t, Write(context.Background(), out, c, WriteOptions{}))
			b, err := os.ReadFile(out)
			require.NoError(t, err)
			assert.Equal(t, text, string(b))
			require.NoError(t, Write(context.Background(), out, c, WriteOptions{Edges: true}))
			b, err = os.ReadFile(out)
			require.NoError(t, err)
			_, bare, _ := strings.Cut(text, "dim 1\n")
			assert.Equal(t, bare, string(b))
		})
	}
	c, err := Open(context.Background(), formattest.File(t, "g", "0 1\n"), Options{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	require.ErrorIs(t, Write(ctx, filepath.Join(dir, "x"), c, WriteOptions{}), context.Canceled)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
	require.Error(t, Write(context.Background(), filepath.Join(dir, "absent", "x"), c, WriteOptions{}))
}

// FuzzOpen checks that any bytes give either a graph that survives being written
// and read again, or an error of one line.
func FuzzOpen(f *testing.F) {
	f.Add("dim 0\n0 0 0\ndim 1\n0 1 0.5\n2 0 0.5\n")
	f.Add("dim 0:\n0\n0\ndim 1:\n0 1")
	f.Add("0 1\n5 2 \n0 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Open(context.Background(), formattest.File(t, "g", text), Options{MemoryLimit: 1 << 20})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of two lines: %q", err)
			}
			return
		}
		out := filepath.Join(t.TempDir(), "out.flag")
		require.NoError(t, Write(context.Background(), out, c, WriteOptions{}))
		again, err := Open(context.Background(), out, Options{MemoryLimit: 4 << 20})
		require.NoError(t, err)
		if c.Graph.Weighted() == again.Graph.Weighted() { // weights that add up to 0 are none
			assert.True(t, c.Graph.Equal(again.Graph))
		}
	})
}
