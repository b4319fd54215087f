package control

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// distanceBins cuts distances from shift to farthest + shift into equal bins.
// What is less than shift falls into the first bin.
type distanceBins struct {
	count    int
	shift    float64
	farthest float64
	perUnit  float64 // bins a µm; 0 if all somata are in one place
}

func newDistanceBins(count int, shift, farthest float64) distanceBins {
	b := distanceBins{count: count, shift: shift, farthest: farthest}
	if farthest > 0 {
		b.perUnit = float64(count) / farthest
	}
	return b
}

// of returns the bin of a distance.
func (b *distanceBins) of(d float64) int {
	return min(max(0, int(float64((d-b.shift)*b.perUnit))), b.count-1)
}

// pairRows is the number of rows of a work item of countPairs.
const pairRows = 32

// countPairs counts the unordered pairs of somata in each bin.
//
// Complexity: N(N-1)/2 distances, some 4 ns each.
func (b *distanceBins) countPairs(ctx context.Context, threads int, where []connectome.Position) ([]int64, error) {
	n := len(where)
	parts := make([][]int64, run.Threads(threads))
	err := run.Parallel(ctx, threads, (n+pairRows-1)/pairRows, nil, func(worker, item int) error {
		if parts[worker] == nil {
			parts[worker] = make([]int64, b.count)
		}
		for i := item * pairRows; i < min(n, (item+1)*pairRows); i++ {
			b.countFrom(parts[worker], where[i], where[i+1:])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	total := make([]int64, b.count)
	for _, part := range parts {
		for k, x := range part {
			total[k] += x
		}
	}
	return total, nil
}

// countFrom adds the distances from p to others, by bin. Where no distance can be
// so small that its bin would be negative, bins need no clamping: 63 is more than
// the last and the mask does nothing but tell the compiler so.
func (b *distanceBins) countFrom(count []int64, p connectome.Position, where []connectome.Position) {
	if float64(b.shift*b.perUnit) >= 1 || b.count > 63 {
		for _, q := range where {
			count[b.of(distance(p, q))]++
		}
		return
	}
	var some [64]int64
	shift, perUnit := b.shift, b.perUnit
	for i := range where {
		q := &where[i]
		some[int(float64((distance(p, *q)-shift)*perUnit))&63]++
	}
	some[b.count-1] += some[b.count]
	for k := range count {
		count[k] += some[k]
	}
}

// countConnections counts the connections in each bin.
func (b *distanceBins) countConnections(g *connectome.Graph, where []connectome.Position) []int64 {
	count := make([]int64, b.count)
	ptr, idx := g.OutCSR()
	for v := range g.N() {
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			count[b.of(distance(where[v], where[w]))]++
		}
	}
	return count
}
