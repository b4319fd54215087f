package bfs

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// column reads the column that CTOPO_COLUMN names: N, N+1 offsets (64 bits),
// targets (32 bits), little endian.
func column(t testing.TB) *Graph {
	path := os.Getenv("CTOPO_COLUMN")
	if path == "" {
		t.Skip("CTOPO_COLUMN is not set: it names a full column's rows as a binary file")
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

// BenchmarkSearchColumn searches from 512 vertices in a row of the column that
// CTOPO_COLUMN names, others each time.
func BenchmarkSearchColumn(b *testing.B) {
	g := column(b)
	group := make([]uint32, g.N)
	s := NewSearch(g, NewTally(group, 1))
	sources := make([]uint32, Sources)
	first := 0
	for b.Loop() {
		for i := range sources {
			sources[i] = uint32((first + i) % g.N)
		}
		first += 7 * Sources
		require.NoError(b, s.Run(context.Background(), sources, group[:Sources]))
	}
	b.ReportMetric(float64(len(g.Out))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mconnections/s")
}

// BenchmarkGather adds up 250 rows, nothing wanted, of tables that fit the first,
// the second and the third level of the cache.
func BenchmarkGather(b *testing.B) {
	for _, rows := range []int{256, 4096, 32768} {
		for _, p := range kernels.Paths() {
			b.Run(fmt.Sprintf("rows=%d/%v", rows, p), func(b *testing.B) {
				defer kernels.Use(p)()
				rng := rand.New(rand.NewPCG(1, 1))
				table, lists := make([]row, rows), make([][]uint32, 64)
				for i := range lists {
					for range 250 {
						lists[i] = append(lists[i], uint32(rng.IntN(rows)))
					}
					slices.Sort(lists[i])
				}
				want, sum := row{1}, row{}
				for i := 0; b.Loop(); i++ {
					gather(lists[i%len(lists)], table, &sum, &want)
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/250, "ns/row")
			})
		}
	}
}
