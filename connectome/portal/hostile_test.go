//go:build cgo

package portal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5/h5test"
)

// hostile files, each with what the error must say.
func hostile(t testing.TB) []hostileCase {
	c := newCircuit(5, 0.3, []string{"L1_A", "L5_B"}, []int{6, 9}, one)
	only := func(pre, post int, change func(s h5test.Spec) h5test.Spec) func(f *h5test.File) {
		return func(f *h5test.File) {
			c.write(f, "connectivity", func(i, j int, s h5test.Spec) h5test.Spec {
				if i == pre && j == post {
					return change(s)
				}
				return s
			})
		}
	}
	dims := func(d ...int) func(s h5test.Spec) h5test.Spec {
		return func(h5test.Spec) h5test.Spec { return h5test.Spec{Dims: d} }
	}
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte(strings.Repeat("secret", 100)), 0o600))
	other := makeFile(t, h5test.Options{}, func(f *h5test.File) { c.write(f, "connectivity", asIs) })
	const ab, b = "/connectivity/L1_A/L5_B/cMat", "/populations/L5_B"
	return []hostileCase{
		{"rows too few", only(0, 1, dims(5, 9)), []string{ab, "5×9", "6×9"}},
		{"columns too many", only(0, 1, dims(6, 10)), []string{ab, "6×10", "6×9"}},
		{"transposed", only(0, 1, dims(9, 6)), []string{ab, "9×6", "6×9"}},
		{"one dimension", only(0, 1, dims(54)), []string{ab, "length 54", "6×9"}},
		{"three dimensions", only(0, 1, dims(6, 9, 1)), []string{ab, "6×9×1", "6×9"}},
		{"no dimensions", only(0, 1, dims()), []string{ab, "a single value"}},
		{"text", only(0, 1, func(s h5test.Spec) h5test.Spec { s.Type, s.Data = "s4", nil; return s }), []string{ab, "not numbers (string)"}},
		{"compound", only(0, 1, func(s h5test.Spec) h5test.Spec { s.Type, s.Data = "c", nil; return s }), []string{ab, "not numbers (compound)"}},
		{"bits", only(0, 1, func(s h5test.Spec) h5test.Spec { s.Type, s.Data = "b1", nil; return s }), []string{ab, "not numbers (bit field)"}},
		{"strange filter", only(0, 1, func(s h5test.Spec) h5test.Spec { s.Chunk, s.Strange = s.Dims, true; return s }), []string{ab, "LZF", "h5repack"}},
		{"absurd block", only(0, 1, func(s h5test.Spec) h5test.Spec {
			return h5test.Spec{Dims: []int{1 << 40, 1 << 40}, Chunk: []int{1 << 10, 1 << 10}}
		}), []string{ab, "1099511627776×1099511627776", "6×9"}},
		{"absurd chunk", only(0, 1, func(s h5test.Spec) h5test.Spec {
			return h5test.Spec{Dims: s.Dims, Chunk: []int{1 << 16, 1<<15 - 1}, Grows: true}
		}), []string{ab, "chunks of 65536×32767", "at most"}},
		{"external storage", only(0, 1, func(s h5test.Spec) h5test.Spec { s.Data, s.External = nil, secret; return s }), []string{ab, "another file"}},
		{"virtual dataset", only(0, 1, func(s h5test.Spec) h5test.Spec {
			s.Data, s.VirtualFile, s.VirtualDataset = nil, other, ab
			return s
		}), []string{ab, "virtual"}},
		{"external locations", func(f *h5test.File) {
			c.write(f, "connectivity", asIs, "L5_B")
			f.Dataset(b+"/locations", h5test.Spec{Type: "f8", Dims: []int{9, 3}, External: secret})
		}, []string{b + "/locations", "another file"}},
		{"external link to a block", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.Hard("/connectivity/L1_A/L1_A", "/real/L1_A/L1_A")
			f.Hard("/connectivity/L5_B", "/real/L5_B")
			f.External("/connectivity/L1_A/L5_B", other, "/connectivity/L1_A/L5_B")
		}, []string{"/connectivity/L1_A/L5_B", "link to another file"}},
		{"external link to all", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.External("/connectivity", other, "/connectivity")
		}, []string{"/connectivity", "link to another file"}},
		{"soft link to an external link", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.External("/away", other, "/connectivity")
			f.Soft("/connectivity", "/away")
		}, []string{"/connectivity", "link to another file"}},
		{"link to nothing", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.Soft("/connectivity", "/nowhere")
		}, []string{"/connectivity"}},
		{"link to itself", func(f *h5test.File) {
			f.Group("/populations")
			f.Soft("/connectivity", "/connectivity")
		}, []string{"/connectivity"}},
		{"no connectivity", func(f *h5test.File) { f.Group("/populations/L1_A") }, []string{"/connectivity", "no such group"}},
		{"no populations", func(f *h5test.File) {
			f.Dataset("/connectivity/A/A/cMat", h5test.Spec{Dims: []int{2, 2}})
		}, []string{"/populations", "no such group"}},
		{"both spellings", func(f *h5test.File) {
			c.write(f, "connectivity", asIs)
			f.Group("/connectivty")
		}, []string{"connectivty", "one of them"}},
		{"no m-types", func(f *h5test.File) { f.Group("/populations"); f.Group("/connectivity") }, []string{"/connectivity", "no m-types"}},
		{"a block missing", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.Hard("/connectivity/L1_A", "/real/L1_A")
			f.Hard("/connectivity/L5_B/L5_B", "/real/L5_B/L5_B")
		}, []string{"/connectivity/L5_B/L1_A", "missing"}},
		{"a row of blocks missing", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.Hard("/connectivity/L1_A", "/real/L1_A")
		}, []string{"/connectivity/L5_B", "missing"}},
		{"a cMat missing", func(f *h5test.File) {
			c.write(f, "real", asIs)
			f.Hard("/connectivity/L1_A", "/real/L1_A")
			f.Hard("/connectivity/L5_B/L5_B", "/real/L5_B/L5_B")
			f.Group("/connectivity/L5_B/L1_A")
		}, []string{"/connectivity/L5_B/L1_A/cMat"}},
		{"a population missing", func(f *h5test.File) {
			for _, at := range []string{"A/A", "A/B", "B/A", "B/B"} {
				f.Dataset("/connectivity/"+at+"/cMat", h5test.Spec{Dims: []int{2, 2}})
			}
			f.Group("/populations/A")
		}, []string{"/populations/B", "population is missing"}},
		{"a population without blocks", func(f *h5test.File) {
			c.write(f, "connectivity", asIs)
			f.Group("/populations/L6_C")
		}, []string{"/connectivity/L6_C", "blocks are missing"}},
		{"locations too short", func(f *h5test.File) {
			c.write(f, "connectivity", asIs, "L5_B")
			f.Dataset(b+"/locations", h5test.Spec{Type: "f8", Dims: []int{8, 3}})
		}, []string{"/connectivity/L1_A/L5_B/cMat", "6×9", "6×8"}},
		{"locations of two coordinates", func(f *h5test.File) {
			c.write(f, "connectivity", asIs, "L5_B")
			f.Dataset(b+"/locations", h5test.Spec{Type: "f8", Dims: []int{9, 2}})
		}, []string{b + "/locations", "9×2", "N×3"}},
		{"locations that are text", func(f *h5test.File) {
			c.write(f, "connectivity", asIs, "L5_B")
			f.Dataset(b+"/locations", h5test.Spec{Type: "s4", Dims: []int{9, 3}})
		}, []string{b + "/locations", "string"}},
		{"sizes that disagree", func(f *h5test.File) {
			c.write(f, "connectivity", asIs)
			f.Dataset(b+"/nSynAff", h5test.Spec{Dims: []int{7, 1}})
		}, []string{b + "/nSynAff", "7 neurons", "9 as locations"}},
		{"absurd population", func(f *h5test.File) {
			c.write(f, "connectivity", asIs, "L5_B")
			f.Dataset(b+"/locations", h5test.Spec{Type: "f8", Dims: []int{1 << 50, 3}, Chunk: []int{1 << 10, 3}})
		}, []string{b, "claims 1125899906842624 neurons", "at most"}},
		{"a size of its own that is no square", func(f *h5test.File) {
			f.Group("/populations/A")
			f.Dataset("/connectivity/A/A/cMat", h5test.Spec{Dims: []int{2, 3}})
		}, []string{"/connectivity/A/A/cMat", "2×3", "square"}},
		{"a dataset where a group belongs", func(f *h5test.File) {
			f.Group("/populations/A")
			f.Dataset("/connectivity/A", h5test.Spec{Dims: []int{2, 3}})
		}, []string{"/connectivity/A"}},
		{"a name that breaks the line", func(f *h5test.File) {
			f.Group("/populations/A\nB\x1b[31m")
			f.Dataset("/connectivity/A\nB\x1b[31m/A\nB\x1b[31m/cMat", h5test.Spec{Dims: []int{2, 3}})
		}, []string{"A?B?[31m"}},
	}
}

type hostileCase struct {
	name string
	fill func(f *h5test.File)
	says []string
}

func TestOpenRefusesHostileFilesInOneLine(t *testing.T) {
	for _, tc := range hostile(t) {
		for _, guard := range []string{"", guardBinary(t)} {
			name := tc.name
			if guard != "" {
				name += ", guarded"
			}
			t.Run(name, func(t *testing.T) {
				path := makeFile(t, h5test.Options{}, tc.fill)
				_, err := Open(context.Background(), path, Options{Guard: guard, Timeout: 10 * time.Second})
				requireFormatError(t, err, path)
				for _, s := range tc.says {
					assert.Contains(t, err.Error(), s)
				}
			})
		}
	}
}

func requireFormatError(t testing.TB, err error, path string) {
	t.Helper()
	require.Error(t, err)
	f, ok := errors.AsType[*FormatError](err)
	require.True(t, ok, "%T: %v", err, err)
	assert.Equal(t, path, f.File)
	assert.True(t, strings.HasPrefix(err.Error(), path+": "), err.Error())
	assert.NotEmpty(t, f.Cure)
	assert.True(t, strings.HasSuffix(err.Error(), ": "+oneLine(f.Cure)), err.Error())
	assert.NotContains(t, err.Error(), "\n")
	assert.NotContains(t, err.Error(), "\x1b")
	assert.NotContains(t, err.Error(), "secret")
}

func TestOpenRefusesWhatIsNotHDF5(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	for _, tc := range []struct{ name, path, says string }{
		{"absent", filepath.Join(dir, "absent.h5"), "no such file"},
		{"folder", dir, "folder"},
		{"empty", file("empty.h5", ""), "empty"},
		{"text", file("text.h5", "pre,post\n1,2\n"), "not an HDF5 file"},
		{"web page", file("page.h5", "<!DOCTYPE html>"+strings.Repeat(" ", 5000)), "not an HDF5 file"},
		{"signature alone", file("signature.h5", string(signature)), "cannot open the file"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Open(context.Background(), tc.path, Options{})
			requireFormatError(t, err, tc.path)
			assert.Contains(t, err.Error(), tc.says)
		})
	}
}

func TestOpenRefusesEveryTruncation(t *testing.T) {
	c := newCircuit(2, 0.2, []string{"A", "B"}, []int{30, 20}, one)
	whole := makeFile(t, h5test.Options{}, func(f *h5test.File) {
		c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{8, 8}, 4; return s })
	})
	content, err := os.ReadFile(whole)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "cut.h5")
	for cut := 0; cut < len(content); cut += 1 + len(content)/97 {
		require.NoError(t, os.WriteFile(path, content[:cut], 0o600))
		_, err := Open(context.Background(), path, Options{})
		requireFormatError(t, err, path)
	}
}

func TestOpenBoundsConnections(t *testing.T) {
	c := newCircuit(2, 1, []string{"A", "B"}, []int{300, 200}, one)
	path := makeFile(t, h5test.Options{}, func(f *h5test.File) {
		c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{100, 100}, 9; return s })
	})
	for _, guard := range []string{"", guardBinary(t)} {
		_, err := Open(context.Background(), path, Options{Guard: guard, MemoryLimit: 100_000 * bytesPerConnection})
		requireFormatError(t, err, path)
		assert.Contains(t, err.Error(), "more than 100000 connections")
	}
}
