package clique

import "math/bits"

// lanes is the number of partial sums that a count is kept in: one for each
// word of the widest register.
const lanes = 8

// Tally holds counts by level and slot. A slot is whatever the caller wants
// counts told apart by; it grows by levels as they come.
type Tally struct {
	slots int
	acc   []uint64 // [level][slot][lane]
}

// NewTally returns a tally of that many slots.
func NewTally(slots int) *Tally { return &Tally{slots: slots} }

// Levels returns the number of levels that may hold counts.
func (t *Tally) Levels() int { return len(t.acc) / (lanes * t.slots) }

// grow makes room for at least that many levels.
func (t *Tally) grow(levels int) {
	if need := levels * t.slots * lanes; need > len(t.acc) {
		t.acc = append(t.acc, make([]uint64, need-len(t.acc))...)
	}
}

// add adds n to a count whose level there is room for.
func (t *Tally) add(level, slot int, n uint64) (carry bool) {
	at := &t.acc[(level*t.slots+slot)*lanes]
	sum, c := bits.Add64(*at, n, 0)
	*at = sum
	return c != 0
}

// Sum returns a count, and whether it fits 64 bits. Beyond the levels that were
// met counts are 0.
func (t *Tally) Sum(level, slot int) (sum uint64, ok bool) {
	if level >= t.Levels() {
		return 0, true
	}
	ok = true
	at := (level*t.slots + slot) * lanes
	for _, n := range t.acc[at : at+lanes] {
		var carry uint64
		sum, carry = bits.Add64(sum, n, 0)
		ok = ok && carry == 0
	}
	return sum, ok
}
