package npz

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
	"github.com/ctopo/ctopo/internal/infile"
)

// fixture is what testdata/expected.json says of a file.
type fixture struct {
	N          int
	Edges      [][]float64
	Loops      int64
	Duplicates int64
}

func fixtures(t testing.TB) map[string]fixture {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", "expected.json"))
	require.NoError(t, err)
	var all map[string]fixture
	require.NoError(t, json.Unmarshal(b, &all))
	return all
}

func TestOpenSciPy(t *testing.T) {
	read := 0
	for name, want := range fixtures(t) {
		if filepath.Ext(name) != ".npz" {
			continue
		}
		read++
		t.Run(name, func(t *testing.T) {
			c, err := Open(context.Background(), filepath.Join("..", "testdata", name), Options{})
			require.NoError(t, err)
			assert.Equal(t, want.N, c.Graph.N())
			assert.Equal(t, want.Edges, formattest.Edges(c.Graph))
			assert.Equal(t, want.Loops, c.LoopsDropped)
			assert.Equal(t, want.Duplicates, c.DuplicatesCollapsed)
			assert.Len(t, c.Source.SHA256, 64)
			out := filepath.Join(t.TempDir(), "out.npz")
			for _, stored := range []bool{false, true} {
				require.NoError(t, Write(context.Background(), out, c, WriteOptions{Stored: stored}))
				again, err := Open(context.Background(), out, Options{})
				require.NoError(t, err)
				assert.True(t, c.Graph.Equal(again.Graph))
			}
		})
	}
	assert.Greater(t, read, 20)
}

func TestZerosAreTold(t *testing.T) {
	var notes []string
	_, err := Open(context.Background(), filepath.Join("..", "testdata", "untidy_csr.npz"), Options{Note: func(s string) { notes = append(notes, s) }})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 entries of the matrix are 0 and make no connection"}, notes)
}

func TestOpenRefusesOtherMatrices(t *testing.T) {
	for name, want := range map[string]string{
		"rectangular.npz": "a matrix of 3 rows and 5 columns, want as many rows as columns: a connectome's matrix lists the same neurons both ways",
		"complex.npz":     "data.npy: elements of type c16, want bool, integers, or floats",
		"dia.npz":         `a matrix in the format "dia", want csr, csc or coo: write it again after .tocsr()`,
		"dense.npz":       "there is no shape.npy in it, want a sparse matrix: write it by scipy.sparse.save_npz",
		"objects.npz":     "data.npy: an array of Python objects, which are never unpickled",
	} {
		path := filepath.Join("..", "testdata", name)
		_, err := Open(context.Background(), path, Options{})
		var typed *infile.Error
		require.ErrorAs(t, err, &typed, name)
		assert.ErrorContains(t, err, path+": "+want)
	}
}

// npy is an array as it lies in a zip.
func npy(dtype, shape string, values any) string {
	var b bytes.Buffer
	b.WriteString(npyHeader(dtype, shape))
	if err := binary.Write(&b, binary.LittleEndian, values); err != nil {
		panic(err)
	}
	return b.String()
}

// zipped writes a zip of arrays.
func zipped(t testing.TB, members map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range members {
		w, err := z.Create(name + ".npy")
		require.NoError(t, err)
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	path := filepath.Join(t.TempDir(), "m.npz")
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

func good() map[string]string {
	return map[string]string{
		"format":  npy("|S3", "()", []byte("csr")),
		"shape":   npy("<i8", "(2,)", []int64{3, 3}),
		"indptr":  npy("<i4", "(4,)", []int32{0, 2, 2, 3}),
		"indices": npy("<i4", "(3,)", []int32{1, 2, 0}),
		"data":    npy("|b1", "(3,)", []byte{1, 1, 1}),
	}
}

func TestOpenDamaged(t *testing.T) {
	c, err := Open(context.Background(), zipped(t, good()), Options{})
	require.NoError(t, err)
	require.Equal(t, [][]float64{{0, 1}, {0, 2}, {2, 0}}, formattest.Edges(c.Graph))
	for name, c := range map[string]struct{ member, text, want string }{
		"no data":          {"data", "", "data.npy: not an array of NumPy"},
		"offsets fall":     {"indptr", npy("<i4", "(4,)", []int32{0, 2, 1, 3}), "indptr.npy: row 2 begins at 1, the one before it at 2"},
		"offsets begin":    {"indptr", npy("<i4", "(4,)", []int32{1, 2, 2, 3}), "indptr.npy: row 0 begins at 1"},
		"few offsets":      {"indptr", npy("<i4", "(3,)", []int32{0, 2, 3}), "3 offsets for 3 rows"},
		"offsets negative": {"indptr", npy("<i4", "(4,)", []int32{0, -1, 2, 3}), "row 1 begins at -1"},
		"offsets too far":  {"indptr", npy("<i4", "(4,)", []int32{0, 2, 2, 9}), "indices.npy: 3 entries, want 9"},
		"index too large":  {"indices", npy("<i4", "(3,)", []int32{1, 3, 0}), "an index of 3 in a matrix of 3 rows"},
		"index negative":   {"indices", npy("<i8", "(3,)", []int64{1, -1, 0}), "an index of -1"},
		"index huge":       {"indices", npy("<u8", "(3,)", []uint64{1, 1 << 63, 0}), "a number of 9223372036854775808 or more"},
		"index of floats":  {"indices", npy("<f8", "(3,)", []float64{1, 2, 0}), "elements of type f8, want integers"},
		"few entries":      {"data", npy("|b1", "(2,)", []byte{1, 1}), "data.npy: 2 entries for 3 indices"},
		"not a number":     {"data", npy("<f4", "(3,)", []uint32{0x7fc00000, 0, 0}), "an entry of NaN, want finite numbers"},
		"beyond 2⁵³":       {"data", npy("<i8", "(3,)", []int64{1<<53 + 1, 0, 0}), "an entry of 9007199254740993, which is beyond"},
		"shape of one":     {"shape", npy("<i8", "(1,)", []int64{3}), "shape.npy: 1 dimensions, want two"},
		"shape negative":   {"shape", npy("<i8", "(2,)", []int64{-3, -3}), "-3 neurons"},
		"shape huge":       {"shape", npy("<i8", "(2,)", []int64{1 << 40, 1 << 40}), "1099511627776 neurons, want at most 44739242"},
		"length lies":      {"indices", npyHeader("<i4", "(99,)") + "ab", "it claims 99 elements of 4 bytes, but holds 2 bytes"},
		"length huge":      {"indices", npyHeader("<i4", "(9999999999999,)"), "it claims 9999999999999 elements, want at most 268435456"},
		"length overflows": {"indices", npyHeader("<i4", "(9999999999999,9999999999999,)"), "it claims the shape [9999999999999 9999999999999]"},
		"records":          {"data", npyHeader("", "()")[:10] + "{'descr': [('a', '<i4')], 'shape': (3,)}", ""},
		"another version":  {"data", "\x93NUMPY\x09\x00\x00\x00", "an array in version 9"},
		"pickled":          {"format", npy("|O", "()", []byte("csr")), "an array of Python objects"},
		"format of two":    {"format", npy("|S3", "(2,)", []byte("csrcsr")), "format.npy: it claims 2 elements, want at most 1"},
		"format unknown":   {"format", npy("|S3", "()", []byte("b\nr")), `a matrix in the format "b?r"`},
	} {
		t.Run(name, func(t *testing.T) {
			members := good()
			members[c.member] = c.text
			path := zipped(t, members)
			_, err := Open(context.Background(), path, Options{})
			var typed *infile.Error
			require.ErrorAs(t, err, &typed)
			assert.ErrorContains(t, err, path+": ")
			assert.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	unicode := good()
	unicode["format"] = npy("<U3", "()", []uint32{'c', 's', 'r'})
	_, err = Open(context.Background(), zipped(t, unicode), Options{})
	require.NoError(t, err, "older versions of SciPy write it so")
	swapped := good()
	swapped["indices"] = npyHeader(">i2", "(3,)") + "\x00\x01\x00\x02\x00\x00"
	c, err = Open(context.Background(), zipped(t, swapped), Options{})
	require.NoError(t, err)
	assert.Equal(t, [][]float64{{0, 1}, {0, 2}, {2, 0}}, formattest.Edges(c.Graph))
}

func TestOpenNoZip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.npz")
	require.NoError(t, os.WriteFile(path, []byte("PK\x03\x04 and nothing else"), 0o644))
	_, err := Open(context.Background(), path, Options{})
	require.ErrorContains(t, err, "not a zip of arrays, or it is cut short, want a sparse matrix of SciPy")
	whole, err := os.ReadFile(zipped(t, good()))
	require.NoError(t, err)
	for at := 0; at < len(whole); at += 11 {
		require.NoError(t, os.WriteFile(path, whole[:at], 0o644))
		_, err := Open(context.Background(), path, Options{})
		require.Error(t, err, "cut at %d", at)
		require.NotContains(t, err.Error(), "\n")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, zipped(t, good()), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// A bomb of zeros that claims more than the limit allows is refused before
// anything is allocated by it.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("deflates 20 MB")
	}
	members := good()
	members["indices"] = npyHeader("<i4", "(5000000,)") + strings.Repeat("\x00", 20_000_000)
	path := zipped(t, members)
	st, err := os.Stat(path)
	require.NoError(t, err)
	require.Less(t, st.Size(), int64(1<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = Open(context.Background(), path, Options{MemoryLimit: 1 << 20})
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "indices.npy: it claims 5000000 elements, want at most 65536: the file is damaged, or the memory limit must be raised")
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
}

func TestWriteRefusesZeros(t *testing.T) {
	g, err := connectome.FromCSR(2, []int64{0, 1, 1}, []uint32{1}, []float64{0})
	require.NoError(t, err)
	cells, err := connectome.NewCells(connectome.NewLabels([]string{"", ""}), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "m.npz")
	require.ErrorContains(t, Write(context.Background(), path, c, WriteOptions{}), "the connection of neuron 0 to 1 weighs 0")
	assert.NoFileExists(t, path)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c.Graph, err = connectome.FromCSR(2, []int64{0, 1, 1}, []uint32{1}, nil)
	require.NoError(t, err)
	require.ErrorIs(t, Write(ctx, path, c, WriteOptions{}), context.Canceled)
	assert.NoFileExists(t, path)
}

// FuzzOpen checks that any bytes give either a graph that survives being written
// and read again, or an error of one line.
func FuzzOpen(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("..", "testdata", "*.npz"))
	require.NoError(f, err)
	require.NotEmpty(f, seeds)
	for _, path := range seeds {
		b, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(b)
	}
	stored, err := os.ReadFile(zipped(f, good()))
	require.NoError(f, err)
	f.Add(stored)
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "m.npz")
		require.NoError(t, os.WriteFile(path, b, 0o644))
		c, err := Open(context.Background(), path, Options{MemoryLimit: 1 << 20})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of two lines: %q", err)
			}
			return
		}
		checkAgain(t, c)
	})
}

// FuzzHeader does so for the headers of arrays, which a checksum keeps from being
// reached by most damage.
func FuzzHeader(f *testing.F) {
	f.Add(npyHeader("<i4", "(3,)"))
	f.Add("\x93NUMPY\x03\x00\x20\x00\x00\x00{\"descr\": '>u2', 'shape': (3L,)}")
	f.Fuzz(func(t *testing.T, text string) {
		h, taken, err := readHeader(strings.NewReader(text))
		if err != nil {
			return
		}
		n, err := h.elements()
		if taken > int64(len(text)) || err == nil && n < 0 || h.size < 1 || h.size > 1<<12 {
			t.Fatalf("%+v: %d elements, %d bytes of %d", h, n, taken, len(text))
		}
	})
}

func checkAgain(t *testing.T, c *connectome.Connectome) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.npz")
	if err := Write(context.Background(), out, c, WriteOptions{Stored: true}); err != nil {
		require.ErrorContains(t, err, "weighs 0") // entries that add up to it
		return
	}
	again, err := Open(context.Background(), out, Options{MemoryLimit: 4 << 20})
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(c.Graph), fmt.Sprint(again.Graph))
}
