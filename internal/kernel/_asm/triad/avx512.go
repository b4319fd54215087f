package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// eitherAnd is VPTERNLOG's table of (x | m) & s for the operands m, s, x.
const eitherAnd = 0xC8

func newVectors512() vectors {
	return vectors{
		register: ZMM,
		move:     func(from, to Op) { VMOVDQU64(from, to) },
		and:      func(a, b, to Op) { VPANDQ(a, b, to) },
		or:       func(a, b, to Op) { VPORQ(a, b, to) },
		xor:      func(a, b, to Op) { VPXORQ(a, b, to) },
		empty: func(x reg.VecVirtual) {
			k := K()
			VPTESTMQ(x, x, k)
			KORTESTB(k, k)
		},
		tally: func(x, sum reg.VecVirtual) {
			VPOPCNTQ(x, x)
			VPADDQ(x, sum, sum)
		},
		eitherAnd: func(m Op, s, x reg.VecVirtual) { VPTERNLOGQ(U8(eitherAnd), m, s, x) },
	}
}

func typed512() {
	k := newStrips("typedAVX512", "rows *uint64, acc *[64]uint64", newVectors512, "typedAVX512 is typedGo.")
	sums := k.zeroed(8)
	k.rowsOfU()
	entry := func(sums []reg.VecVirtual) func() {
		return func() {
			ov, iv := ZMM(), ZMM()
			oo, oi := ZMM(), ZMM()
			VMOVDQU64(k.out(), ov)
			VMOVDQU64(k.in(), iv)
			VPANDQ(k.o, ov, oo)
			VPANDQ(k.o, iv, oi)
			VPANDQ(k.i, ov, ov)
			VPANDQ(k.i, iv, iv)
			for shape, x := range []reg.VecVirtual{oo, oi, ov, iv} {
				k.tally(x, sums[shape])
			}
		}
	}
	k.runs(func() { k.take(ZMM()) }, entry(sums[:4]), entry(sums[4:]), nil)
	k.addTo(k.acc, sums)
	VZEROUPPER()
	RET()
}
