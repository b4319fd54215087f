package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sift2 emits the first pass over a list of runs: entries whose rows have a bit
// in common with u's are copied, headers follow, runs without one are left out.
// keep gets the shared bits of the two halves of a row, zero, the entry and
// where to put it; it leaves the flags zero if there is none.
func sift2(name, doc string, keep func(x, y, zero reg.VecVirtual, entry reg.GPVirtual, to Mem)) {
	TEXT(name, NOSPLIT, "func(list []uint32, rows *uint64, dst *uint32) int")
	Pragma("noescape")
	Doc(doc)
	w := begin("rows")
	first, dst, head := GP64(), GP64(), GP64()
	Load(Param("dst"), first)
	MOVQ(first, head)
	s0, s1, zero := YMM(), YMM(), YMM()
	VPXOR(zero, zero, zero)
	half := func(m Mem, k int) Mem { m.Disp += 32 * k; return m }
	kept := GP64()
	entry := func() {
		x, y := YMM(), YMM()
		VMOVDQU(half(w.out(), 0), x)
		VPOR(half(w.in(), 0), x, x)
		VPAND(s0, x, x)
		VMOVDQU(half(w.out(), 1), y)
		VPOR(half(w.in(), 1), y, y)
		VPAND(s1, y, y)
		XORL(kept.As32(), kept.As32())
		keep(x, y, zero, w.row, Mem{Base: dst})
		SETNE(kept.As8())
		LEAQ(Mem{Base: dst, Index: kept, Scale: 4}, dst)
	}
	n, from := GP64(), GP64()
	// count writes how many entries were kept since from to the header.
	count := func(disp int) {
		MOVQ(dst, n)
		SUBQ(from, n)
		SHRQ(Imm(2), n)
		MOVL(n.As32(), Mem{Base: head, Disp: disp})
	}
	w.between = func() {
		count(4)
		MOVQ(dst, from)
	}
	w.runs(func() {
		x := YMM()
		MOVL(w.row.As32(), Mem{Base: head})
		LEAQ(Mem{Base: head, Disp: 12}, dst)
		MOVQ(dst, from)
		VMOVDQU(half(w.out(), 0), s0)
		VPOR(half(w.in(), 0), s0, s0)
		VMOVDQU(half(w.out(), 1), s1)
		VPOR(half(w.in(), 1), s1, s1)
		VPOR(s0, s1, x)
		VPTEST(x, x)
	}, entry, entry, func() {
		count(8)
		// A run of which nothing is kept is overwritten by the next.
		LEAQ(Mem{Base: head, Disp: 12}, n)
		CMPQ(n, dst)
		CMOVQNE(dst, head)
	})
	SUBQ(first, head)
	SHRQ(Imm(2), head)
	VZEROUPPER()
	Store(head, ReturnIndex(0))
	RET()
}

func siftPlain2() {
	sift2("siftAVX2", "siftAVX2 is siftGo.", func(x, y, _ reg.VecVirtual, entry reg.GPVirtual, to Mem) {
		MOVL(entry.As32(), to)
		VPOR(x, y, x)
		VPTEST(x, x)
	})
}

func siftWords2() {
	sift2("siftWordsAVX2", "siftWordsAVX2 is siftWordsGo.", func(x, y, zero reg.VecVirtual, entry reg.GPVirtual, to Mem) {
		low, high := GP32(), GP32()
		VPCMPEQQ(zero, x, x)
		VPCMPEQQ(zero, y, y)
		VMOVMSKPD(x, low)
		VMOVMSKPD(y, high)
		SHLL(Imm(4), entry.As32())
		SHLL(Imm(4), high)
		ORL(high, low)
		XORL(U32(0xff), low)
		LEAL(Mem{Base: entry, Index: low.(reg.GP).As64(), Scale: 1}, high)
		MOVL(high, to)
	})
}
