package bfs

import "math/bits"

// columns counts the bits of rows by column.
type columns struct {
	rows  [columnRows]row
	n     int // rows that wait
	count [Sources]uint64
}

const (
	columnSlices = 8
	columnRows   = 1<<columnSlices - 1 // what a number of columnSlices bits can count
)

func (c *columns) clear() {
	c.n = 0
	clear(c.count[:])
}

// push takes a row, and reports whether it was the last that there was room for.
func (c *columns) push(r *row) (full bool) {
	c.rows[c.n] = *r
	c.n++
	return c.n == columnRows
}

// drain counts the rows that wait. Few rows are counted bit by bit; many by
// adding whole words as if each column were an adder of its own, which leaves
// eight words that hold the counts of 64 columns as binary numbers.
func (c *columns) drain() {
	if c.n == 0 {
		return
	}
	rows := c.rows[:c.n]
	c.n = 0
	for w := range rowWords {
		if len(rows) < columnRows/8 {
			c.each(rows, w)
			continue
		}
		digits := addColumns(rows, w)
		count := (*[64]uint64)(c.count[64*w:])
		for d, x := range digits {
			for k := range count {
				count[k] += x >> k & 1 << d
			}
		}
	}
}

func (c *columns) each(rows []row, w int) {
	for i := range rows {
		for x := rows[i][w]; x != 0; x &= x - 1 {
			c.count[64*w+bits.TrailingZeros64(x)]++
		}
	}
}

// addColumns returns the digits, lowest first, of the numbers of bits in each
// column of word w of at most 255 rows. Eight rows go through a tree of seven
// full adders (Harley and Seal; Muła et al. 2018, https://doi.org/10.1093/comjnl/bxx046), so that the
// higher digits are touched once for each eight.
func addColumns(rows []row, w int) (digits [columnSlices]uint64) {
	var one, two, four uint64
	for len(rows) >= 8 {
		r := rows[:8]
		var a, b, c, d, e, f, eight uint64
		one, a = fullAdder(one, r[0][w], r[1][w])
		one, b = fullAdder(one, r[2][w], r[3][w])
		one, c = fullAdder(one, r[4][w], r[5][w])
		one, d = fullAdder(one, r[6][w], r[7][w])
		two, e = fullAdder(two, a, b)
		two, f = fullAdder(two, c, d)
		four, eight = fullAdder(four, e, f)
		for i := 3; eight != 0; i++ {
			digits[i], eight = digits[i]^eight, digits[i]&eight
		}
		rows = rows[8:]
	}
	digits[0], digits[1], digits[2] = one, two, four
	for k := range rows {
		carry := rows[k][w]
		for i := 0; carry != 0; i++ {
			digits[i], carry = digits[i]^carry, digits[i]&carry
		}
	}
	return digits
}

// fullAdder adds three bits in each of 64 columns.
func fullAdder(a, b, c uint64) (sum, carry uint64) {
	x := a ^ b
	return x ^ c, a&b | x&c
}
