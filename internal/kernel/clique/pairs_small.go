package clique

import "math/bits"

// smallLevels is how many levels smallPairs counts.
const smallLevels = 2 * EdgeLevels

// smallPairs counts vertices and connections in a matrix of one word a row. The
// simplices are the nodes of a tree: what the subtree of a node holds is added to
// its last vertex and to the connections of that with the vertices before it, and
// so each simplex comes to each of its connections once.
type smallPairs struct {
	m [64]uint64
	// Packed counts, 16 bits a level, of levels 0 to 3 and 4 to 7: of all simplices,
	// of those of a vertex, and of those of connection a → b at a<<6|b.
	total, totalHi uint64
	part, partHi   [64]uint64
	pair, pairHi   [64 * 64]uint64

	prefix [smallLevels]uint8
	deep   [EdgeLevels]int // simplices of levels 4 to 7
	over   bool
}

const (
	level1 = 1 << laneBits
	level2 = 1 << (2 * laneBits)
	level3 = 1 << (3 * laneBits)
)

// count counts levels 0 to limit-1 among the first n vertices. It reports false,
// and leaves nothing behind, where counts pass 16 bits or levels smallLevels; that
// is found after some 2^16 simplices a level.
func (k *smallPairs) count(n, limit int) bool {
	for a := range n {
		k.part[a&63], k.partHi[a&63] = 1, 0
	}
	k.total, k.totalHi = uint64(n), 0
	if limit < 2 {
		return true
	}
	k.deep, k.over = [EdgeLevels]int{}, false
	var n2, n3 int
	for a, row := range k.m[:n] {
		var sum, sumHi uint64
		for x := row; x != 0; x &= x - 1 {
			b := bits.TrailingZeros64(x) & 63
			s := uint64(level1)
			var hi uint64
			if y := row & k.m[b]; y != 0 && limit > 2 {
				n2 += bits.OnesCount64(y)
				for z := y; z != 0; z &= z - 1 {
					c := bits.TrailingZeros64(z) & 63
					t := uint64(level2)
					if w := y & k.m[c]; w != 0 && limit > 3 {
						n := bits.OnesCount64(w)
						n3 += n
						t += uint64(n) * level3
						hi += k.last(a, b, c, w, limit)
					}
					k.part[c] += t
					k.pair[a<<6|c] += t
					k.pair[b<<6|c] += t
					s += t
				}
				if n3 > laneMax || k.over {
					return k.discard(n)
				}
			}
			k.part[b] += s
			k.pair[a<<6|b] += s
			sum += s
			if hi != 0 {
				k.partHi[b] += hi
				k.pairHi[a<<6|b] += hi
				sumHi += hi
			}
		}
		if n2 > laneMax {
			return k.discard(n)
		}
		k.part[a] += sum
		k.partHi[a] += sumHi
		k.total += sum
		k.totalHi += sumHi
	}
	return true
}

// last counts those of level 3 that begin with a, b, c and end in w, and what goes
// on from them, which it returns.
func (k *smallPairs) last(a, b, c int, w uint64, limit int) (sum uint64) {
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		k.part[d] += level3
		k.pair[a<<6|d] += level3
		k.pair[b<<6|d] += level3
		k.pair[c<<6|d] += level3
		if v := w & k.m[d]; v != 0 && limit > 4 && !k.over {
			k.prefix[0], k.prefix[1], k.prefix[2], k.prefix[3] = uint8(a), uint8(b), uint8(c), uint8(d)
			hi := k.deeper(v, 4, limit)
			k.addDeep(d, 3, hi)
			sum += hi
		}
	}
	k.addDeep(c, 2, sum)
	return sum
}

// addDeep adds to vertex d and its connections with the first few of the prefix.
func (k *smallPairs) addDeep(d, before int, n uint64) {
	if n == 0 {
		return
	}
	k.partHi[d&63] += n
	for _, v := range k.prefix[:before] {
		k.pairHi[int(v&63)<<6|d&63] += n
	}
}

// deeper counts the simplices that begin with the prefix and go on in w, whose
// vertices complete those of the given level.
func (k *smallPairs) deeper(w uint64, level, limit int) (sum uint64) {
	if level == smallLevels {
		k.over = true
		return 0
	}
	deep := &k.deep[level-EdgeLevels]
	if *deep += bits.OnesCount64(w); *deep > laneMax {
		k.over = true
		return 0
	}
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		n := uint64(1) << (laneBits * (level - EdgeLevels))
		if y := w & k.m[d]; y != 0 && level+1 < limit && !k.over {
			k.prefix[level] = uint8(d)
			n += k.deeper(y, level+1, limit)
		}
		k.addDeep(d, level, n)
		sum += n
	}
	return sum
}

// discard makes the counts of connections zero and returns false.
func (k *smallPairs) discard(n int) bool {
	for a, row := range k.m[:n] {
		for x := row; x != 0; x &= x - 1 {
			at := a<<6 | bits.TrailingZeros64(x)
			k.pair[at], k.pairHi[at] = 0, 0
		}
	}
	return false
}

// addTo adds what was counted inside row i of f's matrix, the vertices listed, from
// level base on, and makes the counts of connections zero. Without pairs there was
// only one level to count.
func (k *smallPairs) addTo(f *pairFrame, i, base int, list []uint32, pairs, packed bool) {
	first, shift := base/EdgeLevels, base%EdgeLevels*laneBits
	blocks := 1
	for q := 1; q < 3; q++ {
		if shifted(k.total, k.totalHi, shift, q) != 0 {
			blocks = q + 1
		}
	}
	row := int(f.index.base[i])
	for q := range blocks {
		to := f.block(first + q)
		if shift == 0 && packed && blocks == 1 {
			k.addFirst(f, to, row, list, pairs)
			return
		}
		for a, j := range list {
			n := shifted(k.part[a&63], k.partHi[a&63], shift, q)
			to.addEdge(row+a, n, packed)
			to.addVertex(int(j), n, packed)
		}
		if !pairs {
			continue
		}
		for a, j := range list {
			for x := k.m[a&63]; x != 0; x &= x - 1 {
				b := bits.TrailingZeros64(x) & 63
				at := a&63<<6 | b
				to.addEdge(f.index.at(j, list[b]), shifted(k.pair[at], k.pairHi[at], shift, q), packed)
				if q == blocks-1 {
					k.pair[at], k.pairHi[at] = 0, 0
				}
			}
		}
	}
}

// addFirst is addTo where the counts of one block are all.
func (k *smallPairs) addFirst(f *pairFrame, to *PairBlock, row int, list []uint32, pairs bool) {
	own, vertex := to.Edge[row:row+len(list)], to.Vertex
	for a, j := range list {
		n := k.part[a&63]
		own[a] += n
		vertex[j] += n
	}
	if !pairs {
		return
	}
	m, edge := f.index.m, to.Edge
	for a, j := range list {
		x := k.m[a&63]
		if x == 0 {
			continue
		}
		base, word := int(f.index.base[j]), int(j)*m.NW
		row, before := m.Bits[word:word+m.NW], f.index.before[word:word+m.NW]
		pair := (*[64]uint64)(k.pair[a&63<<6:])
		for ; x != 0; x &= x - 1 {
			b := bits.TrailingZeros64(x) & 63
			v := list[b]
			at := base + int(before[v>>6]) + bits.OnesCount64(row[v>>6]&(1<<(v&63)-1))
			edge[at] += pair[b]
			pair[b] = 0
		}
	}
}

// shifted returns word q of the packed counts lo and hi moved up by shift bits.
func shifted(lo, hi uint64, shift, q int) uint64 {
	switch q {
	case 0:
		return lo << shift
	case 1:
		return lo>>(64-shift) | hi<<shift
	}
	return hi >> (64 - shift)
}
