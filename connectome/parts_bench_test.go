package connectome

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkFromParts checks a graph of a column's size: 31,346 neurons, 8 million
// connections.
func BenchmarkFromParts(b *testing.B) {
	const n = 31346
	bld, err := NewBuilder(n)
	require.NoError(b, err)
	r := rand.New(rand.NewPCG(1, 2))
	for range 8_000_000 {
		require.NoError(b, bld.Add(r.Uint32N(n), r.Uint32N(n)))
	}
	g, _ := bld.Build()
	p := g.Parts()
	b.SetBytes(8 * g.Connections())
	for b.Loop() {
		_, err := FromParts(context.Background(), n, p)
		require.NoError(b, err)
	}
}
