//go:build !amd64 || purego || noasm

package clique

// UseStrips tells whether local matrices come faster out of strips than by
// scanning lists: without assembly they do not.
var UseStrips = false

// rowWords is the number of words that rows are padded to.
const rowWords = 1

func gatherStrip(dst []uint64, list []uint32, base []uint64, p *part, shift int) {
	gatherGeneric(dst, 1, list, base, stripWords, p, shift)
}

// Compress makes dst[:n] the matrix of the n ≤ 64 vertices in p alone: bit b of
// dst[a] is bit j of row i of m, where i and j are the a-th and b-th vertex of p.
func Compress(dst *[64]uint64, m *Matrix, p []uint64, n int) {
	compressGeneric(dst, m, p, n)
}

// SumAnd returns the number of connections of m inside p: the sum over the
// vertices of p of the set bits that their rows share with p.
func SumAnd(m *Matrix, p []uint64) uint64 {
	return sumAndGeneric(m, p)
}

type vectorState struct{}

func (c *Counter) vectorRows(*Matrix, int, int, []uint32, int) bool { return false }
