package portal

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// scanRows turns a matrix of bytes into lists of columns: it appends col0 + c to
// cols for each element (r, c) of buf that is not zero, row by row in ascending
// order, and stores how many row r has in counts[r]. Row r begins at
// buf[r*stride]; elements from width on are not looked at.
//
// It reads 32 bytes at a time: at the portal's densities four of five such
// groups are zero.
func scanRows(buf []byte, stride, width int, col0 uint32, counts, cols []uint32) []uint32 {
	for r := range counts {
		before := len(cols)
		cols = slices.Grow(cols, width)
		cols = appendNonZero(cols, buf[r*stride:r*stride+width], col0)
		counts[r] = uint32(len(cols) - before)
	}
	return cols
}

func appendNonZero(cols []uint32, row []byte, col0 uint32) []uint32 {
	for len(row) >= 32 {
		a, b := binary.LittleEndian.Uint64(row), binary.LittleEndian.Uint64(row[8:])
		c, d := binary.LittleEndian.Uint64(row[16:]), binary.LittleEndian.Uint64(row[24:])
		if a|b|c|d != 0 {
			cols = appendWord(cols, a, col0)
			cols = appendWord(cols, b, col0+8)
			cols = appendWord(cols, c, col0+16)
			cols = appendWord(cols, d, col0+24)
		}
		row, col0 = row[32:], col0+32
	}
	for len(row) >= 8 {
		cols = appendWord(cols, binary.LittleEndian.Uint64(row), col0)
		row, col0 = row[8:], col0+8
	}
	for c, x := range row {
		if x != 0 {
			cols = append(cols, col0+uint32(c))
		}
	}
	return cols
}

// appendWord appends col0 + k for each byte k of w that is not zero.
func appendWord(cols []uint32, w uint64, col0 uint32) []uint32 {
	if w == 0 {
		return cols
	}
	const low7 = 0x7f7f7f7f7f7f7f7f
	// The top bit of each byte is set if the byte is not zero.
	for t := ((w & low7) + low7 | w) &^ low7; t != 0; t &= t - 1 {
		cols = append(cols, col0+uint32(bits.TrailingZeros64(t))/8)
	}
	return cols
}

const signBit = 0x80

// mergePlanes undoes the shuffle filter as far as it matters: the filter stores
// byte 0 of all elements, then byte 1 of all, and so on. It makes byte i of the
// first plane the OR of all bytes of element i, but for the top bit of byte
// signAt, if that is not negative: a float is zero whatever its sign.
func mergePlanes(buf []byte, size, signAt int) []byte {
	n := len(buf) / size
	if signAt >= 0 {
		plane := buf[signAt*n : (signAt+1)*n]
		for i := range plane {
			plane[i] &^= signBit
		}
	}
	first := buf[:n]
	for p := 1; p < size; p++ {
		plane := buf[p*n : (p+1)*n]
		i := 0
		for ; i+8 <= n; i += 8 {
			binary.LittleEndian.PutUint64(first[i:], binary.LittleEndian.Uint64(first[i:])|binary.LittleEndian.Uint64(plane[i:]))
		}
		for ; i < n; i++ {
			first[i] |= plane[i]
		}
	}
	return first
}

// narrow makes elements of several bytes into one byte each that is zero if and
// only if they are, in place; signAt is as for mergePlanes. Otherwise the order
// of bytes does not matter.
func narrow(buf []byte, size, signAt int) []byte {
	n := len(buf) / size
	for i := range n {
		element := buf[i*size : (i+1)*size]
		if signAt >= 0 {
			element[signAt] &^= signBit
		}
		var any byte
		for _, x := range element {
			any |= x
		}
		buf[i] = any
	}
	return buf[:n]
}
