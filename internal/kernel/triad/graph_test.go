package triad

import (
	"math/rand/v2"
	"slices"
)

// asymmetricGraph draws out targets for each neuron and leaves out loops, repeats
// and connections against others.
func asymmetricGraph(n, out int, target func(rng *rand.Rand, u int) int) *Graph {
	rows, in := make([][]uint32, n), make([][]uint32, n)
	for u := range rows {
		rng := rand.New(rand.NewPCG(uint64(u), 11))
		for range out {
			if v := target(rng, u); v != u && (v > u || !slices.Contains(rows[v], uint32(u))) {
				rows[u] = append(rows[u], uint32(v))
			}
		}
		slices.Sort(rows[u])
		rows[u] = slices.Compact(rows[u])
	}
	g := &Graph{N: n, OutPtr: make([]int64, n+1), InPtr: make([]int64, n+1), MutPtr: make([]int64, n+1)}
	for u, row := range rows {
		g.Out = append(g.Out, row...)
		g.OutPtr[u+1] = int64(len(g.Out))
		for _, v := range row {
			in[v] = append(in[v], uint32(u))
		}
	}
	for v, row := range in {
		g.In = append(g.In, row...)
		g.InPtr[v+1] = int64(len(g.In))
	}
	return g
}

// ring draws targets at distances up to spread on a ring of n neurons, which
// stand in an order that keeps nothing together.
func ring(n, spread int) func(rng *rand.Rand, u int) int {
	at := rand.New(rand.NewPCG(1, 12)).Perm(n)
	who := make([]int, n)
	for v, p := range at {
		who[p] = v
	}
	return func(rng *rand.Rand, u int) int { return who[(at[u]+n+rng.IntN(2*spread+1)-spread)%n] }
}

// inTurn does the work of a test on one worker.
var inTurn = Workers{N: 1, Prepare: eachItem, Count: eachItem}

func eachItem(items int, do func(worker, item int) error) error {
	for i := range items {
		if err := do(0, i); err != nil {
			return err
		}
	}
	return nil
}
