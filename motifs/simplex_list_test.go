package motifs

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func listed(t *testing.T, g *connectome.Graph, opt ListOptions) (all [][]int) {
	for s, err := range ListSimplices(context.Background(), g, opt) {
		require.NoError(t, err)
		tuple := make([]int, len(s))
		for i, v := range s {
			tuple[i] = int(v)
		}
		all = append(all, tuple)
	}
	return all
}

func TestListSimplices(t *testing.T) {
	g := randomDigraph(t, 25, 0.3, 8)
	m := ref.NewMatrix(g)
	all := ref.DirectedSimplices(25, 30, func(u, v int) bool { return m[u][v] }, true).Tuples
	even := func(v uint32) bool { return v%2 == 0 }
	holds := func(s []int, v int) bool { return slices.Contains(s, v) }
	for _, c := range []struct {
		name string
		opt  ListOptions
		want func(s []int) bool
	}{
		{"all", ListOptions{}, func(s []int) bool { return true }},
		{"dimensions 2 to 3", ListOptions{MinDim: 2, SimplexOptions: SimplexOptions{MaxDim: 3}}, func(s []int) bool { return len(s) == 3 || len(s) == 4 }},
		{"of a type", ListOptions{Within: even}, func(s []int) bool {
			return !slices.ContainsFunc(s, func(v int) bool { return v%2 == 1 })
		}},
		{"through one", ListOptions{Through: []uint32{7}}, func(s []int) bool { return holds(s, 7) }},
		{"through two", ListOptions{Through: []uint32{3, 9}}, func(s []int) bool { return holds(s, 3) && holds(s, 9) }},
		{"through none such", ListOptions{Through: []uint32{99}}, func(s []int) bool { return false }},
		{"accepted", ListOptions{Accept: func(s []uint32) bool { return s[0] < 5 }}, func(s []int) bool { return s[0] < 5 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := slices.DeleteFunc(slices.Clone(all), func(s []int) bool { return !c.want(s) })
			assert.Equal(t, append([][]int(nil), want...), append([][]int(nil), listed(t, g, c.opt)...))
		})
	}
}

func TestListSimplicesStops(t *testing.T) {
	g := randomDigraph(t, 25, 0.3, 8)
	n := 0
	for range ListSimplices(context.Background(), g, ListOptions{}) {
		if n++; n == 10 {
			break
		}
	}
	assert.Equal(t, 10, n)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for s, err := range ListSimplices(ctx, g, ListOptions{}) {
		assert.Nil(t, s)
		assert.ErrorIs(t, err, context.Canceled)
	}
}

func ExampleListSimplices() {
	b, _ := connectome.NewBuilder(4)
	for _, e := range [][2]uint32{{0, 1}, {0, 2}, {1, 2}, {2, 3}} {
		_ = b.Add(e[0], e[1])
	}
	g, _ := b.Build()
	for s, err := range ListSimplices(context.Background(), g, ListOptions{MinDim: 2}) {
		fmt.Println(s, err)
	}
	// Output: [0 1 2] <nil>
}
