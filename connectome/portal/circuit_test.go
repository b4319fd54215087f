//go:build cgo

package portal

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5/h5test"
	"github.com/ctopo/ctopo/internal/run"
)

// circuit is a small connectome as dense as can be: the reference that files are
// written from and read against.
type circuit struct {
	names []string
	sizes []int
	value [][]float64 // the whole matrix, loops included
}

// newCircuit draws elements that are not zero with a probability; their values
// are what of gives.
func newCircuit(seed uint64, density float64, names []string, sizes []int, of func(i int) float64) circuit {
	c := circuit{names: names, sizes: sizes}
	r := run.Rand(seed)
	n := c.n()
	for range n {
		row := make([]float64, n)
		for v := range row {
			if r.Float64() < density {
				row[v] = of(r.IntN(1000))
			}
		}
		c.value = append(c.value, row)
	}
	return c
}

func (c circuit) n() int {
	n := 0
	for _, k := range c.sizes {
		n += k
	}
	return n
}

func (c circuit) first(k int) int {
	n := 0
	for _, size := range c.sizes[:k] {
		n += size
	}
	return n
}

// block returns the elements of one block, row by row.
func (c circuit) block(pre, post int) []float64 {
	var out []float64
	for r := range c.sizes[pre] {
		at := c.first(post)
		out = append(out, c.value[c.first(pre)+r][at:at+c.sizes[post]]...)
	}
	return out
}

// position is where neuron v is.
func position(v int) connectome.Position {
	return connectome.Position{X: float64(v) / 3, Y: 1e3 - float64(v), Z: -float64(v * v)}
}

// write writes the circuit, each block as spec says, which is given its dims and
// data. Populations whose name is in bare have no locations.
func (c circuit) write(f *h5test.File, group string, spec func(pre, post int, s h5test.Spec) h5test.Spec, bare ...string) {
	for pre, name := range c.names {
		var flat []float64
		for r := range c.sizes[pre] {
			p := position(c.first(pre) + r)
			flat = append(flat, p.X, p.Y, p.Z)
		}
		path := "/populations/" + name
		f.Group(path)
		if !has(bare, name) {
			f.Dataset(path+"/locations", h5test.Spec{Type: "f8", Dims: []int{c.sizes[pre], 3}, Data: flat})
		}
		for post, other := range c.names {
			s := h5test.Spec{Dims: []int{c.sizes[pre], c.sizes[post]}, Data: c.block(pre, post)}
			f.Dataset("/"+group+"/"+name+"/"+other+"/cMat", spec(pre, post, s))
		}
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func asIs(_, _ int, s h5test.Spec) h5test.Spec { return s }

// requireIs checks that a connectome is the circuit.
func (c circuit) requireIs(t testing.TB, got *connectome.Connectome) {
	t.Helper()
	require.Equal(t, c.names, got.Cells.MTypes().Names)
	require.Equal(t, c.n(), got.Graph.N())
	loops := int64(0)
	for u, row := range c.value {
		want := []uint32{}
		for v, x := range row {
			switch {
			case x != 0 && u == v:
				loops++
			case x != 0:
				want = append(want, uint32(v))
			}
		}
		require.Equal(t, want, append([]uint32{}, got.Graph.Out(uint32(u))...), "targets of neuron %d", u)
	}
	require.Equal(t, loops, got.LoopsDropped)
	v := 0
	for k, size := range c.sizes {
		for range size {
			require.Equal(t, uint32(k), got.Cells.MTypes().Of[v])
			v++
		}
	}
}

// makeFile writes an HDF5 file into a folder of the test's own.
func makeFile(t testing.TB, opt h5test.Options, fill func(f *h5test.File)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cons_locs_pathways_mc2_Column.h5")
	require.NoError(t, h5test.Make(path, opt, fill))
	return path
}

func one(int) float64 { return 1 }
