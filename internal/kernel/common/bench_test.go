package common

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkCount counts on one core the column that CTOPO_COLUMN names, its
// neurons cut into so many types of one size.
func BenchmarkCount(b *testing.B) {
	r := column(b)
	for _, direction := range []struct {
		name string
		rows Rows
	}{{"efferent", r}, {"afferent", Rows{r.InPtr, r.InIdx, r.OutPtr, r.OutIdx}}} {
		for _, types := range []int{1, 55} {
			b.Run(fmt.Sprintf("%s/types=%d", direction.name, types), func(b *testing.B) {
				benchCount(b, direction.rows, types)
			})
		}
	}
}

func benchCount(b *testing.B, rows Rows, types int) {
	n := rows.N()
	start := make([]uint32, types+1)
	for t := range start {
		start[t] = uint32(n * t / types)
	}
	met := uint64(0)
	for k := range n {
		d := uint64(rows.InPtr[k+1] - rows.InPtr[k])
		met += d * (d - min(d, 1)) / 2
	}
	for b.Loop() {
		p := NewPlan(rows, start)
		w := p.NewWorker()
		for k := range p.Items() {
			w.Count(k)
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(len(rows.OutIdx))/seconds, "connections/s")
	b.ReportMetric(float64(met)/seconds, "meetings/s")
}

// column reads N, the N+1 offsets (64 bits) and the targets (32 bits), little
// endian.
func column(b *testing.B) Rows {
	path := os.Getenv("CTOPO_COLUMN")
	if path == "" {
		b.Skip("CTOPO_COLUMN is not set: it names a full column's rows as a binary file")
	}
	data, err := os.ReadFile(path)
	require.NoError(b, err)
	n := int(binary.LittleEndian.Uint64(data))
	r := Rows{OutPtr: make([]int64, n+1)}
	for i := range r.OutPtr {
		r.OutPtr[i] = int64(binary.LittleEndian.Uint64(data[8+8*i:]))
	}
	data = data[8+8*(n+1):]
	r.OutIdx = make([]uint32, r.OutPtr[n])
	for e := range r.OutIdx {
		r.OutIdx[e] = binary.LittleEndian.Uint32(data[4*e:])
	}
	return withColumns(r)
}

// BenchmarkCountSparse counts 60,000 neurons of 20 random targets each.
func BenchmarkCountSparse(b *testing.B) {
	const n, degree = 60_000, 20
	rng := rand.New(rand.NewPCG(1, 1))
	r := Rows{OutPtr: []int64{0}}
	for i := range n {
		targets := map[int]bool{}
		for len(targets) < degree {
			if j := rng.IntN(n); j != i {
				targets[j] = true
			}
		}
		for _, j := range slices.Sorted(maps.Keys(targets)) {
			r.OutIdx = append(r.OutIdx, uint32(j))
		}
		r.OutPtr = append(r.OutPtr, int64(len(r.OutIdx)))
	}
	benchCount(b, withColumns(r), 1)
}
