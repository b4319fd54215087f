//go:build cgo

package portal

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5/h5test"
)

// values an element type can hold that are not zero, and are easily taken for it.
var values = map[string]func(i int) float64{
	"u1": func(i int) float64 { return []float64{1, 2, 128, 255}[i%4] },
	"i1": func(i int) float64 { return []float64{1, -1, -128, 127}[i%4] },
	"u2": func(i int) float64 { return []float64{1, 256, 65535}[i%3] },
	"i2": func(i int) float64 { return []float64{1, 256, -256, -1}[i%4] },
	"u4": func(i int) float64 { return []float64{1, 1 << 8, 1 << 16, 1 << 24, 1 << 31}[i%5] },
	"i4": func(i int) float64 { return []float64{1, 1 << 16, -1 << 31}[i%3] },
	"u8": func(i int) float64 { return []float64{1, 1 << 32, 1 << 63}[i%3] },
	"i8": func(i int) float64 { return []float64{1, 1 << 32, -1 << 40}[i%3] },
	"e1": one, "e4": one,
	"f2": func(i int) float64 { return []float64{1, 0.25, -2}[i%3] },
	"f4": func(i int) float64 { return []float64{1, 0.001, -0.5}[i%3] },
	"f8": func(i int) float64 { return []float64{1, 1e-300, -1e300, 5e-324, math.Copysign(0, -1)}[i%5] },
	"p4": func(i int) float64 { return float64(1 + i%31) },
}

func TestOpenReadsEveryElementTypeAndLayout(t *testing.T) {
	layouts := []struct {
		name  string
		apply func(s h5test.Spec) h5test.Spec
	}{
		{"contiguous", func(s h5test.Spec) h5test.Spec { return s }},
		{"compact", func(s h5test.Spec) h5test.Spec { s.Compact = true; return s }},
		{"chunked", func(s h5test.Spec) h5test.Spec { s.Chunk = []int{4, 5}; return s }},
		{"deflate", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{4, 5}, 4; return s }},
		{"deflate in one chunk", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = s.Dims, 9; return s }},
		{"shuffle and deflate", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate, s.Shuffle = []int{3, 7}, 1, true; return s }},
		{"shuffle alone", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Shuffle = []int{3, 7}, true; return s }},
		{"fletcher32", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Fletcher = []int{3, 7}, true; return s }},
		{"deflate and fletcher32", func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate, s.Fletcher = []int{3, 7}, 4, true; return s }},
		{"shuffle, deflate and fletcher32", func(s h5test.Spec) h5test.Spec {
			s.Chunk, s.Deflate, s.Fletcher, s.Shuffle = []int{3, 3}, 4, true, true
			return s
		}},
		{"chunks larger than the data", func(s h5test.Spec) h5test.Spec {
			s.Chunk, s.Deflate, s.Grows = []int{50, 33}, 4, true
			return s
		}},
		{"first chunk unfiltered", func(s h5test.Spec) h5test.Spec {
			s.Chunk, s.Deflate, s.SkipFilters = []int{4, 5}, 4, 1
			return s
		}},
	}
	types := []string{"u1", "i1", "u2", "u2b", "i2", "u4", "i4", "i4b", "u8", "i8", "i8b", "e1", "e4", "f2", "f4", "f4b", "f8", "f8b", "p4"}
	for _, kind := range types {
		c := newCircuit(7, 0.3, []string{"L1_A", "L23_B", "L4_C"}, []int{7, 12, 5}, values[kind[:2]])
		for _, layout := range layouts {
			t.Run(kind+" "+layout.name, func(t *testing.T) {
				if layout.name == "first chunk unfiltered" && kind != "u1" && kind != "e1" {
					t.Skip("written for one-byte elements")
				}
				path := makeFile(t, h5test.Options{}, func(f *h5test.File) {
					c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec {
						s.Type = kind
						s = layout.apply(s)
						if !s.Grows && s.Chunk != nil {
							s.Chunk = []int{min(s.Chunk[0], s.Dims[0]), min(s.Chunk[1], s.Dims[1])}
						}
						return s
					})
				})
				got, err := Open(context.Background(), path, Options{})
				require.NoError(t, err)
				c.requireIs(t, got)
			})
		}
	}
}

func TestOpenHonoursFillValues(t *testing.T) {
	c := newCircuit(1, 1, []string{"A", "B"}, []int{9, 6}, one) // all connected
	none := newCircuit(1, 0, []string{"A", "B"}, []int{9, 6}, one)
	zero, two, minus, tiny := 0.0, 2.0, -1.0, 0.25
	for _, tc := range []struct {
		name string
		want circuit
		spec h5test.Spec
	}{
		{"contiguous, default", none, h5test.Spec{}},
		{"contiguous, zero", none, h5test.Spec{Fill: &zero}},
		{"contiguous, two", c, h5test.Spec{Fill: &two}},
		{"contiguous, minus one", c, h5test.Spec{Type: "i1", Fill: &minus}},
		{"chunked, default", none, h5test.Spec{Chunk: []int{4, 4}}},
		{"chunked, two", c, h5test.Spec{Chunk: []int{4, 4}, Fill: &two}},
		{"chunked, quarter", c, h5test.Spec{Type: "f4", Chunk: []int{4, 4}, Fill: &tiny}},
		{"chunked, zero float", none, h5test.Spec{Type: "f4", Chunk: []int{4, 4}, Fill: &zero}},
		{"deflated, minus one", c, h5test.Spec{Type: "i4", Chunk: []int{4, 4}, Deflate: 4, Fill: &minus}},
		{"compact, two", c, h5test.Spec{Compact: true, Fill: &two}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := makeFile(t, h5test.Options{}, func(f *h5test.File) {
				tc.want.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec {
					spec := tc.spec
					spec.Dims = s.Dims
					return spec
				})
			})
			got, err := Open(context.Background(), path, Options{})
			require.NoError(t, err)
			tc.want.requireIs(t, got)
		})
	}
}

func TestOpenReadsChunksThatAreMissingAmongOthers(t *testing.T) {
	// Written by this package, which leaves out chunks of zeros.
	b, err := connectome.NewBuilder(2000)
	require.NoError(t, err)
	for _, e := range [][2]uint32{{0, 1}, {1999, 0}, {700, 1500}, {1500, 700}, {128, 256}, {127, 255}} {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	mtypes := connectome.Labels{Names: []string{"A"}, Of: make([]uint32, 2000)}
	cells, err := connectome.NewCells(mtypes, connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "x.h5")
	require.NoError(t, Write(context.Background(), path, c, WriteOptions{}))
	got, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	assert.True(t, g.Equal(got.Graph))
}

func TestOpenReadsEveryShapeOfFile(t *testing.T) {
	c := newCircuit(3, 0.2, []string{"L1_A:x", "L5_B-1", "L5_B-1_L1"}, []int{4, 11, 6}, one)
	deflated := func(_, _ int, s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{3, 3}, 4; return s }
	for _, tc := range []struct {
		name      string
		opt       h5test.Options
		fill      func(f *h5test.File)
		positions bool
	}{
		{"plain", h5test.Options{}, func(f *h5test.File) { c.write(f, "connectivity", deflated) }, true},
		{"newest format", h5test.Options{Latest: true}, func(f *h5test.File) { c.write(f, "connectivity", deflated) }, true},
		{"after a user block", h5test.Options{UserBlock: 2048}, func(f *h5test.File) { c.write(f, "connectivity", deflated) }, true},
		{"the other spelling", h5test.Options{}, func(f *h5test.File) { c.write(f, "connectivty", asIs) }, true},
		{"no locations", h5test.Options{}, func(f *h5test.File) { c.write(f, "connectivity", asIs, c.names...) }, false},
		{"locations of some", h5test.Options{}, func(f *h5test.File) { c.write(f, "connectivity", asIs, c.names[1]) }, false},
		{"sizes from nCellAff", h5test.Options{}, func(f *h5test.File) {
			c.write(f, "connectivity", asIs, c.names...)
			for k, name := range c.names {
				f.Dataset("/populations/"+name+"/nCellAff", h5test.Spec{Type: "i8", Dims: []int{c.sizes[k], 1}})
			}
		}, false},
		{"locations and nCellEff", h5test.Options{}, func(f *h5test.File) {
			c.write(f, "connectivity", asIs)
			f.Dataset("/populations/"+c.names[1]+"/nCellEff", h5test.Spec{Type: "f8", Dims: []int{c.sizes[1], 1}})
		}, true},
		{"links within the file", h5test.Options{}, func(f *h5test.File) {
			c.write(f, "real", deflated)
			f.Soft("/connectivity", "/real")
		}, true},
		{"other things beside", h5test.Options{}, func(f *h5test.File) {
			c.write(f, "connectivity", deflated)
			f.Group("/more")
			f.Dataset("/connectivity/"+c.names[0]+"/"+c.names[1]+"/weights", h5test.Spec{Type: "f8", Dims: []int{1}})
		}, true},
		{"a layout for each block", h5test.Options{}, func(f *h5test.File) {
			c.write(f, "connectivity", func(pre, post int, s h5test.Spec) h5test.Spec {
				switch (pre + 2*post) % 4 {
				case 0:
					s.Type = "f4"
				case 1:
					s.Chunk, s.Deflate = []int{2, 100}, 4
					s.Grows = true
				case 2:
					s.Type, s.Chunk, s.Deflate, s.Shuffle = "i4", []int{4, 2}, 4, true
				}
				return s
			})
		}, true},
	} {
		for _, guard := range []string{"", guardBinary(t)} {
			t.Run(fmt.Sprintf("%s guarded %t", tc.name, guard != ""), func(t *testing.T) {
				path := makeFile(t, tc.opt, tc.fill)
				got, err := Open(context.Background(), path, Options{Guard: guard})
				require.NoError(t, err)
				c.requireIs(t, got)
				if !tc.positions {
					assert.Nil(t, got.Cells.Positions())
					return
				}
				require.Len(t, got.Cells.Positions(), c.n())
				for v, p := range got.Cells.Positions() {
					assert.Equal(t, position(v), p)
				}
			})
		}
	}
}

func TestOpenAgreesWithTheDenseMatrix(t *testing.T) {
	for _, density := range []float64{0, 0.001, 0.01, 0.1, 0.5, 0.97, 1} {
		for _, sizes := range [][]int{{1}, {0}, {0, 3}, {64, 1, 33}, {200, 150}, {40, 31, 32, 33, 8, 7}} {
			names := []string{"A", "B", "C", "D", "E", "F"}[:len(sizes)]
			c := newCircuit(uint64(1000*density)+uint64(len(sizes)), density, names, sizes, one)
			path := makeFile(t, h5test.Options{}, func(f *h5test.File) {
				c.write(f, "connectivity", func(pre, post int, s h5test.Spec) h5test.Spec {
					if s.Dims[0] > 0 && s.Dims[1] > 0 {
						s.Chunk, s.Deflate = []int{min(s.Dims[0], 17), min(s.Dims[1], 37)}, 4
					}
					return s
				})
			})
			for _, threads := range []int{1, 2, 7} {
				got, err := Open(context.Background(), path, Options{Threads: threads})
				require.NoError(t, err, "density %v sizes %v", density, sizes)
				c.requireIs(t, got)
			}
		}
	}
}
