package clique

import (
	"math/bits"
	"sync/atomic"
)

const (
	// maxWords is the most words that X ∪ B and X ∪ F may have for maxSmall: 1, 2 or 4.
	maxWords = 4

	// maxRoom is the room for sets that what a few of them leave takes, in words of
	// what is near; as many are for what is further. maxRelation is the same for the
	// relations. The kernels know both.
	maxRoom     = 1024 + 8
	maxRelation = 64*maxWords*maxWords + 8
)

// maxSets is a list of sets, of what could extend a simplex: words of X ∪ B, set by
// set, and, from maxRoom on, as many of F.
type maxSets [2 * maxRoom]uint64

// maxSmall counts maximal simplices where X ∪ B and X ∪ F are of 64·maxWords vertices
// at most. Both are bits of a few words, X first in either. When a vertex of X joins a
// set, X having been added to F, what is left is that AND the row of the vertex.
type maxSmall struct {
	words    int
	relation [2 * maxRelation]uint64 // by vertex: words of near, and from maxRelation on of follow
	x        [maxWords]uint64        // X

	// Lists of numbers in Near, X ∪ B and the row itself, and in Follow, X ∪ F.
	columns, places [64*maxWords + 64]uint16
	rows            [64*maxWords + 1]uint16
	far             []uint64
	stack           []*maxSets
	stop            *atomic.Bool
	budget          int // sets until stop is looked at again
}

// wordsFor returns the number of words that hold n bits, if that is 1, 2 or 4, or the
// next larger of those.
func wordsFor(n int) int {
	words := max(1, (n+63)/64)
	if words == 3 {
		return 4
	}
	return words
}

// project writes the relations out for what row i holds: an X of n vertices, and with
// B as many as all. The set that counting begins with is made the first of the stack.
func (s *maxSmall) project(r *MaximalRows, i, n, all, words int) {
	near := r.Near.Row(i)[:r.Near.used()]
	listSet(near, s.columns[:])
	copy(s.places[:], s.columns[:n])
	copy(s.rows[:], s.columns[:n])
	s.rows[n] = uint16(i)
	s.far = append(s.far[:0], r.Follow.Row(i)[:r.Follow.used()]...)
	for w, x := range near[:r.words()] {
		s.far[w] &^= x
	}
	last := n + listSet(s.far, s.places[n:])

	s.words = words
	first := s.sets(0)
	for w := range words {
		from := 64 * w
		pickRows(s.relation[w:], words, r.Near, s.rows[:n], s.columns[from:], min(64, all-from))
		pickRows(s.relation[maxRelation+w:], words, r.Follow, s.rows[:n+1], s.places[from:], min(64, last-from))
		s.x[w] = upTo(n - from)
		first[w] = upTo(all - from)
		// Which of X are in F as well, and all others of F.
		first[maxRoom+w] = s.relation[maxRelation+n*words+w]
	}
	if words == 1 {
		s.relation[64], s.relation[maxRelation+64] = 0, ^uint64(0) // see join64
	}
}

// upTo returns a word of which the first n bits are set, none or all if there are not as
// many.
func upTo(n int) uint64 { return uint64(1)<<max(0, min(64, n)) - 1 } // 1<<64 is 0

func (s *maxSmall) sets(depth int) *maxSets {
	for len(s.stack) <= depth {
		s.stack = append(s.stack, new(maxSets))
	}
	return s.stack[depth]
}

// run counts by level: those that l+1 of the vertices complete in count[l] where
// they are maximal, and in every[l].
func (s *maxSmall) run(count, every []uint64) { s.expand(s.words, count, every, 0) }

// expand lets each vertex of X of each of the sets at depth, n words, join, and counts
// what comes of it; what can grow further does, a few sets at a time, so that memory
// stays bounded.
func (s *maxSmall) expand(n int, count, every []uint64, depth int) {
	out := s.sets(depth + 1)
	in := s.stack[depth]
	// What so many sets leave there is room for.
	chunk := maxRoom / (64 * s.words * s.words) * s.words
	for at := 0; at < n; at += chunk {
		s.budget -= chunk
		if stopped(s.stop, &s.budget) {
			return
		}
		var sums [2]uint64
		kept := s.join(in, at, min(at+chunk, n), out, &sums)
		every[0] += sums[0]
		count[0] += sums[1]
		if kept > 0 && len(count) > 1 {
			s.expand(kept, count[1:], every[1:], depth+1)
		}
	}
}

// joinGo stores in out what is left of each set of in[from:to] when one of its vertices
// of X joins, if that leaves some of X, and returns how many words these are. To sums it
// adds how many vertices joined, and how many of them left nothing.
func (s *maxSmall) joinGo(in *maxSets, from, to int, out *maxSets, sums *[2]uint64) (kept int) {
	words := s.words
	for ; from < to; from += words {
		var near, further [maxWords]uint64
		for w := range words {
			near[w] = in[from+w]
			further[w] = in[maxRoom+from+w] | near[w]&s.x[w]
		}
		for w := range words {
			x := near[w] & s.x[w]
			sums[0] += uint64(bits.OnesCount64(x))
			for ; x != 0; x &= x - 1 {
				at := words * (w<<6 | bits.TrailingZeros64(x))
				some, more := uint64(0), uint64(0)
				for v := range words {
					y, z := near[v]&s.relation[at+v], further[v]&s.relation[maxRelation+at+v]
					out[kept+v], out[maxRoom+kept+v] = y, z
					some |= y | z
					more |= y & s.x[v]
				}
				sums[1] += 1 - (some|-some)>>63
				kept += words * int((more|-more)>>63)
			}
		}
	}
	return kept
}

// listSetGo stores the numbers of the bits set in words in out, and returns how many
// there are.
func listSetGo(words []uint64, out []uint16) (n int) {
	for w, x := range words {
		for ; x != 0; x &= x - 1 {
			out[n] = uint16(w<<6 | bits.TrailingZeros64(x))
			n++
		}
	}
	return n
}
