package control

import (
	"math/rand/v2"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// How a connected pair {u, v}, u < v, is connected.
const (
	up     uint8 = 1 // u → v
	down   uint8 = 2 // v → u
	mutual       = up | down
)

// pairList is the connected pairs {u, v}, u < v, of a graph, by u and then v, and
// how each is connected. Memory: 5 bytes a pair.
type pairList struct {
	n    int
	ptr  []int64 // by u
	high []uint32
	how  []uint8
}

// newPairList lists the pairs of a graph. O(N + E).
func newPairList(g *connectome.Graph) *pairList {
	l := &pairList{n: g.N(), ptr: make([]int64, g.N()+1)}
	pairs := g.Connections() - g.MutualPairs()
	l.high, l.how = make([]uint32, 0, pairs), make([]uint8, 0, pairs)
	for u := range uint32(g.N()) {
		out, in := beyond(g.Out(u), u), beyond(g.In(u), u)
		for len(out) > 0 || len(in) > 0 {
			switch {
			case len(in) == 0 || len(out) > 0 && out[0] < in[0]:
				l.high, l.how, out = append(l.high, out[0]), append(l.how, up), out[1:]
			case len(out) == 0 || in[0] < out[0]:
				l.high, l.how, in = append(l.high, in[0]), append(l.how, down), in[1:]
			default:
				l.high, l.how, out, in = append(l.high, out[0]), append(l.how, mutual), out[1:], in[1:]
			}
		}
		l.ptr[u+1] = int64(len(l.high))
	}
	return l
}

// beyond returns the part of an ascending row beyond u.
func beyond(row []uint32, u uint32) []uint32 {
	i, _ := slices.BinarySearch(row, u)
	return row[i:]
}

// graph makes a graph of the pairs, connected as how says; 0 leaves a pair out.
// Rows come out ascending: what is below u is there before the pairs of u are.
func (l *pairList) graph(how []uint8) (*connectome.Graph, error) {
	ptr := make([]int64, l.n+1)
	l.each(how, func(from, _ uint32) { ptr[from+1]++ })
	for v := range l.n {
		ptr[v+1] += ptr[v]
	}
	idx, next := make([]uint32, ptr[l.n]), make([]int64, l.n)
	copy(next, ptr)
	l.each(how, func(from, to uint32) {
		idx[next[from]] = to
		next[from]++
	})
	return connectome.FromCSR(l.n, ptr, idx, nil)
}

// each calls f for every connection.
func (l *pairList) each(how []uint8, f func(from, to uint32)) {
	for u := range uint32(l.n) {
		for e := l.ptr[u]; e < l.ptr[u+1]; e++ {
			if how[e]&up != 0 {
				f(u, l.high[e])
			}
			if how[e]&down != 0 {
				f(l.high[e], u)
			}
		}
	}
}

// pickSome calls f for want of n items, every choice equally likely, in their order
// (selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
func pickSome(rng *rand.Rand, n, want int64, f func(i int64)) {
	for i := int64(0); want > 0; i++ {
		if rng.Int64N(n-i) < want {
			f(i)
			want--
		}
	}
}
