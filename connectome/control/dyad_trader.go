package control

import "math/rand/v2"

// dyadTrader does curveball trades between two rows of a table whose cells are
// unconnected or one of the ways in which a pair can be connected. Rows are sets of
// entries of cells that are connected. Columns in which the two rows differ are
// grouped by what the two cells are, whichever has which; in each group the rows keep
// how often each of them has the one and the other, and every choice of the columns
// where is equally likely. So rows and columns have what they had.
//
// Complexity: linear in the length of the rows, some 12 ns an entry. A byte a neuron
// and room for nine times two rows.
type dyadTrader struct {
	trader         // its deal
	was    []uint8 // how the first row's cell is connected; all 0 between trades
	count  [groups]int
	low    [groups]int // how often the first row's cell is the lower of the two
	outA   []uint32
	outB   []uint32
}

// Groups of columns. Those of unequal cells, up to unequal, are dealt out.
const (
	unequal = 6 // how many unordered pairs of four ways there are
	absent  = 6 // already dealt with
	equal   = 7
	groups  = 8
)

// Of each group that is dealt out, what its cells are; and of two cells the group.
var (
	lowWay  = [unequal]uint32{0, 0, 0, toOther, toOther, fromOther}
	highWay = [unequal]uint32{toOther, fromOther, bothWays, fromOther, bothWays, bothWays}
	groupOf = [16]uint8{
		absent, 0, 1, 2,
		0, equal, 3, 4,
		1, 3, equal, 5,
		2, 4, 5, equal,
	}
	firstIsLower = [16]uint64{1: 1 << 32, 2: 1 << 32, 3: 1 << 32, 6: 1 << 32, 7: 1 << 32, 11: 1 << 32}
)

func newDyadTrader(n int) *dyadTrader { return &dyadTrader{was: make([]uint8, n)} }

func (t *dyadTrader) trade(rng *rand.Rand, rowA, rowB []uint32) {
	size := len(rowA) + len(rowB)
	if len(t.outA) <= size {
		t.pool, t.outA, t.outB = make([]uint32, groups*2*size), make([]uint32, 2*size+1), make([]uint32, 2*size+1)
		t.mine = make([]uint64, (2*size+63)/64)
	}
	t.gather(rowA, rowB, size)
	heldA := copy(t.outA, t.pool[equal*size:equal*size+t.count[equal]])
	heldB := copy(t.outB, t.outA[:heldA])
	for g := range unequal {
		free := t.count[g]
		if free == 0 {
			continue
		}
		t.deal(rng, t.low[g], free)
		pool := t.pool[g*size : g*size+free]
		if lowWay[g] == 0 {
			heldA, heldB = t.emitOne(pool, highWay[g], heldA, heldB)
		} else {
			t.emitBoth(pool, lowWay[g], highWay[g], t.outA[heldA:], t.outB[heldB:])
			heldA, heldB = heldA+free, heldB+free
		}
	}
	copy(rowA, t.outA)
	copy(rowB, t.outB)
}

// gather puts the columns of each group into its part of the pool.
func (t *dyadTrader) gather(rowA, rowB []uint32, size int) {
	var count [groups]uint64 // of columns, and from bit 32 of those where the first row's cell is lower
	was, pool := t.was, t.pool
	for _, e := range rowA {
		was[e>>2] = uint8(e & 3)
	}
	for _, e := range rowB {
		cells := was[e>>2]<<2 | uint8(e&3)
		was[e>>2] = 0
		g := groupOf[cells&15] & 7
		c := count[g]
		pool[int(g)*size+int(uint32(c))] = e
		count[g] = c + 1 + firstIsLower[cells&15]
	}
	for _, e := range rowA {
		g := groupOf[was[e>>2]&3] & 7 // as group of that and unconnected
		was[e>>2] = 0
		c := count[g]
		pool[int(g)*size+int(uint32(c))] = e
		count[g] = c + 1
	}
	for g, c := range count {
		t.count[g], t.low[g] = int(uint32(c)), int(c>>32)
	}
}

// emitOne appends columns to the row whose cell is connected; the other's is not.
func (t *dyadTrader) emitOne(pool []uint32, how uint32, heldA, heldB int) (int, int) {
	outA, outB := t.outA, t.outB
	for k, e := range pool {
		x := int(t.mine[k/64] >> (k % 64) & 1)
		outA[heldA], outB[heldB] = e&^3|how, e&^3|how
		heldA += 1 - x
		heldB += x
	}
	return heldA, heldB
}

// emitBoth writes columns of which both rows' cells are connected.
func (t *dyadTrader) emitBoth(pool []uint32, low, high uint32, outA, outB []uint32) {
	for k, e := range pool {
		a, b := high, low
		if t.mine[k/64]>>(k%64)&1 == 1 {
			a, b = low, high
		}
		outA[k], outB[k] = e&^3|a, e&^3|b
	}
}
