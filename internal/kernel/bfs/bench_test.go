package bfs

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func column(t testing.TB) *Graph {
	path := os.Getenv("CTOPO_COLUMN")
	if path == "" {
		t.Skip("CTOPO_COLUMN is not set")
	}
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	n := int(binary.LittleEndian.Uint64(b))
	b = b[8:]
	g := &Graph{N: n, OutPtr: make([]int64, n+1)}
	for i := range g.OutPtr {
		g.OutPtr[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
	}
	b = b[8*(n+1):]
	g.Out = make([]uint32, g.OutPtr[n])
	for i := range g.Out {
		g.Out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	g.transpose()
	return g
}

func (g *Graph) transpose() {
	g.InPtr = make([]int64, g.N+1)
	for _, w := range g.Out {
		g.InPtr[w+1]++
	}
	for v := range g.N {
		g.InPtr[v+1] += g.InPtr[v]
	}
	g.In = make([]uint32, len(g.Out))
	at := append([]int64{}, g.InPtr...)
	for v := range g.N {
		for _, w := range g.out(uint32(v)) {
			g.In[at[w]] = uint32(v)
			at[w]++
		}
	}
}

func BenchmarkSearchColumn(b *testing.B) {
	g := column(b)
	group := make([]uint32, g.N)
	t := NewTally(group, 1)
	s := NewSearch(g, t)
	sources := make([]uint32, 512)
	k := 0
	for b.Loop() {
		for i := range sources {
			sources[i] = uint32((k*512 + i) % g.N)
		}
		k += 7
		require.NoError(b, s.Run(context.Background(), sources, group[:512]))
	}
	h := map[uint32]uint64{}
	for key, n := range t.Pairs {
		h[key.Length] += n
	}
	fmt.Println(h)
}
