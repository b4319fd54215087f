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

func marked[T entry](list []T, in []uint64, hits []uint32, _ []T) int {
	return markedGo(list, in, hits)
}

type vectorState struct{}

func (x *edgeIndex) rows(i, n, words, at int) int { return x.rowsGo(i, n, words, at) }

func fetchSoon([]uint16) {}

func locate(list, first []uint16, set []uint32, columns []uint16, at []uint32) {
	locateGo(list, first, set, columns, at)
}

func (k *smallPairs) vector(*pairFrame, int, int) bool { return false }

func (c *Counter) vectorRows(*Matrix, int, int, []uint32, int) bool { return false }

// project stores, for each row listed, its bits at the columns listed, ascending,
// at every step-th word of dst.
func project(dst []uint64, step int, m *Matrix, rows, columns []uint32) {
	projectGeneric(dst, step, m, rows, columns)
}

// pickRows sets bit b of the word at dst[a*step] to the bit of row rows[a] at
// columns[b], b < count ≤ 64; columns has room for 64.
func pickRows(dst []uint64, step int, m *Matrix, rows, columns []uint16, count int) {
	pickRowsGeneric(dst, step, m, rows, columns, count)
}

func listSet(words []uint64, out []uint16) int { return listSetGo(words, out) }

func (s *maxSmall) join(in *maxSets, from, to int, out *maxSets, sums *[2]uint64) (kept int) {
	return s.joinGo(in, from, to, out, sums)
}
