package clique

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
