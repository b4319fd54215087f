package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The AVX2 kernels treat a row in two halves of 256 columns: the list is walked
// once for each. Bits are counted by looking up the two nibbles of each byte;
// VPSADBW then adds up the bytes of a word.

// What the comments on them tell.
const (
	ofHalf      = " for words 0 to 3; for words 4 to 7, rows and acc"
	startOfHalf = "start four words later."
)

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

func newVectors2(table Mem) vectors {
	nibbles, low, zero := YMM(), YMM(), YMM()
	VMOVDQU(table, nibbles)
	mask := GP32()
	MOVL(U32(0x0f0f0f0f), mask)
	x := XMM()
	VMOVD(mask, x)
	VPBROADCASTD(x, low)
	VPXOR(zero, zero, zero)
	return vectors{
		register: YMM,
		move:     VMOVDQU,
		and:      VPAND,
		or:       VPOR,
		xor:      VPXOR,
		empty:    func(x reg.VecVirtual) { VPTEST(x, x) },
		tally: func(x, sum reg.VecVirtual) {
			high := YMM()
			VPSRLW(Imm(4), x, high)
			VPAND(low, x, x)
			VPAND(low, high, high)
			VPSHUFB(x, nibbles, x)
			VPSHUFB(high, nibbles, high)
			VPADDB(high, x, x)
			VPSADBW(zero, x, x)
			VPADDQ(x, sum, sum)
		},
		eitherAnd: func(m Op, s, x reg.VecVirtual) {
			VPOR(m, x, x)
			VPAND(s, x, x)
		},
	}
}

func typed2(makeVectors func() vectors) {
	k := newStrips("typedHalfAVX2", "rows, acc *uint64", makeVectors, "typedHalfAVX2 is typedGo"+ofHalf, startOfHalf)
	k.rowsOfU()
	sums := make([]reg.VecVirtual, 4)
	for shape := range sums {
		sums[shape] = YMM()
	}
	clear := func() {
		for _, s := range sums {
			VPXOR(s, s, s)
		}
	}
	entry := func() {
		x := YMM()
		for shape, m := range []struct {
			u reg.VecVirtual
			v Mem
		}{{k.o, k.out()}, {k.o, k.in()}, {k.i, k.out()}, {k.i, k.in()}} {
			VPAND(m.v, m.u, x)
			k.tally(x, sums[shape])
		}
	}
	// Registers are too few for the sums of both kinds of entries: they are
	// added to memory at the end of each kind.
	k.between = func() {
		k.addTo(k.acc, sums)
		clear()
	}
	k.runs(func() {
		x := YMM()
		clear()
		k.take(x)
	}, entry, entry, func() {
		back := GP64()
		LEAQ(Mem{Base: k.acc, Disp: 4 * 64}, back)
		k.addTo(back, sums)
	})
	VZEROUPPER()
	RET()
}
