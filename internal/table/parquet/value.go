package parquet

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	pq "github.com/parquet-go/parquet-go"

	"github.com/ctopo/ctopo/connectome"
)

// kind is what a cell holds.
type kind uint8

const (
	null    kind = iota
	signed       // bits are an int64
	beyond       // bits are a uint64 above MaxInt64
	float        // bits are a float64
	truth        // bits are 0 or 1
	literal      // bits are an index into the column's texts
)

// cell is one value of a table.
type cell struct {
	bits uint64
	kind kind
}

// exactDouble is the largest integer up to which a double holds every one.
const exactDouble = 1 << 53

// fitsDouble reports whether an integer is one that a double holds for sure.
func (c cell) fitsDouble() bool {
	x := int64(c.bits)
	return c.kind == signed && -exactDouble <= x && x <= exactDouble
}

// double returns a number as a float64.
func (c cell) double() float64 {
	if c.kind == float {
		return math.Float64frombits(c.bits)
	}
	return float64(int64(c.bits))
}

// column gathers the cells of one column for a row group.
type column struct {
	name  string
	mixed bool // floats may follow
	kinds uint8
	cells []cell

	texts []string // distinct, in the order they came in
	at    map[string]uint64
}

// add takes in rows from to to of a piece of the column.
func (c *column) add(piece connectome.Column, from, to int) {
	c.kinds |= 1 << piece.Kind
	for i := from; i < to; i++ {
		c.cells = append(c.cells, c.cell(piece, i))
	}
}

func (c *column) cell(piece connectome.Column, i int) cell {
	if piece.Null(i) {
		return cell{}
	}
	switch piece.Kind {
	case connectome.KindInt:
		return cell{uint64(piece.Int(i)), signed}
	case connectome.KindUint:
		if x := piece.Uint(i); x > math.MaxInt64 {
			return cell{x, beyond}
		}
		return cell{piece.Uint(i), signed}
	case connectome.KindFloat:
		return cell{math.Float64bits(piece.Float(i)), float}
	case connectome.KindBool:
		if piece.Text(i) == "true" {
			return cell{1, truth}
		}
		return cell{0, truth}
	}
	return cell{c.intern(piece.Text(i)), literal}
}

// intern returns the place of a text among the distinct ones.
func (c *column) intern(s string) uint64 {
	k, ok := c.at[s]
	if !ok {
		if c.at == nil {
			c.at = make(map[string]uint64)
		}
		k = uint64(len(c.texts))
		c.at[s] = k
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
		c.texts = append(c.texts, s)
	}
	return k
}

// reset forgets the cells, and texts once they are many.
func (c *column) reset() {
	c.cells = c.cells[:0]
	if len(c.texts) > GroupRows/8 {
		c.texts, c.at = nil, nil
	}
}

// holds reports whether the column has had a piece of that kind.
func (c *column) holds(k connectome.Kind) bool { return c.kinds&(1<<k) != 0 }

// any reports whether a cell is as asked.
func (c *column) any(is func(cell) bool) bool {
	for _, x := range c.cells {
		if is(x) {
			return true
		}
	}
	return false
}

// settle chooses the type that holds every cell exactly.
func (c *column) settle() storage {
	integer := func(x cell) bool { return x.kind == signed || x.kind == beyond }
	switch {
	case c.holds(connectome.KindString):
		return storeText
	case c.holds(connectome.KindBool):
		return storeBool
	case c.holds(connectome.KindFloat) || c.mixed:
		if c.any(func(x cell) bool { return integer(x) && !x.fitsDouble() }) {
			return storeText
		}
		return storeDouble
	case c.any(func(x cell) bool { return x.kind == beyond }):
		return storeDecimal
	}
	return storeInt
}

// text returns a cell as CSV writes it.
func (c *column) text(x cell) string {
	switch x.kind {
	case literal:
		return c.texts[x.bits]
	case signed:
		return strconv.FormatInt(int64(x.bits), 10)
	case beyond:
		return strconv.FormatUint(x.bits, 10)
	case float:
		return string(connectome.Floats("", []float64{x.double()}).Append(nil, 0))
	case truth:
		return strconv.FormatBool(x.bits == 1)
	}
	return ""
}

// value returns a cell as the type stores it; ok is false if it does not fit.
func (c *column) value(x cell, as storage) (v pq.Value, ok bool) {
	switch {
	case x.kind == null:
		return pq.NullValue(), true
	case as == storeText:
		return pq.ByteArrayValue([]byte(c.text(x))), true
	case as == storeBool:
		return pq.BooleanValue(x.bits == 1), x.kind == truth
	case as == storeDouble:
		return pq.DoubleValue(x.double()), x.kind == float || x.fitsDouble()
	case as == storeInt:
		return pq.Int64Value(int64(x.bits)), x.kind == signed
	}
	sign := byte(0)
	if x.kind == signed && int64(x.bits) < 0 {
		sign = 0xff
	}
	return pq.FixedLenByteArrayValue(binary.BigEndian.AppendUint64([]byte{sign}, x.bits)), x.kind == signed || x.kind == beyond
}
