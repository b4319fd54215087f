package control

import (
	"math/bits"
	"math/rand/v2"
)

// trader does curveball trades between the rows of two neurons a and b of a
// directed graph: what both hold stays; so does b in row a, and a in row b, which
// would be loops in the other; all else that either holds is pooled and dealt out
// again, as many to each as it had, every way equally likely. Rows are sets: in
// what order they hold their members changes.
//
// Strona et al. 2014, https://doi.org/10.1038/ncomms5114; for directed graphs
// Carstens, Berger and Strona 2016, https://arxiv.org/abs/1609.05137.
//
// Complexity: O(len(a) + len(b)), some 4 ns for each, where rows have little in
// common without branches that depend on what they hold. A bit a neuron, and
// room for two rows.
type trader struct {
	seen       []uint64 // bit v: a row holds neuron v; all 0 between trades
	pool       []uint32 // what is dealt out
	mine       []uint64 // bit k: pool[k] goes to row a
	common     []uint32
	outA, outB []uint32
}

func newTrader(n int) *trader { return &trader{seen: make([]uint64, (n+63)/64)} }

func (t *trader) trade(rng *rand.Rand, a, b uint32, rowA, rowB []uint32) {
	if size := len(rowA) + len(rowB); len(t.pool) < size {
		t.pool, t.outA, t.outB = make([]uint32, 2*size), make([]uint32, 2*size+1), make([]uint32, 2*size+1)
		t.mine = make([]uint64, (2*size+63)/64)
	}
	free := t.gather(a, b, rowA, rowB)
	common := len(t.common)
	heldA, heldB := copy(t.outA, t.common), copy(t.outB, t.common)
	if free < len(rowA)+len(rowB)-2*common { // the pool lacks b of row a, or a of row b
		if contains(rowA, b) {
			t.outA[heldA] = b
			heldA++
		}
		if contains(rowB, a) {
			t.outB[heldB] = a
			heldB++
		}
	}
	want := len(rowA) - heldA
	if want == 0 || want == free {
		return
	}
	t.deal(rng, want, free)
	t.emit(free, heldA, heldB)
	copy(rowA, t.outA)
	copy(rowB, t.outB)
}

// gather puts into the pool what may go to either row, and returns how many that
// is; common is what both hold.
func (t *trader) gather(a, b uint32, rowA, rowB []uint32) int {
	seen, pool := t.seen, t.pool
	t.common = t.common[:0]
	for _, v := range rowA {
		seen[v/64] |= 1 << (v % 64)
	}
	k := 0
	for _, v := range rowB {
		if seen[v/64]>>(v%64)&1 == 1 {
			t.common = append(t.common, v)
			seen[v/64] &^= 1 << (v % 64)
			continue
		}
		if v != a {
			pool[k] = v
			k++
		}
	}
	for _, v := range rowA {
		if v != b && seen[v/64]>>(v%64)&1 == 1 {
			pool[k] = v
			k++
		}
	}
	for _, v := range rowA {
		seen[v/64] = 0
	}
	return k
}

// deal chooses want of the first free members of the pool for row a. Each is
// chosen with a probability of some sixteenths, near want/free, and then as many
// are moved over at random as it takes: since no step asks which they are, every
// choice is equally likely.
func (t *trader) deal(rng *rand.Rand, want, free int) {
	mine := t.mine[:(free+63)/64]
	sixteenths := (16*want + free/2) / free
	have := 0
	for k := range mine {
		mine[k] = sixteen(rng, sixteenths)
		if last := free - 64*k; last < 64 {
			mine[k] &= 1<<last - 1
		}
		have += bits.OnesCount64(mine[k])
	}
	for have != want {
		k := rng.Uint32N(uint32(free))
		word, bit := k/64, uint64(1)<<(k%64)
		switch {
		case have < want && mine[word]&bit == 0:
			have++
		case have > want && mine[word]&bit != 0:
			have--
		default:
			continue
		}
		mine[word] ^= bit
	}
}

// sixteen returns 64 bits that are each 1 with probability s/16.
func sixteen(rng *rand.Rand, s int) uint64 {
	if s >= 16 {
		return ^uint64(0)
	}
	// From the last binary digit of s/16 to the first: a random bit goes before
	// what there is, as an or for a digit 1 and as an and for a digit 0.
	x := uint64(0)
	for k := bits.TrailingZeros(uint(s)); k < 4; k++ {
		if s>>k&1 == 1 {
			x |= rng.Uint64()
		} else {
			x &= rng.Uint64()
		}
	}
	return x
}

// emit appends the members of the pool to the rows that they go to, of which so
// many are there.
func (t *trader) emit(free, heldA, heldB int) {
	outA, outB := t.outA, t.outB
	for word, x := range t.mine[:(free+63)/64] {
		for _, v := range t.pool[64*word : min(free, 64*word+64)] {
			outA[heldA], outB[heldB] = v, v
			heldA += int(x & 1)
			heldB += int(^x & 1)
			x >>= 1
		}
	}
}

func contains(row []uint32, v uint32) bool {
	for _, w := range row {
		if w == v {
			return true
		}
	}
	return false
}
