package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// These are maxRoom and maxRelation of the package: words from what is near to what is
// further, in lists of sets and in relations.
const (
	maxRoom     = 1024 + 8
	maxRelation = 1024 + 8
)

// join holds the registers of a join: its parameters and its counts.
type join struct {
	in, end, mask, relation, out reg.GPVirtual
	kept                         reg.GPVirtual // sets stored at out, in words
	all, maximal                 reg.GPVirtual // simplices
}

// newJoin loads a join's parameters.
func newJoin() join {
	j := join{in: param("in"), end: param("n"), mask: param("mask"), relation: param("relation"), out: param("out")}
	LEAQ(Mem{Base: j.in, Index: j.end, Scale: 8}, j.end)
	j.kept, j.all, j.maximal = zero(), zero(), zero()
	return j
}

// each emits the loop over the sets, of that many words each, and stores the counts.
func (j join) each(words int, set func()) {
	Label("set")
	set()
	ADDQ(Imm(uint64(8*words)), j.in)
	CMPQ(j.in, j.end)
	JB(LabelRef("set"))
	sums := param("sums")
	ADDQ(j.all, Mem{Base: sums})
	ADDQ(j.maximal, Mem{Base: sums, Disp: 8})
	Store(j.kept, ReturnIndex(0))
}

// join64 emits maxSmall's step for sets of one word.
func join64() {
	TEXT("join64", NOSPLIT, "func(in *uint64, n uint64, mask uint64, relation, out *uint64, sums *[2]uint64) uint64")
	Pragma("noescape")
	Doc("join64 is joinGo for sets of one word, n > 0 of them. Vertex 64 must be near none, and have all further along.",
		"It needs BMI1 and POPCNT.")
	j := newJoin()
	x, near, further := GP64(), GP64(), GP64()
	j.each(1, func() {
		MOVQ(Mem{Base: j.in}, near)
		MOVQ(Mem{Base: j.in, Disp: 8 * maxRoom}, further)
		MOVQ(near, x)
		ANDQ(j.mask, x)
		ORQ(x, further)
		t := GP64()
		POPCNTQ(x, t)
		ADDQ(t, j.all)
		Label("member")
		for range visits {
			j.member(x, near, further)
		}
		TESTQ(x, x)
		JNZ(LabelRef("member"))
	})
	RET()
}

// member takes the first vertex out of x and stores the set that it makes.
func (j join) member(x, near, further reg.GPVirtual) {
	a, u, v := GP64(), GP64(), GP64()
	TZCNTQ(x, a)
	BLSRQ(x, x)
	MOVQ(Mem{Base: j.relation, Index: a, Scale: 8}, u)
	MOVQ(Mem{Base: j.relation, Index: a, Scale: 8, Disp: 8 * maxRelation}, v)
	ANDQ(near, u)
	ANDQ(further, v)
	MOVQ(u, Mem{Base: j.out, Index: j.kept, Scale: 8})
	MOVQ(v, Mem{Base: j.out, Index: j.kept, Scale: 8, Disp: 8 * maxRoom})
	ORQ(u, v)
	CMPQ(v, Imm(1)) // carries if it is 0
	ADCQ(Imm(0), j.maximal)
	ANDQ(j.mask, u)
	CMPQ(u, Imm(1))
	SBBQ(I8(-1), j.kept)
}

// joinWide emits maxSmall's step for sets of that many words: a register for what is
// near and one for what is further.
func joinWide(name string, words int, register func() reg.VecVirtual) {
	TEXT(name, NOSPLIT, "func(in *uint64, n uint64, mask, relation, out *uint64, sums *[2]uint64) uint64")
	Pragma("noescape")
	Doc(name + " is joinGo for sets of " + itoa(words) + " words, n > 0 words of them in all. It needs AVX2, BMI1 and POPCNT.")
	j := newJoin()
	mask, near, further, joined := register(), register(), register(), register()
	VMOVDQU(Mem{Base: j.mask}, mask)
	j.each(words, func() {
		VMOVDQU(Mem{Base: j.in}, near)
		VPAND(mask, near, joined)
		VPOR(Mem{Base: j.in, Disp: 8 * maxRoom}, joined, further)
		for w := range words {
			label := "word" + itoa(w)
			x, t := GP64(), GP64()
			MOVQ(Mem{Base: j.in, Disp: 8 * w}, x)
			ANDQ(Mem{Base: j.mask, Disp: 8 * w}, x)
			JZ(LabelRef(label + "Done"))
			POPCNTQ(x, t)
			ADDQ(t, j.all)
			Label(label)
			a, zeroes, some := GP64(), GP64(), GP64()
			u, v := register(), register()
			TZCNTQ(x, a)
			SHLQ(Imm(map[int]uint64{2: 4, 4: 5}[words]), a)
			VPAND(Mem{Base: j.relation, Index: a, Scale: 1, Disp: 64 * 8 * words * w}, near, u)
			VPAND(Mem{Base: j.relation, Index: a, Scale: 1, Disp: 64*8*words*w + 8*maxRelation}, further, v)
			VMOVDQU(u, Mem{Base: j.out, Index: j.kept, Scale: 8})
			VMOVDQU(v, Mem{Base: j.out, Index: j.kept, Scale: 8, Disp: 8 * maxRoom})
			VPOR(u, v, v)
			XORL(zeroes.As32(), zeroes.As32())
			VPTEST(v, v)
			SETEQ(zeroes.As8())
			ADDQ(zeroes, j.maximal)
			XORL(some.As32(), some.As32())
			VPTEST(mask, u)
			SETNE(some.As8())
			LEAQ(Mem{Base: j.kept, Index: some, Scale: uint8(words)}, j.kept)
			BLSRQ(x, x)
			JNZ(LabelRef(label))
			Label(label + "Done")
		}
	})
	VZEROUPPER()
	RET()
}
