package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The AVX2 kernels treat a row in two halves of 256 columns: the list is walked
// once for each. Bits are counted by looking up the two nibbles of each byte;
// VPSADBW then adds up the bytes of a word.

// counter holds what the population count needs.
type counter struct{ nibbles, low, zero reg.VecVirtual }

// nibbleTable emits the number of bits of each nibble, for both lanes.
func nibbleTable() Mem {
	table := GLOBL("nibbles", RODATA|NOPTR)
	for i := range 32 {
		bits := 0
		for k := range 4 {
			bits += i % 16 >> k & 1
		}
		DATA(i, U8(bits))
	}
	return table
}

func newCounter(table Mem) counter {
	c := counter{YMM(), YMM(), YMM()}
	VMOVDQU(table, c.nibbles)
	mask := GP32()
	MOVL(U32(0x0f0f0f0f), mask)
	x := XMM()
	VMOVD(mask, x)
	VPBROADCASTD(x, c.low)
	VPXOR(c.zero, c.zero, c.zero)
	return c
}

// tally adds the population counts of x's words to sum.
func (c counter) tally(x, sum reg.VecVirtual) {
	high := YMM()
	VPSRLW(Imm(4), x, high)
	VPAND(c.low, x, x)
	VPAND(c.low, high, high)
	VPSHUFB(x, c.nibbles, x)
	VPSHUFB(high, c.nibbles, high)
	VPADDB(high, x, x)
	VPSADBW(c.zero, x, x)
	VPADDQ(x, sum, sum)
}

// empty2 sets flags to zero if x has no bit.
func empty2(x reg.VecVirtual) { VPTEST(x, x) }

func zeroed2(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = YMM()
		VPXOR(v[i], v[i], v[i])
	}
	return v
}

// addTo2 adds vectors to the first halves of those at acc.
func addTo2(acc reg.GPVirtual, sums []reg.VecVirtual) {
	for i, s := range sums {
		VPADDQ(Mem{Base: acc, Disp: 64 * i}, s, s)
		VMOVDQU(s, Mem{Base: acc, Disp: 64 * i})
	}
}

func plain2(table Mem) {
	TEXT("plainHalfAVX2", NOSPLIT, "func(list []uint32, rows, acc *uint64)")
	Pragma("noescape")
	Doc("plainHalfAVX2 is plainGo for words 0 to 3; for words 4 to 7, rows and acc", "start four words later.")
	w := begin("rows")
	acc := GP64()
	Load(Param("acc"), acc)
	c := newCounter(table)
	sums := zeroed2(2)
	o, i, s := YMM(), YMM(), YMM()
	entry := func(other reg.VecVirtual, first, second func() Mem) func() {
		return func() {
			x, y := YMM(), YMM()
			VMOVDQU(first(), x)
			VPAND(x, other, y)
			VPOR(second(), x, x)
			VPAND(s, x, x)
			c.tally(y, sums[1])
			c.tally(x, sums[0])
		}
	}
	w.runs(func() {
		VMOVDQU(w.out(), o)
		VMOVDQU(w.in(), i)
		VPOR(o, i, s)
		empty2(s)
	}, entry(i, w.out, w.in), entry(o, w.in, w.out), nil)
	addTo2(acc, sums)
	VZEROUPPER()
	RET()
}

func typed2(table Mem) {
	TEXT("typedHalfAVX2", NOSPLIT, "func(list []uint32, rows, acc *uint64)")
	Pragma("noescape")
	Doc("typedHalfAVX2 is typedGo for words 0 to 3; for words 4 to 7, rows and acc", "start four words later.")
	w := begin("rows")
	acc := GP64()
	Load(Param("acc"), acc)
	c := newCounter(table)
	o, i := YMM(), YMM()
	sums := make([]reg.VecVirtual, 4)
	for k := range sums {
		sums[k] = YMM()
	}
	clear := func() {
		for _, s := range sums {
			VPXOR(s, s, s)
		}
	}
	entry := func() {
		x := YMM()
		for k, m := range []struct {
			u reg.VecVirtual
			v Mem
		}{{o, w.out()}, {o, w.in()}, {i, w.out()}, {i, w.in()}} {
			VPAND(m.v, m.u, x)
			c.tally(x, sums[k])
		}
	}
	// Registers are too few for the sums of both kinds of entries: they are
	// added to memory at the end of each kind.
	w.between = func() {
		addTo2(acc, sums)
		clear()
	}
	w.runs(func() {
		x := YMM()
		clear()
		VMOVDQU(w.out(), o)
		VMOVDQU(w.in(), i)
		VPOR(o, i, x)
		empty2(x)
	}, entry, entry, func() {
		back := GP64()
		LEAQ(Mem{Base: acc, Disp: 4 * 64}, back)
		addTo2(back, sums)
	})
	VZEROUPPER()
	RET()
}
