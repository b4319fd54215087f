package ref

import "github.com/ctopo/ctopo/connectome"

// DistanceBin names what pairs of neurons are counted by: the types of both, the
// geometry ("euclidean", "horizontal", "above", "below") and the bin.
type DistanceBin struct {
	Pre, Post uint32
	Geometry  string
	Bin       int
}

// DistanceCount is ordered pairs, how many of them are connected, and how many both
// ways.
type DistanceCount struct{ Pairs, Connections, Reciprocated int64 }

// DistanceCounts goes through all ordered pairs of different neurons.
func DistanceCounts(c *connectome.Connectome, of []uint32, width int64) map[DistanceBin]DistanceCount {
	counts := make(map[DistanceBin]DistanceCount)
	at := c.Cells.Positions()
	for i := range of {
		for j := range of {
			if i == j {
				continue
			}
			dx, dy, dz := at[j].X-at[i].X, at[j].Y-at[i].Y, at[j].Z-at[i].Z
			flat := float64(dx*dx) + float64(dz*dz)
			side := "above"
			if dy < 0 {
				side = "below"
			}
			bin := binOf(flat+float64(dy*dy), width)
			for _, b := range []DistanceBin{
				{of[i], of[j], "euclidean", bin},
				{of[i], of[j], side, bin},
				{of[i], of[j], "horizontal", binOf(flat, width)},
			} {
				n := counts[b]
				n.Pairs++
				if c.Graph.Connected(uint32(i), uint32(j)) {
					n.Connections++
					if c.Graph.Connected(uint32(j), uint32(i)) {
						n.Reciprocated++
					}
				}
				counts[b] = n
			}
		}
	}
	return counts
}

// binOf returns the largest k with (k·width)² ≤ square. Both are exact: whole
// numbers below 2^53.
func binOf(square float64, width int64) int {
	k := int64(0)
	for float64((k+1)*width*(k+1)*width) <= square {
		k++
	}
	return int(k)
}
